// Marks what the studio's rules found on the page that is previewed, before Wagtail's checker runs on load.
// A finding is told by a selector, by words of the page, or by neither: then it is of the page as a whole.

// Wagtail's bar, which is there by now, has taken the data in with its own markup.
const data = document.querySelector("wagtail-userbar")?.shadowRoot?.querySelector("#quality-findings");
const keys = new WeakMap();

// Letters and digits alone: spaces, quotation marks and dashes may differ between what is kept and what is shown.
const lettersOf = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

function key(element) {
  if (!keys.has(element)) keys.set(element, lettersOf(element.textContent));
  return keys.get(element);
}

// The innermost elements that hold all the words, in reading order.
function holding(element, words) {
  const inner = [...element.children].filter((child) => key(child).includes(words));
  return inner.length ? inner.flatMap((child) => holding(child, words)) : [element];
}

function byWords(main, text) {
  const words = lettersOf(text);
  for (const part of [words, words.slice(0, 40)]) {
    if (part && key(main).includes(part)) return holding(main, part);
  }
  return [];
}

function places({ selector, words }) {
  const main = document.querySelector("main") || document.body;
  const found = selector ? [...main.querySelectorAll(selector)] : byWords(main, words);
  return found.length ? found : [document.querySelector("h1") || main];
}

// Two findings with the same words are of two places: the second takes the first that is not marked yet.
for (const finding of JSON.parse(data?.textContent || "[]")) {
  const found = places(finding);
  const marks = (element) => (element.dataset.quality || "").split(" ").filter(Boolean);
  const element = found.find((one) => !marks(one).includes(finding.code)) || found[0];
  element.dataset.quality = [...new Set([...marks(element), finding.code])].join(" ");
}
