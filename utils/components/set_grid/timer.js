// What runs beside a workout: the screen stays on, and timed sets are counted up.

/** Keep the screen on while a workout runs; asked again when the page is looked at again. */
class ScreenLock {
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

/** Counts up from a tap, for timed sets. */
class Stopwatch {
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

  /** Stop and give the seconds. */
  stop() {
    const seconds = Math.round((Date.now() - this.startedAt) / 1000);
    this.startedAt = 0;
    return seconds;
  }

  get seconds() {
    return (Date.now() - this.startedAt) / 1000;
  }
}
