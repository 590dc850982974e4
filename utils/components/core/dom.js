// Makes and changes elements without a framework. Text is set as text, never as markup, so that it cannot inject any.

/** @typedef {Record<string, any>} Props */

/** @param {string} tag @param {Props} [props] @param {...(Node | string | null | false | undefined)} children @returns {any} */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) put(element, name, value);
  for (const child of children) if (child) element.append(child);
  return element;
}

/** @param {HTMLElement} node @param {string} name @param {any} value */
export function put(node, name, value) {
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "text") setText(node, value);
  else if (name === "class") node.className = value;
  else if (value === null || value === false || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? "" : String(value));
}

/** @param {HTMLElement} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The Material symbols that the app uses, as paths in a box of 24 by 24. */
const ICONS = {
  check: "M9 16.2 4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4m0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4m0 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  add: "M19 13h-6v6h-2v-6H5v-2h6V5h2v6h6z",
  close: "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z",
  wait: "M12 4V1L8 5l4 4V6a6 6 0 0 1 6 6h2a8 8 0 0 0-8-8m0 14a6 6 0 0 1-6-6H4a8 8 0 0 0 8 8v3l4-4-4-4z",
  warn: "M1 21h22L12 2zm12-3h-2v-2h2zm0-4h-2v-4h2z",
  medal: "M17 4V2H7v2H2v4a5 5 0 0 0 5 5 5 5 0 0 0 4 2.900V19H7v2h10v-2h-4v-3.100A5 5 0 0 0 17 13a5 5 0 0 0 5-5V4zM4 8V6h3v5a3 3 0 0 1-3-3m16 0a3 3 0 0 1-3 3V6h3z",
};

/** @typedef {keyof typeof ICONS} IconName */

/** @param {IconName} name @returns {SVGElement} */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

/** Give a parent exactly these children in this order. Move only what is out of place: a moved input loses its focus.
 * @param {HTMLElement} parent @param {Node[]} nodes */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!wanted.has(node)) node.remove();
  let place = parent.firstChild;
  for (const node of nodes) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
}

/** Open a sheet over the page. Escape, its button or a tap beside it closes it.
 * @param {HTMLElement} root @param {string} title @param {(close: () => void) => Node[]} fill */
export function openSheet(root, title, fill) {
  const sheet = el("dialog", { class: "sheet", "aria-label": title });
  const close = () => sheet.close();
  const out = el("button", { type: "button", class: "icon", "aria-label": "Close", onclick: close }, icon("close"));
  sheet.append(el("header", {}, el("h2", { text: title }), out), ...fill(close));
  sheet.addEventListener("close", () => sheet.remove());
  sheet.addEventListener("click", (/** @type {Event} */ event) => event.target === sheet && close());
  root.append(sheet);
  sheet.showModal();
}

/** A button of a sheet that closes the sheet and then does one thing.
 * @param {string} text @param {() => void} act @param {() => void} close @param {string} [kind] @returns {HTMLElement} */
export function choice(text, act, close, kind = "choice") {
  const pressed = () => {
    close();
    act();
  };
  return el("button", { type: "button", class: kind, text, onclick: pressed });
}
