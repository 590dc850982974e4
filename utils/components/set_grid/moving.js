// Going on in another gym: weights become what can be loaded there, machines the ones that stand there.

/** A weight as it can be loaded in the gym; what was lifted there before can be.
 * @param {Log} log @param {any} exercise @param {any} row @returns {{weight: any, unit: any}} */
function atGym(log, exercise, { weight, unit }) {
  if (weight === null || weight === undefined || !isDescribed(exercise, log.gym) || wasLiftedHere(log, exercise.exercise_id, weight, unit)) {
    return { weight, unit };
  }
  const wanted = toUnit(Number(weight), unit ?? exercise.unit, exercise.unit);
  const made = loadable(wanted, exercise, log.gym);
  return Math.abs(made - wanted) < SAME ? { weight, unit } : { weight: String(made), unit: exercise.unit };
}

/** Whether a weight was done of an exercise in this gym, last time or today. @param {Log} log @param {string} id @param {any} weight @param {any} unit */
function wasLiftedHere(log, id, weight, unit) {
  const past = log.past(id);
  const last = past.gym_id === log.gym?.gym_id ? past.sets : [];
  const arrived = log.shelf.read("arrived");
  const since = arrived?.workout_id === log.workoutId ? arrived.at : 0;
  const today = log.rows().filter((row) => row.saved && row.exercise_id === id && !(Date.parse(row.performed_at ?? "") < since));
  return [...last, ...today].some((set) => set.weight !== null && Number(set.weight) === Number(weight) && set.unit === unit);
}

/** Choose the gym of a workout. What is logged stays, and so does what the lifter typed.
 * @param {Log} log @param {string} gymId */
function toGym(log, gymId) {
  const { outbox } = log;
  log.shelf.keep("arrived", "", { workout_id: log.workoutId, at: outbox.now() });
  outbox.add([outbox.make("amend_workout", log.workoutId, null, { gym_id: gymId })]);
  for (const row of log.rows().filter((one) => !one.saved)) {
    loosen(log, row);
    const here = exerciseHere(log, row.exercise_id);
    if (here !== row.exercise_id) become(log, row, here);
  }
}

/** What an exercise is in the gym: the machine that stands there. @param {Log} log @param {string} id @returns {string} */
function exerciseHere(log, id) {
  return log.gym?.here?.[id] ?? id;
}

/** A weight that was copied or worked out, not typed, goes with the gym from now on. @param {Log} log @param {Row} row */
function loosen(log, row) {
  const draft = log.draft(row.set_id);
  const text = draft?.texts?.weight;
  if (text === undefined || draft.typed?.weight) return;
  const weight = parseNumber(text);
  if (weight) log.keepDraft(row.set_id, { fields: { weight, unit: log.exercise(row.exercise_id).unit }, texts: { weight: undefined } });
}

/** Let a row that is not logged be of another exercise, whose loads are its own; back on its first one it is as planned.
 * @param {Log} log @param {Row} row @param {string} id */
function become(log, row, id) {
  const planned = log.base.rows.find((one) => one.set_id === row.set_id);
  const isBack = planned?.exercise_id === id;
  const fields = isBack
    ? { exercise_id: undefined, exercise_name: undefined, weight: undefined, unit: undefined }
    : { exercise_id: id, exercise_name: log.exercise(id).name.slice(0, 120), weight: null, unit: null };
  log.keepDraft(row.set_id, { fields });
}

/** Let rows be of another exercise: logged ones in the log, the others in their drafts.
 * @param {Log} log @param {Row[]} rows @param {string} id @param {string} name */
function swapRows(log, rows, id, name) {
  for (const row of rows.filter((one) => !one.saved)) become(log, row, id);
  amend(log, rows.filter((row) => row.saved), { exercise_id: id, exercise_name: name.slice(0, 120) });
}

/** What the weights of rows that are not logged stand at, to tell what a change of gym did. @param {SetGrid} grid @returns {Map<string, string>} */
function openWeights(grid) {
  const rows = grid.log.blocks().flatMap((block) => block.rows.map((row, place) => ({ block, row, place })));
  const open = rows.filter(({ row }) => !row.saved);
  return new Map(open.map(({ block, row, place }) => [row.set_id, textsOf(grid.log, block, place, ["weight"]).weight]));
}

/** Go on in another gym, and say what that changed. @param {SetGrid} grid @param {any} gym */
function moveTo(grid, gym) {
  const before = openWeights(grid);
  grid.act(() => toGym(grid.log, gym.gym_id));
  const changed = [...openWeights(grid)].filter(([setId, text]) => before.get(setId) !== text).length;
  const words = `${changed} ${changed === 1 ? "weight" : "weights"} changed to what can be loaded`;
  grid.bar.say(changed ? `${gym.name}: ${words}` : gym.name, "check");
}

/** Ask for an exercise of its own for the gym's machine. @param {SetGrid} grid @param {Block} block */
function keepApart(grid, block) {
  if (grid.isOffline) grid.bar.say("Another machine needs the network once: log on here, and swap it later.", "warn");
  else grid.ask("create_variant", { exercise_id: block.exercise_id, gym_id: grid.log.gym.gym_id });
}

/** Take up, once, the exercise that was made for another machine.
 * @param {Log} log @param {{nonce: string, from_id: string, into_id: string, name: string} | null | undefined} made */
function takeVariant(log, made) {
  if (!made || log.shelf.read("variant") === made.nonce) return;
  log.shelf.keep("variant", "", made.nonce);
  swapRows(log, log.rows().filter((row) => row.exercise_id === made.from_id), made.into_id, made.name);
}

/** What to call it that the gym's machine is another one. @param {any} exercise @param {any} gym @returns {string} */
function otherMachineWords(exercise, gym) {
  return `It is another ${exercise.equipment === "cable" ? "cable station" : "machine"} at ${gym.name}`;
}
