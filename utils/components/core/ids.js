// Ids of 63 bits that sort by time, as decimal strings: 41 bits of milliseconds since 2020, 22 random (database/ids.py).

const EPOCH_MS = 1_577_836_800_000n;
const RANDOM_BITS = 22n;
let lastId = 0n;

/** A new id, larger than every id that this page made before. @param {number} nowMs @returns {string} */
export function newId(nowMs) {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] & 0x3fffff;
  const id = ((BigInt(Math.floor(nowMs)) - EPOCH_MS) << RANDOM_BITS) | BigInt(random);
  lastId = id > lastId ? id : lastId + 1n;
  return lastId.toString();
}

/** Compare two ids for a sort. They are not compared as numbers: a double cannot tell neighbours of 63 bits apart.
 * @param {string} first @param {string} second @returns {number} */
export function compareIds(first, second) {
  return first.length - second.length || (first < second ? -1 : first > second ? 1 : 0);
}
