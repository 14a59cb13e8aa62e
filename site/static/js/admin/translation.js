// The translation editor of wagtail-localize, made reachable: each sentence gets an id of its own
// (`#segment-12`, as the board and the mails write it), those of a machine a label, and the desk moves above.

const editor = document.querySelector(".js-translation-editor");
const desk = document.querySelector("[data-studio-desk]");

// The sentences in the order in which the editor draws them: by tab, then by field or block.
const inDrawnOrder = ({ tabs, segments }) =>
  tabs.flatMap((tab) => {
    const groups = new Map();
    for (const segment of segments.filter((found) => found.location.tab === tab.slug)) {
      const key = `${segment.location.field}/${segment.location.blockId || "null"}`;
      groups.set(key, [...(groups.get(key) || []), segment]);
    }
    return [...groups.values()].flat().filter((segment) => segment.type === "string");
  });

const rows = () => [...editor.querySelectorAll("li.complete, li.incomplete, li.errored")];

const label = (row) => {
  const tag = document.createElement("p");
  tag.className = "studio-state studio-state--machine";
  tag.textContent = desk.dataset.machineLabel;
  row.append(tag);
  // Saving changes what the editor says of the sentence, and takes the label away.
  const said = row.textContent;
  new MutationObserver((_changes, observer) => {
    if (row.querySelector("textarea") || row.textContent === said) return;
    observer.disconnect();
    tag.remove();
  }).observe(row, { childList: true, subtree: true, characterData: true });
};

const show = (id) => {
  const row = id.startsWith("segment-") && document.getElementById(id);
  if (!row) return;
  const panel = row.closest("[role=tabpanel], section[hidden]");
  if (panel?.hidden) document.querySelector(`[role=tab][aria-controls="${panel.id}"], a[href="#${panel.id}"]`)?.click();
  row.scrollIntoView({ block: "center" });
  row.classList.add("studio-shown");
  row.querySelector("button")?.focus({ preventScroll: true });
};

const prepare = () => {
  const wanted = inDrawnOrder(JSON.parse(editor.dataset.props));
  const drawn = rows();
  if (drawn.length !== wanted.length) return false;
  wanted.forEach((segment, place) => {
    drawn[place].id = `segment-${segment.id}`;
  });
  for (const link of desk.querySelectorAll("a[data-machine]")) {
    const row = document.getElementById(link.hash.slice(1));
    if (row) label(row);
  }
  return true;
};

if (editor && desk) {
  editor.before(desk);
  let tries = 0;
  const wait = () => {
    if (prepare()) show(location.hash.slice(1));
    else if ((tries += 1) < 100) requestAnimationFrame(wait);
  };
  wait();
  addEventListener("hashchange", () => show(location.hash.slice(1)));
  desk.addEventListener("click", (event) => {
    // A second click on the same link changes no hash.
    const link = event.target.closest("a[href^='#segment-']");
    if (link) show(link.hash.slice(1));
  });
}
