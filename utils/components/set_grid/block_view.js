// Draws one exercise: its name, what is planned, and its rows.

import { arrange, el, icon, put, setText } from "../core/dom.js";
import { isWholly, marksOf, planNoteOf, planOf } from "./blocks.js";
import { openAboutSheet, openExerciseSheet } from "./sheets.js";
import { headingOf, inputNames, MARKS } from "./values.js";

/** @import { SetGrid } from "./grid.js" */
/** @import { Block } from "./model.js" */

/** @type {Record<string, string>} */
const WIDTHS = { weight: "1.3fr", reps: "1fr", rir: "0.8fr", seconds: "1.3fr", distance_m: "1.3fr" };

export class BlockView {
  /** @param {SetGrid} grid @param {string} key */
  constructor(grid, key) {
    this.grid = grid;
    this.key = key;
    this.name = el("button", { type: "button", class: "name", onclick: () => openAboutSheet(grid, grid.blockOf(key)) });
    this.menu = el("button", { type: "button", class: "icon", onclick: () => openExerciseSheet(grid, grid.keys.indexOf(key)) }, icon("more"));
    this.plan = el("p", { class: "plan" });
    this.note = el("p", { class: "pinned" });
    this.headings = el("div", { class: "row headings", "aria-hidden": "true" });
    this.add = el("button", { type: "button", class: "add", onclick: () => grid.addSet(key) }, icon("add"), el("span", { text: "Add set" }));
    this.badge = el("span", { class: "badge" });
    this.head = el("header", {}, this.name, this.badge, this.menu);
    this.node = el("section", { class: "block" });
  }

  /** @param {Block} block @param {string} letter @param {number} mates how many exercises are done in turns with it, itself too */
  patch(block, letter, mates) {
    const { grid } = this;
    setText(this.name, block.exercise.name);
    put(this.menu, "aria-label", `More for ${block.exercise.name}`);
    put(this.node, "aria-label", block.exercise.name);
    put(this.node, "data-superset", letter || null);
    setText(this.badge, letter ? `${mates > 2 ? "Circuit" : "Superset"} ${letter}` : "");
    setText(this.plan, planOf(block, grid.log));
    const notes = MARKS.filter(({ mark }) => isWholly(block, mark)).map(({ note }) => note);
    setText(this.note, [block.exercise.pinned_note, ...notes, planNoteOf(block, grid.decimal)].filter(Boolean).join(" · "));
    const names = inputNames(block.exercise, grid.settings);
    this.patchHeadings(block, names);
    const marks = marksOf(block);
    const views = block.rows.map((row) => grid.rowView(row.set_id));
    views.forEach((view, place) => view.patch(block, place, marks[place], names));
    const rows = views.map((view) => view.node);
    put(this.node, "style", `--columns: ${names.map((name) => WIDTHS[name]).join(" ")}`);
    arrange(this.node, [this.head, this.plan, this.note, this.headings, ...rows, this.add]);
  }

  /** @param {Block} block @param {string[]} names */
  patchHeadings(block, names) {
    const words = names.map((name) => headingOf(name, block.exercise)).join("|");
    if (this.headings.dataset.words === words) return;
    this.headings.dataset.words = words;
    const inputs = el("div", { class: "inputs" }, ...names.map((name) => el("span", { text: headingOf(name, block.exercise) })));
    this.headings.replaceChildren(el("span", { text: "Set" }), el("span", { class: "last", text: "Last time" }), inputs, el("span"));
  }
}
