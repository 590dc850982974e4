// Help beside the weight: plates, what a set would be worth, warm-ups.

export const WARMUPS = [
  { share: 0.4, reps: 8 },
  { share: 0.6, reps: 5 },
  { share: 0.8, reps: 3 },
];
/** e1RM in the load's unit from the factors per half rep that the server gave; null beyond what is estimated.
 * @param {number} load @param {number} effectiveReps @param {(number | null)[]} factors @returns {number | null} */
export function e1rmOf(load, effectiveReps, factors) {
  const factor = factors[Math.round(effectiveReps * 2) - 2];
  return load > 0 && factor ? load * factor : null;
}
