// Keeps or drops the session's cookie, once per order, and says how it went.
const carriedOut = new Set();

export default function ({ data, setTriggerValue }) {
  if (carriedOut.has(data.order)) return;
  carriedOut.add(data.order);
  carryOut(data)
    .catch(() => false)
    .then((ok) => setTriggerValue("done", { order: data.order, ok }));
}

async function carryOut({ action, secret, route, name, maxAge, secure }) {
  if (route) return askServer(action, secret, route);
  // No route on this server: a cookie that scripts can read, and that only this site receives.
  const flags = `path=/; SameSite=Strict${secure || location.protocol === "https:" ? "; Secure" : ""}`;
  const keeps = action === "keep";
  document.cookie = `${name}=${keeps ? secret : ""}; max-age=${keeps ? maxAge : 0}; ${flags}`;
  return true;
}

async function askServer(action, secret, route) {
  const answer = await fetch(route, {
    method: action === "keep" ? "POST" : "DELETE",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(action === "keep" ? { ticket: secret } : {}),
    credentials: "same-origin",
    keepalive: true, // the page may be left before the answer arrives
  });
  return answer.ok;
}
