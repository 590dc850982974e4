// The values in the inputs of a set before anything is typed.

import { toUnit } from "../core/numbers.js";
import { isDescribed, loadable, SAME } from "./gyms.js";
import { textOf } from "./values.js";

/** @import { Block, Log } from "./model.js" */

/** The set of last time with the same number. Warm-ups and working sets are counted apart.
 * @param {Log} log @param {Block} block @param {number} place @returns {any} */
export function counterpart(log, block, place) {
  const isWarmup = block.rows[place].set_type === "warmup";
  const number = block.rows.slice(0, place).filter((row) => (row.set_type === "warmup") === isWarmup).length;
  const alike = log.past(block.exercise_id).sets.filter((/** @type {any} */ set) => (set.set_type === "warmup") === isWarmup);
  return alike[number] ?? null;
}

/** The texts in the inputs of a row: what is typed, else what is saved or planned, else last time or the set before.
 * @param {Log} log @param {Block} block @param {number} place @param {string[]} names @returns {Record<string, string>} */
export function textsOf(log, block, place, names) {
  const row = block.rows[place];
  const values = row.saved || row.is_copy ? row : prefilled(log, block, place);
  const texts = names.map((name) => [name, row.texts?.[name] ?? textOf(name, values, block.exercise, log.decimal)]);
  return Object.fromEntries(texts);
}

/** @param {Log} log @param {Block} block @param {number} place @returns {any} */
function prefilled(log, block, place) {
  const row = block.rows[place];
  const before = block.rows.slice(0, place).filter((other) => other.saved && other.set_type === row.set_type).reverse();
  const sources = [counterpart(log, block, place), ...before].filter(Boolean);
  if (!sources.length) {
    const reps = row.weight === null ? row.reps : aimedReps(row, null);
    return { ...row, ...atGym(log, block.exercise, row), reps, rir: null };
  }
  const weighted = [row, ...sources].find((set) => set.weight !== null) ?? row;
  /** @type {any} */
  const filled = { ...row, ...atGym(log, block.exercise, weighted), reps: aimedReps(row, sources[0].reps), rir: null };
  for (const name of ["seconds", "distance_m"]) filled[name] = row[name] ?? sources.find((set) => set[name] !== null)?.[name] ?? null;
  return filled;
}

/** The reps of last time, limited to the range of the plan, or the reps that the plan fixes.
 * A set of as many reps as possible gets none: only the lifter can count them. @param {any} row @param {number | null} last @returns {number | null} */
export function aimedReps(row, last) {
  const { reps_min: low = null, reps_max: high = null } = row.target ?? {};
  if (row.reps !== null || (low !== null && high === null)) return row.reps;
  const aimed = last ?? (low === high ? low : null);
  return aimed === null ? null : Math.min(Math.max(aimed, low ?? 0), high ?? aimed);
}

/** A weight as the gym can load it. A weight that was lifted there before is left as it is: it could be loaded.
 * @param {Log} log @param {any} exercise @param {any} row @returns {{weight: any, unit: any}} */
function atGym(log, exercise, { weight, unit }) {
  if (weight === null || weight === undefined || !isDescribed(exercise, log.gym) || wasLiftedHere(log, exercise.exercise_id, weight, unit)) {
    return { weight, unit };
  }
  const wanted = toUnit(Number(weight), unit ?? exercise.unit, exercise.unit);
  const loaded = loadable(wanted, exercise, log.gym);
  return Math.abs(loaded - wanted) < SAME ? { weight, unit } : { weight: String(loaded), unit: exercise.unit };
}

/** Whether an exercise was done with a weight in this gym, last time or today. @param {Log} log @param {string} id @param {any} weight @param {any} unit */
function wasLiftedHere(log, id, weight, unit) {
  const past = log.past(id);
  const last = past.gym_id === log.gym?.gym_id ? past.sets : [];
  const arrived = log.shelf.read("arrived");
  const since = arrived?.workout_id === log.workoutId ? arrived.at : 0;
  const today = log.rows().filter((row) => row.saved && row.exercise_id === id && !(Date.parse(row.performed_at ?? "") < since));
  return [...last, ...today].some((set) => set.weight !== null && Number(set.weight) === Number(weight) && set.unit === unit);
}
