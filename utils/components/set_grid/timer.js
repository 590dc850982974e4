// What runs during a workout: the lock that keeps the screen on, the stopwatch, and the check for a long absence.

const AWAY_MS = 20_000;

/** Keeps the screen on during a workout. Browsers drop the lock of a hidden page, so it is asked for again. */
export class ScreenLock {
  constructor() {
    this.take = () => void this.ask();
    document.addEventListener("visibilitychange", this.take);
    this.take();
  }

  async ask() {
    if (document.visibilityState !== "visible") return;
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      this.lock = undefined; // plain HTTP, or the battery is low
    }
  }

  destroy() {
    document.removeEventListener("visibilitychange", this.take);
    void this.lock?.release();
  }
}

/** Counts the seconds of a timed set from a tap on. */
export class Stopwatch {
  constructor() {
    this.startedAt = 0;
    this.setId = "";
  }

  /** @param {string} setId */
  isRunning(setId) {
    return this.startedAt > 0 && this.setId === setId;
  }

  /** @param {string} setId */
  start(setId) {
    [this.startedAt, this.setId] = [Date.now(), setId];
  }

  /** Stop, and return the seconds. */
  stop() {
    const seconds = Math.round((Date.now() - this.startedAt) / 1000);
    this.startedAt = 0;
    return seconds;
  }

  get seconds() {
    return (Date.now() - this.startedAt) / 1000;
  }
}

/** Calls back when the page becomes visible after it was hidden for a while. */
export class Absence {
  /** @param {() => void} onReturn */
  constructor(onReturn) {
    let hiddenAt = 0;
    this.onChange = () => {
      if (document.visibilityState === "hidden") hiddenAt = Date.now();
      else if (hiddenAt && Date.now() - hiddenAt > AWAY_MS) onReturn();
    };
    document.addEventListener("visibilitychange", this.onChange);
  }

  destroy() {
    document.removeEventListener("visibilitychange", this.onChange);
  }
}
