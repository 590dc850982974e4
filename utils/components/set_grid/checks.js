// Whether what is typed for a set can be saved: what is missing or cannot be read, and what may be a slip.

import { toUnit } from "../core/numbers.js";
import { doubtOf, fieldsOf, missingOf } from "./values.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { Block, Log } from "./model.js" */

export class Checks {
  /** @param {Log} log */
  constructor(log) {
    this.log = log;
    /** Why a set cannot be saved, by its id. @type {Map<string, string>} */
    this.problems = new Map();
    /** What the lifter has to confirm first, by the id of the set. @type {Map<string, string>} */
    this.doubts = new Map();
  }

  /** @param {string} setId */
  clear(setId) {
    this.problems.delete(setId);
    this.doubts.delete(setId);
  }

  /** The fields of a set if it can be saved; else null, and the reason is kept to be shown under the row.
   * @param {Block} block @param {Row} row @param {Record<string, string>} texts @param {boolean} isSure
   * @returns {Record<string, any> | null} */
  soundFields(block, row, texts, isSure) {
    const { fields, problem } = fieldsOf(texts, block.exercise);
    const reason = problem ?? missingOf(fields, block.exercise);
    this.clear(row.set_id);
    if (reason) this.problems.set(row.set_id, reason);
    const doubt = reason || isSure ? null : doubtOf(fields, block.exercise, this.knownLoads(block, row), this.log.decimal);
    if (doubt) this.doubts.set(row.set_id, doubt);
    return reason || doubt ? null : fields;
  }

  /** The heaviest loads in kg, ever and last time. @param {Block} block @param {Row} row */
  knownLoads(block, row) {
    const loaded = this.log.past(block.exercise_id).sets.filter((/** @type {any} */ set) => set.weight !== null);
    const kgs = loaded.map((/** @type {any} */ set) => toUnit(Number(set.weight), set.unit, "kg"));
    return { best: this.log.best(block.exercise_id, row).kg, last: kgs.length ? Math.max(...kgs) : null };
  }
}
