// Compares a set with all sets before: a hint while typing, a message when the set is ticked.

import { formatNumber, parseNumber, toUnit } from "../core/numbers.js";
import { nextLoad, platesText } from "./gyms.js";
import { fieldsOf } from "./values.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { Block, Log } from "./model.js" */

/** The plates and the record hint for the texts of a row. @param {Log} log @param {Block} block @param {Row} row @param {Record<string, string>} texts @returns {string} */
export function helpFor(log, block, row, texts) {
  const weight = Number(parseNumber(texts.weight ?? "") || 0);
  const plates = platesText(weight, block.exercise, log.gym, log.decimal);
  return [plates, recordHint(log, block, row, texts)].filter(Boolean).join(" · ");
}

/** @param {Log} log @param {Block} block @param {Row} row @param {Record<string, string>} texts @returns {string} */
function recordHint(log, block, row, texts) {
  const { fields, problem } = fieldsOf(texts, block.exercise);
  if (problem || !fields.weight || !fields.reps || row.set_type === "warmup") return "";
  const best = log.best(block.exercise_id, row);
  const worth = log.e1rm({ ...fields }, block.exercise);
  if (!best.isKnown || !best.e1rm || worth === null) return "";
  const inUnit = (/** @type {number} */ kg) => formatNumber(Math.round(toUnit(kg, "kg", block.exercise.unit) * 2) / 2, log.decimal, 1);
  if (worth > best.e1rm + 1e-9) return `e1RM ${inUnit(worth)} ${block.exercise.unit}: a record`;
  const needed = raisedTo(log, block.exercise, fields, best.e1rm);
  const now = `e1RM ${inUnit(worth)}`;
  return needed ? `${now}; +${formatNumber(needed - Number(fields.weight), log.decimal)} ${block.exercise.unit} would be a record` : now;
}

/** The next load that beats the best e1RM with these reps; null if it takes over a tenth more. @param {Log} log @param {any} exercise @param {any} fields @param {number} bestKg @returns {number | null} */
function raisedTo(log, exercise, fields, bestKg) {
  const start = Number(fields.weight);
  let load = start;
  while (load <= start * 1.1) {
    const next = nextLoad(load, 1, exercise, log.gym);
    if (next <= load) return null;
    load = next;
    const worth = log.e1rm({ ...fields, weight: String(load) }, exercise);
    if (worth !== null && worth > bestKg + 1e-9) return load;
  }
  return null;
}

/** The record that a set makes, in words; null for none. A first time of an exercise makes no record.
 * @param {Log} log @param {Block} block @param {Row} row @param {Record<string, any>} fields @returns {string | null} */
export function recordOf(log, block, row, fields) {
  const best = log.best(block.exercise_id, row);
  if (!best.isKnown || !fields.reps || row.set_type === "warmup" || block.exercise.load_type === "assisted") return null;
  const kg = fields.weight ? toUnit(Number(fields.weight), fields.unit, "kg") : 0;
  const load = `${formatNumber(fields.weight ?? 0, log.decimal)} ${block.exercise.unit}`;
  if (fields.weight && best.kg && kg > best.kg + 1e-9) return `Heaviest ${block.exercise.name} yet: ${load}`;
  const matched = best.reps.filter((/** @type {[number, number]} */ [load]) => load >= kg - 1e-9).map((/** @type {[number, number]} */ [, reps]) => reps);
  if (!matched.length || fields.reps <= Math.max(...matched)) return null;
  return fields.weight ? `Most reps at ${load}: ${fields.reps}` : `Most reps yet: ${fields.reps}`;
}
