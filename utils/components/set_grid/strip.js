// Help for the active set: buttons for more and less, plates, and what the typed set would be worth.

import { el, put, setText } from "../core/dom.js";
import { MINUS } from "../core/numbers.js";
import { helpFor } from "./records.js";
import { inputNames, LABELS } from "./values.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { SetGrid } from "./grid.js" */
/** @import { Block } from "./model.js" */

/** Stands in the bar and not under its row: there it would move the rows below between a finger's down and up. */
export class Strip {
  /** @param {SetGrid} grid */
  constructor(grid) {
    this.grid = grid;
    this.steps = el("div", { class: "steps" });
    this.help = el("p", { class: "help", role: "status" });
    this.node = el("div", { class: "strip", role: "group" }, this.help, this.steps);
    this.content = "";
  }

  /** @param {Block} block @param {Row} row @param {string} mark @param {Record<string, string>} texts */
  patch(block, row, mark, texts) {
    const names = inputNames(block.exercise, this.grid.settings).filter((name) => name !== "rir" && name !== "distance_m");
    const watch = this.grid.stopwatch.isRunning(row.set_id);
    const content = `${row.set_id} ${names} ${watch}`;
    if (this.content !== content) this.steps.replaceChildren(...names.flatMap((name) => this.stepper(name, row.set_id, watch)));
    this.content = content;
    put(this.node, "aria-label", `Set ${mark} of ${block.exercise.name}`);
    setText(this.help, [`Set ${mark}`, helpFor(this.grid.log, block, row, texts)].filter(Boolean).join(" · "));
  }

  /** @param {string} name @param {string} setId @param {boolean} isRunning @returns {HTMLElement[]} */
  stepper(name, setId, isRunning) {
    if (name === "seconds") {
      return [this.button(isRunning ? "Stop" : "Stopwatch", isRunning ? "Stop the stopwatch" : "Start the stopwatch", () => this.grid.toggleStopwatch(setId))];
    }
    const button = (/** @type {number} */ direction) => {
      const sign = direction > 0 ? "+" : MINUS;
      return this.button(sign, `${LABELS[name]} ${direction > 0 ? "up" : "down"}`, () => this.grid.step(setId, name, direction));
    };
    return [el("span", { class: "stepper" }, button(-1), el("span", { text: LABELS[name] }), button(1))];
  }

  /** @param {string} text @param {string} label @param {() => void} act */
  button(text, label, act) {
    const keepFocus = (/** @type {Event} */ event) => event.preventDefault();
    return el("button", { type: "button", class: "step", text, "aria-label": label, onpointerdown: keepFocus, onclick: act });
  }
}
