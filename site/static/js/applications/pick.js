// A place may be pointed at on the map, or taken from its centre by keyboard; its coordinates stay fields that
// can be typed.
/* global L */
const part = document.querySelector("[data-pick]");
const element = part?.querySelector(".pick__map");
const said = part?.querySelector("[data-said]");
const latitude = document.querySelector("[name=latitude]");
const longitude = document.querySelector("[name=longitude]");
const NEAR = 6;
const NEAREST = 8; // the land is drawn no finer
const NEAREST_TILE = 18;

function typedPlace() {
  const at = [latitude, longitude].map(({ value }) => Number.parseFloat(value.replace(",", ".")));
  return at.every(Number.isFinite) && Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 180 ? at : null;
}

async function ground(map) {
  const { tiles, tilesBy, land } = element.dataset;
  if (tiles) return L.tileLayer(tiles, { maxZoom: NEAREST_TILE, attribution: tilesBy }).addTo(map);
  const shapes = await (await fetch(land)).json();
  const style = { className: "map__land", weight: 1, fillOpacity: 1 };
  return L.geoJSON(shapes, { interactive: false, attribution: "Natural Earth", style }).addTo(map);
}

async function start() {
  part.hidden = false;
  const { dataset } = element;
  const at = typedPlace();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const options = { minZoom: 1, maxZoom: dataset.tiles ? NEAREST_TILE : NEAREST, zoomControl: false, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still };
  const map = L.map(element, options).setView(at ?? [25, 5], at ? NEAR : 1);
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: dataset.in, zoomOutTitle: dataset.out }).addTo(map);
  const icon = L.divIcon({ className: "map__point map__point--one", iconSize: [26, 26], iconAnchor: [13, 26] });
  const point = L.marker(at ?? [0, 0], { icon, interactive: false, keyboard: false });
  if (at) point.addTo(map);
  const take = (place) => {
    const there = place.wrap();
    point.setLatLng(place).addTo(map);
    latitude.value = there.lat.toFixed(5);
    longitude.value = there.lng.toFixed(5);
    said.textContent = said.dataset.said.replace("{latitude}", latitude.value).replace("{longitude}", longitude.value);
    for (const field of [latitude, longitude]) field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  map.on("click", ({ latlng }) => take(latlng));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== element) return;
    event.preventDefault();
    take(map.getCenter());
  });
  const follow = () => {
    const typed = typedPlace();
    if (!typed) return point.remove();
    point.setLatLng(typed).addTo(map);
    return map.panTo(typed);
  };
  for (const field of [latitude, longitude]) field.addEventListener("change", follow);
  await ground(map);
}

if (element && latitude && longitude) addEventListener("load", start);
