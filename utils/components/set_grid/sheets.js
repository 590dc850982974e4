// The sheets that open over the grid: for a set, an exercise, the workout, and for picking an exercise.

import { choice, el, openSheet, put } from "../core/dom.js";
import { formatDay, formatNumber, parseNumber, toUnit } from "../core/numbers.js";
import { findExercises } from "../core/search.js";
import { addWarmups, amend, markBlock, moveBlock, pair, untick } from "./actions.js";
import { marksOf } from "./blocks.js";
import { keepApart, moveTo, otherMachineWords, swapRows } from "./moving.js";
import { MARKS, parsedValue, summaryOf, TYPE_NAMES } from "./values.js";

/** @import { Row } from "../core/overlay.js" */
/** @import { SetGrid } from "./grid.js" */
/** @import { Block, Log } from "./model.js" */

/** @param {SetGrid} grid @param {string} setId */
export function openSetSheet(grid, setId) {
  const entry = grid.find(setId);
  if (!entry) return;
  const { row, block, place } = entry;
  const mark = marksOf(block)[place];
  openSheet(grid.root, `Set ${mark}, ${block.exercise.name}`, (close) => [
    ...(grid.settings.shows_set_type ? typeChoices(grid, row, close) : []),
    noteField(row.note ?? "", "Note", (text) => amend(grid.log, [row], { note: text })),
    ...(block.exercise.per_side ? [otherSide(grid, row)] : []),
    choice(row.pain ? "No pain after all" : "It hurt", () => grid.act(() => amend(grid.log, [row], { pain: !row.pain })), close),
    ...(row.saved ? [choice("Not done yet", () => grid.act(() => untick(grid.log, row, grid.rowView(row.set_id).texts())), close)] : []),
    choice("Delete set", () => grid.remove([row], `Set ${mark} deleted`), close, "choice bad"),
  ]);
}

/** @param {SetGrid} grid @param {Row} row @param {() => void} close */
function typeChoices(grid, row, close) {
  const choices = Object.entries(TYPE_NAMES).map(([code, name]) => {
    const kind = row.set_type === code ? "choice chosen" : "choice";
    return choice(name, () => grid.act(() => amend(grid.log, [row], { set_type: code })), close, kind);
  });
  return [el("div", { class: "types", role: "group", "aria-label": "Type of the set" }, ...choices)];
}

/** @param {SetGrid} grid @param {Row} row */
function otherSide(grid, row) {
  const input = el("input", { type: "text", inputmode: "numeric", value: row.reps_other ?? "", maxlength: "4" });
  const keep = () => {
    const reps = parsedValue("reps_other", input.value, {});
    if (reps !== undefined) grid.act(() => amend(grid.log, [row], { reps_other: reps }));
  };
  input.addEventListener("change", keep);
  return el("label", { class: "field" }, el("span", { text: "Reps of the other side, if fewer or more" }), input);
}

/** A text area. Its text is kept when the lifter leaves it. @param {string} text @param {string} label @param {(text: string | null) => void} keep @param {number} [most] */
function noteField(text, label, keep, most = 2000) {
  const area = el("textarea", { maxlength: String(most), rows: "2" });
  area.value = text;
  area.addEventListener("change", () => keep(area.value.trim() || null));
  return el("label", { class: "field" }, el("span", { text: label }), area);
}

/** @param {SetGrid} grid @param {number} place of the exercise among the blocks */
export function openExerciseSheet(grid, place) {
  const { log, blocks } = grid;
  const block = blocks[place];
  const weight = firstWeight(grid, block);
  const isPaired = block.superset !== null;
  const swapTo = (/** @type {string} */ id) => grid.act(() => swapRows(log, block.rows, id, log.exercise(id).name));
  openSheet(grid.root, block.exercise.name, (close) => [
    choice("Last workouts and note", () => openAboutSheet(grid, block), close),
    ...(isAnotherMachine(log, block) ? [choice(otherMachineWords(block.exercise, log.gym), () => keepApart(grid, block), close)] : []),
    choice("Swap exercise", () => openPickerSheet(grid, "Swap for", swapTo, swapsFor(log, block)), close),
    ...MARKS.map(({ mark, words, back }) => {
      const isMarked = block.rows.some((row) => row[mark]);
      return choice(isMarked ? back : words, () => grid.act(() => markBlock(log, block, mark)), close, isMarked ? "choice chosen" : "choice");
    }),
    ...(weight ? [choice("Add warm-up sets", () => grid.act(() => addWarmups(log, block, weight)), close)] : []),
    ...(isPaired || blocks[place + 1]
      ? [choice(isPaired ? "Leave the superset" : "Superset with the next", () => grid.act(() => pair(log, blocks, place)), close)]
      : []),
    ...(place > 0 ? [choice("Move up", () => grid.act(() => moveBlock(log, blocks, place, -1)), close)] : []),
    ...(blocks[place + 1] ? [choice("Move down", () => grid.act(() => moveBlock(log, blocks, place, 1)), close)] : []),
    choice("Remove exercise", () => grid.remove(block.rows, `${block.exercise.name} removed`), close, "choice bad"),
  ]);
}

/** The weight of the first working set; 0 for exercises without warm-up weights. @param {SetGrid} grid @param {Block} block */
function firstWeight(grid, block) {
  const row = block.rows.find((set) => set.set_type !== "warmup") ?? block.rows[0];
  return block.exercise.load_type === "external" ? Number(parseNumber(grid.rowView(row.set_id).texts().weight ?? "") || 0) : 0;
}

/** Whether the gym may have another machine for this exercise. @param {Log} log @param {Block} block */
function isAnotherMachine(log, block) {
  const varies = log.kit.varying?.includes(block.exercise.equipment);
  return Boolean(log.gym && varies && log.isOpen && block.exercise.gym_id !== log.gym.gym_id);
}

/** Exercises to swap for: those that the routine names, then those of the same movement, recent ones and other equipment first.
 * @param {Log} log @param {Block} block @returns {any[]} */
function swapsFor(log, block) {
  const { pattern, equipment, exercise_id: own } = block.exercise;
  const named = log.alternatives(block);
  const alike = log.kit.exercises.filter((/** @type {any} */ exercise) => exercise.pattern === pattern && exercise.exercise_id !== own);
  const rank = (/** @type {any} */ exercise) => (log.kit.recent.includes(exercise.exercise_id) ? 0 : 2) + (exercise.equipment === equipment ? 1 : 0);
  const others = alike.filter((/** @type {any} */ exercise) => !named.includes(exercise.exercise_id));
  const planned = named.map((id) => ({ ...log.exercise(id), hint: "in the routine" }));
  return [...planned, ...others.sort((/** @type {any} */ a, /** @type {any} */ b) => rank(a) - rank(b))].slice(0, 12);
}

/** @param {SetGrid} grid @param {Block} block */
export function openAboutSheet(grid, block) {
  const { exercise } = block;
  const best = grid.log.best(block.exercise_id);
  const inUnit = (/** @type {number} */ kg) => `${formatNumber(toUnit(kg, "kg", exercise.unit), grid.decimal, 1)} ${exercise.unit}`;
  const bests = [best.kg ? `Heaviest ${inUnit(best.kg)}` : "", best.e1rm ? `e1RM ${inUnit(best.e1rm)}` : ""].filter(Boolean).join(" · ");
  openSheet(grid.root, exercise.name, () => [
    noteField(exercise.pinned_note ?? "", "Pinned note", (text) => pin(grid, exercise, text), 500),
    el("p", { class: "bests", text: bests }),
    ...(grid.log.data?.last_five?.[block.exercise_id] ?? lastKnown(grid.log, block)).map((/** @type {any} */ workout) =>
      el(
        "div",
        { class: "past" },
        el("h3", { text: formatDay(workout.performed_on, grid.settings.dates, new Date().getFullYear()) }),
        el("p", { text: workout.sets.map((/** @type {any} */ set) => summaryOf(set, exercise, grid.decimal)).join("  ·  ") }),
      ),
    ),
  ]);
}

/** Keep the note that is always shown under an exercise. @param {SetGrid} grid @param {any} exercise @param {string | null} note */
function pin(grid, exercise, note) {
  exercise.pinned_note = note;
  grid.ask("pin", { exercise_id: exercise.exercise_id, note });
  grid.render();
}

/** @param {Log} log @param {Block} block */
function lastKnown(log, block) {
  const past = log.past(block.exercise_id);
  return past.performed_on ? [past] : [];
}

/** A button for an exercise, with a hint why it is offered. @param {any} exercise @param {(id: string) => void} pick */
function exerciseChoice(exercise, pick) {
  const words = [el("span", { text: exercise.name }), exercise.hint && el("span", { class: "hint", text: ` · ${exercise.hint}` })].filter(Boolean);
  return el("button", { type: "button", class: "choice", onclick: () => pick(exercise.exercise_id) }, ...words);
}

/** @param {SetGrid} grid @param {string} text */
function createExercise(grid, text) {
  if (grid.isOffline) grid.bar.say("A new exercise needs the network: take a similar one, and rename it later.", "warn");
  else grid.ask("create_exercise", { text: text.slice(0, 120) });
}

/** @param {SetGrid} grid @param {string} title @param {(id: string) => void} picked @param {any[]} [suggested] */
export function openPickerSheet(grid, title, picked, suggested = []) {
  const { kit } = grid.log;
  openSheet(grid.root, title, (close) => {
    const query = el("input", { type: "search", class: "query", placeholder: "Name or short form, such as rdl", "aria-label": "Search exercises" });
    const list = el("div", { class: "found" });
    const pick = (/** @type {string} */ id) => {
      close();
      picked(id);
    };
    const show = () => {
      const typed = query.value.trim();
      const exercises = typed || !suggested.length ? findExercises(typed, kit.exercises, kit.recent, 30) : suggested;
      const rows = exercises.map((exercise) => exerciseChoice(exercise, pick));
      const isKnown = exercises.some((exercise) => exercise.name.toLowerCase() === typed.toLowerCase());
      const create = () => {
        close();
        createExercise(grid, typed);
      };
      if (typed && !isKnown) rows.push(el("button", { type: "button", class: "choice create", text: `Create “${typed}”`, onclick: create }));
      list.replaceChildren(...rows);
    };
    query.addEventListener("input", show);
    show();
    return [query, list];
  });
}

/** @param {SetGrid} grid */
export function openWorkoutSheet(grid) {
  const { log } = grid;
  const title = el("input", { type: "text", maxlength: "200", value: log.workout.title ?? "" });
  title.addEventListener("change", () => amendWorkout(grid, { title: title.value.trim() || null }));
  openSheet(grid.root, "Workout", (close) => [
    el("label", { class: "field" }, el("span", { text: "Title" }), title),
    noteField(log.workout.notes ?? "", "Notes", (text) => amendWorkout(grid, { notes: text })),
    ...gymChoices(grid, close),
    ...(grid.isOffline ? [] : [choice("Leave for later", () => grid.ask("leave"), close)]),
    choice("Discard workout", () => grid.discard(), close, "choice bad"),
  ]);
}

/** @param {SetGrid} grid @param {Record<string, any>} fields */
function amendWorkout(grid, fields) {
  grid.act(() => grid.outbox.add([grid.outbox.make("amend_workout", grid.log.workoutId, null, fields)]));
}

/** Buttons for the gym of the workout, which decides on bars, plates and machines. @param {SetGrid} grid @param {() => void} close */
function gymChoices(grid, close) {
  const { kit, gym: chosen } = grid.log;
  if (!kit.gyms.length) return [el("p", { class: "hint", text: "Gyms with bars, plates and machines of their own are made in Settings, Gyms." })];
  const gyms = kit.gyms.map((/** @type {any} */ gym) => {
    const isHere = gym.gym_id === chosen?.gym_id;
    const button = choice(gym.name, () => moveTo(grid, gym), close, isHere ? "choice chosen" : "choice");
    put(button, "aria-pressed", String(isHere));
    return button;
  });
  return [el("div", { class: "types", role: "group", "aria-label": "Gym" }, el("h3", { text: "Gym" }), ...gyms)];
}
