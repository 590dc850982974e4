// What helps with the set at hand: steppers, plates, and what the typed set would be worth.

import { el, put, setText } from "../core/dom.js";
import { MINUS } from "../core/numbers.js";
import { helpFor } from "./records.js";
import { LABELS } from "./values.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { SetGrid } from "./grid.js" */
/** @import { Block } from "./model.js" */

/** Steppers, plates, and what the typed set would be worth: of the row at hand, but under the thumb, where it moves no row. */
export class Strip {
  /** @param {SetGrid} grid */
  constructor(grid) {
    this.grid = grid;
    this.steps = el("div", { class: "steps" });
    this.help = el("p", { class: "help", role: "status" });
    this.node = el("div", { class: "strip", role: "group" }, this.help, this.steps);
    this.shown = "";
  }

  /** @param {Block} block @param {Row} row @param {string} mark @param {Record<string, string>} texts */
  patch(block, row, mark, texts) {
    const names = this.grid.inputNames(block).filter((name) => name !== "rir" && name !== "distance_m");
    const watch = this.grid.stopwatch.isRunning(row.set_id);
    const shown = `${row.set_id} ${names} ${watch}`;
    if (this.shown !== shown) this.steps.replaceChildren(...names.flatMap((name) => this.stepper(name, row.set_id, watch)));
    this.shown = shown;
    put(this.node, "aria-label", `Set ${mark} of ${block.exercise.name}`);
    setText(this.help, [`Set ${mark}`, helpFor(this.grid.log, block, row, texts)].filter(Boolean).join(" · "));
  }

  /** @param {string} name @param {string} setId @param {boolean} isRunning @returns {HTMLElement[]} */
  stepper(name, setId, isRunning) {
    if (name === "seconds") {
      return [this.button(isRunning ? "Stop" : "Stopwatch", isRunning ? "Stop the stopwatch" : "Start the stopwatch", () => this.grid.toggleStopwatch(setId))];
    }
    const made = (/** @type {number} */ direction) => {
      const sign = direction > 0 ? "+" : MINUS;
      return this.button(sign, `${LABELS[name]} ${direction > 0 ? "up" : "down"}`, () => this.grid.step(setId, name, direction));
    };
    return [el("span", { class: "stepper" }, made(-1), el("span", { text: LABELS[name] }), made(1))];
  }

  /** @param {string} text @param {string} label @param {() => void} act */
  button(text, label, act) {
    const keepFocus = (/** @type {Event} */ event) => event.preventDefault();
    return el("button", { type: "button", class: "step", text, "aria-label": label, onpointerdown: keepFocus, onclick: act });
  }
}
