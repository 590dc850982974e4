// Streamlit's text inputs open a phone's keyboard of letters. This gives inputs of sets the decimal keypad, and selects
// their text on focus, so that typing replaces it. Without this script they stay ordinary inputs.
/** The containers that are watched already. @type {Set<string>} */
const watched = new Set();

/** @param {{data: {within: string}}} component */
export default function ({ data }) {
  if (watched.has(data.within)) return;
  watched.add(data.within);
  const inputOf = (/** @type {Event} */ { target }) =>
    target instanceof HTMLInputElement && target.closest(`[class*="${data.within}"]`) ? target : null;
  // A phone chooses the keypad when the input gets the focus, so the mode has to be set by the touch before that.
  document.addEventListener("pointerdown", (event) => inputOf(event)?.setAttribute("inputmode", "decimal"), true);
  document.addEventListener("focusin", (event) => {
    const input = inputOf(event);
    if (!input) return;
    input.setAttribute("inputmode", "decimal");
    requestAnimationFrame(() => input.select());
  });
}
