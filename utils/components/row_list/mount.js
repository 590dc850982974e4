// A table with a button at the end of each row. A tap anywhere on a row does what its button does.

import { el } from "../core/dom.js";

/** @typedef {{heads: {name: string, isNumber: boolean}[], rows: {cells: string[], asks: string}[]}} TableData */

/** @param {{data: TableData, parentElement: any, setTriggerValue: (name: string, value: any) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".row-list");
  const kind = (/** @type {number} */ place) => (data.heads[place]?.isNumber ? "number" : null);
  const heads = data.heads.map((head, place) => el("th", { scope: "col", class: kind(place) ?? "", text: head.name }));
  const rows = data.rows.map((row, number) => {
    const pick = () => setTriggerValue("picked", { row: number });
    const cells = row.cells.map((cell, place) => el("td", { class: kind(place) ?? "", text: cell }));
    const button = el("button", { type: "button", "aria-label": row.asks, title: row.asks, text: "\u203A" });
    return el("tr", { onclick: pick }, ...cells, el("td", { class: "ask" }, button));
  });
  const head = el("thead", {}, el("tr", {}, ...heads, el("td", { "aria-hidden": true })));
  root.replaceChildren(el("table", {}, head, el("tbody", {}, ...rows)));
  return undefined;
}
