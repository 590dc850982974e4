// Draws what the log says; what has a view keeps it, so that typing goes on through every change.

const AWAY_MS = 20_000;

class GridView {
  /** @param {HTMLElement} root @param {{outbox: Outbox, ask: ((name: string, value?: any) => void) | null}} options */
  constructor(root, { outbox, ask }) {
    this.root = root;
    root.classList.add("tonnage-grid");
    this.outbox = outbox;
    this.isOffline = ask === null;
    this.ask = ask ?? (() => {});
    this.log = new Log(outbox);
    /** @type {Map<string, RowView>} */
    this.rowViews = new Map();
    /** @type {Map<string, BlockView>} */
    this.blockViews = new Map();
    /** @type {Map<string, string>} */
    this.problems = new Map();
    /** @type {Map<string, string>} */
    this.doubts = new Map();
    this.active = "";
    /** @type {Block[]} */
    this.blocks = [];
    /** @type {string[]} */
    this.keys = [];
    /** @type {Map<string, Refusal>} */
    this.refusals = new Map();
    /** What is under way: "finished" or "discarded". @type {string | undefined} */
    this.ending = undefined;
    /** @type {number | undefined} */
    this.frame = undefined;
    const grid = /** @type {SetGrid} */ (/** @type {unknown} */ (this));
    this.stopwatch = new Stopwatch();
    this.strip = new Strip(grid);
    this.timer = new RestTimer(this.log.shelf, () => this.bar.patchTimer());
    this.bar = new Bar(grid);
    this.head = new Head(grid);
    this.list = el("div", { class: "blocks" });
    this.empty = el("p", { class: "empty", text: "Add the first exercise: recent ones come first, and every short form is known." });
    this.screen = new ScreenLock();
    this.unhear = outbox.onChange(() => this.schedule());
    this.newKit = () => {
      this.log.hasKit = false;
      this.schedule();
    };
    window.addEventListener("tonnage-kit", this.newKit);
    this.hiddenAt = 0;
    this.looked = () => this.lookAgain();
    document.addEventListener("visibilitychange", this.looked);
    root.replaceChildren(this.head.node, this.list, this.empty, this.bar.node);
  }

  /** @param {any} data */
  update(data) {
    this.log.update(data);
    if (data.added && data.added.nonce !== this.addedNonce) addExercise(this.log, data.added.exercise_id);
    this.addedNonce = data.added?.nonce;
    takeVariant(this.log, data.variant);
    this.render();
  }

  destroy() {
    this.unhear();
    window.removeEventListener("tonnage-kit", this.newKit);
    document.removeEventListener("visibilitychange", this.looked);
    this.timer.destroy();
    this.screen.destroy();
    this.log.forget();
    this.root.replaceChildren();
  }

  /** Every view of this kind is a SetGrid, which its parts call back. @returns {SetGrid} */
  get asGrid() {
    return /** @type {any} */ (this);
  }

  /** Leave once everything is safe; a SetGrid does. */
  endIfSaved() {}

  get settings() {
    return this.log.kit.settings;
  }

  get decimal() {
    return this.settings.decimal ?? ".";
  }

  /** After a while away another device may have logged: ask for the rows anew. */
  lookAgain() {
    if (document.visibilityState === "hidden") this.hiddenAt = Date.now();
    else if (this.hiddenAt && Date.now() - this.hiddenAt > AWAY_MS) this.asGrid.ask("reload");
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => this.render());
  }

  render() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    if (!this.log.workoutId) return;
    this.log.takeKit();
    this.refusals = this.log.refusals();
    const blocks = (this.blocks = this.log.blocks());
    const rows = blocks.flatMap((block) => block.rows);
    if (!rows.some((row) => row.set_id === this.active)) this.active = (rows.find((row) => !row.saved) ?? rows.at(-1))?.set_id ?? "";
    const keys = keysOf(blocks);
    const letters = lettersOf(blocks);
    const views = blocks.map((_, place) => this.blockView(keys[place]));
    this.keys = keys;
    const mates = (/** @type {Block} */ block) => blocks.filter((one) => one.superset === block.superset).length;
    views.forEach((view, place) => view.patch(blocks[place], letters[place], mates(blocks[place])));
    arrange(this.list, views.map((view) => view.node));
    put(this.empty, "hidden", rows.length > 0);
    this.patchStrip();
    put(this.head.node, "hidden", !this.log.isOpen && !this.ending);
    this.root.classList.toggle("open", this.log.isOpen);
    this.root.classList.toggle("mirrored", Boolean(this.settings.is_left_handed));
    this.head.patch(rows);
    this.bar.patch();
    this.endIfSaved();
  }

  patchStrip() {
    const block = this.blocks.find((one) => one.rows.some((row) => row.set_id === this.active));
    const row = block?.rows.find((one) => one.set_id === this.active);
    put(this.strip.node, "hidden", !row);
    if (!block || !row) return;
    this.strip.patch(block, row, marksOf(block)[block.rows.indexOf(row)], this.rowView(row.set_id).texts());
  }

  /** @param {string} setId */
  rowView(setId) {
    const made = this.rowViews.get(setId) ?? new RowView(this.asGrid, setId);
    this.rowViews.set(setId, made);
    return made;
  }

  /** @param {string} key */
  blockView(key) {
    const made = this.blockViews.get(key) ?? new BlockView(this.asGrid, key);
    this.blockViews.set(key, made);
    return made;
  }

  /** What is asked of each set of an exercise. @param {Block} block */
  names(block) {
    const names = INPUTS[block.exercise.load_type];
    return this.settings.shows_rir && names.includes("reps") ? [...names, "rir"] : names;
  }

  focused() {
    return /** @type {any} */ (this.root.getRootNode()).activeElement;
  }

  /** @param {string} setId */
  find(setId) {
    const block = this.blocks.find((one) => one.rows.some((row) => row.set_id === setId));
    const place = block?.rows.findIndex((row) => row.set_id === setId) ?? -1;
    return block ? { block, place, row: block.rows[place] } : null;
  }

  /** @param {string} key @returns {Block} */
  blockOf(key) {
    const place = this.keys.indexOf(key);
    return this.blocks[place];
  }

  /** @param {string} iso */
  day(iso) {
    return formatDay(iso, this.settings.dates, new Date().getFullYear());
  }
}

/** A key per block that stays when rows come and go. @param {Block[]} blocks @returns {string[]} */
function keysOf(blocks) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return blocks.map(({ exercise_id: id }) => {
    seen.set(id, (seen.get(id) ?? 0) + 1);
    return `${id}.${seen.get(id)}`;
  });
}

/** "A", "B" for blocks that are done in turns, "" for the others. @param {Block[]} blocks @returns {string[]} */
function lettersOf(blocks) {
  const numbers = [...new Set(blocks.map((block) => block.superset).filter((one) => one !== null))];
  return blocks.map(({ superset }) => (superset === null || superset === undefined ? "" : String.fromCharCode(65 + numbers.indexOf(superset))));
}
