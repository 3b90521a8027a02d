/* The directory's map on a street background, once the person asks for it. Without it the outlines stay. */
for (const figure of document.querySelectorAll("[data-map]")) {
  const button = figure.querySelector("[data-load]");
  const outlines = figure.querySelector("[data-outlines]");
  const said = figure.querySelector("[data-said]");
  const backgrounds = JSON.parse(document.getElementById("fonds-de-carte").textContent);
  const say = (text) => { said.textContent = text; };

  const loaded = (element) => new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });

  const library = async () => {
    if (window.L) return;
    await loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: figure.dataset.look }));
    await loaded(Object.assign(document.createElement("script"), { src: figure.dataset.leaflet }));
  };

  /* The first background that answers, or null: one small tile tells. */
  const reachable = async () => {
    for (const background of backgrounds) {
      const address = background.url.replace("{z}", "5").replace("{x}", "16").replace("{y}", "11");
      const answers = await new Promise((done) => {
        const tile = new Image();
        const late = setTimeout(() => done(false), 6000);
        tile.onload = () => { clearTimeout(late); done(true); };
        tile.onerror = () => { clearTimeout(late); done(false); };
        tile.referrerPolicy = "strict-origin";
        tile.src = address;
      });
      if (answers) return background;
    }
    return null;
  };

  const told = (place) => {
    const box = document.createElement("div");
    const link = Object.assign(document.createElement("a"), { href: place.url, textContent: place.name });
    box.append(link, document.createElement("br"), document.createTextNode(place.where));
    return box;
  };

  const fill = async (map, layer, frame) => {
    const address = new URL(figure.dataset.map, location);
    if (frame) {
      const bounds = map.getBounds();
      address.searchParams.set("zone", [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].join(","));
    }
    const answer = await fetch(address);
    if (!answer.ok) throw new Error("data");
    const { places, discs } = await answer.json();
    layer.clearLayers();
    for (const place of places) {
      L.marker(place.at, { icon: L.divIcon({ className: "m-pin", iconSize: [24, 24] }), title: place.name, alt: place.name })
        .bindPopup(told(place)).addTo(layer);
    }
    for (const disc of discs) {
      const icon = L.divIcon({ className: "m-pin m-many", iconSize: [38, 38], html: String(Number(disc.count)) });
      const [west, south, east, north] = disc.zone;
      L.marker(disc.at, { icon, title: `${disc.count} lieux, s’en approcher`, alt: `${disc.count} lieux` })
        .on("click", () => map.fitBounds([[south, west], [north, east]], { maxZoom: 16 })).addTo(layer);
    }
    return [...places, ...discs].map((one) => one.at);
  };

  const open = async () => {
    const background = await reachable();
    if (!background) {
      say("Aucun fond de carte ne répond : les contours et la liste suffisent pour chercher.");
      return false;
    }
    await library();
    const host = Object.assign(document.createElement("div"), { className: "m-map" });
    host.setAttribute("role", "region");
    host.setAttribute("aria-label", "Carte des lieux trouvés, sur un fond de rues");
    outlines.before(host);
    const map = L.map(host, { zoomSnap: 0.5, attributionControl: true });
    map.attributionControl.setPrefix(false);
    map.zoomControl.remove();
    L.control.zoom({ zoomInTitle: "S’approcher", zoomOutTitle: "S’éloigner" }).addTo(map);
    L.tileLayer(background.url, { maxZoom: 19, attribution: background.credit, referrerPolicy: "strict-origin" }).addTo(map);
    const layer = L.layerGroup().addTo(map);
    map.setView([46.6, 2.4], 5);
    const at = await fill(map, layer, false);
    if (at.length) map.fitBounds(at, { padding: [24, 24], maxZoom: 15 });
    map.on("moveend", () => fill(map, layer, true).catch(() => say("Les lieux n’ont pas pu être relus : réessayez.")));
    outlines.hidden = true;
    say("Un disque dit combien de lieux il réunit : l’ouvrir s’en approche.");
    return true;
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    say("Le fond de carte arrive…");
    try {
      button.hidden = await open();
    } catch {
      say("La carte n’a pas pu s’ouvrir : les contours et la liste restent.");
    }
    button.disabled = false;
  });
}
