// The grid of a workout: it draws what the log says, and turns taps into operations at once.

import { arrange, el, put } from "../core/dom.js";
import { formatClock, formatNumber, parseNumber } from "../core/numbers.js";
import { RestTimer } from "../core/rest.js";
import { addExercise, addSet, amend, discardWorkout, dismissRefused, finishWorkout, forgetWorkout, removeRows, restTaken, tick } from "./actions.js";
import { Bar, Head } from "./bars.js";
import { BlockView } from "./block_view.js";
import { findSet, keysOf, lettersOf, marksOf } from "./blocks.js";
import { Checks } from "./checks.js";
import { nextLoad } from "./gyms.js";
import { Log } from "./model.js";
import { takeVariant } from "./moving.js";
import { recordOf } from "./records.js";
import { isMidRound, nextRow } from "./rounds.js";
import { RowView } from "./row_view.js";
import { Strip } from "./strip.js";
import { Absence, ScreenLock, Stopwatch } from "./timer.js";

/** @import { Outbox } from "../core/outbox.js" */
/** @import { Refusal, Row } from "../core/overlay.js" */
/** @import { Block } from "./model.js" */

const USUAL_REST_S = 120;

export class SetGrid {
  /** Called when a workout has ended and no page of Streamlit takes over. @type {(() => void) | undefined} */
  onEnd = undefined;

  /** The id of the active set: the one that is typed in, or the next one to do. */
  active = "";
  /** @type {Block[]} */
  blocks = [];
  /** The keys of the blocks, in their order. @type {string[]} */
  keys = [];
  /** @type {Map<string, Refusal>} */
  refusals = new Map();
  /** What is under way: "finished" or "discarded". @type {string | undefined} */
  ending = undefined;
  /** The animation frame that will draw the grid, if one is due. @type {number | undefined} */
  frame = undefined;
  stopwatch = new Stopwatch();
  /** Views by set id. A row keeps its view, so that a change elsewhere does not interrupt typing. @type {Map<string, RowView>} */
  rowViews = new Map();
  /** @type {Map<string, BlockView>} */
  blockViews = new Map();
  list = el("div", { class: "blocks" });
  empty = el("p", { class: "empty", text: "Add the first exercise: recent ones come first, and every short form is known." });

  /** @param {HTMLElement} root @param {{outbox: Outbox, ask: ((name: string, value?: any) => void) | null}} options */
  constructor(root, { outbox, ask }) {
    this.root = root;
    this.outbox = outbox;
    this.isOffline = ask === null;
    this.ask = ask ?? (() => {});
    this.log = new Log(outbox);
    this.checks = new Checks(this.log);
    this.timer = new RestTimer(this.log.shelf, () => this.bar.patchTimer());
    this.strip = new Strip(this);
    this.bar = new Bar(this);
    this.head = new Head(this);
    this.screen = new ScreenLock();
    this.absence = new Absence(() => this.ask("reload")); // another device may have logged meanwhile
    this.stopListening = outbox.onChange(() => this.schedule());
    this.onNewKit = () => {
      this.log.hasKit = false;
      this.schedule();
    };
    window.addEventListener("tonnage-kit", this.onNewKit);
    root.classList.add("tonnage-grid");
    root.replaceChildren(this.head.node, this.list, this.empty, this.bar.node);
  }

  destroy() {
    this.stopListening();
    window.removeEventListener("tonnage-kit", this.onNewKit);
    this.absence.destroy();
    this.timer.destroy();
    this.screen.destroy();
    this.log.forget();
    this.root.replaceChildren();
  }

  /** Take the data of a run of the page. @param {any} data */
  update(data) {
    this.log.update(data);
    if (data.added && data.added.nonce !== this.addedNonce) addExercise(this.log, data.added.exercise_id);
    this.addedNonce = data.added?.nonce;
    takeVariant(this.log, data.variant);
    this.render();
  }

  get settings() {
    return this.log.kit.settings;
  }

  get decimal() {
    return this.log.decimal;
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => this.render());
  }

  render() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    if (!this.log.workoutId) return;
    this.log.takeKit();
    this.refusals = this.log.refusals();
    this.blocks = this.log.blocks();
    this.keys = keysOf(this.blocks);
    const rows = this.blocks.flatMap((block) => block.rows);
    if (!rows.some((row) => row.set_id === this.active)) this.active = (rows.find((row) => !row.saved) ?? rows.at(-1))?.set_id ?? "";
    this.patchBlocks();
    this.patchStrip();
    this.patchFrame(rows);
    this.endIfSaved();
  }

  patchBlocks() {
    const letters = lettersOf(this.blocks);
    const views = this.keys.map((key) => this.blockView(key));
    const mates = (/** @type {Block} */ block) => this.blocks.filter((other) => other.superset === block.superset).length;
    views.forEach((view, place) => view.patch(this.blocks[place], letters[place], mates(this.blocks[place])));
    arrange(this.list, views.map((view) => view.node));
  }

  patchStrip() {
    const entry = this.find(this.active);
    put(this.strip.node, "hidden", !entry);
    if (!entry) return;
    const { block, row } = entry;
    this.strip.patch(block, row, marksOf(block)[entry.place], this.rowView(row.set_id).texts());
  }

  /** @param {Row[]} rows */
  patchFrame(rows) {
    put(this.empty, "hidden", rows.length > 0);
    put(this.head.node, "hidden", !this.log.isOpen && !this.ending);
    this.root.classList.toggle("open", this.log.isOpen);
    this.root.classList.toggle("mirrored", Boolean(this.settings.is_left_handed));
    this.head.patch(rows);
    this.bar.patch();
  }

  /** @param {string} setId */
  rowView(setId) {
    const view = this.rowViews.get(setId) ?? new RowView(this, setId);
    this.rowViews.set(setId, view);
    return view;
  }

  /** @param {string} key */
  blockView(key) {
    const view = this.blockViews.get(key) ?? new BlockView(this, key);
    this.blockViews.set(key, view);
    return view;
  }

  /** @param {string} setId */
  find(setId) {
    return findSet(this.blocks, setId);
  }

  /** @param {string} key @returns {Block} */
  blockOf(key) {
    return this.blocks[this.keys.indexOf(key)];
  }

  /** Change the log and show it at once. @param {() => void} change */
  act(change) {
    change();
    this.render();
  }

  /** @param {string} setId */
  activate(setId) {
    if (this.active === setId) return;
    this.active = setId;
    this.render();
  }

  /** Keep what is half typed, so that a reload brings it back. @param {string} setId @param {string} name */
  keepTyped(setId, name) {
    this.checks.clear(setId);
    this.log.keepDraft(setId, { texts: { [name]: this.rowView(setId).input(name).value }, typed: { [name]: true } });
    this.patchStrip();
  }

  /** Save what was typed into a set that is logged already. @param {string} setId */
  saveEdited(setId) {
    const entry = this.find(setId);
    if (!entry?.row.saved || !this.log.draft(setId)) return;
    const fields = this.checks.soundFields(entry.block, entry.row, this.rowView(setId).texts(), false);
    if (fields) this.amendSaved(entry.row, fields);
    else this.render();
  }

  /** @param {Row} row @param {Record<string, any>} fields */
  amendSaved(row, fields) {
    this.log.dropDraft(row.set_id);
    this.act(() => amend(this.log, [row], fields));
  }

  /** Log a set; a second tap on a logged one changes nothing. @param {string} setId @param {boolean} [isSure] */
  tick(setId, isSure = false) {
    const entry = this.find(setId);
    if (!entry || (entry.row.saved && !isSure)) return;
    const { block, row } = entry;
    const fields = this.checks.soundFields(block, row, this.rowView(setId).texts(), isSure);
    if (!fields) return this.render();
    if (row.saved) return this.amendSaved(row, fields);
    dismissRefused(this.outbox, setId);
    const record = recordOf(this.log, block, row, fields); // before the set itself is among the bests
    tick(this.log, block, row, fields, restTaken(this.log));
    this.moveOn(row, block);
    if (record) this.bar.say(record, "medal");
  }

  /** Go to the next row, and start a rest unless the round of a superset goes on. @param {Row} row @param {Block} block */
  moveOn(row, block) {
    this.active = nextRow(this.log.blocks(), row)?.set_id ?? row.set_id;
    this.render();
    if (!this.log.isOpen || isMidRound(this.blocks, row)) return;
    this.timer.start(row.target?.rest_s ?? block.exercise.rest_s ?? USUAL_REST_S, block.exercise.name);
  }

  /** Save a row, and put the cursor into the same input of the next. @param {string} setId @param {string} name */
  confirm(setId, name) {
    const entry = this.find(setId);
    if (!entry) return;
    if (entry.row.saved) this.saveEdited(setId);
    else this.tick(setId);
    if (this.active === setId || !this.find(this.active)) return;
    const next = this.rowView(this.active);
    (next.inputs.get(name) ?? next.done).focus();
  }

  /** @param {string} setId @param {string} name @param {number} direction */
  step(setId, name, direction) {
    const entry = this.find(setId);
    if (!entry) return;
    const input = this.rowView(setId).input(name);
    const value = Number(parseNumber(input.value) || 0);
    const next = name === "weight" ? nextLoad(value, direction, entry.block.exercise, this.log.gym) : Math.max(0, value + direction);
    input.value = formatNumber(next, this.decimal);
    this.keepTyped(setId, name);
    if (entry.row.saved) this.saveEdited(setId);
  }

  /** Start or stop the stopwatch of a timed set. @param {string} setId */
  toggleStopwatch(setId) {
    if (!this.stopwatch.isRunning(setId)) this.stopwatch.start(setId);
    else {
      this.rowView(setId).input("seconds").value = formatClock(this.stopwatch.stop());
      this.keepTyped(setId, "seconds");
    }
    this.render();
  }

  /** @param {string} key */
  addSet(key) {
    const block = this.blockOf(key);
    const last = block.rows[block.rows.length - 1];
    this.act(() => addSet(this.log, block, this.rowView(last.set_id).texts()));
  }

  /** @param {Row[]} rows @param {string} words */
  remove(rows, words) {
    const undo = removeRows(this.log, rows);
    this.render();
    this.bar.say(words, null, () => this.act(undo));
  }

  discard() {
    discardWorkout(this.log);
    this.ending = "discarded";
    this.endIfSaved();
  }

  finish() {
    this.ending = "finished";
    this.timer.skip();
    finishWorkout(this.log);
    this.render();
  }

  /** Leave the grid once everything is saved on the server. */
  endIfSaved() {
    if (!this.ending || this.outbox.pending().length) return;
    const ending = this.ending;
    this.ending = undefined;
    forgetWorkout(this.log);
    this.ask(ending);
    if (this.isOffline) this.onEnd?.();
  }
}
