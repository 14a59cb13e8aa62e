// The map of the projects, on Leaflet: the land of the world, and the projects of the present view gathered
// where they stand close. It asks for what it shows under the filters of the form beside it, and has the list
// follow its view. Without this script the list stands alone.

const MAX_ZOOM = 18;
const NEAR_ENOUGH = 6;
const TOUCH = 44;
const element = document.getElementById("map");
const form = document.querySelector("[data-finder]");
let asked;
let drawn;

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

function addressOf(view) {
  const query = filters();
  for (const [name, value] of Object.entries(view)) query.set(name, value);
  return `${element.dataset.points}?${query}`;
}

async function found(address, signal) {
  const answer = await fetch(address, { signal });
  return (await answer.json()).points;
}

// As near as still shows every project, and over land where there is none.
async function showAll(map) {
  const points = await found(addressOf({ zoom: NEAR_ENOUGH }));
  if (points.length) map.fitBounds(points.map(({ at }) => at), { padding: [TOUCH, TOUCH], maxZoom: NEAR_ENOUGH });
  else map.setView([25, 5], 2);
}

// The list that follows a move of the map says so when it has: what is drawn already is not asked for again.
async function draw(map, layer) {
  const address = addressOf({ bbox: form.elements.bbox.value, zoom: form.elements.zoom.value });
  if (address === drawn) return;
  asked?.abort();
  asked = new AbortController();
  drawn = address;
  try {
    update(map, layer, await found(address, asked.signal));
  } catch (error) {
    if (error.name === "AbortError") return;
    drawn = null;
    throw error;
  }
}

// What is there before and after is not touched: it keeps its focus, and its popup open.
function update(map, layer, points) {
  const gone = new Map(layer.getLayers().map((point) => [point.options.key, point]));
  for (const point of points) {
    if (!gone.delete(keyOf(point))) layer.addLayer(marker(map, point));
  }
  const leaving = [...gone.values()];
  passFocus(map, layer, leaving);
  for (const point of leaving) layer.removeLayer(point);
}

// A project is known by its address; a group, which has none, by where its middle is and how many it counts.
function keyOf({ at, count, url }) {
  return url ?? `${at} ${count}`;
}

// A focus that would vanish with its point, or with the popup of it, goes to the nearest that stays.
function passFocus(map, layer, leaving) {
  const from = leaving.find((point) => hasFocus(point) || hasFocus(point.getPopup()));
  if (!from) return;
  const away = (point) => map.distance(point.getLatLng(), from.getLatLng());
  const staying = layer.getLayers().filter((point) => !leaving.includes(point));
  const [nearest] = staying.sort((one, other) => away(one) - away(other));
  (nearest?.getElement() ?? element).focus({ preventScroll: true });
}

function hasFocus(part) {
  return part?.getElement()?.contains(document.activeElement);
}

function marker(map, point) {
  const { at, count, title, url } = point;
  const size = count === 1 ? 26 : Math.min(TOUCH + 4 * Math.log2(count), 72);
  const words = title ?? (count === 1 ? element.dataset.one : element.dataset.many.replace("{count}", count));
  const icon = L.divIcon({
    className: `map__point${count === 1 ? " map__point--one" : ""}`,
    iconSize: [size, size],
    html: count === 1 ? "" : String(count),
  });
  const made = L.marker(at, { icon, title: words, alt: words, key: keyOf(point) });
  made.on("add", () => listen(map, made, words));
  if (title) return made.bindPopup(link(title, url));
  return made.on("click", () => map.setView(at, Math.min(map.getZoom() + 2, MAX_ZOOM)));
}

function listen(map, point, words) {
  const button = point.getElement();
  button.setAttribute("aria-label", words);
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    point.fire("click");
  });
  // Leaflet minds the arrows, plus and minus only where the map itself has the focus.
  button.addEventListener("focus", () => map.fire("focus"));
  button.addEventListener("blur", () => map.fire("blur"));
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
