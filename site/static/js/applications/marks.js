// What a field says of itself while somebody types: how long it is, and, once it was saved, what is wrong.
// A field is never told off while somebody is in it.
const form = document.querySelector("[data-keep], #thread-form");
const inDigits = new Intl.NumberFormat(document.documentElement.lang);
let gaps = null; // those of the last saving, by the names of their fields

function partOf(field) {
  return field.closest(".field");
}

function fieldsNamed(name) {
  return [...form.elements].filter((field) => field.name === name && field.type !== "hidden");
}

// The part says it beneath, as the page does when a button has saved it.
function mark(name, words) {
  const [first] = fieldsNamed(name);
  const part = first && partOf(first);
  if (!part || part.contains(document.activeElement)) return;
  const id = `id_${name}_gap`;
  const said = document.getElementById(id) ?? part.appendChild(Object.assign(document.createElement("p"), { className: "field__error", id }));
  said.textContent = words;
  point(part.matches("fieldset") ? part : first, id, true);
}

function unmark(said) {
  const part = said.closest(".field");
  point(part.matches("fieldset") ? part : part.querySelector("[name]"), said.id, false);
  said.remove();
}

function point(element, id, isWrong) {
  const others = (element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((other) => other && other !== id);
  const all = isWrong ? [...others, id] : others;
  if (all.length) element.setAttribute("aria-describedby", all.join(" "));
  else element.removeAttribute("aria-describedby");
  if (isWrong && !element.matches("fieldset")) element.setAttribute("aria-invalid", "true");
  else element.removeAttribute("aria-invalid");
}

// What is missing is left as the page said it; what is wrong is said; what has been mended is not said any more.
function show() {
  if (!gaps) return;
  for (const said of form.querySelectorAll(".field > .field__error")) {
    const name = said.id.slice("id_".length, -"_gap".length);
    if (!gaps.has(name)) unmark(said);
  }
  for (const [name, gap] of gaps) if (!gap.missing) mark(name, gap.words);
}

function count(field) {
  const most = Number(field.dataset.most);
  const said = field.nextElementSibling;
  if (!most || !said?.matches(".field__count")) return;
  const length = [...field.value.trim()].length; // as the server counts
  said.textContent = form.dataset.count.replace("{count}", inDigits.format(length)).replace("{most}", inDigits.format(most));
  said.classList.toggle("field__count--over", length > most);
}

function countAll() {
  for (const field of form.querySelectorAll("[data-most]")) {
    if (!field.nextElementSibling?.matches(".field__count")) {
      const said = Object.assign(document.createElement("p"), { className: "field__count", ariaHidden: "true" });
      field.after(said);
    }
    count(field);
  }
}

if (form?.dataset.count) {
  countAll();
  form.addEventListener("input", ({ target }) => count(target));
  form.addEventListener("desk:filled", countAll);
  form.addEventListener("desk:gaps", ({ detail }) => {
    gaps = new Map(detail.map((gap) => [gap.field, gap]));
    show();
  });
  form.addEventListener("focusout", () => setTimeout(show));
}
