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
  return `${form.action}${query.size ? `?${query}` : ""}`;
}

async function show(address, { push = true } = {}) {
  asked?.abort();
  asked = new AbortController();
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (push) history.pushState({ finder: true }, "", address);
    replace(page);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  }
  form.removeAttribute("aria-busy");
}

// What the reader has opened stays open, what has the focus keeps it, and what is being typed is not lost.
function replace(page) {
  const open = new Map([...form.querySelectorAll("details")].map((details, place) => [details.id || place, details.open]));
  const focused = document.activeElement?.id;
  const typed = form.elements.q.value;
  for (const id of PARTS) {
    const part = document.importNode(page.getElementById(id), true);
    [...part.querySelectorAll("details")].forEach((details, place) => {
      details.open ||= open.get(details.id || place) ?? false;
    });
    document.getElementById(id).replaceWith(part);
  }
  if (focused === "finder-q") {
    form.elements.q.value = typed;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "q") show(addressOf(form));
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
    if (!link || isOwn || !link.matches(".finder__summary a, .finder__none a")) return;
    event.preventDefault();
    show(link.href);
    document.getElementById("finder-count")?.scrollIntoView({ block: "nearest" });
  });
  addEventListener("popstate", () => show(location.href, { push: false }));
}
