// The log page without Streamlit: the grid and the outbox with what the browser kept.

import { el, put, setText } from "../core/dom.js";
import { newId } from "../core/ids.js";
import { outboxOf } from "../core/outbox.js";
import { SetGrid } from "../set_grid/grid.js";
import { EMPTY_KIT } from "../set_grid/model.js";

/** @import { Outbox } from "../core/outbox.js" */

const APP = "/log_workout?online"; // `online` keeps the worker from answering with this page again

class OfflinePage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.place = el("div", { class: "tonnage-grid" });
    this.banner = el("p", { class: "banner", role: "status" });
    this.link = el("a", { href: APP, text: "Open Tonnage", class: "open" });
    root.replaceChildren(el("div", { class: "top" }, this.banner, this.link), this.place);
    const user = window.localStorage.getItem("tonnage.last_user");
    if (user) this.connect(user);
    else this.greet("Sign in once with a network: then workouts can be logged here without one.");
  }

  /** @param {string} user */
  connect(user) {
    this.outbox = outboxOf(user);
    this.outbox.onChange(() => this.tell());
    this.outbox.connect({ route: "/api/ops" });
    this.tell();
    this.begin();
  }

  begin() {
    const board = this.outbox?.shelf.read("board");
    if (board?.workout?.workout_id && board.is_open && !board.workout.ended_at) this.show(board);
    else this.offer();
  }

  tell() {
    const waiting = this.outbox?.waiting ?? 0;
    const isAway = this.outbox?.state !== "idle" || !navigator.onLine;
    const words = waiting ? `${waiting} kept on this device, sent by itself when the network is back.` : "Everything is saved.";
    setText(this.banner, isAway || waiting ? `No connection to Tonnage. ${words}` : words);
    put(this.link, "class", isAway ? "open" : "open ready");
  }

  /** @param {string} words */
  greet(words) {
    setText(this.banner, words);
  }

  /** @param {any} board */
  show(board) {
    this.grid?.destroy();
    this.grid = new SetGrid(this.place, { outbox: /** @type {Outbox} */ (this.outbox), ask: null });
    this.grid.onEnd = () => this.offer();
    this.grid.update({ ...board, added: undefined });
  }

  /** Offer to start a workout, empty or from a routine. */
  offer() {
    this.grid?.destroy();
    const kit = this.outbox?.shelf.read("kit") ?? EMPTY_KIT;
    const rows = kit.routines.map((/** @type {any} */ routine) => this.starter(routine.name, `${routine.rows.length} sets`, routine));
    this.place.replaceChildren(el("h1", { text: "Workout" }), this.starter("Start an empty workout", "", null), ...rows);
  }

  /** @param {string} name @param {string} detail @param {any} routine */
  starter(name, detail, routine) {
    const words = [el("strong", { text: name }), detail && el("span", { class: "progress", text: ` ${detail}` })];
    return el("button", { type: "button", class: "choice", onclick: () => this.start(routine) }, ...words);
  }

  /** @param {any} routine */
  start(routine) {
    const outbox = /** @type {Outbox} */ (this.outbox);
    const workoutId = newId(outbox.now());
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const kit = outbox.shelf.read("kit") ?? EMPTY_KIT;
    const gym = kit.gyms.find((/** @type {any} */ gym) => gym.gym_id === kit.first_gym);
    const named = { title: routine?.name ?? null, gym_id: gym?.gym_id ?? null, ...(routine ? { routine_id: routine.routine_id, routine_version: routine.version ?? null } : {}) };
    const fields = { started_at: new Date(outbox.now()).toISOString(), zone, ...named };
    outbox.add([outbox.make("start_workout", workoutId, null, fields)]);
    (routine?.rows ?? []).forEach((/** @type {any} */ row, /** @type {number} */ at) => {
      keepPlanned(outbox, workoutId, { ...row, exercise_id: gym?.here?.[row.exercise_id] ?? row.exercise_id }, at + 1);
    });
    this.show({ version: "0", is_open: true, workout: { workout_id: workoutId }, rows: [], past: {} });
  }
}

/** Keep a row of a routine as a draft: the server has no plan of this workout yet.
 * @param {Outbox} outbox @param {string} workoutId @param {any} row @param {number} position */
function keepPlanned(outbox, workoutId, row, position) {
  const setId = newId(outbox.now());
  const { reps_min, reps_max, target_rir, rest_s, plan_note = null } = row;
  const target = { reps_min, reps_max, target_rir, rest_s, plan_note, planned_exercise_id: row.exercise_id };
  const fixed = Object.fromEntries(["weight", "unit", "seconds", "distance_m"].map((name) => [name, row[name] ?? null]));
  const fields = { exercise_id: row.exercise_id, set_type: row.set_type, superset: row.superset, position, target, ...fixed };
  outbox.shelf.keep("draft", setId, { set_id: setId, workout_id: workoutId, is_new: true, fields, texts: {} });
}

new OfflinePage(/** @type {HTMLElement} */ (document.getElementById("page")));
