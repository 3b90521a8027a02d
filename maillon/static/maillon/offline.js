/* Maillon — the field pages: what is sent from them is first kept on this device, and nothing of it is lost.
   A page says so with one attribute: <form method="post" data-field> (docs/decisions/0011-sans-reseau.md). */
const Field = (() => {
  const copied = page.documentElement.dataset.kept;
  const member = page.querySelector("meta[name=maillon-member]")?.content ?? null;
  const strip = page.querySelector("[data-net]");
  const forms = [...page.querySelectorAll("form[data-field]")];
  const here = location.pathname + location.search;
  const plural = (count, one, many) => (count === 1 ? one : many.replace("#", count));
  const clock = (time) => new Date(time).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");
  const moment = (time) => {
    const day = new Date(time);
    const today = day.toDateString() === new Date().toDateString();
    return today ? `à ${clock(time)}` : `le ${day.toLocaleDateString("fr-FR", { day: "numeric", month: "long" })} à ${clock(time)}`;
  };
  const make = (tag, className = "", text = "") => Object.assign(page.createElement(tag), { className, textContent: text });
  const link = (href, text) => Object.assign(make("a", "", text), { href });
  let usable = false;
  let away = false;
  let who = member;

  /* A page as the server made it, less what concerns one person and what was typed, for the day. */
  async function keepCopy(url, root) {
    const title = root.querySelector("title").textContent.split(" — ")[0];
    for (const node of root.querySelectorAll("[data-private], .m-toasts > *")) node.remove();
    for (const field of root.querySelectorAll("form[data-field=series] input:not([type=hidden], [type=number])")) field.removeAttribute("value");
    root.dataset.kept = String(Date.now());
    await Queue.keep(url, title, `<!doctype html>${root.outerHTML}`);
  }
  const keepThisPage = () => {
    const files = [...page.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.getAttribute("src") ?? one.getAttribute("href"));
    Queue.keepFiles(files).catch(() => null);
    return keepCopy(here, page.documentElement.cloneNode(true));
  };
  const worthKeeping = member && !copied && page.querySelector("[data-field]") && !page.querySelector(".m-errors");

  /* Keep other field pages before going where there is no network; says how many there are. */
  async function take(urls) {
    let taken = 0;
    for (const url of urls) {
      /* A copy, read by nobody yet: the word meant for the person stays for the page that she opens. */
      const answer = await fetch(url, { headers: { "X-Copy": "1" }, signal: AbortSignal.timeout(15000) }).catch(() => null);
      if (!answer?.ok) continue;
      const root = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
      if (!root.querySelector("[data-field]") || root.querySelector("meta[name=maillon-member]")?.content !== member) continue;
      const files = root.outerHTML.match(/(?<==")\/static\/[^"]+/g) ?? [];
      await keepCopy(url, root);
      await Queue.keepFiles(new Set(files)).catch(() => null);
      taken += 1;
    }
    return taken;
  }
  const keeping = worthKeeping && self.caches ? keepThisPage().catch(() => null) : null;
  if (navigator.serviceWorker && (page.querySelector("[data-field]") || page.querySelector("[data-waiting-page]")))
    navigator.serviceWorker.register("/sw.js").catch(() => null);

  async function start() {
    try { await Queue.open(); } catch { return; }
    usable = true;
    if (forms.length && who) window.maillon = { alone: () => away, send, waiting, withdraw };
    if (member && !copied) {
      /* Somebody else was here before: nothing of her day is for this person. */
      const before = await Queue.fact("who");
      if (before && before !== member) { await keeping; await Queue.forget(); if (worthKeeping && self.caches) await keepThisPage().catch(() => null); }
      await Queue.note("who", member);
    } else {
      who = member ?? (await Queue.fact("who")) ?? null;
    }
    Queue.listen(show);
    await Queue.tidy();
    await show();
    await resume();
    again();
  }

  /* What the strip under the navigation says: nothing when there is nothing to say. */
  async function show() {
    const messages = await Queue.all();
    const mine = messages.filter((message) => message.who === who);
    const waiting = mine.filter((message) => message.state === "waiting");
    const refused = mine.filter((message) => message.state === "refused");
    const others = messages.filter((message) => message.who !== who && message.state !== "done");
    const since = await Queue.fact("away");
    away = !navigator.onLine || Boolean(since);
    if (strip) {
      const parts = [];
      if (away) parts.push(`Hors ligne${since ? ` depuis ${clock(since)}` : ""}.`);
      else if (copied) parts.push(`Page gardée ${moment(Number(copied))}.`);
      const counted = [];
      if (waiting.length) counted.push(plural(waiting.length, "1 action attend", "# actions attendent"));
      if (refused.length) counted.push(plural(refused.length, "1 action demande un regard", "# actions demandent un regard"));
      if (!counted.length && others.length && !away) counted.push(plural(others.length, "1 action d’une autre personne attend", "# actions d’une autre personne attendent"));
      strip.querySelector("[data-net-state]").textContent = parts.join(" ");
      strip.querySelector("[data-net-count]").textContent = counted.join(", ");
      strip.querySelector("[data-net-safe]").textContent = waiting.length ? ", rien n’est perdu." : counted.length ? "." : "";
      strip.querySelector("svg").toggleAttribute("hidden", !away);
      strip.querySelector("a").hidden = Boolean(page.querySelector("[data-waiting-page]"));
      strip.hidden = !parts.length && !counted.length;
    }
    for (const note of page.querySelectorAll("[data-settled]")) {
      const kept = mine.find((message) => String(message.seq) === note.dataset.settled);
      if (kept?.state === "waiting") continue;
      if (kept?.state === "done") {
        note.className = `m-note ${kept.remark ? "m-wait" : "m-yes"}`;
        note.replaceChildren(make("div", "", `«\u00a0${kept.what}\u00a0» est envoyé. ${kept.sentences.join(" ")} `));
        note.firstChild.append(link(here, "Recharger la page"));
        note.dataset.settled = "";
      } else if (note.dataset.settled) {
        note.nextElementSibling.hidden = false;
        note.remove();
      }
    }
    for (const list of page.querySelectorAll("[data-waiting-here]")) {
      const local = [...waiting, ...refused].filter((message) => message.page.split("?")[0] === location.pathname);
      list.replaceChildren(...local.map((message) => {
        const line = make("li");
        const text = make("span", "", message.what);
        text.append(make("br"), make("span", "m-mut", message.detail));
        line.append(text, make("span", `m-st ${message.state === "refused" ? "m-st-stop" : "m-st-wait"}`, message.state === "refused" ? "À revoir" : "En attente"));
        return line;
      }));
      list.hidden = !local.length;
    }
    for (const form of page.querySelectorAll("form[data-forget] button")) {
      const stays = plural(waiting.length, "1 action attend encore d’être envoyée", "# actions attendent encore d’être envoyées");
      if (waiting.length) form.dataset.confirm = `${stays}. Si vous vous déconnectez, elle${waiting.length > 1 ? "s restent" : " reste"} ici jusqu’à votre prochaine connexion.`;
      else delete form.dataset.confirm;
    }
  }

  /* Try again while something waits: at once, when the network returns, when the page is looked at, then less and less often. */
  let pause = 5000;
  let timer;
  async function again(soon = true) {
    clearTimeout(timer);
    if (soon) pause = 5000;
    const waits = (await Queue.all()).some((message) => message.state === "waiting" && message.who === who);
    if (!waits) {
      if (soon && (await Queue.fact("away"))) await Queue.reach();
      return show();
    }
    const done = await Queue.flush();
    await show();
    if (done?.sent) toast(plural(done.sent, "1 action envoyée.", "# actions envoyées."), link("/en-attente/", "Voir les réponses"));
    if (done?.reached) signIn(done.reached);
    /* The page that nobody asked for gives way to hers. */
    if (!member && done?.reached?.member) location.reload();
    if ((await Queue.all()).some((message) => message.state === "waiting" && message.who === who)) {
      /* Nothing came back: another tab, or the worker, is sending. */
      timer = setTimeout(() => again(false), done ? pause : 1000);
      if (done) pause = Math.min(pause * 2, 60000);
    }
  }
  addEventListener("online", () => usable && again());
  addEventListener("offline", async () => {
    if (usable && !(await Queue.fact("away"))) await Queue.note("away", Date.now()).then(show);
  });
  page.addEventListener("visibilitychange", () => usable && !page.hidden && again());

  /* The network is back but the session is not: nothing leaves under another name. Said once. */
  let estranged = false;
  function signIn(reached) {
    const before = estranged;
    estranged = reached.member !== who;
    if (!estranged || before) return estranged;
    const text = reached.member
      ? "Vous êtes maintenant connecté sous un autre nom, ou pour une autre organisation. Ce qui attend partira quand vous reviendrez au premier."
      : "Votre session est finie. Reconnectez-vous\u00a0: ce qui attend partira aussitôt.";
    toast(text, reached.member ? null : link(`${strip.dataset.login}?next=${encodeURIComponent(location.pathname)}`, "Se reconnecter"));
    return true;
  }

  function toast(text, act = null) {
    const host = page.querySelector(".m-toasts");
    if (!host) return;
    for (const old of host.querySelectorAll("[data-of-field]")) old.remove();
    const box = make("div", "m-toast");
    const close = Object.assign(make("button", "", "Fermer"), { type: "button" });
    box.dataset.ofField = close.dataset.close = "";
    box.append(make("span", "", text), ...(act ? [act] : []), close);
    host.append(box);
  }

  /* The words of a label, without what is written small. */
  function words(label) {
    const copy = label?.cloneNode(true);
    for (const small of copy?.querySelectorAll("small, .m-opt") ?? []) small.remove();
    return copy?.textContent.trim() ?? "";
  }
  const labelOf = (field) => words(field.type === "radio" ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0]);

  /* What a person recognises of what she did: the words beside her answers. */
  function read(form) {
    const seen = [];
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "submit" || field.disabled) continue;
      if (/^(radio|checkbox)$/.test(field.type) && !field.checked) continue;
      const value = field.type === "file" ? [...field.files].map((file) => file.name).join(", ")
        : field.tagName === "SELECT" ? (field.value && field.selectedOptions[0]?.textContent)
        : field.type === "radio" ? [labelOf(field), words(field.labels[0])].filter(Boolean).join("\u00a0: ")
        : field.type === "checkbox" ? words(field.labels[0])
        : field.value;
      if (value?.trim()) seen.push(value.trim());
    }
    return seen.slice(0, 12).join(" · ").slice(0, 400);
  }

  function message(form, submitter) {
    const fields = [...new FormData(form, submitter ?? null)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.name));
    /* A kept page is opened many times: each sending has an id of its own. */
    for (const pair of fields) if (/(^|-)id$/.test(pair[0]) && form.elements[pair[0]]?.type === "hidden") pair[1] = Queue.id();
    const target = new URL(submitter?.getAttribute("formaction") || form.getAttribute("action") || here, location.href);
    return {
      who, fields, page: here, url: target.pathname + target.search, chain: form.dataset.chain ?? "",
      what: form.dataset.what || (submitter ?? form.querySelector("[type=submit]"))?.textContent.trim() || page.title,
      where: page.querySelector("h1")?.innerText.trim() ?? "", detail: read(form), at: Date.now(), state: "waiting",
    };
  }

  /* When it happened, by this device's clock: the message may leave hours later. */
  page.addEventListener("submit", (event) => {
    for (const field of event.target.querySelectorAll("input[data-clock]")) field.value = new Date().toISOString();
  }, true);

  page.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("form[data-field]") || event.defaultPrevented || !who) return;
    event.preventDefault();
    clear(form);
    const alone = !navigator.onLine || away;
    if (alone && !complete(form)) return release();
    const made = message(form, submitter);
    if (form.dataset.again) made.seq = Number(form.dataset.again);
    /* At once: what a scanner types next must find an empty field. */
    if (alone && form.dataset.field === "series") { prepare(form); release(); }
    let seq;
    try {
      seq = await Queue.put(made);
    } catch {
      /* Full, or private: with a network the form leaves as any other, without one it stays as it is. */
      release();
      fill(form, made.fields);
      if (!alone) leave(form, submitter);
      else complain(form, [{ anchor: "", label: "", text: "Il n’y a plus de place ici pour garder cet envoi. Laissez cette page ouverte, libérez de la place ou retrouvez du réseau, puis recommencez." }]);
      return;
    }
    navigator.storage?.persist?.();
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("maillon-queue")).catch(() => null);
    if (alone) return keptHere(form, null);
    settle(form, seq, await Queue.flush(seq), await Queue.one(seq));
  });

  /* For a page whose program sends by itself what its first field form would: kept first too. Says what the server said, or `kept`. */
  async function send(fields) {
    const [form] = forms;
    const alone = !navigator.onLine || away;
    const fault = wrongLabel(form, fields.code);
    const refused = { result: "unknown", sentence: fault, device: null, undo: null };
    if (alone && fault) return refused;
    const made = { ...message(form, null), fields: Object.entries(fields), detail: fields.code, json: true };
    if (form.dataset.again) { made.seq = Number(form.dataset.again); delete form.dataset.again; }
    const seq = await Queue.put(made);
    const done = alone ? null : await Queue.flush(seq);
    if (done?.answer?.data) {
      await Queue.remove(seq);
      return done.answer.data;
    }
    if (done?.reached) signIn(done.reached);
    if (fault) { await Queue.remove(seq); return refused; }
    again(false);
    return { result: "kept", sentence: `${fields.code} est gardé ici\u00a0: il partira dès que le réseau reviendra.`, device: null, undo: `#${seq}` };
  }
  /* What is wrong with the label just read, where the page says which are its own: it would only wait to be refused. */
  const wrongLabel = (form, code) => (form.dataset.prefix && code && typeof Labels !== "undefined" ? Labels.fault(code, form.dataset.prefix, "labelOnly" in form.dataset) : "");
  /* What this page did and that still waits. */
  const waiting = async () => (await Queue.all()).filter((kept) => kept.who === who && kept.state === "waiting" && kept.page.split("?")[0] === location.pathname);
  /* Take back what has not left. null: it has, or may have. */
  async function withdraw(mark) {
    const kept = await Queue.one(Number(mark.slice(1)));
    if (kept?.state !== "waiting" || kept.sent) return null;
    await Queue.remove(kept.seq);
    return { undone: true, kept: true, sentence: `${kept.detail}\u00a0: retiré, rien ne partira.` };
  }

  function leave(form, submitter) {
    if (submitter?.name) form.append(Object.assign(make("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    form.submit();
  }

  /* What became of a sending that the person is waiting for. */
  async function settle(form, seq, done, left) {
    const said = done?.answer;
    if (said?.outcome === "done" || !left || left.state === "done") {
      const next = new URL(said?.next || here, location.href);
      location.assign(next.pathname + next.search);
      return;
    }
    release();
    if (left.state === "refused") {
      /* She has it under her eyes; what was taken up again stays among what is to be looked at. */
      if (!form.dataset.again) await Queue.remove(seq);
      complain(form, left.points);
      return;
    }
    if (!complete(form)) {
      if (form.dataset.again) await Queue.put({ ...left, state: "refused", points: [] });
      else await Queue.remove(seq);
      return;
    }
    if (form.dataset.field === "series") prepare(form);
    await keptHere(form, done);
  }

  /* Without the server to ask for what is missing, we do, and nothing incomplete waits. */
  function complete(form) {
    const invalid = [...form.elements].filter((field) => field.willValidate && !field.checkValidity());
    const missing = [...new Map(invalid.reverse().map((field) => [field.name, field])).values()].reverse();
    const points = missing.map((field) => ({ anchor: field.id, label: labelOf(field), text: field.validity.valueMissing ? "Remplissez ce champ." : field.validationMessage }));
    const read = form.querySelector("[data-scan]");
    const fault = read && wrongLabel(form, read.value);
    if (fault) points.unshift({ anchor: read.id, label: labelOf(read), text: fault });
    if (points.length) complain(form, points);
    return !points.length;
  }

  async function keptHere(form, done) {
    delete form.dataset.again;
    if (form.dataset.field !== "series") { release(); (await settled(form))?.focus(); }
    if (!done?.reached || !signIn(done.reached)) toast("Gardé ici. Cela partira dès que le réseau reviendra.");
    again(false);
  }

  /* Ready for the next one: what was typed goes, what was chosen stays. */
  function prepare(form) {
    for (const field of form.elements) if (/^(text|search|number|file|textarea)$/.test(field.type)) field.value = "";
    (form.querySelector("[autofocus]") ?? form.querySelector("[data-scan]"))?.focus();
  }

  /* Done once: the form gives way to what waits. */
  async function settled(form) {
    const mine = (await Queue.all()).filter((kept) => kept.who === who && kept.page === here && kept.state === "waiting" && form.dataset.field !== "series" && kept.url === message(form, null).url);
    if (!mine.length) return;
    const last = mine[mine.length - 1];
    const note = make("div", "m-note m-wait");
    const text = make("div");
    text.append(make("b", "", `«\u00a0${last.what}\u00a0» attend d’être envoyé, depuis ${clock(last.at)}.`), make("br"), last.detail, make("br"), link("/en-attente/", "Voir ce qui attend"));
    if (!last.sent) text.append(" · ", link(`#reprendre=${last.seq}`, "Le corriger"));
    note.append(text);
    note.dataset.settled = last.seq;
    note.tabIndex = -1;
    form.before(note);
    form.hidden = true;
    return note;
  }

  /* Say what was refused, on top of the form and beside each field. */
  function complain(form, points) {
    clear(form);
    const summary = make("div", "m-errors");
    summary.dataset.told = "";
    summary.setAttribute("role", "alert");
    summary.tabIndex = -1;
    const list = make("ul", "mb-0");
    for (const { anchor, label, text } of points) {
      const line = make("li");
      const field = anchor && page.getElementById(anchor);
      const words = [...(label ? [make("b", "", label), " · "] : []), text];
      if (field) {
        const way = link(`#${anchor}`, "");
        way.append(...words);
        line.append(way);
        const beside = make("p", "m-err", text);
        beside.dataset.told = "";
        beside.id = `${anchor}_told`;
        (field.closest(".m-pick, .m-trio, .m-unit, .m-qty") ?? field).after(beside);
        field.classList.add("is-invalid");
        field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${beside.id}`.trim());
      } else line.append(...words);
      list.append(line);
    }
    summary.append(make("h2", "", plural(points.length, "Un point à revoir", "# points à revoir")), list);
    form.prepend(summary);
    summary.focus();
  }
  function clear(form) {
    for (const node of form.querySelectorAll("[data-told]")) {
      for (const field of form.querySelectorAll(`[aria-describedby~="${node.id}"]`)) {
        field.classList.remove("is-invalid");
        field.setAttribute("aria-describedby", field.getAttribute("aria-describedby").replace(node.id, "").trim());
      }
      node.remove();
    }
  }

  /* Take up again, in its own form, what was refused or still waits. */
  async function resume() {
    for (const form of forms) form.hidden = false;
    for (const note of page.querySelectorAll("[data-settled]")) note.remove();
    const seq = Number(/^#reprendre=(\d+)$/.exec(location.hash)?.[1]);
    const kept = seq ? await Queue.one(seq) : null;
    const form = kept && forms.find((one) => new URL(one.getAttribute("action") || here, location.href).pathname === kept.url.split("?")[0]);
    if (form && kept.who === who && !(kept.state === "waiting" && kept.sent)) {
      fill(form, kept.fields);
      form.dataset.again = String(seq);
      if (kept.points?.length) complain(form, kept.points);
      form.scrollIntoView({ block: "start" });
    }
    for (const other of forms) if (other !== form) await settled(other);
  }
  addEventListener("hashchange", () => usable && resume());
  function fill(form, fields) {
    for (const field of form.elements) {
      if (!field.name || /^(submit|button)$/.test(field.type) || field.name === "csrfmiddlewaretoken") continue;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "file") {
        const files = values.filter((value) => value instanceof File);
        if (files.length) { const carried = new DataTransfer(); for (const file of files) carried.items.add(file); field.files = carried.files; }
      } else if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
      if (values.some(Boolean) && field.type !== "hidden") field.closest("details")?.setAttribute("open", "");
    }
  }

  /* A shared computer: signing out takes the day with it. */
  page.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-forget]") || event.defaultPrevented || !usable) return;
    event.preventDefault();
    await Queue.forget().catch(() => null);
    event.target.submit();
  });

  const ready = start();
  return { again, link, make, moment, plural, ready, take, who: () => who };
})();
