// Turns taps into operations at once.

const FORGOTTEN_MS = 3 * 3_600_000;
const CLOSED_AFTER_MS = 30 * 60_000;
const USUAL_REST_S = 120;
const SAID_FOR_MS = 6000;

class SetGrid extends GridView {
  /** What follows where no page takes over. @type {(() => void) | undefined} */
  onEnd = undefined;

  /** Do something to the log and show it at once. @param {() => void} change */
  act(change) {
    change();
    this.render();
  }

  /** @param {string} setId */
  activate(setId) {
    if (this.active === setId) return;
    this.active = setId;
    this.render();
  }

  /** Keep what is half typed, so that a reload brings it back. @param {string} setId @param {string} name */
  typed(setId, name) {
    this.doubts.delete(setId);
    this.problems.delete(setId);
    this.log.keepDraft(setId, { texts: { [name]: this.rowView(setId).input(name).value }, typed: { [name]: true } });
    this.patchStrip();
  }

  /** Save what was typed into a saved row. @param {string} setId */
  changed(setId) {
    const found = this.find(setId);
    if (!found?.row.saved || !this.log.draft(setId)) return;
    const fields = this.sound(found, this.rowView(setId).texts(), false);
    if (fields) this.act(() => (this.log.dropDraft(setId), amend(this.log, [found.row], fields)));
    else this.render();
  }

  /** Log a row; a second tap on a logged one changes nothing. @param {string} setId @param {boolean} [isSure] */
  tick(setId, isSure = false) {
    const found = this.find(setId);
    if (!found) return;
    if (found.row.saved && !isSure) return;
    const fields = this.sound(found, this.rowView(setId).texts(), isSure);
    if (!fields) return this.render();
    if (found.row.saved) return this.act(() => (this.log.dropDraft(setId), amend(this.log, [found.row], fields)));
    this.leaveRefused(setId);
    const record = recordOf(this, found.block, found.row, fields);
    tick(this.log, found.block, found.row, fields, this.restTaken());
    this.moveOn(found.row, found.block);
    if (record) this.bar.say(record, "medal");
  }

  /** The fields of a row that can be sent; null with the reason under the row.
   * @param {{block: Block, row: Row}} found @param {Record<string, string>} texts @param {boolean} isSure */
  sound({ block, row }, texts, isSure) {
    const { fields, problem } = fieldsOf(texts, block.exercise);
    const reason = problem ?? missingOf(fields, block.exercise);
    this.problems.delete(row.set_id);
    this.doubts.delete(row.set_id);
    if (reason) this.problems.set(row.set_id, reason);
    const doubt = reason || isSure ? null : doubtOf(fields, block.exercise, this.knownLoads(block, row), this.decimal);
    if (doubt) this.doubts.set(row.set_id, doubt);
    return reason || doubt ? null : fields;
  }

  /** @param {Block} block @param {Row} row */
  knownLoads(block, row) {
    const loads = this.log.past(block.exercise_id).sets.filter((/** @type {any} */ one) => one.weight !== null);
    const kgs = loads.map((/** @type {any} */ one) => toUnit(Number(one.weight), one.unit, "kg"));
    return { best: this.log.best(block.exercise_id, row).kg, last: kgs.length ? Math.max(...kgs) : null };
  }

  /** Seconds since the set before was logged; null for the first or after a long break. */
  restTaken() {
    const times = this.blocks.flatMap((block) => block.rows).map((row) => Date.parse(row.performed_at ?? ""));
    const last = Math.max(...times.filter((one) => !Number.isNaN(one)));
    const seconds = Math.round((this.outbox.now() - last) / 1000);
    return Number.isFinite(seconds) && seconds >= 0 && seconds < 3600 ? seconds : null;
  }

  /** To the next row, with a rest unless the round of a superset goes on. @param {Row} row @param {Block} block */
  moveOn(row, block) {
    this.blocks = this.log.blocks();
    this.active = nextRow(this.blocks, row)?.set_id ?? row.set_id;
    this.render();
    if (!this.log.isOpen || isMidRound(this.blocks, row)) return;
    const seconds = row.target?.rest_s ?? block.exercise.rest_s ?? USUAL_REST_S;
    this.timer.start(seconds, block.exercise.name);
  }

  /** @param {string} setId @param {string} name */
  enter(setId, name) {
    const found = this.find(setId);
    if (!found) return;
    if (found.row.saved) this.changed(setId);
    else this.tick(setId);
    const next = this.find(this.active);
    if (next && next.row.set_id !== setId) (this.rowView(next.row.set_id).inputs.get(name) ?? this.rowView(next.row.set_id).done).focus();
  }

  /** @param {string} setId @param {string} name @param {number} direction */
  step(setId, name, direction) {
    const found = this.find(setId);
    if (!found) return;
    const input = this.rowView(setId).input(name);
    const value = Number(parseNumber(input.value) || 0);
    const next = name === "weight" ? nextLoad(value, direction, found.block.exercise, this.log.gym) : Math.max(0, value + direction);
    input.value = formatNumber(next, this.decimal);
    this.typed(setId, name);
    if (found.row.saved) this.changed(setId);
  }

  /** Start or stop the stopwatch of a timed set. @param {string} setId */
  watch(setId) {
    const view = this.rowView(setId);
    if (!this.stopwatch.isRunning(setId)) this.stopwatch.start(setId);
    else {
      view.input("seconds").value = formatClock(this.stopwatch.stop());
      this.typed(setId, "seconds");
    }
    this.render();
  }

  /** @param {string} key */
  addSet(key) {
    const block = this.blockOf(key);
    const last = block.rows[block.rows.length - 1];
    this.act(() => addSet(this.log, block, this.rowView(last.set_id).texts()));
  }

  /** @param {Row[]} rows @param {string} words */
  remove(rows, words) {
    const undo = removeRows(this.log, rows);
    this.render();
    this.bar.say(words, null, () => this.act(undo));
  }

  /** @param {Block} block @param {string} exerciseId */
  swap(block, exerciseId) {
    this.act(() => swapRows(this.log, block.rows, exerciseId, this.log.exercise(exerciseId).name));
  }

  /** Send what was refused of a set again as it stands. @param {string} setId */
  tryAgain(setId) {
    const again = this.leaveRefused(setId);
    this.outbox.add(again.map((one) => this.outbox.make(one.kind, one.workout_id, setId, one.fields)));
  }

  /** Forget what was refused of a set; what that was, the oldest first. @param {string} setId @returns {Operation[]} */
  leaveRefused(setId) {
    const mine = this.outbox.refused().map(({ operation }) => operation).filter((one) => one.set_id === setId);
    for (const one of mine) this.outbox.dismiss(one.op_id);
    return mine.sort((a, b) => compareIds(a.op_id, b.op_id));
  }

  /** @param {Record<string, any>} fields */
  amendWorkout(fields) {
    this.act(() => this.outbox.add([this.outbox.make("amend_workout", this.log.workoutId, null, fields)]));
  }

  /** @param {any} exercise @param {string | null} note */
  pin(exercise, note) {
    exercise.pinned_note = note;
    this.ask("pin", { exercise_id: exercise.exercise_id, note });
    this.render();
  }

  /** @param {string} text @param {() => void} close */
  create(text, close) {
    close();
    if (this.isOffline) this.bar.say("A new exercise needs the network: take a similar one, and rename it later.", "warn");
    else this.ask("create_exercise", { text: text.slice(0, 120) });
  }

  discard() {
    this.outbox.add([this.outbox.make("delete_workout", this.log.workoutId, null)]);
    this.ending = "discarded";
    this.endIfSaved();
  }

  /** End the workout now, or a forgotten one half an hour after its last set. */
  finish() {
    const now = this.outbox.now();
    const times = [this.log.workout.started_at, ...this.log.rows().filter((row) => row.saved).map((row) => row.performed_at)];
    const last = Math.max(...times.map((one) => Date.parse(one ?? "")).filter((one) => !Number.isNaN(one)));
    const byRule = now - last > FORGOTTEN_MS;
    const fields = { ended_at: new Date(byRule ? last + CLOSED_AFTER_MS : now).toISOString(), ended_by_rule: byRule };
    this.ending = "finished";
    this.timer.skip();
    this.outbox.add([this.outbox.make("finish_workout", this.log.workoutId, null, fields)]);
    this.render();
  }

  /** Leave the grid once everything is safe. */
  endIfSaved() {
    if (!this.ending || this.outbox.pending().length) return;
    const how = this.ending;
    this.ending = undefined;
    this.shelfless();
    this.ask(how);
    if (this.isOffline) this.onEnd?.();
  }

  /** Nothing of an ended workout is left in the browser. */
  shelfless() {
    for (const [setId] of this.log.drafts()) this.log.dropDraft(setId);
    this.log.shelf.drop("board");
  }

  /** @param {Block} block */
  firstWeight(block) {
    const row = block.rows.find((one) => one.set_type !== "warmup") ?? block.rows[0];
    return block.exercise.load_type === "external" ? Number(parseNumber(this.rowView(row.set_id).texts().weight ?? "") || 0) : 0;
  }

  /** @param {string} setId */
  openSetMenu(setId) {
    const found = this.find(setId);
    if (found) openSetSheet(this, found.row, found.block, marksOf(found.block)[found.place]);
  }

  /** @param {string} key */
  openExerciseMenu(key) {
    openExerciseSheet(this, this.blocks, this.keys.indexOf(key));
  }

  /** @param {string} key */
  openAbout(key) {
    openAboutSheet(this, this.blockOf(key));
  }

  /** @param {string} title @param {(id: string) => void} picked @param {any[]} [suggested] */
  openPicker(title, picked, suggested = []) {
    openPickerSheet(this, title, picked, suggested);
  }
}
