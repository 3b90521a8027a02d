/* Maillon — what is done without a network, kept in order in IndexedDB and sent when the network returns.
   Shared by the pages (offline.js) and the service worker (worker.js); it touches no page. See docs/decisions/0011-sans-reseau.md. */
const Queue = (() => {
  const DAY = "maillon-day";
  const HOURS_KEPT = 18;
  const PATIENCE = { probe: 6000, now: 8000, later: 30000, files: 180000 };
  /* Kept pages run under the site's own policy, less the nonce that was of one answer. */
  const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  const channel = self.BroadcastChannel ? new BroadcastChannel("maillon-queue") : null;
  const listeners = new Set();
  let opening = null;

  /* The database: `messages` in the order they were made, and a few `facts`. */
  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("maillon", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("messages", { keyPath: "seq", autoIncrement: true });
        asked.result.createObjectStore("facts");
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        asked.result.onclose = () => { opening = null; };
        resolve(asked.result);
      };
      asked.onerror = () => { opening = null; reject(asked.error); };
    });
    return opening;
  }

  /* Run `act` on one store; the promise holds once the browser has written it for good. */
  async function on(store, mode, act) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(store, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? asked.error);
    });
  }

  function tell() {
    channel?.postMessage("changed");
    for (const listener of listeners) listener();
  }
  if (channel) channel.onmessage = () => { for (const listener of listeners) listener(); };

  const all = () => on("messages", "readonly", (store) => store.getAll());
  const one = (seq) => on("messages", "readonly", (store) => store.get(seq));
  const fact = (name) => on("facts", "readonly", (store) => store.get(name));
  /* A fact that finds no room is only a comfort lost. */
  const note = (name, value) => on("facts", "readwrite", (store) => store.put(value, name)).catch(() => null);
  async function put(message) {
    const seq = await on("messages", "readwrite", (store) => store.put(message));
    tell();
    return seq;
  }
  async function remove(seq) {
    await on("messages", "readwrite", (store) => store.delete(seq));
    tell();
  }

  /* A UUIDv7, as the server makes them. */
  function id() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let time = Date.now();
    for (let place = 5; place >= 0; place -= 1) { bytes[place] = time % 256; time = Math.floor(time / 256); }
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /* Whether our server answers, who it takes us for, and the token it wants with a writing. null: nobody answers. */
  async function reach() {
    let found = null;
    try {
      const answer = await fetch("/en-attente/qui", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE.probe) });
      const said = answer.ok ? await answer.json() : null;
      if (said && "member" in said) found = said;
    } catch { /* no network, or somebody else's page in place of ours */ }
    const since = await fact("away");
    if (!found && !since) await note("away", Date.now());
    if (found && since) await note("away", null);
    return found;
  }

  function body(message) {
    if (message.json) return JSON.stringify(Object.fromEntries(message.fields));
    const form = new FormData();
    for (const [name, value] of message.fields) form.append(name, value);
    return form;
  }

  async function post(message, mode, token) {
    const heavy = message.fields.some(([, value]) => value instanceof Blob && value.size);
    const answer = await fetch(message.url, {
      method: "POST",
      body: body(message),
      headers: { "X-CSRFToken": token, "X-Maillon-Replay": mode, "X-Maillon-Member": message.who, ...(message.json ? { "Content-Type": "application/json" } : {}) },
      signal: AbortSignal.timeout(heavy ? PATIENCE.files : PATIENCE[mode]),
    });
    if ([429, 502, 503, 504].includes(answer.status)) return { outcome: "unreached" };
    if (answer.headers.has("X-Maillon-Replay")) return answer.json();
    if (answer.status >= 500) return { outcome: "broken" };
    if (answer.status === 413) return refusal("C’est trop lourd pour le serveur. Modifiez, et joignez des photos plus légères.");
    return { outcome: "unreached" };
  }
  const refusal = (text) => ({ outcome: "refused", points: [{ anchor: "", label: "", text }] });

  /* Send one message; what the server said, or `unreached`: it will be tried again. */
  async function send(message, mode, reached) {
    await put({ ...message, sent: true });
    let said;
    try {
      said = await post(message, mode, reached.token);
      if (said.outcome === "expired") {
        const again = await reach();
        said = again?.member === message.who ? await post(message, mode, again.token) : { outcome: "unreached" };
        if (said.outcome === "expired") said = refusal("Le serveur n’a pas reconnu ce navigateur. Autorisez les cookies de ce site, puis réessayez.");
      }
    } catch {
      said = { outcome: "unreached" };
    }
    const tries = (message.tries ?? 0) + (said.outcome === "broken");
    if (said.outcome === "broken" && tries >= 3) said = refusal("Le serveur n’a pas su traiter cet envoi, trois fois de suite. Réessayez plus tard, ou prévenez la personne qui s’en occupe.");
    const current = await one(message.seq);
    if (!current) return said;
    if (said.outcome === "done") {
      /* What was typed is forgotten; the answer stays until it is read. */
      if (mode === "now") await remove(message.seq);
      else await put({ ...current, state: "done", fields: [], sentences: said.sentences, remark: said.remark, answered: Date.now() });
    } else if (said.outcome === "refused") {
      await put({ ...current, sent: false, tries: 0, state: "refused", points: said.points, answered: Date.now() });
    } else if (said.outcome === "broken") {
      await put({ ...current, tries });
    }
    return said;
  }

  /* Send what waits, in order, for the person who is signed in. `wanted`: the message whose answer the person is waiting for. */
  async function run(wanted) {
    const reached = await reach();
    if (!reached) return { reached: null };
    const halted = new Set();
    let answer = null;
    let sent = 0;
    for (const { seq } of (await all()).filter((message) => message.who === reached.member)) {
      const message = await one(seq);
      if (!message) continue;
      if (message.state === "refused") halted.add(message.chain);
      if (message.state !== "waiting") continue;
      if (message.chain && halted.has(message.chain)) continue;
      const said = await send(message, seq === wanted ? "now" : "later", reached);
      if (seq === wanted) answer = said;
      else if (said.outcome === "done") sent += 1;
      if (said.outcome === "refused") halted.add(message.chain);
      if (!["done", "refused"].includes(said.outcome)) break;
    }
    tell();
    return { reached, answer, sent };
  }

  /* One sender at a time in this browser, tabs and worker together; where there is no lock, the server tells repeats by their id. */
  async function flush(wanted = null) {
    if (!navigator.locks) return run(wanted);
    if (wanted === null) return navigator.locks.request("maillon-queue", { ifAvailable: true }, (held) => held && run(null));
    try {
      return await navigator.locks.request("maillon-queue", { signal: AbortSignal.timeout(PATIENCE.now) }, () => run(wanted));
    } catch {
      return { reached: null };
    }
  }

  /* Pages of the day, for when there is no network. */
  async function keep(url, title, html) {
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY, "X-Title": encodeURIComponent(title), "X-Kept": String(Date.now()) };
    const day = await caches.open(DAY);
    await day.delete(url, { ignoreSearch: true, ignoreVary: true });
    await day.put(url, new Response(html, { headers }));
  }
  /* Files that those pages need and that no worker saw pass; with the shell, so that they go with it. */
  async function keepFiles(urls) {
    await navigator.serviceWorker?.ready;
    const shell = (await caches.keys()).filter((name) => name.startsWith("maillon-shell-")).pop();
    if (!shell) return;
    for (const url of urls) if (!(await caches.match(url, { ignoreVary: true }))) await (await caches.open(shell)).add(url).catch(() => null);
  }
  async function pages() {
    if (!self.caches) return [];
    const day = await caches.open(DAY);
    const found = [];
    for (const request of await day.keys()) {
      const answer = await day.match(request, { ignoreVary: true });
      const kept = Number(answer.headers.get("X-Kept"));
      if (Date.now() - kept > HOURS_KEPT * 3600000) await day.delete(request);
      else found.push({ url: new URL(request.url).pathname + new URL(request.url).search, title: decodeURIComponent(answer.headers.get("X-Title")), kept });
    }
    return found;
  }
  async function page(url) {
    const day = await caches.open(DAY);
    return (await day.match(url, { ignoreVary: true })) ?? day.match(url, { ignoreVary: true, ignoreSearch: true });
  }

  /* Answers that nobody read go with the pages of their day. */
  async function tidy() {
    for (const message of await all()) if (message.state === "done" && Date.now() - message.answered > HOURS_KEPT * 3600000) await remove(message.seq);
  }

  /* Leave nothing of the day to the next person: pages, answers, who she was. What still waits stays, and waits for its own author. */
  async function forget() {
    if (self.caches) await caches.delete(DAY);
    await note("who", null);
    for (const message of await all()) if (message.state === "done") await remove(message.seq);
  }

  /* A refused message wrote nothing: tried again, it is another one. */
  const renewed = (fields) => fields.map(([name, value]) => [name, /(^|-)id$/.test(name) && /^[0-9a-f-]{36}$/.test(value) ? id() : value]);

  return { all, fact, flush, forget, id, keep, keepFiles, listen: (listener) => listeners.add(listener), note, one, open, page, pages, put, reach, remove, renewed, tidy };
})();
