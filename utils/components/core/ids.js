// Ids of 63 bits that sort by time, as decimal strings: 41 bits of milliseconds since 2020, 22 random (database/ids.py).

const EPOCH_MS = 1_577_836_800_000n;
const RANDOM_BITS = 22n;
let lastId = 0n;

/** A fresh id; rises strictly within one page. @param {number} nowMs @returns {string} */
export function newId(nowMs) {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] & 0x3fffff;
  const made = ((BigInt(Math.floor(nowMs)) - EPOCH_MS) << RANDOM_BITS) | BigInt(random);
  lastId = made > lastId ? made : lastId + 1n;
  return lastId.toString();
}

/** The order of two ids, as a sort wants it; through a double, neighbours would be equal.
 * @param {string} one @param {string} other @returns {number} */
export function compareIds(one, other) {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}
