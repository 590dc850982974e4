// Draws one set: its number, last time, inputs, tick, and messages under them.

import { arrange, el, icon, put, setText } from "../core/dom.js";
import { dismissRefused, sendRefusedAgain } from "./actions.js";
import { hintOf, isWholly } from "./blocks.js";
import { counterpart, textsOf } from "./prefill.js";
import { openSetSheet } from "./sheets.js";
import { LABELS, MARKS, summaryOf } from "./values.js";

/** @import { IconName } from "../core/dom.js" */
/** @import { Refusal, Row } from "../core/overlay.js" */
/** @import { SetGrid } from "./grid.js" */
/** @import { Block } from "./model.js" */

/** @type {Record<string, string>} */
const STATE_WORDS = { saved: "saved", pending: "done, being saved", refused: "refused", todo: "not done yet" };

export class RowView {
  /** @param {SetGrid} grid @param {string} setId */
  constructor(grid, setId) {
    this.grid = grid;
    this.setId = setId;
    /** @type {Map<string, HTMLInputElement>} */
    this.inputs = new Map();
    this.number = el("button", { type: "button", class: "number", onclick: () => openSetSheet(grid, setId) });
    this.last = el("span", { class: "last" });
    this.cells = el("div", { class: "inputs" });
    this.done = el("button", { type: "button", class: "tick", onclick: () => grid.tick(setId) });
    this.lines = el("div", { class: "lines" });
    this.node = el("div", { class: "row", role: "group", onfocusin: () => grid.activate(setId) });
    this.node.append(this.number, this.last, this.cells, this.done, this.lines);
    this.shownMark = "";
  }

  /** @param {Block} block @param {number} place @param {string} mark @param {string[]} names */
  patch(block, place, mark, names) {
    const [row, { grid }] = [block.rows[place], this];
    const name = `set ${mark} of ${block.exercise.name}`;
    put(this.node, "aria-label", `${capital(name)}, ${STATE_WORDS[row.mark]}`);
    put(this.node, "data-mark", row.mark);
    put(this.node, "data-set", row.set_id);
    put(this.node, "data-active", grid.active === row.set_id);
    setText(this.number, mark);
    put(this.number, "aria-label", `${capital(name)}: type, note, delete`);
    const last = counterpart(grid.log, block, place);
    setText(this.last, last ? summaryOf(last, block.exercise, grid.decimal) : grid.log.past(block.exercise_id).sets.length ? "–" : "first time");
    this.patchInputs(block, place, name, names);
    this.patchTick(row, name);
    this.patchLines(block, row);
  }

  /** @param {Block} block @param {number} place @param {string} setName @param {string[]} names */
  patchInputs(block, place, setName, names) {
    const texts = textsOf(this.grid.log, block, place, names);
    arrange(this.cells, names.map((name) => this.input(name)));
    for (const name of names) {
      const [input, hint] = [this.input(name), hintOf(name, block.rows[place].target)];
      put(input, "aria-label", `${LABELS[name]}, ${setName}`);
      put(input, "placeholder", block.rows[place].saved ? "" : hint);
      put(input, "data-long", texts[name].length > (this.grid.active === this.setId ? 4 : 5));
      const isTyping = /** @type {any} */ (input.getRootNode()).activeElement === input;
      if (!isTyping && input.value !== texts[name]) input.value = texts[name];
    }
  }

  /** @param {string} name @returns {HTMLInputElement} */
  input(name) {
    const input = this.inputs.get(name) ?? this.newInput(name);
    this.inputs.set(name, input);
    return input;
  }

  /** @param {string} name @returns {HTMLInputElement} */
  newInput(name) {
    const { grid, setId } = this;
    return el("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      enterkeyhint: "done",
      maxlength: "12",
      "data-name": name,
      onfocus: (/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select(),
      oninput: () => grid.keepTyped(setId, name),
      onchange: () => grid.saveEdited(setId),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && grid.confirm(setId, name),
    });
  }

  /** @param {Row} row @param {string} name */
  patchTick(row, name) {
    const isDone = row.mark !== "todo";
    put(this.done, "aria-label", isDone ? `${capital(name)} is ${STATE_WORDS[row.mark]}` : `Log ${name}`);
    put(this.done, "aria-pressed", String(isDone));
    if (this.shownMark === row.mark) return;
    this.shownMark = row.mark;
    const shapes = /** @type {Record<string, IconName>} */ ({ saved: "check", pending: "wait", refused: "warn", todo: "check" });
    this.done.replaceChildren(icon(shapes[row.mark]));
  }

  /** Show problems, questions and notes under the row. @param {Block} block @param {Row} row */
  patchLines(block, row) {
    const { grid } = this;
    const [problem, doubt, refusal] = [grid.checks.problems.get(row.set_id), grid.checks.doubts.get(row.set_id), grid.refusals.get(row.set_id)];
    const lines = [
      refusal && this.refused(refusal),
      problem && el("p", { class: "problem", role: "alert", text: problem }),
      doubt && this.doubted(doubt),
      row.reps_other && el("p", { class: "note", text: `Other side: ${row.reps_other} reps` }),
      ...MARKS.filter(({ mark }) => row[mark] && !isWholly(block, mark)).map(({ note }) => el("p", { class: "note", text: note })),
      row.note && el("p", { class: "note", text: row.note }),
    ].filter(Boolean);
    const words = lines.map((line) => line.textContent).join("|");
    if (this.lines.dataset.words === words) return;
    this.lines.dataset.words = words;
    this.lines.replaceChildren(...lines);
  }

  /** @param {string} doubt */
  doubted(doubt) {
    const sure = el("button", { type: "button", class: "small", text: "Yes, save it", onclick: () => this.grid.tick(this.setId, true) });
    return el("p", { class: "doubt", role: "alert" }, el("span", { text: doubt }), sure);
  }

  /** @param {Refusal} refusal */
  refused(refusal) {
    const { grid } = this;
    const again = el("button", { type: "button", class: "small", text: "Try again", onclick: () => sendRefusedAgain(grid.outbox, this.setId) });
    const drop = el("button", { type: "button", class: "small", text: "Leave it", onclick: () => dismissRefused(grid.outbox, this.setId) });
    return el("p", { class: "problem", role: "alert" }, el("span", { text: `Not saved: ${refusal.reason}` }), again, drop);
  }

  /** The texts in the inputs by name. @returns {Record<string, string>} */
  texts() {
    return Object.fromEntries([...this.cells.children].map((input) => [input.dataset.name, input.value]));
  }
}

/** @param {string} words */
function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}
