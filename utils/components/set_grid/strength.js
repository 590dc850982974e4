// Estimated strength of a set.

/** The e1RM in the unit of the load, by the server's factors for each half rep; null where there is no factor.
 * @param {number} load @param {number} effectiveReps @param {(number | null)[]} factors @returns {number | null} */
export function e1rmOf(load, effectiveReps, factors) {
  const factor = factors[Math.round(effectiveReps * 2) - 2];
  return load > 0 && factor ? load * factor : null;
}
