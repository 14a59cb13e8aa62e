// The glossary's terms in a text: what each means, beside the word, by mouse, touch or keyboard.
// The explanations are in the page already; without this script each term is a link to its entry.

const HOVER_DELAY = 300;
const LEAVE_DELAY = 250;
const MARGIN = 8;

const list = document.getElementById("terms");
const explanations = new Map();
for (const entry of list?.querySelectorAll("dl > div") ?? []) {
  const link = entry.querySelector("a");
  explanations.set(link.getAttribute("href"), { title: link.textContent, text: entry.querySelector("dd").textContent });
}

class Card {
  constructor() {
    this.element = document.createElement("div");
    this.element.className = "term-card";
    this.element.id = "term-card";
    this.element.popover = "manual";
    this.element.setAttribute("role", "group");
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    document.body.append(this.said);
    this.term = null;
    this.pinned = false;
    this.timer = 0;
  }

  open(term, pinned, fragment) {
    clearTimeout(this.timer);
    if (this.term !== term) {
      this.close();
      this.fill(term);
      this.term = term;
      term.after(this.element);
      term.setAttribute("aria-expanded", "true");
      term.setAttribute("aria-controls", this.element.id);
      this.element.showPopover();
    }
    this.pinned ||= pinned;
    this.fragment = fragment ?? term.getClientRects().length - 1;
    this.place();
  }

  fill(term) {
    const { title, text } = explanations.get(term.getAttribute("href"));
    const name = document.createElement("strong");
    name.textContent = title;
    const meaning = document.createElement("span");
    meaning.textContent = text;
    const entry = document.createElement("a");
    entry.href = term.href;
    entry.textContent = list.dataset.readOn;
    this.element.replaceChildren(name, meaning, entry);
    this.element.setAttribute("aria-label", title);
    this.meaning = `${title}. ${text}`;
  }

  announce() {
    this.said.textContent = "";
    requestAnimationFrame(() => { this.said.textContent = this.meaning; });
  }

  close({ focus = false } = {}) {
    clearTimeout(this.timer);
    if (!this.term) return;
    const term = this.term;
    this.term = null;
    this.pinned = false;
    this.said.textContent = "";
    term.setAttribute("aria-expanded", "false");
    term.removeAttribute("aria-controls");
    if (focus) term.focus();
    this.element.hidePopover();
    this.element.remove();
  }

  later(action, delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(action, delay);
  }

  // Under the line where the word is, above it where there is no room below.
  place() {
    if (!this.term) return;
    const lines = this.term.getClientRects();
    const word = lines[Math.min(this.fragment, lines.length - 1)];
    if (!word || word.bottom < 0 || word.top > innerHeight) return void this.close();
    const { width, height } = this.element.getBoundingClientRect();
    const right = document.documentElement.clientWidth - MARGIN - width;
    const below = word.bottom + MARGIN / 2;
    const fits = below + height <= innerHeight - MARGIN || word.top < height + MARGIN;
    this.element.style.left = `${Math.max(MARGIN, Math.min(word.left, right))}px`;
    this.element.style.top = `${fits ? below : word.top - MARGIN / 2 - height}px`;
  }
}

function start() {
  const card = new Card();
  const terms = [...document.querySelectorAll("a.term")].filter((term) => explanations.has(term.getAttribute("href")));
  const isOwn = (event) => event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

  for (const term of terms) {
    term.setAttribute("aria-expanded", "false");
    term.addEventListener("click", (event) => {
      if (isOwn(event)) return;
      event.preventDefault();
      if (card.term === term && card.pinned) return void card.close();
      card.open(term, true, fragmentAt(term, event));
      card.announce();
    });
    term.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      term.click();
    });
    term.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      if (card.term === term) return void clearTimeout(card.timer);
      if (card.pinned) return;
      card.later(() => card.open(term, false, fragmentAt(term, event)), HOVER_DELAY);
    });
    term.addEventListener("pointerleave", () => leave());
  }

  const leave = () => { if (!card.pinned) card.later(() => card.close(), LEAVE_DELAY); };
  card.element.addEventListener("pointerenter", () => clearTimeout(card.timer));
  card.element.addEventListener("pointerleave", leave);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !card.term) return;
    event.preventDefault();
    const inside = card.element.contains(document.activeElement) || document.activeElement === card.term;
    card.close({ focus: inside });
  });
  document.addEventListener("pointerdown", (event) => {
    if (card.term && !card.element.contains(event.target) && !card.term.contains(event.target)) card.close();
  });
  document.addEventListener("focusin", (event) => {
    const inside = card.element.contains(event.target) || event.target === card.term;
    if (card.term && card.pinned && !inside) card.close();
  });
  for (const name of ["scroll", "resize"]) addEventListener(name, () => card.place(), { passive: true });
}

// The line of a word broken over two that the pointer is on; a keyboard has none.
function fragmentAt(term, { clientX, clientY, detail, type }) {
  if (type === "click" && detail === 0) return undefined;
  const found = [...term.getClientRects()].findIndex(
    (line) => clientX >= line.left - 1 && clientX <= line.right + 1 && clientY >= line.top - 1 && clientY <= line.bottom + 1,
  );
  return found < 0 ? undefined : found;
}

if (explanations.size && "popover" in HTMLElement.prototype) start();
