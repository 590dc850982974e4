// Words and marks about an exercise and its sets: letters, numbers, and what is planned.

import { formatClock } from "../core/numbers.js";
import { LETTERS } from "./values.js";

/** @import { Block, Log } from "./model.js" */

/** The names of the sets of a block: "W" for a warm-up, "1", "2" for working sets, "D" for a drop set.
 * @param {Block} block @returns {string[]} */
export function marksOf(block) {
  let working = 0;
  return block.rows.map((row) => LETTERS[row.set_type] ?? String(++working));
}

/** Whether every set of an exercise has a mark. @param {Block} block @param {"pain" | "easy"} mark */
export function isWholly(block, mark) {
  return block.rows.every((row) => row[mark]);
}

/** The plan's reason and note for an exercise; empty for an exercise that stands in for the planned one. @param {Block} block @param {string} decimal
 * @returns {string} */
export function planNoteOf(block, decimal) {
  const { target } = block.rows[0];
  const isPlanned = (target?.planned_exercise_id ?? block.exercise_id) === block.exercise_id;
  const reason = (target?.plan_reason ?? "").replace(/(\d)\.(?=\d)/g, `$1${decimal}`);
  return isPlanned ? [reason, target?.plan_note].filter(Boolean).join(" ") : "";
}

/** What the plan asks of an exercise: "3 × 6–8 · RIR 2 · rest 2:30 · or Push-Up", "2 × 5, 5+". @param {Block} block @param {Log} log @returns {string} */
export function planOf(block, log) {
  const planned = block.rows.filter((row) => row.target && row.set_type !== "warmup");
  if (!planned.length) return "";
  const others = log.alternatives(block).map((id) => log.exercise(id).name);
  const { target } = planned[0];
  const parts = [
    inRuns(planned.map((row) => hintOf("reps", row.target))),
    target.target_rir !== null && `RIR ${target.target_rir}`,
    target.rest_s && `rest ${formatClock(target.rest_s)}`,
    others.length > 0 && `or ${others.join(", ")}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Hints with equal neighbours counted: ["5", "5", "5+"] gives "2 × 5, 5+". @param {string[]} hints @returns {string} */
function inRuns(hints) {
  /** @type {[string, number][]} */
  const runs = [];
  for (const hint of hints.filter(Boolean)) {
    if (runs.at(-1)?.[0] === hint) runs[runs.length - 1][1] += 1;
    else runs.push([hint, 1]);
  }
  return runs.map(([hint, count]) => (count > 1 || runs.length === 1 ? `${count} × ${hint}` : hint)).join(", ");
}

/** What the plan asks for, shown in grey in an empty input. @param {string} name @param {any} target @returns {string} */
export function hintOf(name, target) {
  if (!target) return "";
  if (name === "rir") return target.target_rir === null ? "" : String(target.target_rir);
  if (name !== "reps" || target.reps_min === null) return "";
  if (target.reps_max === null) return `${target.reps_min}+`;
  return target.reps_min === target.reps_max ? `${target.reps_min}` : `${target.reps_min}–${target.reps_max}`;
}

/** A key for each block that stays the same when rows are added or removed. @param {Block[]} blocks @returns {string[]} */
export function keysOf(blocks) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return blocks.map(({ exercise_id: id }) => {
    seen.set(id, (seen.get(id) ?? 0) + 1);
    return `${id}.${seen.get(id)}`;
  });
}

/** The letters of supersets: "A", "B" for their blocks, "" for blocks outside. @param {Block[]} blocks @returns {string[]} */
export function lettersOf(blocks) {
  const numbers = [...new Set(blocks.map((block) => block.superset).filter((number) => number !== null))];
  return blocks.map(({ superset }) => (superset === null || superset === undefined ? "" : String.fromCharCode(65 + numbers.indexOf(superset))));
}

/** A set by its id, with its block and its place in it. @param {Block[]} blocks @param {string} setId */
export function findSet(blocks, setId) {
  const block = blocks.find(({ rows }) => rows.some((row) => row.set_id === setId));
  const place = block?.rows.findIndex((row) => row.set_id === setId) ?? -1;
  return block ? { block, place, row: block.rows[place] } : null;
}
