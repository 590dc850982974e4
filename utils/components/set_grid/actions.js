// What a lifter does to a workout, as operations and drafts.

/** Last time's set in the same place: working sets beside working sets, warm-ups beside warm-ups.
 * @param {Log} log @param {Block} block @param {number} place @returns {any} */
function counterpart(log, block, place) {
  const isWarmup = block.rows[place].set_type === "warmup";
  const number = block.rows.slice(0, place).filter((row) => (row.set_type === "warmup") === isWarmup).length;
  const alike = log.past(block.exercise_id).sets.filter((/** @type {any} */ one) => (one.set_type === "warmup") === isWarmup);
  return alike[number] ?? null;
}

/** What stands in the inputs of a row: what is typed, what is saved or planned, else last time or the set before.
 * @param {Log} log @param {Block} block @param {number} place @param {string[]} names @returns {Record<string, string>} */
function textsOf(log, block, place, names) {
  const row = block.rows[place];
  const values = row.saved || row.is_copy ? row : prefilled(log, block, place);
  const texts = names.map((name) => [name, row.texts?.[name] ?? textOf(name, values, block.exercise, log.kit.settings.decimal ?? ".")]);
  return Object.fromEntries(texts);
}

/** @param {Log} log @param {Block} block @param {number} place @returns {any} */
function prefilled(log, block, place) {
  const row = block.rows[place];
  const before = block.rows.slice(0, place).filter((one) => one.saved && one.set_type === row.set_type).reverse();
  const known = [counterpart(log, block, place), ...before].filter(Boolean);
  if (!known.length) {
    const reps = row.weight === null ? row.reps : aimedReps(row, null);
    return { ...row, ...atGym(log, block.exercise, row), reps, rir: null };
  }
  const weighted = [row, ...known].find((one) => one.weight !== null) ?? row;
  /** @type {any} */
  const filled = { ...row, ...atGym(log, block.exercise, weighted), reps: aimedReps(row, known[0].reps), rir: null };
  for (const name of ["seconds", "distance_m"]) filled[name] = row[name] ?? known.find((one) => one[name] !== null)?.[name] ?? null;
  return filled;
}

/** Last time's reps, held within the range of the plan, or those it fixes; none of a set of as many as go, which only
 * the lifter can count. @param {any} row @param {number | null} last @returns {number | null} */
function aimedReps(row, last) {
  const { reps_min: low = null, reps_max: high = null } = row.target ?? {};
  if (row.reps !== null || (low !== null && high === null)) return row.reps;
  const aimed = last ?? (low === high ? low : null);
  return aimed === null ? null : Math.min(Math.max(aimed, low ?? 0), high ?? aimed);
}

/** Save a row under its own id, and alive again if it was deleted before.
 * @param {Log} log @param {Block} block @param {Row} row @param {Record<string, any>} fields @param {number | null} restS */
function tick(log, block, row, fields, restS) {
  const { outbox } = log;
  const at = log.isOpen ? new Date(outbox.now()).toISOString() : null;
  const logged = {
    exercise_id: row.exercise_id,
    exercise_name: block.exercise.name.slice(0, 120),
    position: row.position,
    set_type: row.set_type ?? "working",
    note: row.note,
    superset: row.superset,
    planned_set_id: row.planned_set_id,
    performed_at: at,
    rest_s: restS,
    ...(row.reps_other ? { reps_other: row.reps_other } : {}),
    ...(row.pain ? { pain: true } : {}),
    ...(row.easy ? { easy: true } : {}),
    ...fields,
  };
  const born = outbox.make("log_set", log.workoutId, row.set_id, logged);
  log.dropDraft(row.set_id);
  outbox.add([born, outbox.make("restore_set", log.workoutId, row.set_id)]);
}

/** Change fields of rows: a saved one's in the log, another's in its draft.
 * @param {Log} log @param {Row[]} rows @param {Record<string, any>} fields */
function amend(log, rows, fields) {
  for (const row of rows.filter((one) => !one.saved)) log.keepDraft(row.set_id, { fields });
  log.outbox.add(rows.filter((one) => one.saved).map((row) => log.outbox.make("amend_set", log.workoutId, row.set_id, fields)));
}

/** Take rows away, saved ones from the log too; what brings them back.
 * @param {Log} log @param {Row[]} rows @returns {() => void} */
function removeRows(log, rows) {
  const saved = rows.filter((row) => row.saved);
  for (const row of rows) log.keepDraft(row.set_id, { hidden: true });
  log.outbox.add(saved.map((row) => log.outbox.make("delete_set", log.workoutId, row.set_id)));
  return () => {
    for (const row of rows) log.keepDraft(row.set_id, { hidden: false });
    for (const row of saved) log.dropDraft(row.set_id);
    log.outbox.add(saved.map((row) => log.outbox.make("restore_set", log.workoutId, row.set_id)));
  };
}

/** A saved set is not done after all: its row stays, with its values. @param {Log} log @param {Row} row @param {Record<string, string>} texts */
function untick(log, row, texts) {
  log.keepDraft(row.set_id, { texts, hidden: false });
  log.outbox.add([log.outbox.make("delete_set", log.workoutId, row.set_id)]);
}

/** Add a row that copies what stands in the last one. @param {Log} log @param {Block} block @param {Record<string, string>} texts */
function addSet(log, block, texts) {
  const last = block.rows[block.rows.length - 1];
  const { rir: _left, ...copied } = texts;
  newRow(log, { ...kept(last), position: placeAfter(log.rows(), block) }, copied);
}

/** @param {Row} row */
function kept(row) {
  const marks = { ...(row.pain ? { pain: true } : {}), ...(row.easy ? { easy: true } : {}) };
  return { exercise_id: row.exercise_id, set_type: row.set_type, superset: row.superset, ...marks };
}

/** Mark a whole exercise as painful or taken easy, or take the mark away: what is done of it, and what is still to be done.
 * @param {Log} log @param {Block} block @param {"pain" | "easy"} mark */
function markBlock(log, block, mark) {
  const isMarked = block.rows.some((row) => row[mark]);
  amend(log, block.rows, { [mark]: !isMarked });
}

/** @param {Log} log @param {Record<string, any>} fields @param {Record<string, string>} [texts] */
function newRow(log, fields, texts = {}) {
  log.keepDraft(newId(log.outbox.now()), { is_new: true, fields: { set_type: "working", ...fields }, texts });
}

/** A position behind the last row of a block and before whatever follows. @param {Row[]} rows @param {Block} block @returns {number} */
function placeAfter(rows, block) {
  const last = Math.max(...block.rows.map((row) => row.position));
  const following = rows.map((row) => row.position).filter((position) => position > last);
  return following.length ? (last + Math.min(...following)) / 2 : last + 1;
}

/** Add an exercise at the end, with as many rows as it had last time. @param {Log} log @param {string} exerciseId */
function addExercise(log, exerciseId) {
  const id = exerciseHere(log, exerciseId);
  const behind = Math.max(0, ...log.rows().map((row) => row.position));
  const last = log.past(id).sets.filter((/** @type {any} */ one) => one.set_type !== "warmup");
  for (let place = 1; place <= Math.max(1, Math.min(last.length, 10)); place++) {
    newRow(log, { exercise_id: id, position: behind + place });
  }
}

/** Put an exercise one place up or down. @param {Log} log @param {Block[]} blocks @param {number} place @param {number} step */
function moveBlock(log, blocks, place, step) {
  const other = place + step;
  if (!blocks[place] || !blocks[other]) return;
  const [first, second] = [Math.min(place, other), Math.max(place, other)];
  const rows = [...blocks[second].rows, ...blocks[first].rows];
  const positions = rows.map((row) => row.position).sort((a, b) => a - b);
  rows.forEach((row, at) => positions[at] !== row.position && amend(log, [row], { position: positions[at] }));
}

/** Do an exercise and the next in turns, or each for itself again. @param {Log} log @param {Block[]} blocks @param {number} place */
function pair(log, blocks, place) {
  const block = blocks[place];
  if (block.superset !== null) return amend(log, block.rows, { superset: null });
  const used = blocks.map((one) => one.superset ?? 0);
  const number = blocks[place + 1]?.superset ?? Math.max(0, ...used) + 1;
  amend(log, [...block.rows, ...(blocks[place + 1]?.rows ?? [])], { superset: number });
}

/** Warm-ups towards the first working weight, before it. @param {Log} log @param {Block} block @param {number} weight */
function addWarmups(log, block, weight) {
  const first = block.rows[0].position;
  const before = Math.max(first - 1, ...log.rows().map((row) => row.position).filter((position) => position < first));
  const ramp = log.kit.settings.ramp ?? [];
  ramp.forEach((/** @type {[number, number]} */ [share, reps], /** @type {number} */ at) => {
    const load = loadable(weight * share, block.exercise, log.gym);
    const position = before + ((first - before) * (at + 1)) / (ramp.length + 1);
    const fields = { ...kept(block.rows[0]), set_type: "warmup", position };
    newRow(log, fields, { weight: formatNumber(load, log.kit.settings.decimal ?? "."), reps: String(reps) });
  });
}

/** Whether the others of a superset still owe this round, so that nobody rests yet. @param {Block[]} blocks @param {Row} row @returns {boolean} */
function isMidRound(blocks, row) {
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
function nextRow(blocks, row) {
  const mine = blocks.find((block) => block.rows.some((one) => one.set_id === row.set_id));
  if (!mine) return null;
  const group = blocks.filter((block) => block === mine || (mine.superset !== null && block.superset === mine.superset));
  const isWarmup = row.set_type === "warmup";
  const round = roundsOf(mine, isWarmup).findIndex((one) => one.set_id === row.set_id);
  const found = firstOpen(group, isWarmup, round) ?? (isWarmup ? firstOpen(group, false, 0) : null);
  if (found) return found;
  return blocks.flatMap((block) => block.rows).find((one) => !one.saved && byPlace(one, row) > 0) ?? null;
}
