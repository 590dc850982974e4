// The rest timer. It keeps timestamps in the browser's storage, so that a reload or another page does not stop it.

import { pageState } from "./page.js";

/** @import { Shelf } from "./outbox.js" */

const TICK_MS = 250;
const LATE_MS = 10 * 60_000;

export class RestTimer {
  /** @param {Shelf} shelf @param {() => void} changed */
  constructor(shelf, changed) {
    this.shelf = shelf;
    this.changed = changed;
    this.beat = window.setInterval(() => this.tick(), TICK_MS);
    this.heardOf = this.state?.ends_at ?? 0;
  }

  /** @returns {{started_at: number, ends_at: number, what: string} | null} */
  get state() {
    const timer = this.shelf.read("timer");
    return timer && Date.now() - timer.ends_at < LATE_MS ? timer : null;
  }

  /** Milliseconds that are left; negative after the end. */
  get left() {
    return this.state ? this.state.ends_at - Date.now() : 0;
  }

  /** @param {number} seconds @param {string} what */
  start(seconds, what) {
    const now = Date.now();
    this.keep({ started_at: now, ends_at: now + seconds * 1000, what });
    sound.prepare();
  }

  /** @param {number} seconds */
  shift(seconds) {
    const state = this.state;
    if (state) this.keep({ ...state, ends_at: Math.max(Date.now(), state.ends_at + seconds * 1000) });
  }

  skip() {
    this.shelf.drop("timer");
    this.changed();
  }

  /** @param {{started_at: number, ends_at: number, what: string}} state */
  keep(state) {
    this.shelf.keep("timer", "", state);
    this.changed();
  }

  tick() {
    const state = this.state;
    if (!state) return;
    if (state.ends_at <= Date.now() && this.heardOf !== state.ends_at) {
      this.heardOf = state.ends_at;
      if (Date.now() - state.ends_at < 5000 && isFirstToRing(state.ends_at)) sound.ring();
    }
    this.changed();
  }

  destroy() {
    window.clearInterval(this.beat);
  }
}

/** Whether no other timer on this page has rung for this rest. The log page has two: the grid's and that of every page.
 * @param {number} endsAt @returns {boolean} */
function isFirstToRing(endsAt) {
  const isFirst = pageState().rungFor !== endsAt;
  pageState().rungFor = endsAt;
  return isFirst;
}

/** A beep and a buzz. Browsers let a page sound only after a touch, so the tap that starts a rest prepares it. */
export const sound = {
  /** @type {AudioContext | null} */
  context: null,
  prepare() {
    try {
      this.context ??= new AudioContext();
      void this.context.resume();
    } catch {
      this.context = null; // no sound here; the bar still shows the end
    }
  },
  ring() {
    navigator.vibrate?.([200, 100, 200]);
    const { context } = this;
    if (!context) return;
    for (const delay of [0, 0.25]) {
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = 880;
      volume.gain.value = 0.15;
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + delay);
      tone.stop(context.currentTime + delay + 0.15);
    }
  },
};
