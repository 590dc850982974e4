// Runs on every page: sends waiting operations, keeps what the log page needs without a network, and registers its worker.

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

/** Register the worker. Without one on this server, remove that of an earlier server: it must not answer for this one. @param {string | null} address */
function keepWorker(address) {
  const { serviceWorker } = navigator; // missing on plain HTTP
  if (address) return void serviceWorker?.register(address, { scope: "/" }).catch(() => {});
  void serviceWorker?.getRegistrations().then((all) => all.forEach((registration) => registration.unregister()));
}

/** Let a rest that began on the log page ring on every page. @param {Outbox} outbox */
function hangBell(outbox) {
  if (pageState().bellOf === outbox.user) return;
  pageState().bell?.destroy();
  const bell = new RestTimer(outbox.shelf, () => {});
  Object.assign(pageState(), { bell, bellOf: outbox.user });
  // Browsers let a page sound only after a touch.
  document.addEventListener("pointerdown", () => bell.state && sound.prepare());
}

/** Remove everything of all lifters at sign-out but operations that were not sent: they are the only copy. */
function forgetLifters() {
  const keys = Object.keys(window.localStorage).filter((key) => key.startsWith("tonnage."));
  for (const key of keys) if (!/^tonnage\.(op|refused)\./.test(key)) window.localStorage.removeItem(key);
}

/** @param {string | null} address */
function addManifest(address) {
  if (!address || document.querySelector("link[rel=manifest]")) return;
  document.head.append(el("link", { rel: "manifest", href: address }));
}

/** Close Streamlit's dialog about the lost connection: it covers the page, and the grid works without the server. */
function keepPageUsable() {
  if (pageState().watcher) return;
  pageState().watcher = new MutationObserver(() => {
    const dialogs = [...document.querySelectorAll("[role=dialog]")];
    const dialog = dialogs.find((dialog) => /Connection error/i.test(dialog.textContent ?? ""));
    const close = /** @type {HTMLElement | null} */ (dialog?.querySelector("button[aria-label=Close]"));
    if (!close) return;
    const focused = document.activeElement;
    close.click();
    if (focused instanceof HTMLElement) focused.focus();
  });
  pageState().watcher.observe(document.body, { childList: true, subtree: true });
}
