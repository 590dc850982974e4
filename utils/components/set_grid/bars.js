// The head above the rows and the bar at the bottom of the screen.

import { el, icon, put, setText } from "../core/dom.js";
import { formatClock, MINUS } from "../core/numbers.js";
import { addExercise } from "./actions.js";
import { openPickerSheet, openWorkoutSheet } from "./sheets.js";

/** @import { IconName } from "../core/dom.js" */
/** @import { Row } from "../core/overlay.js" */
/** @import { SetGrid } from "./grid.js" */

/** @type {Record<string, (waiting: number) => string>} What is said while nothing can be sent. */
const STATE_TEXTS = {
  offline: (waiting) => `No network: ${waiting} kept on this device, sent by itself later`,
  signed_out: (waiting) => `Signed out: ${waiting} kept on this device until you sign in`,
  other_lifter: (waiting) => `Another lifter is signed in: ${waiting} kept for you`,
  trouble: (waiting) => `${waiting} kept on this device`,
};

const SAID_FOR_MS = 6000;

export class Head {
  /** @param {SetGrid} grid */
  constructor(grid) {
    this.grid = grid;
    this.title = el("strong");
    this.progress = el("span", { class: "progress" });
    const open = () => openWorkoutSheet(grid);
    this.menu = el("button", { type: "button", class: "icon", "aria-label": "Title, notes, gym, discard", onclick: open }, icon("more"));
    this.notes = el("p", { class: "pinned" });
    this.refused = el("div", { class: "lines" });
    const what = el("div", { class: "what" }, this.title, this.progress);
    this.node = el("div", { class: "head" }, what, this.menu, this.notes, this.refused);
  }

  /** @param {Row[]} rows */
  patch(rows) {
    const { workout, gym } = this.grid.log;
    setText(this.title, workout.title || "Workout");
    const counted = rows.filter((row) => row.saved).length;
    const minutes = workout.started_at ? Math.max(0, Math.round((this.grid.outbox.now() - Date.parse(workout.started_at)) / 60_000)) : 0;
    const passed = workout.ended_at || minutes > 600 ? "" : ` · ${minutes} min`;
    setText(this.progress, `${counted} of ${rows.length} ${rows.length === 1 ? "set" : "sets"}${passed}${gym ? ` · ${gym.name}` : ""}`);
    setText(this.notes, workout.notes ?? "");
    this.patchRefusals(new Set(rows.map((row) => row.set_id)));
  }

  /** Show refused operations that belong to none of the rows on screen. @param {Set<string>} setIds on screen */
  patchRefusals(setIds) {
    const { outbox } = this.grid;
    const lost = outbox.refused().filter(({ operation }) => !setIds.has(operation.set_id ?? ""));
    const lines = lost.map(({ operation, reason }) => {
      const drop = el("button", { type: "button", class: "small", text: "Leave it", onclick: () => outbox.dismiss(operation.op_id) });
      return el("p", { class: "problem", role: "alert" }, el("span", { text: `Not saved: ${reason}` }), drop);
    });
    if (this.refused.childElementCount !== lines.length) this.refused.replaceChildren(...lines);
  }
}

export class Bar {
  /** @param {SetGrid} grid */
  constructor(grid) {
    this.grid = grid;
    this.clock = el("span", { class: "clock", role: "timer" });
    this.what = el("span", { class: "what" });
    this.fill = el("div", { class: "fill" });
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ act) =>
      el("button", { type: "button", class: "step", text, "aria-label": label, onclick: act });
    this.rest = el("div", { class: "rest", hidden: true }, this.fill, this.clock, this.what);
    this.rest.append(
      button(`${MINUS}15`, "Rest 15 seconds less", () => grid.timer.shift(-15)),
      button("+15", "Rest 15 seconds more", () => grid.timer.shift(15)),
      button("Skip", "Skip the rest", () => grid.timer.skip()),
    );
    this.state = el("p", { class: "state", role: "status" });
    this.message = el("div", { class: "said", role: "status", hidden: true });
    this.add = el("button", { type: "button", class: "wide", onclick: () => this.pick() }, icon("add"), el("span", { text: "Add exercise" }));
    this.finish = el("button", { type: "button", class: "wide primary", text: "Finish", onclick: () => grid.finish() });
    this.node = el("div", { class: "bar" }, this.state, this.message, grid.strip.node, this.rest, el("div", { class: "actions" }, this.add, this.finish));
  }

  pick() {
    openPickerSheet(this.grid, "Add exercise", (id) => this.grid.act(() => addExercise(this.grid.log, id)));
  }

  patch() {
    const isOver = !this.grid.log.isOpen;
    setText(this.finish, this.grid.ending ? "Saving …" : "Finish");
    put(this.finish, "hidden", isOver && !this.grid.ending);
    this.patchState();
    this.patchTimer();
  }

  /** Say that waiting sets are kept. That they are being sent is shown by their own marks. */
  patchState() {
    const { outbox } = this.grid;
    const { waiting } = outbox;
    const words = [STATE_TEXTS[outbox.state]?.(waiting), outbox.error].filter(Boolean).join(". ");
    setText(this.state, waiting || outbox.error ? words : "");
    put(this.state, "data-state", outbox.state);
  }

  patchTimer() {
    const { timer, stopwatch } = this.grid;
    const state = timer.state;
    put(this.rest, "hidden", !state);
    if (stopwatch.startedAt) this.showWatch();
    if (!state) return;
    const left = timer.left / 1000;
    put(this.rest, "data-over", left <= 0);
    setText(this.clock, left > 0 ? formatClock(Math.ceil(left)) : `+${formatClock(-left)}`);
    setText(this.what, left > 0 ? "rest" : "go");
    const share = Math.min(1, Math.max(0, left / ((state.ends_at - state.started_at) / 1000)));
    this.fill.style.width = `${share * 100}%`;
  }

  showWatch() {
    const { stopwatch, rowViews } = this.grid;
    const input = rowViews.get(stopwatch.setId)?.input("seconds");
    if (input) input.value = formatClock(stopwatch.seconds);
  }

  /** Show a message above the bar for some seconds, with a button to undo if there is an `undo`.
   * @param {string} words @param {IconName | null} shape @param {() => void} [undo] */
  say(words, shape, undo) {
    window.clearTimeout(this.silencing);
    const hush = () => put(this.message, "hidden", true);
    const back = () => {
      hush();
      undo?.();
    };
    const way = undo && el("button", { type: "button", class: "small", text: "Undo", onclick: back });
    this.message.replaceChildren(...[shape && icon(shape), el("span", { text: words }), way].filter(Boolean));
    put(this.message, "hidden", false);
    this.silencing = window.setTimeout(hush, undo ? SAID_FOR_MS * 2 : SAID_FOR_MS);
  }
}
