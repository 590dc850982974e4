// The order of sets: exercise by exercise, and round by round in a superset.

import { byPlace } from "../core/overlay.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { Block } from "./model.js" */

/** Whether other exercises of the superset are still due in this round, so that the rest has to wait. @param {Block[]} blocks @param {Row} row @returns {boolean} */
export function isMidRound(blocks, row) {
  const mine = blocks.find((block) => block.rows.some((other) => other.set_id === row.set_id));
  if (!mine || mine.superset === null) return false;
  const isWarmup = row.set_type === "warmup";
  const round = roundsOf(mine, isWarmup).findIndex((other) => other.set_id === row.set_id);
  const others = blocks.filter((block) => block !== mine && block.superset === mine.superset);
  return others.map((block) => roundsOf(block, isWarmup)[round]).some((other) => other && !other.saved);
}

/** The rows of a block that count as rounds. Warm-ups are counted apart, so that working sets pair with working sets.
 * @param {Block} block @param {boolean} isWarmup @returns {Row[]} */
function roundsOf(block, isWarmup) {
  return block.rows.filter((row) => (row.set_type === "warmup") === isWarmup);
}

/** The first row that is not done, looking through the rounds from a given one on. @param {Block[]} group @param {boolean} isWarmup @param {number} round @returns {Row | null} */
function firstOpen(group, isWarmup, round) {
  const rounds = group.map((block) => roundsOf(block, isWarmup).slice(round));
  const longest = Math.max(0, ...rounds.map((rows) => rows.length));
  for (let at = 0; at < longest; at++) {
    const open = rounds.map((rows) => rows[at]).find((row) => row && !row.saved);
    if (open) return open;
  }
  return null;
}

/** The row to do after a given one: in the same round of its superset first, then further down. @param {Block[]} blocks @param {Row} row @returns {Row | null} */
export function nextRow(blocks, row) {
  const mine = blocks.find((block) => block.rows.some((other) => other.set_id === row.set_id));
  if (!mine) return null;
  const group = blocks.filter((block) => block === mine || (mine.superset !== null && block.superset === mine.superset));
  const isWarmup = row.set_type === "warmup";
  const round = roundsOf(mine, isWarmup).findIndex((other) => other.set_id === row.set_id);
  const open = firstOpen(group, isWarmup, round) ?? (isWarmup ? firstOpen(group, false, 0) : null);
  if (open) return open;
  return blocks.flatMap((block) => block.rows).find((other) => !other.saved && byPlace(other, row) > 0) ?? null;
}
