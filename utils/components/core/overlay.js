// Applies operations that the server does not have yet to the rows that it has. Pure functions, without a page.

import { compareIds } from "./ids.js";

/** @typedef {{op_id: string, kind: string, workout_id: string, set_id?: string, fields?: Record<string, any>}} Operation */
/** @typedef {{operation: Operation, reason: string}} Refusal */
/** @typedef {Record<string, any> & {set_id: string, exercise_id: string, position: number, saved: boolean}} Row */
/** @typedef {{workout: Record<string, any>, rows: Row[]}} Board */

/** A board with operations applied as the server will apply them: for each field the last operation wins.
 * @param {Board} board @param {Operation[]} operations @returns {Board} */
export function overlay(board, operations) {
  let workout = board.workout;
  const rows = new Map(board.rows.map((row) => [row.set_id, row]));
  const ours = operations.filter((operation) => operation.workout_id === workout.workout_id);
  for (const operation of [...ours].sort((a, b) => compareIds(a.op_id, b.op_id))) {
    if (operation.set_id) applyToSet(rows, operation);
    else workout = { ...workout, ...operation.fields, ...(operation.kind === "delete_workout" ? { deleted: true } : {}) };
  }
  return { workout, rows: [...rows.values()].sort(byPlace) };
}

/** @param {Map<string, Row>} rows @param {Operation} operation */
function applyToSet(rows, operation) {
  const id = /** @type {string} */ (operation.set_id);
  const row = rows.get(id);
  if (operation.kind === "log_set") {
    rows.set(id, /** @type {Row} */ ({ ...row, ...operation.fields, set_id: id, saved: true }));
  } else if (row) {
    const effect = { delete_set: { saved: false }, restore_set: { saved: true } }[operation.kind];
    rows.set(id, { ...row, ...operation.fields, ...effect });
  }
}

/** @param {Row} first @param {Row} second @returns {number} */
export function byPlace(first, second) {
  return first.position - second.position || compareIds(first.set_id, second.set_id);
}

/** The state of a row. "refused" hides "pending", which hides "saved".
 * @param {Row} row @param {Set<string>} waiting @param {Map<string, Refusal>} refused @returns {string} */
export function markOf(row, waiting, refused) {
  if (refused.has(row.set_id)) return "refused";
  if (waiting.has(row.set_id)) return "pending";
  return row.saved ? "saved" : "todo";
}
