// The filters of the showcase without leaving the page: a choice fetches the address that the form would
// have led to, and puts its list, its counts and its summary in the place of the present ones. Without this
// script the form does the same with a button.

const form = document.querySelector("[data-finder]");
const PARTS = ["finder-choices", "finder-found", "finder-more"];
const TYPING_DELAY = 400;
let timer = 0;
let asked;

function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  if (query.get("sort") === form.elements.sort.options[0].value) query.delete("sort");
  const asked = query.toString();
  return asked ? `${form.action}?${asked}` : form.action;
}

async function show(address, { push = true, toResults = false } = {}) {
  asked?.abort();
  asked = new AbortController();
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (push) history.pushState({ finder: true }, "", address);
    replace(page, toResults);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  }
  form.removeAttribute("aria-busy");
  form.dispatchEvent(new CustomEvent("finder:shown"));
}

// What the reader has opened stays open, and the field being typed in is not touched at all.
function replace(page, toResults) {
  const open = new Set([...form.querySelectorAll("details[open]")].map((details) => details.id));
  const focused = document.activeElement;
  for (const id of PARTS) {
    // The map has the form and the list, and not all that stands below them.
    if (!page.getElementById(id) || !document.getElementById(id)) continue;
    const part = document.importNode(page.getElementById(id), true);
    for (const details of part.querySelectorAll("details")) details.open = open.has(details.id);
    put(part, document.getElementById(id));
  }
  for (const name of ["q", "sort"]) {
    const field = form.elements[name];
    if (field !== document.activeElement) field.value = page.getElementById(field.id).value;
  }
  settleFocus(focused, toResults);
  document.dispatchEvent(new CustomEvent("finder:replaced"));
}

// A screen reader speaks when a live region that it knows gets other words, and may not for a new one: the
// region, which comes first in its part, stays in its place.
function put(part, present) {
  const region = present.querySelector(":scope > [role=status]");
  if (!region) return present.replaceWith(part);
  const renewed = part.querySelector(":scope > [role=status]");
  region.replaceChildren(...renewed.childNodes);
  renewed.remove();
  while (region.nextSibling) region.nextSibling.remove();
  region.after(...part.childNodes);
}

// Who follows a link goes on at the results, at the top of the window where they were out of sight. Else what
// has the focus keeps it, and the results get it only where it would be nowhere.
function settleFocus(focused, toResults) {
  const heading = document.getElementById("finder-heading");
  if (toResults) {
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  } else if (focused && !focused.isConnected) {
    (document.getElementById(focused.id) ?? heading).focus({ preventScroll: true });
  }
}

if (form) {
  form.addEventListener("change", (event) => {
    // A box of another form (a comparison) may stand among the results.
    if (event.target.form === form && event.target.name !== "q") show(addressOf(form));
  });
  form.addEventListener("input", (event) => {
    if (event.target.name !== "q") return;
    clearTimeout(timer);
    timer = setTimeout(() => show(addressOf(form)), TYPING_DELAY);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show(addressOf(form));
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isOwn = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || isOwn || !link.matches(".finder__summary a, .finder__none a, .pagination a")) return;
    event.preventDefault();
    show(link.href, { toResults: true });
  });
  // The map has moved: the list is to follow, without a step more in the browser's history.
  form.addEventListener("finder:refresh", () => show(addressOf(form), { push: false }));
  addEventListener("popstate", () => show(location.href, { push: false }));
}
