// A workout as this browser knows it: the server's rows, the operations that wait, and drafts of what is only typed.

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

  /** Read the kit from the storage unless it was read already. */
  takeKit() {
    if (this.hasKit) return;
    this.kit = this.shelf.read("kit") ?? this.kit;
    this.hasKit = this.kit !== EMPTY_KIT;
  }

  /** Take the server's rows, unless this page has already seen a later version. @param {any} data */
  update(data) {
    const isOther = data.workout.workout_id !== this.base.workout.workout_id;
    this.data = data;
    if (isOther || compareIds(data.version, this.version) >= 0) {
      this.base = { workout: data.workout, rows: data.rows };
      this.version = data.version;
    }
    this.remember();
  }

  /** Apply operations to the server's rows, because the server has carried them out. @param {Operation[]} operations @param {string} version */
  absorb(operations, version) {
    this.base = overlay(this.base, operations);
    if (compareIds(String(version), this.version) > 0) this.version = String(version);
    this.remember();
  }

  /** Keep the board in the storage, for a start without a network. */
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

  /** The fields of the workout with waiting operations applied. */
  get workout() {
    return overlay(this.base, this.outbox.pending()).workout;
  }

  /** Whether the workout goes on: only then a tick has a time and starts a rest. */
  get isOpen() {
    return Boolean(this.data?.is_open ?? true) && !this.workout.ended_at;
  }

  /** The lifter's decimal sign. @returns {string} */
  get decimal() {
    return this.kit.settings.decimal ?? ".";
  }

  get gym() {
    const chosen = this.workout.gym_id;
    return this.kit.gyms.find((/** @type {any} */ gym) => (chosen ? gym.gym_id === chosen : gym.is_default)) ?? null;
  }

  /** @param {string} id */
  exercise(id) {
    return this.exercisesById().get(id) ?? { ...UNKNOWN, exercise_id: id };
  }

  exercisesById() {
    if (this.indexed !== this.kit.exercises) {
      this.indexed = this.kit.exercises;
      this.byId = new Map(this.kit.exercises.map((/** @type {any} */ exercise) => [exercise.exercise_id, exercise]));
    }
    return /** @type {Map<string, any>} */ (this.byId);
  }

  /** The exercise to log in this gym for a given one: the gym's own machine, if it has one. @param {string} id @returns {string} */
  exerciseHere(id) {
    return this.gym?.here?.[id] ?? id;
  }

  /** Exercises that the routine allows in the place of one. After a swap the planned exercise is one of them.
   * @param {Block} block @returns {string[]} */
  alternatives({ exercise_id: id, rows }) {
    const routine = this.kit.routines.find((/** @type {any} */ routine) => routine.routine_id === this.workout.routine_id);
    const named = Object.entries(this.data?.alternatives ?? routine?.alternatives ?? {});
    const groups = named.map(([head, others]) => [head, .../** @type {string[]} */ (others)].map((exerciseId) => this.exerciseHere(exerciseId)));
    const planned = rows.find((row) => row.target?.planned_exercise_id)?.target.planned_exercise_id;
    const alternatives = groups.filter((group) => (planned ? group[0] === this.exerciseHere(planned) : group.includes(id))).flat();
    return [...new Set(alternatives)].filter((other) => other !== id);
  }

  /** The sets of an exercise in the last workout that had it. @param {string} id */
  past(id) {
    return this.data?.past?.[id] ?? this.kit.past[id] ?? { performed_on: null, sets: [], best_kg: null };
  }

  /** The bests of an exercise, with those of this workout, but without the set `but`. @param {string} id @param {Row} [but] */
  best(id, but) {
    const before = this.kit.bests[id];
    const saved = this.rows().filter((row) => row.saved && row.exercise_id === id && row.set_id !== but?.set_id && row.set_type !== "warmup");
    const loads = saved.filter((row) => row.weight !== null).map((row) => [toUnit(Number(row.weight), row.unit, "kg"), row.reps]);
    const e1rms = saved.map((row) => this.e1rm(row, this.exercise(id))).filter((kg) => kg !== null);
    const largest = (/** @type {any[]} */ values) => (values.filter(Boolean).length ? Math.max(...values.filter(Boolean)) : null);
    return {
      isKnown: Boolean(before),
      kg: largest([before?.kg, this.past(id).best_kg, ...loads.map(([kg]) => kg)]),
      e1rm: largest([before?.e1rm, ...e1rms]),
      reps: [...(before?.reps ?? []), ...loads],
    };
  }

  /** The e1RM of a row in kg; null if none can be estimated. @param {any} row @param {any} exercise */
  e1rm(row, exercise) {
    if (exercise.load_type !== "external" || row.weight === null || !row.reps) return null;
    return e1rmOf(toUnit(Number(row.weight), row.unit ?? exercise.unit, "kg"), row.reps + (row.rir ?? 0), this.kit.factors);
  }

  /** All rows on screen in order, each with its mark. They are kept until something changes. @returns {Row[]} */
  rows() {
    if (this.madeOf !== this.base || this.madeAt !== this.shelf.revision) this.made = this.makeRows();
    [this.madeOf, this.madeAt] = [this.base, this.shelf.revision];
    return /** @type {Row[]} */ (this.made);
  }

  /** @returns {Row[]} */
  makeRows() {
    const waiting = this.outbox.pending();
    const { rows } = overlay(this.base, waiting);
    const touched = new Set(waiting.map((operation) => operation.set_id ?? ""));
    const refused = this.refusals();
    const drafts = new Map(this.drafts());
    const drawn = rows.map((row) => withDraft(row, drafts.get(row.set_id)));
    const logged = new Set(rows.map((row) => row.set_id));
    const added = [...drafts.values()].filter((draft) => draft.is_new && !logged.has(draft.set_id));
    return [...drawn, ...added.map((draft) => withDraft({ ...BLANK, set_id: draft.set_id, saved: false }, draft))]
      .filter((row) => row.saved || !row.hidden)
      .map((row) => ({ ...row, mark: markOf(row, touched, refused) }))
      .sort(byPlace);
  }

  /** Refusals by the id of their set, or of their workout. @returns {Map<string, Refusal>} */
  refusals() {
    return new Map(this.outbox.refused().map((refusal) => [refusal.operation.set_id ?? refusal.operation.workout_id, refusal]));
  }

  /** The rows in order, grouped into blocks of one exercise. @returns {Block[]} */
  blocks() {
    /** @type {Block[]} */
    const blocks = [];
    for (const row of this.rows()) {
      const last = blocks.at(-1);
      if (last && last.exercise_id === row.exercise_id) last.rows.push(row);
      else blocks.push({ exercise_id: row.exercise_id, exercise: this.exercise(row.exercise_id), rows: [row], superset: row.superset });
    }
    return blocks;
  }

  /** @returns {[string, any][]} */
  drafts() {
    return this.shelf.all("draft").filter(([, draft]) => draft.workout_id === this.workoutId);
  }

  /** @param {string} setId */
  draft(setId) {
    return this.shelf.read("draft", setId);
  }

  /** Change the draft of a row. A field that is set to undefined is dropped when the draft is stored. @param {string} setId @param {Record<string, any>} change */
  keepDraft(setId, change) {
    const draft = this.draft(setId) ?? { set_id: setId, workout_id: this.workoutId, fields: {}, texts: {} };
    const fields = { ...draft.fields, ...change.fields };
    const texts = change.texts === null ? {} : { ...draft.texts, ...change.texts };
    const typed = { ...draft.typed, ...change.typed };
    this.shelf.keep("draft", setId, { ...draft, ...change, fields, texts, typed });
  }

  /** @param {string} setId */
  dropDraft(setId) {
    this.shelf.drop("draft", setId);
  }
}

export const EMPTY_KIT = { exercises: [], recent: [], past: {}, bests: {}, routines: [], gyms: [], factors: [], settings: {} };
const UNKNOWN = { name: "Exercise", load_type: "external", unit: "kg", step: "2.5", words: [], equipment: "other", rest_s: null };

/** A row with its draft applied. A saved row takes only the texts: its fields are in the log.
 * @param {any} row @param {any} draft @returns {any} */
function withDraft(row, draft) {
  if (!draft) return row;
  const laid = row.saved ? row : { ...row, ...draft.fields };
  return { ...laid, texts: draft.texts, hidden: Boolean(draft.hidden), is_copy: Boolean(draft.is_copy) };
}
