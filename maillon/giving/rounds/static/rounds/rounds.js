/* Rounds — comfort only: every page works without this file. */
const sheet = document;

/* Reordering by keyboard or by dragging: shows what the change would do, and confirms nothing. */
for (const list of sheet.querySelectorAll("[data-reorder]")) {
  const show = (row, rank) => {
    const asked = new URLSearchParams({ don: row.dataset.don, tournee: row.dataset.tournee, rang: rank });
    location.assign(`?${asked}#changer`);
  };
  for (const row of list.querySelectorAll("[data-don]")) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", row.dataset.don));
    row.addEventListener("dragover", (event) => event.preventDefault());
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const moved = list.querySelector(`[data-don="${CSS.escape(event.dataTransfer.getData("text/plain"))}"]`);
      if (moved && moved !== row) show(moved, row.dataset.rang);
    });
    row.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !step) return;
      event.preventDefault();
      const rank = Number(row.dataset.rang) + step;
      if (rank >= 1) show(row, rank);
    });
  }
}

/* The round goes along: its page and its stops are kept for the day, without being asked. */
for (const told of sheet.querySelectorAll("[data-carry]")) {
  if (typeof Field === "undefined" || !navigator.onLine || sheet.documentElement.dataset.kept) continue;
  const stops = [...sheet.querySelectorAll("a[data-keep]")].map((link) => link.getAttribute("href"));
  Field.take([location.pathname, ...stops]).then((taken) => {
    told.hidden = !taken;
    told.textContent = `Gardée sur ce téléphone : ${taken} pages s’ouvrent sans réseau, toute la journée.`;
  });
}

/* Counts that differ from what was announced say so. */
for (const told of sheet.querySelectorAll("[data-announced]")) {
  const input = told.closest("tr").querySelector("input");
  const words = told.textContent;
  const compare = () => {
    const gap = (Number(input.value) || 0) - Number(told.dataset.announced);
    told.textContent = gap ? `${Math.abs(gap)} de ${gap < 0 ? "moins" : "plus"} qu’annoncé` : words;
    told.classList.toggle("m-warn", gap !== 0);
  };
  input.addEventListener("input", compare);
  compare();
}

/* The net mass, as one weighs. */
for (const scales of sheet.querySelectorAll("[data-scales]")) {
  const net = scales.querySelector("[data-net]");
  const weigh = () => {
    let grams = 0;
    for (const gross of scales.querySelectorAll("input")) {
      const kilos = Number.parseFloat(gross.value.replace(/\s|kg/g, "").replace(",", "."));
      if (!kilos) continue;
      const tare = gross.closest(".row").querySelector("select").selectedOptions[0]?.dataset.tare;
      grams += Math.round(kilos * 1000) - Number(tare || 0);
    }
    net.textContent = `${(grams / 1000).toLocaleString("fr-FR", { maximumFractionDigits: 2 })} kg`;
  };
  scales.addEventListener("input", weigh);
  weigh();
}

/* A signature with a finger: strokes of points between 0 and 1, kept as text in the form. */
for (const box of sheet.querySelectorAll("[data-sign]")) {
  const canvas = box.querySelector("canvas");
  const field = sheet.getElementById(box.dataset.sign);
  const pen = canvas.getContext("2d");
  const strokes = field.value ? JSON.parse(field.value) : [];
  let drawing = null;
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#8a8374";
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(40, canvas.height - 60);
    pen.lineTo(canvas.width - 40, canvas.height - 60);
    pen.stroke();
    pen.strokeStyle = "#1c2733";
    pen.lineWidth = 6;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      for (const [x, y] of stroke) pen.lineTo(x * canvas.width, y * canvas.height);
      pen.stroke();
    }
  };
  const point = (event) => {
    const edge = canvas.getBoundingClientRect();
    const within = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
    return [within((event.clientX - edge.left) / edge.width), within((event.clientY - edge.top) / edge.height)];
  };
  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing = [point(event)];
    strokes.push(drawing);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    drawing.push(point(event));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!drawing) return;
      if (drawing.length === 1) drawing.push(drawing[0]);
      drawing = null;
      draw();
      keep();
    });
  }
  box.querySelector("[data-erase]").addEventListener("click", () => {
    strokes.length = 0;
    draw();
    keep();
  });
  draw();
}
