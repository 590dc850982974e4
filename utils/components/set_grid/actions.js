// Changes of a workout, written as operations for the server and as drafts in the browser.

import { compareIds, newId } from "../core/ids.js";
import { formatNumber } from "../core/numbers.js";
import { loadable } from "./gyms.js";

/** @import { Outbox } from "../core/outbox.js" */
/** @import { Operation, Row } from "../core/overlay.js" */
/** @import { Block, Log } from "./model.js" */

const FORGOTTEN_MS = 3 * 3_600_000;
const CLOSED_AFTER_MS = 30 * 60_000;

/** Log a row under its own id. It is restored as well, because it may have been logged and deleted before.
 * @param {Log} log @param {Block} block @param {Row} row @param {Record<string, any>} fields @param {number | null} restS */
export function tick(log, block, row, fields, restS) {
  const { outbox } = log;
  const at = log.isOpen ? new Date(outbox.now()).toISOString() : null;
  const logged = {
    exercise_id: row.exercise_id,
    exercise_name: block.exercise.name.slice(0, 120),
    position: row.position,
    set_type: row.set_type ?? "working",
    note: row.note,
    superset: row.superset,
    planned_set_id: row.planned_set_id,
    performed_at: at,
    rest_s: restS,
    ...(row.reps_other ? { reps_other: row.reps_other } : {}),
    ...(row.pain ? { pain: true } : {}),
    ...(row.easy ? { easy: true } : {}),
    ...fields,
  };
  const born = outbox.make("log_set", log.workoutId, row.set_id, logged);
  log.dropDraft(row.set_id);
  outbox.add([born, outbox.make("restore_set", log.workoutId, row.set_id)]);
}

/** Change fields of rows: of saved rows in the log, of the others in their drafts.
 * @param {Log} log @param {Row[]} rows @param {Record<string, any>} fields */
export function amend(log, rows, fields) {
  for (const row of rows.filter(({ saved }) => !saved)) log.keepDraft(row.set_id, { fields });
  log.outbox.add(rows.filter(({ saved }) => saved).map((row) => log.outbox.make("amend_set", log.workoutId, row.set_id, fields)));
}

/** Remove rows, the saved ones from the log too. Returns a function that brings them back.
 * @param {Log} log @param {Row[]} rows @returns {() => void} */
export function removeRows(log, rows) {
  const saved = rows.filter((row) => row.saved);
  for (const row of rows) log.keepDraft(row.set_id, { hidden: true });
  log.outbox.add(saved.map((row) => log.outbox.make("delete_set", log.workoutId, row.set_id)));
  return () => {
    for (const row of rows) log.keepDraft(row.set_id, { hidden: false });
    for (const row of saved) log.dropDraft(row.set_id);
    log.outbox.add(saved.map((row) => log.outbox.make("restore_set", log.workoutId, row.set_id)));
  };
}

/** Take a logged set out of the log. Its row stays, with its values, as not done yet. @param {Log} log @param {Row} row @param {Record<string, string>} texts */
export function untick(log, row, texts) {
  log.keepDraft(row.set_id, { texts, hidden: false });
  log.outbox.add([log.outbox.make("delete_set", log.workoutId, row.set_id)]);
}

/** Add a row with the texts of the last row. The RIR is left out: it is a judgement of each set. @param {Log} log @param {Block} block @param {Record<string, string>} texts */
export function addSet(log, block, texts) {
  const last = block.rows[block.rows.length - 1];
  const { rir: _left, ...copied } = texts;
  newRow(log, { ...kept(last), position: placeAfter(log.rows(), block) }, copied);
}

/** @param {Row} row */
function kept(row) {
  const marks = { ...(row.pain ? { pain: true } : {}), ...(row.easy ? { easy: true } : {}) };
  return { exercise_id: row.exercise_id, set_type: row.set_type, superset: row.superset, ...marks };
}

/** Mark all sets of an exercise as painful or easy, done or not, or remove the mark from all.
 * @param {Log} log @param {Block} block @param {"pain" | "easy"} mark */
export function markBlock(log, block, mark) {
  const isMarked = block.rows.some((row) => row[mark]);
  amend(log, block.rows, { [mark]: !isMarked });
}

/** @param {Log} log @param {Record<string, any>} fields @param {Record<string, string>} [texts] */
function newRow(log, fields, texts = {}) {
  log.keepDraft(newId(log.outbox.now()), { is_new: true, fields: { set_type: "working", ...fields }, texts });
}

/** A position after the last row of a block and before the next block. @param {Row[]} rows @param {Block} block @returns {number} */
function placeAfter(rows, block) {
  const last = Math.max(...block.rows.map((row) => row.position));
  const following = rows.map((row) => row.position).filter((position) => position > last);
  return following.length ? (last + Math.min(...following)) / 2 : last + 1;
}

/** Add an exercise at the end, with as many rows as it had last time, at most ten. @param {Log} log @param {string} exerciseId */
export function addExercise(log, exerciseId) {
  const id = log.exerciseHere(exerciseId);
  const behind = Math.max(0, ...log.rows().map((row) => row.position));
  const last = log.past(id).sets.filter((/** @type {any} */ set) => set.set_type !== "warmup");
  for (let place = 1; place <= Math.max(1, Math.min(last.length, 10)); place++) {
    newRow(log, { exercise_id: id, position: behind + place });
  }
}

/** Move an exercise one place up or down. @param {Log} log @param {Block[]} blocks @param {number} place @param {number} step */
export function moveBlock(log, blocks, place, step) {
  const other = place + step;
  if (!blocks[place] || !blocks[other]) return;
  const [first, second] = [Math.min(place, other), Math.max(place, other)];
  const rows = [...blocks[second].rows, ...blocks[first].rows];
  const positions = rows.map((row) => row.position).sort((a, b) => a - b);
  rows.forEach((row, at) => positions[at] !== row.position && amend(log, [row], { position: positions[at] }));
}

/** Make a superset of an exercise and the next one, or take an exercise out of its superset. @param {Log} log @param {Block[]} blocks @param {number} place */
export function pair(log, blocks, place) {
  const block = blocks[place];
  if (block.superset !== null) return amend(log, block.rows, { superset: null });
  const used = blocks.map((other) => other.superset ?? 0);
  const number = blocks[place + 1]?.superset ?? Math.max(0, ...used) + 1;
  amend(log, [...block.rows, ...(blocks[place + 1]?.rows ?? [])], { superset: number });
}

/** Add warm-up sets before an exercise, as shares of its working weight. @param {Log} log @param {Block} block @param {number} weight */
export function addWarmups(log, block, weight) {
  const first = block.rows[0].position;
  const before = Math.max(first - 1, ...log.rows().map((row) => row.position).filter((position) => position < first));
  const ramp = log.kit.settings.ramp ?? [];
  ramp.forEach((/** @type {[number, number]} */ [share, reps], /** @type {number} */ at) => {
    const load = loadable(weight * share, block.exercise, log.gym);
    const position = before + ((first - before) * (at + 1)) / (ramp.length + 1);
    const fields = { ...kept(block.rows[0]), set_type: "warmup", position };
    newRow(log, fields, { weight: formatNumber(load, log.decimal), reps: String(reps) });
  });
}

/** Seconds since the set before was logged; null for the first or after a long break. @param {Log} log @returns {number | null} */
export function restTaken(log) {
  const times = log.rows().map((row) => Date.parse(row.performed_at ?? ""));
  const seconds = Math.round((log.outbox.now() - latest(times)) / 1000);
  return Number.isFinite(seconds) && seconds >= 0 && seconds < 3600 ? seconds : null;
}

/** The latest of times that could be read; minus infinity for none. @param {number[]} times */
function latest(times) {
  return Math.max(...times.filter((time) => !Number.isNaN(time)));
}

/** Forget what was refused of a set; the operations that were, the oldest first.
 * @param {Outbox} outbox @param {string} setId @returns {Operation[]} */
export function dismissRefused(outbox, setId) {
  const operations = outbox.refused().map(({ operation }) => operation).filter((operation) => operation.set_id === setId);
  for (const { op_id } of operations) outbox.dismiss(op_id);
  return operations.sort((a, b) => compareIds(a.op_id, b.op_id));
}

/** Send what was refused of a set again, unchanged. @param {Outbox} outbox @param {string} setId */
export function sendRefusedAgain(outbox, setId) {
  const refused = dismissRefused(outbox, setId);
  outbox.add(refused.map(({ kind, workout_id, fields }) => outbox.make(kind, workout_id, setId, fields)));
}

/** End the workout now, or a forgotten one half an hour after its last set. @param {Log} log */
export function finishWorkout(log) {
  const now = log.outbox.now();
  const times = [log.workout.started_at, ...log.rows().filter((row) => row.saved).map((row) => row.performed_at)];
  const last = latest(times.map((time) => Date.parse(time ?? "")));
  const byRule = now - last > FORGOTTEN_MS;
  const fields = { ended_at: new Date(byRule ? last + CLOSED_AFTER_MS : now).toISOString(), ended_by_rule: byRule };
  log.outbox.add([log.outbox.make("finish_workout", log.workoutId, null, fields)]);
}

/** @param {Log} log */
export function discardWorkout(log) {
  log.outbox.add([log.outbox.make("delete_workout", log.workoutId, null)]);
}

/** Leave nothing of an ended workout in the browser. @param {Log} log */
export function forgetWorkout(log) {
  for (const [setId] of log.drafts()) log.dropDraft(setId);
  log.shelf.drop("board");
}
