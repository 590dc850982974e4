// Streamlit's text inputs bring up a phone's letters. Those of sets get the decimal keypad, and are selected on focus,
// so that typing replaces. Without this script they stay ordinary inputs.
/** The containers that are watched already. @type {Set<string>} */
const watched = new Set();

/** @param {{data: {within: string}}} component */
export default function ({ data }) {
  if (watched.has(data.within)) return;
  watched.add(data.within);
  const inputOf = (/** @type {Event} */ { target }) =>
    target instanceof HTMLInputElement && target.closest(`[class*="${data.within}"]`) ? target : null;
  // The keypad is chosen when the focus arrives, so the mode has to be there by the touch before it.
  document.addEventListener("pointerdown", (event) => inputOf(event)?.setAttribute("inputmode", "decimal"), true);
  document.addEventListener("focusin", (event) => {
    const input = inputOf(event);
    if (!input) return;
    input.setAttribute("inputmode", "decimal");
    requestAnimationFrame(() => input.select());
  });
}
