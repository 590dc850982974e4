// Keeps each operation under a localStorage key of its own until the server has accepted or refused it.

import { compareIds, newId } from "./ids.js";
import { pageState } from "./page.js";

/** @import { Operation, Refusal } from "./overlay.js" */

const SEND_AT_ONCE = 200;
const RETRY_MS = 3000;
const TIMEOUT_MS = 10_000;
const STATES = { 401: "signed_out", 403: "signed_out", 409: "other_lifter" };
const WORDS = {
  full: "This browser keeps nothing for this page (private mode, or its storage is full): keep the page open until all is saved.",
  away: "The server does not answer.",
};

/** @typedef {{user: string, acked: string[], rejected: Record<string, string>, error: string | null, version: string, now: number}} Answer */
/** @typedef {(payload: {user: string, ops: Operation[]}) => void} Trigger */

/** Values of one lifter in the browser's storage, or in memory where the storage takes no more. */
export class Shelf {
  /** @param {string} user @param {Storage} storage */
  constructor(user, storage) {
    this.user = user;
    this.storage = storage;
    this.isFull = false;
    /** @type {Map<string, string>} */
    this.memory = new Map();
    /** Values that were read since the last change, by kind: one tap reads the same values a dozen times. @type {Map<string, [string, any][]>} */
    this.listed = new Map();
    this.revision = 0;
  }

  /** Forget what was read, because this tab or another one changed something. */
  renew() {
    this.listed.clear();
    this.revision += 1;
  }

  /** @param {string} kind @param {string} [id] */
  key(kind, id) {
    return `tonnage.${kind}.${this.user}${id ? `.${id}` : ""}`;
  }

  /** @param {string} kind @param {string} id @param {unknown} value */
  keep(kind, id, value) {
    const [key, text] = [this.key(kind, id), JSON.stringify(value)];
    this.renew();
    try {
      this.storage.setItem(key, text);
      this.memory.delete(key);
    } catch {
      this.isFull = true;
      this.memory.set(key, text);
    }
  }

  /** @param {string} kind @param {string} [id] */
  drop(kind, id) {
    this.memory.delete(this.key(kind, id));
    this.renew();
    try {
      this.storage.removeItem(this.key(kind, id));
    } catch {
      this.isFull = true;
    }
  }

  /** @param {string} kind @param {string} [id] @returns {any} */
  read(kind, id) {
    return this.parsed(this.key(kind, id));
  }

  /** Every value of a kind with its id. @param {string} kind @returns {[string, any][]} */
  all(kind) {
    const entries = this.listed.get(kind) ?? this.readAll(kind);
    this.listed.set(kind, entries);
    return entries;
  }

  /** @param {string} kind @returns {[string, any][]} */
  readAll(kind) {
    const head = this.key(kind) + ".";
    const ids = this.keys().filter((key) => key.startsWith(head)).map((key) => key.slice(head.length));
    return /** @type {[string, any][]} */ (ids.map((id) => [id, this.read(kind, id)]).filter(([, value]) => value));
  }

  /** @param {string} key */
  parsed(key) {
    try {
      return JSON.parse(this.memory.get(key) ?? this.storage.getItem(key) ?? "null");
    } catch {
      return null; // written by something else, or cut short by a full disk
    }
  }

  keys() {
    try {
      return [...new Set([...Object.keys(this.storage), ...this.memory.keys()])];
    } catch {
      return [...this.memory.keys()];
    }
  }
}

/** Sends all waiting operations, oldest first, until the server has accepted or refused them. */
export class Outbox {
  /** @param {{user: string, storage?: Storage, fetch?: typeof window.fetch}} options */
  constructor({ user, storage = window.localStorage, fetch = window.fetch.bind(window) }) {
    this.user = user;
    this.shelf = new Shelf(user, storage);
    this.fetch = fetch;
    /** @type {string | null} */
    this.route = null;
    /** @type {Trigger[]} */
    this.triggers = [];
    this.offset = Number(this.shelf.read("offset") ?? 0);
    this.state = "idle";
    /** @type {string | null} */
    this.error = null;
    this.isSending = false;
    this.sentAt = 0;
    this.sentCount = 0;
    this.silentSince = 0;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Set<(operations: Operation[], version: string) => void>} */
    this.settling = new Set();
    this.wake = () => this.send();
    this.heard = (/** @type {StorageEvent} */ event) => this.hearOtherTab(event);
    for (const event of ["online", "focus", "pageshow"]) window.addEventListener(event, this.wake);
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("storage", this.heard);
    this.timer = window.setInterval(this.wake, RETRY_MS);
  }

  /** The server's time in milliseconds. */
  now() {
    return Date.now() + this.offset;
  }

  /** @param {string} kind @param {string} workoutId @param {string | null} setId @param {Record<string, any>} [fields] @returns {Operation} */
  make(kind, workoutId, setId, fields) {
    const operation = { op_id: newId(this.now()), kind, workout_id: workoutId };
    return { ...operation, ...(setId ? { set_id: setId } : {}), ...(fields ? { fields } : {}) };
  }

  /** @param {Operation[]} operations */
  add(operations) {
    for (const operation of operations) this.shelf.keep("op", operation.op_id, operation);
    this.tell();
    this.send();
  }

  /** The operations that wait, oldest first. @returns {Operation[]} */
  pending() {
    return this.shelf.all("op").map(([, operation]) => operation).sort((a, b) => compareIds(a.op_id, b.op_id));
  }

  /** How many sets and workouts have operations that wait. */
  get waiting() {
    return new Set(this.pending().map((operation) => operation.set_id ?? operation.workout_id)).size;
  }

  /** @returns {Refusal[]} */
  refused() {
    return this.shelf.all("refused").map(([, refusal]) => refusal);
  }

  /** @param {string} opId */
  dismiss(opId) {
    this.shelf.drop("refused", opId);
    this.tell();
  }

  /** @param {{route?: string | null, trigger?: Trigger}} way */
  connect({ route, trigger }) {
    if (route !== undefined) this.route = route;
    if (trigger && !this.triggers.includes(trigger)) this.triggers.push(trigger);
    this.send();
  }

  /** @param {Trigger} trigger */
  disconnect(trigger) {
    this.triggers = this.triggers.filter((other) => other !== trigger);
  }

  send() {
    const ops = this.pending().slice(0, SEND_AT_ONCE);
    if (!ops.length) return this.settle(this.isSending ? "sending" : "idle", null);
    const payload = { user: this.user, ops };
    if (this.route) return void this.post(payload);
    this.pull(payload);
  }

  /** Hand the operations to the page, which answers with its next run. Without a server there is no answer at all.
   * @param {{user: string, ops: Operation[]}} payload */
  pull(payload) {
    const trigger = this.triggers.at(-1);
    const now = Date.now();
    const isAnswerDue = now - this.sentAt < RETRY_MS && payload.ops.length === this.sentCount;
    if (!trigger || isAnswerDue) return;
    this.silentSince ||= now;
    [this.sentAt, this.sentCount] = [now, payload.ops.length];
    this.settle(now - this.silentSince > 1.5 * RETRY_MS ? "offline" : "sending", null);
    trigger(payload);
  }

  /** @param {{user: string, ops: Operation[]}} payload */
  async post(payload) {
    if (this.isSending) return;
    this.isSending = true;
    if (this.state === "idle") this.settle("sending", null);
    const isDone = await this.exchange(payload).catch(() => this.settle("offline", null));
    this.isSending = false;
    const isMore = this.pending().some((operation) => !payload.ops.some((sent) => sent.op_id === operation.op_id));
    if (isDone || isMore && this.state === "sending") this.send();
  }

  /** @param {{user: string, ops: Operation[]}} payload @returns {Promise<boolean | void>} */
  async exchange(payload) {
    const body = JSON.stringify(payload);
    const answer = await this.fetch(/** @type {string} */ (this.route), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "same-origin",
      keepalive: body.length < 60_000, // so that a tab that is closed right after a tick still sends it
      signal: AbortSignal.timeout(TIMEOUT_MS),
      body,
    });
    const refusedState = STATES[/** @type {keyof typeof STATES} */ (answer.status)];
    if (refusedState) return this.settle(refusedState, null);
    const outcome = await answer.json().catch(() => null);
    if (!outcome?.acked) return this.settle("trouble", outcome?.error ?? WORDS.away);
    this.receive(outcome);
    return !outcome.error;
  }

  /** Take an answer from the endpoint or from the page. @param {Answer | null} answer */
  receive(answer) {
    if (!answer || answer.user !== this.user) return;
    const byId = new Map(this.pending().map((operation) => [operation.op_id, operation]));
    const settled = answer.acked.map((id) => byId.get(id)).filter((operation) => operation !== undefined);
    for (const operation of settled) this.shelf.drop("op", operation.op_id);
    for (const [id, reason] of Object.entries(answer.rejected)) this.refuse(byId.get(id), reason);
    [this.sentAt, this.silentSince] = [0, 0];
    this.keepTime(answer.now);
    for (const hear of this.settling) hear(settled, answer.version);
    this.settle(answer.error ? "trouble" : this.pending().length ? "sending" : "idle", answer.error);
    this.tell();
  }

  /** @param {Operation | undefined} operation @param {string} reason */
  refuse(operation, reason) {
    if (!operation) return;
    this.shelf.keep("refused", operation.op_id, { operation, reason });
    this.shelf.drop("op", operation.op_id);
  }

  /** @param {number} serverMs */
  keepTime(serverMs) {
    if (!serverMs) return;
    this.offset = Math.abs(serverMs - Date.now()) > 5000 ? serverMs - Date.now() : 0;
    this.shelf.keep("offset", "", this.offset);
  }

  /** @param {string} state @param {string | null} error */
  settle(state, error) {
    const words = error ?? (this.shelf.isFull ? WORDS.full : null);
    const isNew = state !== this.state || words !== this.error;
    [this.state, this.error] = [state, words];
    if (isNew) this.tell();
  }

  /** Hear of operations in another tab. One that is gone from the storage and was not refused has been carried out.
   * @param {StorageEvent} event */
  hearOtherTab(event) {
    this.shelf.renew();
    if (!event.key?.startsWith(this.shelf.key("op") + ".")) return;
    const settled = event.newValue === null && event.oldValue ? JSON.parse(event.oldValue) : null;
    if (settled && !this.shelf.read("refused", settled.op_id)) for (const hear of this.settling) hear([settled], "0");
    this.tell();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  /** @param {() => void} listener @returns {() => void} */
  onChange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The outbox of a lifter. All components of the page share it. @param {string} user @returns {Outbox} */
export function outboxOf(user) {
  const outboxes = (pageState().outboxes ??= {});
  return (outboxes[user] ??= new Outbox({ user }));
}
