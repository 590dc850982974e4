// The order of sets: exercise by exercise, and in turns within a superset.

import { byPlace } from "../core/overlay.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { Block } from "./model.js" */

/** Whether the others of a superset still owe this round, so that nobody rests yet. @param {Block[]} blocks @param {Row} row @returns {boolean} */
export function isMidRound(blocks, row) {
  const mine = blocks.find((block) => block.rows.some((one) => one.set_id === row.set_id));
  if (!mine || mine.superset === null) return false;
  const isWarmup = row.set_type === "warmup";
  const round = roundsOf(mine, isWarmup).findIndex((one) => one.set_id === row.set_id);
  const others = blocks.filter((block) => block !== mine && block.superset === mine.superset);
  return others.map((block) => roundsOf(block, isWarmup)[round]).some((one) => one && !one.saved);
}

/** The rows of a block by rounds: warm-ups are rounds of their own, so that working sets meet working sets.
 * @param {Block} block @param {boolean} isWarmup @returns {Row[]} */
function roundsOf(block, isWarmup) {
  return block.rows.filter((row) => (row.set_type === "warmup") === isWarmup);
}

/** The first row that is not done from a round on, round by round. @param {Block[]} group @param {boolean} isWarmup @param {number} round @returns {Row | null} */
function firstOpen(group, isWarmup, round) {
  const rounds = group.map((block) => roundsOf(block, isWarmup).slice(round));
  const longest = Math.max(0, ...rounds.map((rows) => rows.length));
  for (let at = 0; at < longest; at++) {
    const found = rounds.map((rows) => rows[at]).find((one) => one && !one.saved);
    if (found) return found;
  }
  return null;
}

/** The row to do after one: the same round of its superset first, then what follows. @param {Block[]} blocks @param {Row} row @returns {Row | null} */
export function nextRow(blocks, row) {
  const mine = blocks.find((block) => block.rows.some((one) => one.set_id === row.set_id));
  if (!mine) return null;
  const group = blocks.filter((block) => block === mine || (mine.superset !== null && block.superset === mine.superset));
  const isWarmup = row.set_type === "warmup";
  const round = roundsOf(mine, isWarmup).findIndex((one) => one.set_id === row.set_id);
  const found = firstOpen(group, isWarmup, round) ?? (isWarmup ? firstOpen(group, false, 0) : null);
  if (found) return found;
  return blocks.flatMap((block) => block.rows).find((one) => !one.saved && byPlace(one, row) > 0) ?? null;
}
