// Answers a navigation with the kept log page when the server does not answer. It handles no other request.

const CACHE = "tonnage-__VERSION__";
const PAGE = "/offline";
const WAIT_MS = 2500;
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isPage = request.mode === "navigate" && url.origin === self.location.origin;
  if (isPage && url.pathname !== "/healthz" && !url.searchParams.has("online")) event.respondWith(pageOrKept(request));
});

async function keep() {
  const answer = await fetch(PAGE, { cache: "reload" });
  // Streamlit answers unknown addresses with its own page; only the offline page has this header.
  if (answer.headers.get("X-Tonnage-Page") !== "offline") throw new Error("no offline page here");
  await (await caches.open(CACHE)).put(PAGE, answer);
}

async function forgetOlder() {
  const names = (await caches.keys()).filter((name) => name.startsWith("tonnage-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function pageOrKept(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(WAIT_MS) });
    if (!AWAY.includes(answer.status)) return answer;
  } catch {
    // no network, no server, or too slow: answer with the kept page
  }
  return (await caches.match(PAGE)) ?? Response.error();
}
