// What a set would be worth beside everything before: said while typing, celebrated when ticked.

/** Plates and records for what stands in a row. @param {SetGrid} grid @param {Block} block @param {Row} row @param {Record<string, string>} texts @returns {string} */
function helpFor(grid, block, row, texts) {
  const weight = Number(parseNumber(texts.weight ?? "") || 0);
  const plates = platesTold(weight, block.exercise, grid.log.gym, grid.decimal);
  return [plates, recordHint(grid, block, row, texts)].filter(Boolean).join(" · ");
}

/** @param {SetGrid} grid @param {Block} block @param {Row} row @param {Record<string, string>} texts @returns {string} */
function recordHint(grid, block, row, texts) {
  const { fields, problem } = fieldsOf(texts, block.exercise);
  if (problem || !fields.weight || !fields.reps || row.set_type === "warmup") return "";
  const best = grid.log.best(block.exercise_id, row);
  const worth = grid.log.e1rm({ ...fields }, block.exercise);
  if (!best.isKnown || !best.e1rm || worth === null) return "";
  const shown = (/** @type {number} */ kg) => formatNumber(Math.round(toUnit(kg, "kg", block.exercise.unit) * 2) / 2, grid.decimal, 1);
  if (worth > best.e1rm + 1e-9) return `e1RM ${shown(worth)} ${block.exercise.unit}: a record`;
  const needed = raisedTo(grid, block.exercise, fields, best.e1rm);
  const now = `e1RM ${shown(worth)}`;
  return needed ? `${now}; +${formatNumber(needed - Number(fields.weight), grid.decimal)} ${block.exercise.unit} would be a record` : now;
}

/** The load, at most a tenth more, that at these reps beats a best e1RM. @param {SetGrid} grid @param {any} exercise @param {any} fields @param {number} bestKg @returns {number | null} */
function raisedTo(grid, exercise, fields, bestKg) {
  const start = Number(fields.weight);
  let load = start;
  while (load <= start * 1.1) {
    const next = nextLoad(load, 1, exercise, grid.log.gym);
    if (next <= load) return null;
    load = next;
    const worth = grid.log.e1rm({ ...fields, weight: String(load) }, exercise);
    if (worth !== null && worth > bestKg + 1e-9) return load;
  }
  return null;
}

/** The record that a set is, in words; null for none, and for the first time of an exercise (C13).
 * @param {SetGrid} grid @param {Block} block @param {Row} row @param {Record<string, any>} fields @returns {string | null} */
function recordOf(grid, block, row, fields) {
  const best = grid.log.best(block.exercise_id, row);
  if (!best.isKnown || !fields.reps || row.set_type === "warmup" || block.exercise.load_type === "assisted") return null;
  const kg = fields.weight ? toUnit(Number(fields.weight), fields.unit, "kg") : 0;
  const told = `${formatNumber(fields.weight ?? 0, grid.decimal)} ${block.exercise.unit}`;
  if (fields.weight && best.kg && kg > best.kg + 1e-9) return `Heaviest ${block.exercise.name} yet: ${told}`;
  const matched = best.reps.filter((/** @type {[number, number]} */ [load]) => load >= kg - 1e-9).map((/** @type {[number, number]} */ [, reps]) => reps);
  if (!matched.length || fields.reps <= Math.max(...matched)) return null;
  return fields.weight ? `Most reps at ${told}: ${fields.reps}` : `Most reps yet: ${fields.reps}`;
}
