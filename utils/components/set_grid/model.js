// A workout as this browser knows it: what the server has, what waits, and what is only typed.

import { compareIds } from "../core/ids.js";
import { toUnit } from "../core/numbers.js";
import { byPlace, markOf, overlay } from "../core/overlay.js";
import { e1rmOf } from "./strength.js";

/** @import { Outbox } from "../core/outbox.js" */
/** @import { Board, Operation, Refusal, Row } from "../core/overlay.js" */

/** @typedef {{exercise_id: string, exercise: any, rows: Row[], superset: number | null}} Block */

const BLANK = Object.fromEntries(
  "weight unit reps reps_other rir seconds distance_m superset rest_s note planned_set_id performed_at target".split(" ").map((name) => [name, null]),
);

export class Log {
  /** @param {Outbox} outbox */
  constructor(outbox) {
    this.outbox = outbox;
    this.shelf = outbox.shelf;
    this.version = "0";
    /** @type {any} */
    this.data = null;
    /** @type {Board} */
    this.base = { workout: {}, rows: [] };
    /** @type {any} */
    this.kit = EMPTY_KIT;
    this.hasKit = false;
    /** @type {Board | null} */
    this.madeOf = null;
    this.madeAt = -1;
    this.absorb = this.absorb.bind(this);
    outbox.settling.add(this.absorb);
  }

  /** Read the kit again where there may be a newer one. */
  takeKit() {
    if (this.hasKit) return;
    this.kit = this.shelf.read("kit") ?? this.kit;
    this.hasKit = this.kit !== EMPTY_KIT;
  }

  /** Take what the server says, unless this page knows later answers. @param {any} data */
  update(data) {
    const isOther = data.workout.workout_id !== this.base.workout.workout_id;
    this.data = data;
    if (isOther || compareIds(data.version, this.version) >= 0) {
      this.base = { workout: data.workout, rows: data.rows };
      this.version = data.version;
    }
    this.remember();
  }

  /** Lay acknowledged operations into what the server has. @param {Operation[]} operations @param {string} version */
  absorb(operations, version) {
    this.base = overlay(this.base, operations);
    if (compareIds(String(version), this.version) > 0) this.version = String(version);
    this.remember();
  }

  /** Keep the board for a start without signal. */
  remember() {
    if (!this.base.workout.workout_id) return;
    this.shelf.keep("board", "", { ...this.data, ...this.base, version: this.version });
  }

  forget() {
    this.outbox.settling.delete(this.absorb);
  }

  get workoutId() {
    return this.base.workout.workout_id;
  }

  /** The workout's own fields with what waits. */
  get workout() {
    return overlay(this.base, this.outbox.pending()).workout;
  }

  /** Whether it is being done now: then ticks have a time and rests are timed. */
  get isOpen() {
    return Boolean(this.data?.is_open ?? true) && !this.workout.ended_at;
  }

  /** The lifter's decimal sign. @returns {string} */
  get decimal() {
    return this.kit.settings.decimal ?? ".";
  }

  get gym() {
    const chosen = this.workout.gym_id;
    return this.kit.gyms.find((/** @type {any} */ one) => (chosen ? one.gym_id === chosen : one.is_default)) ?? null;
  }

  /** @param {string} id */
  exercise(id) {
    return this.exercisesById().get(id) ?? { ...UNKNOWN, exercise_id: id };
  }

  exercisesById() {
    if (this.indexed !== this.kit.exercises) {
      this.indexed = this.kit.exercises;
      this.byId = new Map(this.kit.exercises.map((/** @type {any} */ one) => [one.exercise_id, one]));
    }
    return /** @type {Map<string, any>} */ (this.byId);
  }

  /** The exercise that stands for another one in the gym: the machine that is there. @param {string} id @returns {string} */
  exerciseHere(id) {
    return this.gym?.here?.[id] ?? id;
  }

  /** What may be done in the place of an exercise by the routine of the workout, the planned one among it after a swap.
   * @param {Block} block @returns {string[]} */
  alternatives({ exercise_id: id, rows }) {
    const routine = this.kit.routines.find((/** @type {any} */ one) => one.routine_id === this.workout.routine_id);
    const named = Object.entries(this.data?.alternatives ?? routine?.alternatives ?? {});
    const groups = named.map(([head, others]) => [head, .../** @type {string[]} */ (others)].map((one) => this.exerciseHere(one)));
    const planned = rows.find((row) => row.target?.planned_exercise_id)?.target.planned_exercise_id;
    const found = groups.filter((group) => (planned ? group[0] === this.exerciseHere(planned) : group.includes(id))).flat();
    return [...new Set(found)].filter((one) => one !== id);
  }

  /** What was done of an exercise last time. @param {string} id */
  past(id) {
    return this.data?.past?.[id] ?? this.kit.past[id] ?? { performed_on: null, sets: [], best_kg: null };
  }

  /** What stands to be beaten, this workout's saved sets included. @param {string} id @param {Row} [but] */
  best(id, but) {
    const known = this.kit.bests[id];
    const kept = this.rows().filter((row) => row.saved && row.exercise_id === id && row.set_id !== but?.set_id && row.set_type !== "warmup");
    const loads = kept.filter((row) => row.weight !== null).map((row) => [toUnit(Number(row.weight), row.unit, "kg"), row.reps]);
    const e1rms = kept.map((row) => this.e1rm(row, this.exercise(id))).filter((one) => one !== null);
    const largest = (/** @type {any[]} */ values) => (values.filter(Boolean).length ? Math.max(...values.filter(Boolean)) : null);
    return {
      isKnown: Boolean(known),
      kg: largest([known?.kg, this.past(id).best_kg, ...loads.map(([kg]) => kg)]),
      e1rm: largest([known?.e1rm, ...e1rms]),
      reps: [...(known?.reps ?? []), ...loads],
    };
  }

  /** The e1RM of a row in kg; null where none is estimated. @param {any} row @param {any} exercise */
  e1rm(row, exercise) {
    if (exercise.load_type !== "external" || row.weight === null || !row.reps) return null;
    return e1rmOf(toUnit(Number(row.weight), row.unit ?? exercise.unit, "kg"), row.reps + (row.rir ?? 0), this.kit.factors);
  }

  /** Every row that is shown, in order, each with its mark; made anew when something changed. @returns {Row[]} */
  rows() {
    if (this.madeOf !== this.base || this.madeAt !== this.shelf.revision) this.made = this.makeRows();
    [this.madeOf, this.madeAt] = [this.base, this.shelf.revision];
    return /** @type {Row[]} */ (this.made);
  }

  /** @returns {Row[]} */
  makeRows() {
    const waiting = this.outbox.pending();
    const { rows } = overlay(this.base, waiting);
    const touched = new Set(waiting.map((one) => one.set_id ?? ""));
    const refused = this.refusals();
    const drafts = new Map(this.drafts());
    const shown = rows.map((row) => withDraft(row, drafts.get(row.set_id)));
    const known = new Set(rows.map((row) => row.set_id));
    const added = [...drafts.values()].filter((draft) => draft.is_new && !known.has(draft.set_id));
    return [...shown, ...added.map((draft) => withDraft({ ...BLANK, set_id: draft.set_id, saved: false }, draft))]
      .filter((row) => row.saved || !row.hidden)
      .map((row) => ({ ...row, mark: markOf(row, touched, refused) }))
      .sort(byPlace);
  }

  /** Refusals by the set they are of. @returns {Map<string, Refusal>} */
  refusals() {
    return new Map(this.outbox.refused().map((one) => [one.operation.set_id ?? one.operation.workout_id, one]));
  }

  /** The rows by exercise, in their order. @returns {Block[]} */
  blocks() {
    /** @type {Block[]} */
    const found = [];
    for (const row of this.rows()) {
      const last = found.at(-1);
      if (last && last.exercise_id === row.exercise_id) last.rows.push(row);
      else found.push({ exercise_id: row.exercise_id, exercise: this.exercise(row.exercise_id), rows: [row], superset: row.superset });
    }
    return found;
  }

  /** @returns {[string, any][]} */
  drafts() {
    return this.shelf.all("draft").filter(([, draft]) => draft.workout_id === this.workoutId);
  }

  /** @param {string} setId */
  draft(setId) {
    return this.shelf.read("draft", setId);
  }

  /** Change what is only typed of a row; what becomes undefined is forgotten. @param {string} setId @param {Record<string, any>} change */
  keepDraft(setId, change) {
    const kept = this.draft(setId) ?? { set_id: setId, workout_id: this.workoutId, fields: {}, texts: {} };
    const fields = { ...kept.fields, ...change.fields };
    const texts = change.texts === null ? {} : { ...kept.texts, ...change.texts };
    const typed = { ...kept.typed, ...change.typed };
    this.shelf.keep("draft", setId, { ...kept, ...change, fields, texts, typed });
  }

  /** @param {string} setId */
  dropDraft(setId) {
    this.shelf.drop("draft", setId);
  }
}

export const EMPTY_KIT = { exercises: [], recent: [], past: {}, bests: {}, routines: [], gyms: [], factors: [], settings: {} };
const UNKNOWN = { name: "Exercise", load_type: "external", unit: "kg", step: "2.5", words: [], equipment: "other", rest_s: null };

/** A row as its draft changes it; of a saved one only the texts are a draft.
 * @param {any} row @param {any} draft @returns {any} */
function withDraft(row, draft) {
  if (!draft) return row;
  const laid = row.saved ? row : { ...row, ...draft.fields };
  return { ...laid, texts: draft.texts, hidden: Boolean(draft.hidden), is_copy: Boolean(draft.is_copy) };
}
