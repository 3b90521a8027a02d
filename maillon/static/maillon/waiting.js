/* Maillon — the page « En attente d’envoi »: what waits, what was refused and why, what was answered, what is kept for the day. */
{
  const { link, make, moment, plural } = Field;
  const list = (name) => page.querySelector(`[data-list=${name}]`);
  const button = (text, act, look = "btn btn-sm m-plain") => {
    const made = Object.assign(make("button", look, text), { type: "button" });
    made.addEventListener("click", act);
    return made;
  };
  const to = (message, state) => Queue.put({ ...message, state, tries: 0, points: state === "waiting" ? [] : message.points });
  const retry = async (message) => { await to({ ...message, fields: Queue.renewed(message.fields) }, "waiting"); await Field.again(); };
  const edit = (message) => Object.assign(link(`${message.page}#reprendre=${message.seq}`, "Modifier"), { className: "btn btn-sm m-plain" });

  /* One line a message: what was done, on what, when, why it stopped; then what one may do with it. */
  function line(message, state, look, acts) {
    const made = make("li");
    const text = make("span");
    text.append(make("b", "", message.what), make("br"), make("span", "m-mut", [message.where, message.detail].filter(Boolean).join(" · ")), make("br"), make("span", "m-mut", `Fait ${moment(message.at)}`));
    for (const point of message.state === "refused" || message.state === "aside" ? message.points ?? [] : []) text.append(make("br"), make("b", "m-why", point.label ? `${point.label}\u00a0: ${point.text}` : point.text));
    for (const sentence of message.state === "done" ? message.sentences : []) text.append(make("br"), make("span", "", sentence));
    made.append(make("span", `m-st m-st-${look}`, state), text);
    if (acts.length) {
      const row = make("span", "m-line-acts");
      row.append(...acts);
      made.append(row);
    }
    return made;
  }

  function fill(name, lines) {
    const section = list(name);
    const shown = section.querySelector("ul");
    const focused = shown.contains(page.activeElement);
    shown.replaceChildren(...lines);
    section.hidden = !lines.length;
    if (focused) page.querySelector("main").focus();
  }

  async function drawn() {
    const messages = await Queue.all();
    const who = Field.who();
    const mine = messages.filter((message) => message.who === who);
    const others = messages.filter((message) => message.who !== who && message.state !== "done");
    const of = (state) => mine.filter((message) => message.state === state);
    fill("refused", of("refused").map((message) => line(message, "À revoir", "stop", [
      button("Réessayer", () => retry(message)), edit(message), button("Mettre de côté", () => to(message, "aside")),
    ])));
    fill("waiting", of("waiting").map((message) => line(message, message.sent ? "Sans réponse" : "En attente", "wait",
      message.sent ? [] : [edit(message), button("Mettre de côté", () => to(message, "aside"))])));
    fill("aside", of("aside").map((message) => line(message, "Mis de côté", "end", [
      button("Remettre en attente", () => retry(message)), edit(message), button("Jeter", () => drop(message), "btn btn-sm m-stop"),
    ])));
    fill("done", of("done").reverse().map((message) => line(message, message.remark ? "À lire" : "Envoyé", message.remark ? "wait" : "ok", [])));
    const stranger = page.querySelector("[data-others]");
    stranger.hidden = !others.length;
    stranger.querySelector("span").textContent = plural(others.length, "1 action faite sous un autre nom, ou pour une autre organisation, attend ici. Elle partira quand cette personne se reconnectera sur ce téléphone ou cet ordinateur.", "# actions faites sous un autre nom, ou pour une autre organisation, attendent ici. Elles partiront quand cette personne se reconnectera sur ce téléphone ou cet ordinateur.");
    for (const door of page.querySelectorAll(".m-top .btn")) door.hidden = !navigator.onLine;
    page.querySelector("[data-nothing]").hidden = mine.length > 0;
    page.querySelector("[data-send]").hidden = !of("waiting").length;
    const pages = await Queue.pages();
    fill("pages", pages.sort((one, other) => other.kept - one.kept).map((kept) => {
      const made = make("li");
      const text = make("span");
      text.append(link(kept.url, kept.title), make("br"), make("span", "m-mut", `Gardée ${moment(kept.kept)}`));
      made.append(text);
      return made;
    }));
  }

  /* To throw away what was done is asked twice. */
  function drop(message) {
    const form = page.querySelector("form[data-drop]");
    form.dataset.seq = message.seq;
    form.requestSubmit();
  }
  page.querySelector("form[data-drop]").addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.dataset.seq) Queue.remove(Number(event.target.dataset.seq));
  });

  Queue.listen(drawn);
  page.querySelector("[data-send]").addEventListener("click", () => Field.again());
  page.querySelector("[data-read]").addEventListener("click", async () => {
    for (const message of await Queue.all()) if (message.state === "done") await Queue.remove(message.seq);
  });
  page.querySelector("[data-take]")?.addEventListener("click", async (event) => {
    const taking = event.currentTarget;
    const urls = [...page.querySelectorAll("a[data-keep]")].map((one) => one.getAttribute("href"));
    taking.setAttribute("aria-busy", "true");
    const taken = await Field.take(urls);
    taking.removeAttribute("aria-busy");
    say(page.querySelector("[data-taken]"), taken === urls.length ? plural(taken, "1 page est gardée.", "# pages sont gardées.") : `${taken} sur ${urls.length} gardées\u00a0: le réseau a manqué pour les autres. Recommencez.`);
    await drawn();
  });
  if (location.pathname !== page.querySelector("[data-waiting-page]").dataset.waitingPage) page.querySelector("[data-lost]").hidden = false;
  Field.ready.then(drawn).catch(() => null);
}
