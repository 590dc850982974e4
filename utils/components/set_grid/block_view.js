// One exercise: its name, what is planned, and its rows; and the help strip for the row at hand.

class BlockView {
  /** @param {SetGrid} grid @param {string} key */
  constructor(grid, key) {
    this.grid = grid;
    this.key = key;
    this.name = el("button", { type: "button", class: "name", onclick: () => grid.openAbout(key) });
    this.menu = el("button", { type: "button", class: "icon", onclick: () => grid.openExerciseMenu(key) }, icon("more"));
    this.plan = el("p", { class: "plan" });
    this.note = el("p", { class: "pinned" });
    this.headings = el("div", { class: "row headings", "aria-hidden": "true" });
    this.add = el("button", { type: "button", class: "add", onclick: () => grid.addSet(key) }, icon("add"), el("span", { text: "Add set" }));
    this.badge = el("span", { class: "badge" });
    this.head = el("header", {}, this.name, this.badge, this.menu);
    this.node = el("section", { class: "block" });
  }

  /** @param {Block} block @param {string} letter */
  patch(block, letter) {
    const { grid } = this;
    setText(this.name, block.exercise.name);
    put(this.menu, "aria-label", `More for ${block.exercise.name}`);
    put(this.node, "aria-label", block.exercise.name);
    put(this.node, "data-superset", letter || null);
    setText(this.badge, letter ? `Superset ${letter}` : "");
    setText(this.plan, planOf(block));
    setText(this.note, [block.exercise.pinned_note, block.rows[0].target?.plan_note].filter(Boolean).join(" · "));
    const names = grid.names(block);
    this.patchHeadings(block, names);
    const marks = marksOf(block);
    const views = block.rows.map((row) => grid.rowView(row.set_id));
    views.forEach((view, place) => view.patch(block, place, marks[place], names));
    const rows = views.map((view) => view.node);
    put(this.node, "style", `--columns: ${names.map((name) => WIDTHS[name]).join(" ")}`);
    arrange(this.node, [this.head, this.plan, this.note, this.headings, ...rows, this.add]);
  }

  /** @param {Block} block @param {string[]} names */
  patchHeadings(block, names) {
    const words = names.map((name) => headingOf(name, block.exercise)).join("|");
    if (this.headings.dataset.words === words) return;
    this.headings.dataset.words = words;
    const inputs = el("div", { class: "inputs" }, ...names.map((name) => el("span", { text: headingOf(name, block.exercise) })));
    this.headings.replaceChildren(el("span", { text: "Set" }), el("span", { class: "last", text: "Last time" }), inputs, el("span"));
  }
}

/** @type {Record<string, string>} */
const WIDTHS = { weight: "1.3fr", reps: "1fr", rir: "0.8fr", seconds: "1.3fr", distance_m: "1.3fr" };

/** How the sets of a block are called: "W" for a warm-up, "1", "2" for working sets, "D" for a drop set.
 * @param {Block} block @returns {string[]} */
function marksOf(block) {
  let working = 0;
  return block.rows.map((row) => LETTERS[row.set_type] ?? String(++working));
}

/** What the plan asks: "3 × 6–8 · RIR 2 · rest 2:30", "2 × 5, 5+". @param {Block} block @returns {string} */
function planOf(block) {
  const planned = block.rows.filter((row) => row.target && row.set_type !== "warmup");
  if (!planned.length) return "";
  const { target } = planned[0];
  const parts = [
    inRuns(planned.map((row) => hintOf("reps", row.target))),
    target.target_rir !== null && `RIR ${target.target_rir}`,
    target.rest_s && `rest ${formatClock(target.rest_s)}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Equal neighbours counted: ["5", "5", "5+"] is "2 × 5, 5+". @param {string[]} hints @returns {string} */
function inRuns(hints) {
  /** @type {[string, number][]} */
  const runs = [];
  for (const hint of hints.filter(Boolean)) {
    if (runs.at(-1)?.[0] === hint) runs[runs.length - 1][1] += 1;
    else runs.push([hint, 1]);
  }
  return runs.map(([hint, count]) => (count > 1 || runs.length === 1 ? `${count} × ${hint}` : hint)).join(", ");
}

/** Steppers, plates, and what the typed set would be worth: of the row at hand, but under the thumb, where it moves no row. */
class Strip {
  /** @param {SetGrid} grid */
  constructor(grid) {
    this.grid = grid;
    this.steps = el("div", { class: "steps" });
    this.help = el("p", { class: "help", role: "status" });
    this.node = el("div", { class: "strip", role: "group" }, this.help, this.steps);
    this.shown = "";
  }

  /** @param {Block} block @param {Row} row @param {string} mark @param {Record<string, string>} texts */
  patch(block, row, mark, texts) {
    const names = this.grid.names(block).filter((name) => name !== "rir" && name !== "distance_m");
    const watch = this.grid.stopwatch.isRunning(row.set_id);
    const shown = `${row.set_id} ${names} ${watch}`;
    if (this.shown !== shown) this.steps.replaceChildren(...names.flatMap((name) => this.stepper(name, row.set_id, watch)));
    this.shown = shown;
    put(this.node, "aria-label", `Set ${mark} of ${block.exercise.name}`);
    setText(this.help, [`Set ${mark}`, helpFor(this.grid, block, row, texts)].filter(Boolean).join(" · "));
  }

  /** @param {string} name @param {string} setId @param {boolean} isRunning @returns {HTMLElement[]} */
  stepper(name, setId, isRunning) {
    if (name === "seconds") {
      return [this.button(isRunning ? "Stop" : "Stopwatch", isRunning ? "Stop the stopwatch" : "Start the stopwatch", () => this.grid.watch(setId))];
    }
    const made = (/** @type {number} */ direction) => {
      const sign = direction > 0 ? "+" : MINUS;
      return this.button(sign, `${LABELS[name]} ${direction > 0 ? "up" : "down"}`, () => this.grid.step(setId, name, direction));
    };
    return [el("span", { class: "stepper" }, made(-1), el("span", { text: LABELS[name] }), made(1))];
  }

  /** @param {string} text @param {string} label @param {() => void} act */
  button(text, label, act) {
    const keepFocus = (/** @type {Event} */ event) => event.preventDefault();
    return el("button", { type: "button", class: "step", text, "aria-label": label, onpointerdown: keepFocus, onclick: act });
  }
}
