// The map of the projects, on Leaflet: the land of the world, and the projects of the present view gathered
// where they stand close. It asks for what it shows under the filters of the form beside it, and has the list
// follow its view. Without this script the list stands alone.

const MAX_ZOOM = 18;
const NEAR_ENOUGH = 6;
const TOUCH = 44;
const element = document.getElementById("map");
const form = document.querySelector("[data-finder]");
let asked;

function filters() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  for (const name of ["sort", "bbox", "zoom"]) query.delete(name);
  return query;
}

// The view travels in the form, so that the list and a shared address have it too.
function remember(map) {
  const bounds = map.getBounds();
  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  keep("bbox", box.map((degrees) => degrees.toFixed(4)).join(","));
  keep("zoom", map.getZoom());
}

function keep(name, value) {
  let field = form.elements[name];
  if (!field) {
    field = document.createElement("input");
    Object.assign(field, { type: "hidden", name });
    form.append(field);
  }
  field.value = value;
}

async function found(view, signal) {
  const query = filters();
  for (const [name, value] of Object.entries(view)) query.set(name, value);
  const answer = await fetch(`${element.dataset.points}?${query}`, { signal });
  return (await answer.json()).points;
}

// As near as still shows every project, and over land where there is none.
async function showAll(map) {
  const points = await found({ zoom: NEAR_ENOUGH });
  if (points.length) map.fitBounds(points.map(({ at }) => at), { padding: [TOUCH, TOUCH], maxZoom: NEAR_ENOUGH });
  else map.setView([25, 5], 2);
}

async function draw(map, layer) {
  asked?.abort();
  asked = new AbortController();
  const view = { bbox: form.elements.bbox.value, zoom: form.elements.zoom.value };
  try {
    const points = await found(view, asked.signal);
    layer.clearLayers();
    for (const point of points) layer.addLayer(marker(map, point));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function marker(map, { at, count, title, url }) {
  const size = count === 1 ? 26 : Math.min(TOUCH + 4 * Math.log2(count), 72);
  const words = title ?? (count === 1 ? element.dataset.one : element.dataset.many.replace("{count}", count));
  const icon = L.divIcon({
    className: `map__point${count === 1 ? " map__point--one" : ""}`,
    iconSize: [size, size],
    html: count === 1 ? "" : String(count),
  });
  const drawn = L.marker(at, { icon, title: words, alt: words });
  drawn.on("add", () => {
    const button = drawn.getElement();
    button.setAttribute("aria-label", words);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      drawn.fire("click");
    });
  });
  if (title) return drawn.bindPopup(link(title, url));
  return drawn.on("click", () => map.setView(at, Math.min(map.getZoom() + 2, MAX_ZOOM)));
}

function link(title, url) {
  const anchor = document.createElement("a");
  Object.assign(anchor, { href: url, textContent: title });
  return anchor;
}

function given() {
  const query = new URLSearchParams(location.search);
  const box = (query.get("bbox") ?? "").split(",").map(Number);
  return box.length === 4 && box.every(Number.isFinite) ? box : null;
}

async function start() {
  element.hidden = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, { maxZoom: MAX_ZOOM, minZoom: 0, worldCopyJump: true, zoomAnimation: !still, fadeAnimation: !still });
  map.attributionControl.setPrefix(false);
  const box = given();
  if (box) map.fitBounds([[box[1], box[0]], [box[3], box[2]]]);
  else await showAll(map);
  if (element.dataset.tiles) {
    L.tileLayer(element.dataset.tiles, { maxZoom: MAX_ZOOM, attribution: element.dataset.tilesBy }).addTo(map);
  } else {
    const land = await (await fetch(element.dataset.land)).json();
    L.geoJSON(land, {
      interactive: false,
      attribution: "Natural Earth",
      style: { className: "map__land", weight: 1, fillOpacity: 1 },
    }).addTo(map);
  }
  const layer = L.layerGroup().addTo(map);
  remember(map);
  await draw(map, layer);
  map.on("moveend", () => {
    remember(map);
    draw(map, layer);
    form.dispatchEvent(new CustomEvent("finder:refresh"));
  });
  form.addEventListener("finder:shown", () => draw(map, layer));
}

if (element && form) start();
