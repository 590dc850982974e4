// Finds exercises as lifters type them: folded, by beginnings of words in any order, with one slip of the finger.

/** @param {string} text @returns {string[]} */
function wordsOf(text) {
  const folded = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("\u00df", "ss");
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** How far a typed word is from a known one: 0 the same, 1 its beginning, 3 with one slip; null for another word.
 * @param {string} typed @param {string} known @returns {number | null} */
function wordCost(typed, known) {
  if (typed === known) return 0;
  if (known.startsWith(typed)) return 1;
  const near = known.slice(0, typed.length + 1);
  return typed.length > 3 && (isOneSlip(typed, known) || isOneSlip(typed, near) || isOneSlip(typed, near.slice(0, -1))) ? 3 : null;
}

/** Whether one letter more, less, other or swapped makes one word the other. @param {string} one @param {string} other */
function isOneSlip(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const tails = [
    [start + 1, start + 1],
    [start + 1, start],
    [start, start + 1],
  ];
  const isSwapped = one[start] === other[start + 1] && one[start + 1] === other[start];
  return tails.some(([a, b]) => one.slice(a) === other.slice(b)) || (isSwapped && one.slice(start + 2) === other.slice(start + 2));
}

/** The cost of a query against one spelling; null if a typed word is not in it.
 * @param {string[]} typed @param {string[]} known @returns {number | null} */
function spellingCost(typed, known) {
  let sum = known.length * 0.1;
  for (const word of typed) {
    const costs = known.map((one) => wordCost(word, one)).filter((cost) => cost !== null);
    if (!costs.length) return null;
    sum += Math.min(...costs);
  }
  return sum;
}

/** Exercises for a query, the best first; without one the recent ones, then all by name.
 * @param {string} query @param {any[]} exercises @param {string[]} recent @param {number} most @returns {any[]} */
export function findExercises(query, exercises, recent, most) {
  const place = new Map(recent.map((id, at) => [id, at]));
  const rank = (/** @type {any} */ one) => place.get(one.exercise_id) ?? recent.length;
  const typed = wordsOf(query);
  if (!typed.length) return [...exercises].sort((a, b) => rank(a) - rank(b)).slice(0, most);
  const costed = exercises.map((one) => ({ one, cost: exerciseCost(typed, one) })).filter(({ cost }) => cost !== null);
  costed.sort((a, b) => Number(a.cost) - Number(b.cost) || rank(a.one) - rank(b.one));
  return costed.slice(0, most).map(({ one }) => one);
}

/** @param {string[]} typed @param {any} exercise @returns {number | null} */
function exerciseCost(typed, exercise) {
  exercise.spelled ??= [exercise.name, ...exercise.words].map(wordsOf);
  const costs = exercise.spelled.map((/** @type {string[]} */ known) => spellingCost(typed, known));
  const found = costs.filter((/** @type {number | null} */ cost) => cost !== null);
  return found.length ? Math.min(...found) : null;
}
