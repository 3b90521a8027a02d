/* Maillon — the service worker: pages of the day and the files they need, when there is no network.
   `MAILLON` (version, shell, waiting, login) is written before it by the server: maillon/desk/offline.py. */
const SHELL = `maillon-shell-${MAILLON.version}`;
const PATIENCE = 6000;

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(SHELL);
    await shell.addAll(MAILLON.shell);
    /* Asked for by nobody, so that it names nobody. */
    await shell.put(MAILLON.waiting, await fetch(MAILLON.waiting, { credentials: "omit", cache: "no-store" }));
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    /* The pages of this morning may still need the files of the version before. */
    const shells = (await caches.keys()).filter((name) => name.startsWith("maillon-shell-"));
    await Promise.all(shells.filter((name) => name !== SHELL).slice(0, -1).map((name) => caches.delete(name)));
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(visit(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
});

const later = (milliseconds) => new Promise((resolve, reject) => setTimeout(() => reject(new Error("slow")), milliseconds));

/* The network first; the kept page when it does not answer, or not soon; failing that, what waits and what is kept. */
async function visit(request, url) {
  const kept = await Queue.page(url).catch(() => null);
  try {
    const asked = fetch(request);
    const answer = await (kept ? Promise.race([asked, later(PATIENCE)]) : asked);
    if (kept && [502, 503, 504].includes(answer.status)) return kept;
    if (answer.ok && url.pathname === MAILLON.login) await Queue.forget().catch(() => null);
    return answer;
  } catch {
    return kept ?? (await caches.match(MAILLON.waiting, { cacheName: SHELL, ignoreVary: true })) ?? Response.error();
  }
}

/* A file whose name tells its content never changes; another is asked for again, and its copy serves without a network. */
async function file(request, url) {
  const known = await caches.match(request, { ignoreVary: true });
  if (known && /\.[0-9a-f]{12}\./.test(url.pathname)) return known;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200) {
      const copy = answer.clone();
      caches.open(SHELL).then((shell) => shell.put(request, copy)).catch(() => null);
    }
    return answer;
  } catch {
    return known ?? Response.error();
  }
}

/* Background Sync: the browser wakes us when the network returns, even with every tab closed. */
addEventListener("sync", (event) => {
  if (event.tag !== "maillon-queue") return;
  event.waitUntil(Queue.flush().then((done) => {
    if (done && !done.reached) throw new Error("the server does not answer yet");
  }));
});
