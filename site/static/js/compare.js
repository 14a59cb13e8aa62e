// Projects ticked for a comparison stay ticked while filters put other cards in their place. Without this
// script the form still compares whatever is ticked when its button is pressed.

const form = document.querySelector("[data-compare]");

if (form) {
  const words = form.querySelector("[data-compare-words]");
  const unticked = words.textContent;
  const most = Number(form.dataset.most);
  const boxes = () => [...document.querySelectorAll(`input[type="checkbox"][form="${form.id}"]`)];
  const chosen = new Set();

  const say = () => {
    const text = chosen.size === 1 ? words.dataset.one : chosen.size >= most ? words.dataset.full : words.dataset.many;
    words.textContent = chosen.size ? text.replace("%", chosen.size) : unticked;
  };

  // What is ticked and not in sight goes along in hidden fields.
  const update = () => {
    const shown = new Map(boxes().map((box) => [box.value, box]));
    for (const [slug, box] of shown) {
      box.checked = chosen.has(slug);
      box.disabled = chosen.size >= most && !box.checked;
    }
    form.querySelectorAll('input[type="hidden"]').forEach((field) => field.remove());
    for (const slug of chosen) {
      if (shown.has(slug)) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "project", value: slug });
      form.append(field);
    }
    form.toggleAttribute("data-ticked", chosen.size > 0);
    say();
  };

  // A browser that comes back to the page may have kept the ticks.
  const read = () => boxes().filter((box) => box.checked).forEach((box) => chosen.add(box.value));

  document.addEventListener("change", ({ target }) => {
    if (target.form !== form) return;
    if (target.checked) chosen.add(target.value);
    else chosen.delete(target.value);
    update();
  });
  document.addEventListener("finder:replaced", update);
  addEventListener("pageshow", () => {
    read();
    update();
  });
}
