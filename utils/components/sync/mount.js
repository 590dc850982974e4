// On every page: sends what is left, keeps what the log page needs without signal, and lets the page be used offline.

import { el } from "../core/dom.js";
import { newId } from "../core/ids.js";
import { outboxOf } from "../core/outbox.js";
import { pageState } from "../core/page.js";
import { RestTimer, sound } from "../core/rest.js";

/** @import { Outbox } from "../core/outbox.js" */

/** @param {{data: any, setTriggerValue: (name: string, value: any) => void}} component */
export default function sync({ data, setTriggerValue }) {
  keepPageUsable();
  keepWorker(data.worker ?? null);
  addManifest(data.manifest);
  if (data.signed_out) return forgetLifters();
  if (!data.user) return;
  const outbox = outboxOf(data.user);
  outbox.shelf.keep("last_user", "", data.user);
  window.localStorage.setItem("tonnage.last_user", data.user);
  if (data.kit) {
    outbox.shelf.keep("kit", "", data.kit);
    window.dispatchEvent(new Event("tonnage-kit"));
  }
  hangBell(outbox);
  const trigger = (/** @type {any} */ payload) => setTriggerValue("outbox", { ...payload, nonce: newId(Date.now()) });
  for (const old of pageState().syncTriggers ?? []) outbox.disconnect(old);
  pageState().syncTriggers = [trigger];
  outbox.triggers.unshift(trigger); // a grid on the page goes first
  outbox.connect({ route: data.route });
  outbox.receive(data.answer);
}

/** Where the server has no worker, one of an earlier server must not answer for it. @param {string | null} address */
function keepWorker(address) {
  const { serviceWorker } = navigator; // missing on plain HTTP
  if (address) return void serviceWorker?.register(address, { scope: "/" }).catch(() => {});
  void serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
}

/** A rest that was begun on the log page rings on every page. @param {Outbox} outbox */
function hangBell(outbox) {
  if (pageState().bellOf === outbox.user) return;
  pageState().bell?.destroy();
  const bell = new RestTimer(outbox.shelf, () => {});
  Object.assign(pageState(), { bell, bellOf: outbox.user });
  // A browser lets a page sound only from a touch on.
  document.addEventListener("pointerdown", () => bell.state && sound.prepare());
}

/** At sign-out only operations stay, which their lifter still wants saved. */
function forgetLifters() {
  const keys = Object.keys(window.localStorage).filter((key) => key.startsWith("tonnage."));
  for (const key of keys) if (!/^tonnage\.(op|refused)\./.test(key)) window.localStorage.removeItem(key);
}

/** @param {string | null} address */
function addManifest(address) {
  if (!address || document.querySelector("link[rel=manifest]")) return;
  document.head.append(el("link", { rel: "manifest", href: address }));
}

/** After some seconds without the server Streamlit lays a dialog over the page; the grid goes on, so it is closed. */
function keepPageUsable() {
  if (pageState().watcher) return;
  pageState().watcher = new MutationObserver(() => {
    const dialogs = [...document.querySelectorAll("[role=dialog]")];
    const found = dialogs.find((one) => /Connection error/i.test(one.textContent ?? ""));
    const close = /** @type {HTMLElement | null} */ (found?.querySelector("button[aria-label=Close]"));
    if (!close) return;
    const focused = document.activeElement;
    close.click();
    if (focused instanceof HTMLElement) focused.focus();
  });
  pageState().watcher.observe(document.body, { childList: true, subtree: true });
}
