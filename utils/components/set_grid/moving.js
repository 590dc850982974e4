// Going on in another gym: weights change to what can be loaded there, exercises to the machines that are there.

import { parseNumber } from "../core/numbers.js";
import { amend } from "./actions.js";
import { textsOf } from "./prefill.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { SetGrid } from "./grid.js" */
/** @import { Block, Log } from "./model.js" */

/** Choose the gym of a workout. Logged sets and typed weights stay as they are.
 * @param {Log} log @param {string} gymId */
export function toGym(log, gymId) {
  const { outbox } = log;
  log.shelf.keep("arrived", "", { workout_id: log.workoutId, at: outbox.now() });
  outbox.add([outbox.make("amend_workout", log.workoutId, null, { gym_id: gymId })]);
  for (const row of log.rows().filter(({ saved }) => !saved)) {
    loosen(log, row);
    const exerciseId = log.exerciseHere(row.exercise_id);
    if (exerciseId !== row.exercise_id) become(log, row, exerciseId);
  }
}

/** Let a weight change with the gym if it was copied or computed. A typed weight stays. @param {Log} log @param {Row} row */
function loosen(log, row) {
  const draft = log.draft(row.set_id);
  const text = draft?.texts?.weight;
  if (text === undefined || draft.typed?.weight) return;
  const weight = parseNumber(text);
  if (weight) log.keepDraft(row.set_id, { fields: { weight, unit: log.exercise(row.exercise_id).unit }, texts: { weight: undefined } });
}

/** Change the exercise of a row that is not logged. Its load is cleared: another exercise has other loads.
 * Back on the exercise that the server has for the row, the row is as planned again.
 * @param {Log} log @param {Row} row @param {string} id */
function become(log, row, id) {
  const planned = log.base.rows.find((other) => other.set_id === row.set_id);
  const isBack = planned?.exercise_id === id;
  const fields = isBack
    ? { exercise_id: undefined, exercise_name: undefined, weight: undefined, unit: undefined }
    : { exercise_id: id, exercise_name: log.exercise(id).name.slice(0, 120), weight: null, unit: null };
  log.keepDraft(row.set_id, { fields });
}

/** Change the exercise of rows: of logged rows in the log, of the others in their drafts.
 * @param {Log} log @param {Row[]} rows @param {string} id @param {string} name */
export function swapRows(log, rows, id, name) {
  for (const row of rows.filter(({ saved }) => !saved)) become(log, row, id);
  amend(log, rows.filter((row) => row.saved), { exercise_id: id, exercise_name: name.slice(0, 120) });
}

/** The weights in the inputs of rows that are not logged, by set id. @param {SetGrid} grid @returns {Map<string, string>} */
function openWeights(grid) {
  const rows = grid.log.blocks().flatMap((block) => block.rows.map((row, place) => ({ block, row, place })));
  const open = rows.filter(({ row }) => !row.saved);
  return new Map(open.map(({ block, row, place }) => [row.set_id, textsOf(grid.log, block, place, ["weight"]).weight]));
}

/** Go on in another gym, and say how many weights changed. @param {SetGrid} grid @param {any} gym */
export function moveTo(grid, gym) {
  const before = openWeights(grid);
  grid.act(() => toGym(grid.log, gym.gym_id));
  const changed = [...openWeights(grid)].filter(([setId, text]) => before.get(setId) !== text).length;
  const words = `${changed} ${changed === 1 ? "weight" : "weights"} changed to what can be loaded`;
  grid.bar.say(changed ? `${gym.name}: ${words}` : gym.name, "check");
}

/** Ask the page to make a separate exercise for the gym's machine. @param {SetGrid} grid @param {Block} block */
export function keepApart(grid, block) {
  if (grid.isOffline) grid.bar.say("Another machine needs the network once: log on here, and swap it later.", "warn");
  else grid.ask("create_variant", { exercise_id: block.exercise_id, gym_id: grid.log.gym.gym_id });
}

/** Move the rows to the exercise that the page made for another machine. Done once for each `nonce`.
 * @param {Log} log @param {{nonce: string, from_id: string, into_id: string, name: string} | null | undefined} made */
export function takeVariant(log, made) {
  if (!made || log.shelf.read("variant") === made.nonce) return;
  log.shelf.keep("variant", "", made.nonce);
  swapRows(log, log.rows().filter((row) => row.exercise_id === made.from_id), made.into_id, made.name);
}

/** The words of the button that says that the gym's machine is another one. @param {any} exercise @param {any} gym @returns {string} */
export function otherMachineWords(exercise, gym) {
  return `It is another ${exercise.equipment === "cable" ? "cable station" : "machine"} at ${gym.name}`;
}
