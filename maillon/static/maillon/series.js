/* A series of scans: each is sent at once, answered by a sound, a colour and the counter. Without this file the form reloads the page. */
{
  const series = document.querySelector("[data-series]");
  const form = series.querySelector("form.m-scan");
  const field = form.querySelector("[data-scan]");
  const undoButton = series.querySelector("[data-undo].btn");
  const log = series.querySelector("[data-log]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const WORDS = { done: ["Fait", "ok"], already: ["Déjà scanné", "run"], unknown: ["Inconnu", "stop"], refused: ["À voir", "wait"], kept: ["Gardé", "soon"] };
  const ICONS = { done: "M5 12.5l4.5 4.5L19 7.5", already: "M4 4v5h5M4.5 9A8.5 8.5 0 1 1 4 14M12 8v4.5l3 2", other: "M12 4l9 16H3zM12 10v4M12 17h.01" };
  const counts = { done: 0, already: 0, trouble: 0, kept: 0 };
  let started = series.dataset.started ? new Date(series.dataset.started) : null;

  /* The three sounds. The browser allows them once the page was touched, or a key pressed. */
  const TUNES = { done: [[880, 0, 0.09]], already: [[660, 0, 0.08], [660, 0.14, 0.08]], other: [[196, 0, 0.32]], kept: [[520, 0, 0.06]] };
  let audio;
  const sound = (result) => {
    try {
      audio ??= new AudioContext();
      for (const [pitch, at, lasts] of TUNES[result] ?? TUNES.other) {
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = pitch;
        volume.gain.value = 0.2;
        tone.connect(volume).connect(audio.destination);
        tone.start(audio.currentTime + at);
        tone.stop(audio.currentTime + at + lasts);
      }
    } catch { /* a machine without sound still shows the colour */ }
    navigator.vibrate?.(result === "done" ? 40 : result === "already" ? [40, 60, 40] : 300);
  };

  const make = (name, look, text) => Object.assign(document.createElement(name), { className: look ?? "", textContent: text ?? "" });
  const drawing = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const stroke = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("class", "m-ico");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    stroke.setAttribute("d", path);
    svg.append(stroke);
    return svg;
  };
  const show = (result, sentence, device) => {
    const flash = make("div", `m-flash m-flash-${result}`);
    const said = make("div");
    said.append(make("b", "", sentence));
    if (device) said.append(make("br"), make("span", "m-s", `${device.title} · ${device.state.toLowerCase()}`));
    flash.append(drawing(ICONS[result] ?? ICONS.other), said);
    series.querySelector("[data-flash]").replaceChildren(flash);
    series.dispatchEvent(new CustomEvent("scanned", { detail: { result, sentence } }));
  };
  const tell = () => {
    series.querySelector("[data-count]").textContent = counts.done + counts.kept;
    series.querySelector("[data-told]").textContent =
      `${counts.done} ${series.dataset.counted} · ${counts.already} déjà vu${counts.already > 1 ? "s" : ""} · ${counts.trouble} à voir${counts.kept ? ` · ${counts.kept} gardé${counts.kept > 1 ? "s" : ""} ici` : ""}`;
    const last = log.querySelector("[data-undo]");
    undoButton.hidden = !last;
    if (last) undoButton.form.action = last.dataset.undo;
  };
  const note = (answer, code) => {
    const [word, look] = WORDS[answer.result] ?? WORDS.refused;
    const line = make("li");
    const said = make("span");
    if (answer.undo) line.dataset.undo = answer.undo;
    said.append(make("span", "m-code", answer.device?.label ?? code), make("br"));
    said.append(make("span", "m-mut", answer.result === "done" && answer.device ? answer.device.title : answer.sentence));
    line.append(said, make("span", `m-st m-st-${look}`, word));
    log.prepend(line);
    series.querySelector("[data-empty]").hidden = true;
    counts[answer.result in counts ? answer.result : "trouble"] += 1;
    tell();
  };
  const clock = () => {
    if (!started) return;
    const seconds = Math.max(0, Math.round((Date.now() - started) / 1000));
    const words = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")}`;
    series.querySelector("[data-lasted]").textContent = `, en ${words}`;
  };

  /* The identifier that lets the same scan be sent twice: a random UUID, made here where the page is not on HTTPS too. */
  const identifier = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte, rank) => ([4, 6, 8, 10].includes(rank) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  };
  const headers = { "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  const post = async (scan) => {
    const answer = await fetch(form.action, { method: "POST", headers, body: JSON.stringify(scan) });
    return answer.json();
  };

  /* One after the other, in the order of the scans, however fast they come. */
  let turn = Promise.resolve();
  const take = (code) => {
    /* Without a network a card is armed by opening its page, if it is kept: what follows must not go under the card before. */
    const card = window.maillon?.alone() && /\/(scanner\/serie|e)\/[^/?#\s]+\/?/.exec(code)?.[0];
    if (card) { location.assign(card); return turn; }
    const scan = { id: identifier(), card: series.dataset.series, code, at: new Date().toISOString() };
    turn = turn.then(async () => {
      let answer;
      try {
        answer = await (window.maillon?.send ?? post)(scan);
      } catch {
        answer = { result: "refused", sentence: `${code} n’est pas parti\u00a0: le réseau ne répond pas. Scannez-le de nouveau.`, device: null, undo: null };
      }
      if (answer.go) { location.assign(answer.go); return; }
      started ??= new Date(scan.at);
      sound(answer.result);
      show(answer.result, answer.sentence, answer.device);
      note(answer, code);
      clock();
    });
    return turn;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const code = field.value.trim();
    field.value = "";
    if (code) take(code);
    field.focus();
  }, true);
  series.addEventListener("read", (event) => take(event.detail));

  undoButton.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const line = log.querySelector("[data-undo]");
    if (!line) return;
    const url = line.dataset.undo;
    delete line.dataset.undo;
    try {
      const answer = url.startsWith("#") ? await window.maillon.withdraw(url) : await (await fetch(url, { method: "POST", headers })).json();
      if (!answer) { show("refused", "Ce scan est peut-être déjà parti\u00a0: rechargez la page pour l’annuler.", null); tell(); return; }
      if (answer.undone) {
        const mark = line.querySelector(".m-st");
        mark.className = "m-st m-st-end";
        mark.textContent = "Annulé";
        counts[answer.kept ? "kept" : "done"] -= 1;
      }
      sound(answer.undone ? "already" : "other");
      show(answer.undone ? "already" : "refused", answer.sentence, null);
    } catch {
      line.dataset.undo = url;
      show("refused", "Pas encore annulé\u00a0: le réseau ne répond pas.", null);
    }
    tell();
    field.focus();
  }, true);

  const numbers = series.querySelector("[data-told]").textContent.match(/\d+/g) ?? [];
  [counts.done, counts.already, counts.trouble] = numbers.map(Number);
  setInterval(clock, 1000);
  /* What was scanned here and still waits, with its « Annuler ». */
  if (typeof Field !== "undefined") turn = Field.ready.then(async () => {
    for (const { seq, detail } of (await window.maillon?.waiting()) ?? []) note({ result: "kept", sentence: "Gardé ici.", device: null, undo: `#${seq}` }, detail);
  });
}
