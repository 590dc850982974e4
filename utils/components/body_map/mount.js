// Colours the muscles of the drawing, and lists them as bars. A tap on a muscle or a bar asks the page for its sets.

import { el } from "../core/dom.js";

/** @typedef {{key: string, label: string, value: string, zone: string, words: string, step: number, share: number}} Row */
/** @typedef {{rows: Row[], regions: Record<string, string>, unit: string, scale: string[], marks: {share: number, label: string}[], note: string}} BodyData */
/** @typedef {(key: string) => void} Pick */

/** @param {{data: BodyData, parentElement: any, setTriggerValue: (name: string, value: any) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".body-map");
  const pick = (/** @type {string} */ key) => setTriggerValue("picked", { muscle: key });
  const colours = sequential(root);
  root.querySelectorAll(".legend, .list").forEach((/** @type {Element} */ old) => old.remove());
  colourMuscles(root, data, colours, pick);
  root.querySelector(".map").append(legend(data, colours));
  root.append(list(data, colours, pick));
  return undefined;
}

/** The ten colours of the current theme. @param {HTMLElement} root @returns {string[]} */
function sequential(root) {
  return getComputedStyle(root).getPropertyValue("--st-chart-sequential-colors").split(",").map((colour) => colour.trim());
}

/** @param {HTMLElement} root @param {BodyData} data @param {string[]} colours @param {Pick} pick */
function colourMuscles(root, data, colours, pick) {
  const rows = new Map(data.rows.map((row) => [row.key, row]));
  for (const node of root.querySelectorAll("[data-muscle]")) {
    const muscle = /** @type {SVGGElement} */ (node);
    const row = rows.get(data.regions[muscle.dataset.muscle ?? ""]);
    if (!row) continue;
    muscle.style.setProperty("fill", colours[row.step] ?? "");
    muscle.setAttribute("role", "button");
    muscle.setAttribute("tabindex", "0");
    muscle.setAttribute("aria-label", `${row.words} (${muscle.dataset.side})`);
    muscle.dataset.key = row.key;
    muscle.onclick = () => pick(row.key);
    muscle.onkeydown = (event) => onKey(event, row.key, pick);
    muscle.onpointerenter = () => point(root, row.key);
    muscle.onpointerleave = () => point(root, "");
    tip(muscle, row.words);
  }
}

/** @param {KeyboardEvent} event @param {string} key @param {Pick} pick */
function onKey(event, key, pick) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  pick(key);
}

/** Set the tooltip of a muscle. @param {SVGElement} muscle @param {string} words */
function tip(muscle, words) {
  const title = muscle.querySelector(":scope > title") ?? document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = words;
  muscle.prepend(title);
}

/** Highlight a muscle in the drawing and in the list; none for an empty key. @param {HTMLElement} root @param {string} key */
function point(root, key) {
  for (const element of root.querySelectorAll("[data-key]")) {
    element.toggleAttribute("data-pointed", key !== "" && /** @type {HTMLElement} */ (element).dataset.key === key);
  }
}

/** @param {BodyData} data @param {string[]} colours */
function legend(data, colours) {
  const steps = colours.map((colour, step) => swatch(colour, data.scale[step] ?? ""));
  return el("div", { class: "legend" }, el("div", { class: "scale", role: "img", "aria-label": data.note }, ...steps), el("p", { text: data.unit }));
}

/** @param {string} colour @param {string} label */
function swatch(colour, label) {
  const box = el("span", { class: "swatch" }, el("small", { text: label }));
  box.style.setProperty("--colour", colour);
  return box;
}

/** @param {BodyData} data @param {string[]} colours @param {Pick} pick */
function list(data, colours, pick) {
  const bars = data.rows.map((row) => el("li", {}, bar(data, row, colours, pick)));
  const marks = data.marks.map((mark) => {
    const label = el("span", { text: mark.label });
    label.style.setProperty("left", `${100 * mark.share}%`);
    return label;
  });
  const heads = el("div", { class: "heads", "aria-hidden": true }, el("span"), el("span", { class: "marks" }, ...marks), el("span"));
  return el("div", { class: "list" }, heads, el("ol", {}, ...bars));
}

/** @param {BodyData} data @param {Row} row @param {string[]} colours @param {Pick} pick */
function bar(data, row, colours, pick) {
  const fill = el("span", { class: "fill" });
  fill.style.setProperty("width", `${100 * row.share}%`);
  fill.style.setProperty("background", colours[row.step] ?? "");
  const lines = data.marks.map((mark) => {
    const line = el("i");
    line.style.setProperty("left", `${100 * mark.share}%`);
    return line;
  });
  const track = el("span", { class: "track", "aria-hidden": true }, fill, ...lines);
  const root = () => /** @type {HTMLElement} */ (button.closest(".body-map"));
  const button = el(
    "button",
    { type: "button", class: "bar", "data-key": row.key, "aria-label": row.words, onclick: () => pick(row.key) },
    el("span", { class: "name", text: row.label }),
    track,
    el("span", { class: "value", text: row.value }),
    el("span", { class: "zone", text: row.zone }),
  );
  for (const [event, key] of [["pointerenter", row.key], ["focus", row.key], ["pointerleave", ""], ["blur", ""]]) {
    button.addEventListener(event, () => point(root(), key));
  }
  return button;
}
