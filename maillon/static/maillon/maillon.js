/* Maillon — comfort only: every page works without this file. */
const page = document;
const say = (host, text) => { if (host) host.textContent = text; };
const now = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");

/* Counts: − and + beside the number. */
page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  const wanted = (Number(input.value) || 0) + Number(button.dataset.step);
  const highest = input.max === "" ? Infinity : Number(input.max);
  input.value = Math.min(highest, Math.max(Number(input.min) || 0, wanted));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/* What a USB scanner types goes to the scan field, in place of what was wrong there, unless one is writing elsewhere. */
page.addEventListener("keydown", (event) => {
  const field = page.querySelector("[data-scan]");
  const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!field || !typed || page.activeElement.matches("input, textarea, select")) return;
  field.focus();
  if (field.matches(".is-invalid")) field.select();
});

/* The camera reads into the scan field beside its button; a series keeps it open, any other field is sent with what it read. */
for (const button of page.querySelectorAll("[data-camera]")) {
  const field = button.closest("[data-scanned]").querySelector("[data-scan]");
  const series = button.closest("[data-series]");
  const word = button.querySelector("[data-said]");
  let close;
  const stop = () => {
    close?.();
    close = undefined;
    button.setAttribute("aria-expanded", "false");
    say(word, "Caméra");
  };
  const read = (text) => {
    if (series) { series.dispatchEvent(new CustomEvent("read", { detail: text })); return; }
    stop();
    field.value = text;
    field.form.requestSubmit();
  };
  button.hidden = !navigator.mediaDevices;
  button.addEventListener("click", async () => {
    if (close) { stop(); return; }
    button.disabled = true;
    try {
      const camera = await import(button.dataset.camera);
      close = await camera.open(button, button.closest(".m-scan") ?? button.closest("form"), read);
      button.setAttribute("aria-expanded", "true");
      say(word, "Fermer");
    } catch (error) {
      say(word, error.message);
    }
    button.disabled = false;
  });
  addEventListener("pagehide", stop);
}

/* Drafts: the form is sent to data-draft one second after the last stroke, and the page says when it was kept. */
for (const form of page.querySelectorAll("form[data-draft]")) {
  const told = page.querySelector("[data-saved]");
  let timer;
  const keep = async () => {
    try {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-Draft": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      say(told, `Gardé à ${now()}`);
    } catch {
      say(told, "Pas encore gardé\u00a0: le réseau ne répond pas. Nouvel essai à la prochaine frappe.");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1000);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

/* Previews: what the answers would give is asked half a second after the last one, and shown in the place of data-preview. */
for (const form of page.querySelectorAll("form[data-preview]")) {
  const shown = page.querySelector(form.dataset.preview);
  let timer;
  let last = 0;
  const show = async () => {
    const turn = ++last;
    const body = new FormData(form);
    body.delete("photos");
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Preview": "1" } }).catch(() => null);
    if (answer?.ok && turn === last) shown.innerHTML = await answer.text();
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "photos") return;
    clearTimeout(timer);
    timer = setTimeout(show, 500);
  });
}

/* Acts one does not take back by accident. */
const confirmed = new WeakSet();
page.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (!asked || confirmed.delete(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  const go = () => { confirmed.add(event.target); event.target.requestSubmit(submitter); };
  if (!window.HTMLDialogElement) { if (window.confirm(asked)) go(); return; }
  const dialog = page.createElement("dialog");
  const sentence = page.createElement("p");
  const choices = page.createElement("form");
  const yes = page.createElement("button");
  const no = page.createElement("button");
  dialog.className = "m-dialog";
  dialog.setAttribute("aria-labelledby", "m-dialog-text");
  sentence.id = "m-dialog-text";
  sentence.textContent = asked;
  choices.method = "dialog";
  choices.className = "m-acts";
  yes.className = `btn ${submitter?.classList.contains("m-stop") ? "m-stop" : "btn-primary"}`;
  yes.value = "yes";
  yes.textContent = submitter?.dataset.confirmLabel ?? submitter?.textContent.trim() ?? "Continuer";
  no.className = "btn m-plain";
  no.value = "no";
  no.textContent = "Revenir";
  no.autofocus = true;
  choices.append(yes, no);
  dialog.append(sentence, choices);
  dialog.addEventListener("close", () => {
    const agreed = dialog.returnValue === "yes";
    dialog.remove();
    submitter?.focus();
    if (agreed) go();
  });
  page.body.append(dialog);
  dialog.showModal();
}, true);

/* One sending at a time; our own sentences rather than the browser's bubbles. */
for (const form of page.querySelectorAll("form[method=post]")) form.noValidate = true;
page.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(release, 10000);
});
function release() {
  for (const form of page.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of page.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
}
addEventListener("pageshow", (event) => event.persisted && release());

/* Copy, print. */
page.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    const told = copy.querySelector("[data-told]") ?? copy;
    const before = told.textContent;
    say(told, "Copié");
    setTimeout(() => say(told, before), 2000);
  }
  if (event.target.closest("[data-print]")) window.print();
});

/* Communes: proposals while one types, from data-suggest. */
for (const input of page.querySelectorAll("input[data-suggest]")) {
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return;
    timer = setTimeout(async () => {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: input.value })}`).catch(() => null);
      if (!answer?.ok) return;
      const names = await answer.json();
      input.list?.replaceChildren(...names.map((name) => Object.assign(page.createElement("option"), { value: name })));
    }, 150);
  });
}

/* Menus close with Escape or a click elsewhere; said again once the page is there, a message is read aloud. */
page.addEventListener("click", (event) => {
  for (const menu of page.querySelectorAll("details.m-who[open]")) if (!menu.contains(event.target)) menu.open = false;
});
page.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of page.querySelectorAll("details.m-who[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
});
const toasts = page.querySelector(".m-toasts");
if (toasts?.children.length) setTimeout(() => toasts.replaceChildren(...toasts.children), 200);
page.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest(".m-toast")?.remove());
