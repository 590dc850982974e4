// The grid inside Streamlit. Each host element keeps one instance, which every run of the page updates.

import { newId } from "../core/ids.js";
import { outboxOf } from "../core/outbox.js";
import { SetGrid } from "./grid.js";

/** @import { Outbox, Trigger } from "../core/outbox.js" */

/** @type {WeakMap<HTMLElement, {grid: SetGrid, trigger: Trigger, outbox: Outbox}>} */
const mounted = new WeakMap();

/** @param {{data: any, parentElement: any, setTriggerValue: (name: string, value: any) => void}} component */
export default function mount({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector?.("#grid") ?? parentElement;
  let instance = mounted.get(host);
  if (!instance || instance.outbox.user !== data.user) {
    instance?.grid.destroy();
    instance = begin(host, data.user, setTriggerValue);
    mounted.set(host, instance);
  }
  instance.outbox.connect({ route: data.route, trigger: instance.trigger });
  instance.outbox.receive(data.answer);
  instance.grid.update(data);
  const ended = instance;
  return () => {
    if (host.isConnected) return; // Streamlit also cleans up stale calls while the component stays
    ended.outbox.disconnect(ended.trigger);
    ended.grid.destroy();
    mounted.delete(host);
  };
}

/** @param {HTMLElement} host @param {string} user @param {(name: string, value: any) => void} setTriggerValue */
function begin(host, user, setTriggerValue) {
  const outbox = outboxOf(user);
  const ask = (/** @type {string} */ name, /** @type {any} */ value = {}) => setTriggerValue("ask", { nonce: newId(Date.now()), name, value });
  const trigger = (/** @type {any} */ payload) => setTriggerValue("outbox", { ...payload, nonce: newId(Date.now()) });
  return { grid: new SetGrid(host, { outbox, ask }), trigger, outbox };
}
