// Finds exercises as lifters type them: without accents, by beginnings of words in any order, with one typing error.

/** @param {string} text @returns {string[]} */
function wordsOf(text) {
  const folded = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("\u00df", "ss");
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** How far a typed word is from a known one: 0 equal, 1 its beginning, 3 with one typing error, null for another word.
 * @param {string} typed @param {string} known @returns {number | null} */
function wordCost(typed, known) {
  if (typed === known) return 0;
  if (known.startsWith(typed)) return 1;
  const near = known.slice(0, typed.length + 1);
  return typed.length > 3 && (isOneSlip(typed, known) || isOneSlip(typed, near) || isOneSlip(typed, near.slice(0, -1))) ? 3 : null;
}

/** Whether one letter added, removed, replaced or swapped turns one word into the other. @param {string} word @param {string} other */
function isOneSlip(word, other) {
  if (Math.abs(word.length - other.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === other[start]) start++;
  const tails = [
    [start + 1, start + 1],
    [start + 1, start],
    [start, start + 1],
  ];
  const isSwapped = word[start] === other[start + 1] && word[start + 1] === other[start];
  return tails.some(([a, b]) => word.slice(a) === other.slice(b)) || (isSwapped && word.slice(start + 2) === other.slice(start + 2));
}

/** The cost of a query for one spelling of an exercise; null if the spelling lacks a typed word.
 * @param {string[]} typed @param {string[]} known @returns {number | null} */
function spellingCost(typed, known) {
  let sum = known.length * 0.1;
  for (const word of typed) {
    const costs = known.map((knownWord) => wordCost(word, knownWord)).filter((cost) => cost !== null);
    if (!costs.length) return null;
    sum += Math.min(...costs);
  }
  return sum;
}

/** Exercises for a query, best first. Without a query: the recent exercises, then the others in their order.
 * @param {string} query @param {any[]} exercises @param {string[]} recent @param {number} most @returns {any[]} */
export function findExercises(query, exercises, recent, most) {
  const place = new Map(recent.map((id, at) => [id, at]));
  const rank = (/** @type {any} */ exercise) => place.get(exercise.exercise_id) ?? recent.length;
  const typed = wordsOf(query);
  if (!typed.length) return [...exercises].sort((a, b) => rank(a) - rank(b)).slice(0, most);
  const costed = exercises.map((exercise) => ({ exercise, cost: exerciseCost(typed, exercise) })).filter(({ cost }) => cost !== null);
  costed.sort((a, b) => Number(a.cost) - Number(b.cost) || rank(a.exercise) - rank(b.exercise));
  return costed.slice(0, most).map(({ exercise }) => exercise);
}

/** @param {string[]} typed @param {any} exercise @returns {number | null} */
function exerciseCost(typed, exercise) {
  exercise.spelled ??= [exercise.name, ...exercise.words].map(wordsOf);
  const costs = exercise.spelled.map((/** @type {string[]} */ known) => spellingCost(typed, known));
  const matching = costs.filter((/** @type {number | null} */ cost) => cost !== null);
  return matching.length ? Math.min(...matching) : null;
}
