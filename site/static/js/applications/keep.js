// Saves a section while somebody types. What is said to be saved, the server has acknowledged; until then it
// is kept in this browser too, and brought back when the page is opened again. Files go with a button.
const PAUSE = 1500;
const PATIENCE = 20_000;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60_000;
const MOST_AT_ONCE = 60_000; // what a browser still sends once its page is gone
const OURS = new Set(["csrfmiddlewaretoken", "version", "offered-attachment"]);
const form = document.querySelector("[data-keep]");
const words = form?.dataset;
const said = form?.querySelector("[data-kept]");
const door = form?.querySelector("[data-enter]");
const offer = document.querySelector("[data-offer]");
const place = `passerelle:${words?.keep}:`;

let typedSince = false; // something is in the fields that was not sent yet
let unanswered = null; // what was sent last, until the server says what became of it
let sending = null; // one request at a time, so that none overtakes another
let stopped = false; // from here on a button decides
let pressed = false;
let leaving = false;
let lost = false;
let away = false; // the file is not open to this person any more: a button would take what is typed out of sight
let timer;
let wait = FIRST_WAIT;

// What is typed beside what somebody else has saved goes on from neither version until a button says so.
let late = form?.hasAttribute("data-late") ?? false;

const version = () => form.elements.version.value;
const ownKey = () => place + version() + (late ? "-late" : "");

function typed() {
  return [...new FormData(form)].filter(([name, value]) => !OURS.has(name) && typeof value === "string");
}

// What the server keeps of these fields: neither empty ones nor empty rows, the others numbered from 0.
function asKept(fields) {
  const rows = [...new Set(fields.filter(([, value]) => value.trim()).map(([name]) => rowOf(name)))];
  const order = rows.filter((row) => row !== null).sort((one, other) => one - other);
  const kept = fields
    .filter(([name, value]) => value !== "" && (rowOf(name) === null || order.includes(rowOf(name))))
    .map(([name, value]) => [name.replace(/^row-\d+/, () => `row-${order.indexOf(rowOf(name))}`), value]);
  return JSON.stringify(kept.sort());
}

function rowOf(name) {
  const found = /^row-(\d+)-/.exec(name);
  return found ? Number(found[1]) : null;
}

function say(text, { warns = false } = {}) {
  if (said.textContent !== text) said.textContent = text; // said once, not at every pause
  said.parentElement.classList.toggle("kept--lost", warns);
}

// A browser may refuse to keep anything, and says so only when it is asked.
function keepHere() {
  try {
    const draft = { fields: typed(), sent: unanswered && asKept(unanswered.fields) };
    localStorage.setItem(ownKey(), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}

function draftsHere() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(place));
    return keys.map((key) => ({ key, version: key.slice(place.length), ...JSON.parse(localStorage[key]) }));
  } catch {
    return [];
  }
}

function save() {
  clearTimeout(timer);
  sending ??= send().finally(() => {
    sending = null;
  });
  return sending;
}

// An answer may be lost on its way: the same is sent again before anything newer, and is saved once.
async function send() {
  lost = false;
  while ((typedSince || unanswered) && !stopped && !lost) {
    unanswered ??= next();
    keepHere();
    try {
      await take(await fetch(form.action, requestOf(unanswered)));
    } catch {
      later(words.offline);
    }
  }
}

function next() {
  typedSince = false;
  return { fields: typed(), version: version() };
}

function requestOf({ fields, version: read }) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams([...fields, ["version", read], ["csrfmiddlewaretoken", token]]);
  return {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
    keepalive: body.toString().length < MOST_AT_ONCE,
    signal: AbortSignal.timeout(PATIENCE),
  };
}

async function take(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 403) return later(words.gone, { shut: true });
  if (answer.status >= 500) return later(words.trouble);
  if (answer.ok) return acknowledged(await answer.json());
  if (answer.status === 409) return stop(conflictWords(await answer.json()));
  if (answer.status === 404) {
    away = true;
    return stop(words.away);
  }
  const told = answer.status === 422 ? (await answer.json()).words : words.long;
  unanswered = null; // it is not sent again as it is
  say(told, { warns: true });
}

function acknowledged({ version: now, saved_at: time, gaps }) {
  forget(ownKey());
  late = false;
  form.elements.version.value = now;
  unanswered = null;
  wait = FIRST_WAIT;
  door.hidden = true;
  if (typedSince) keepHere();
  say([words.saved.replace("{time}", time), ...(holdsFiles() ? [words.file] : [])].join(". "));
  form.dispatchEvent(new CustomEvent("desk:gaps", { detail: gaps }));
}

function conflictWords({ conflict, who, when }) {
  if (!conflict) return words.shut;
  return (who ? words.conflict : words.twice).replace("{who}", who).replace("{when}", when);
}

// Somebody else has saved it, or it is closed.
function stop(text) {
  stopped = true;
  unanswered = null;
  keepHere();
  say(text, { warns: true });
}

function later(text, { shut = false } = {}) {
  lost = true;
  door.hidden = !shut;
  say(keepHere() ? text : words.unkept, { warns: true });
  clearTimeout(timer);
  timer = setTimeout(save, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// What a script does not send: a file goes with a button.
function holdsFiles() {
  return [...form.querySelectorAll("[type=file]")].some(({ files }) => files.length);
}

function changed({ target }) {
  if (target.type === "file") {
    if (!lost && !stopped) say(holdsFiles() ? words.file : "");
    return;
  }
  typedSince = true;
  keepHere();
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

// Before a button takes the page away, what is typed reaches the server or stays here, in its fields.
async function press(event) {
  if (away) return event.preventDefault();
  if (leaving || !(typedSince || sending || unanswered)) {
    leaving = stopped = true;
    return;
  }
  event.preventDefault();
  if (pressed) return;
  pressed = true;
  stopped = false;
  wait = FIRST_WAIT;
  await sending;
  if (typedSince || unanswered) await save();
  pressed = false;
  if (away || (lost && unanswered)) return;
  leaving = stopped = true;
  form.requestSubmit(event.submitter);
}

function fill(fields) {
  const values = new Map(fields);
  for (const field of form.elements) {
    if (!field.name || OURS.has(field.name) || ["file", "submit", "button"].includes(field.type)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = fields.some(([name, value]) => name === field.name && value === field.value);
    } else if (values.has(field.name)) field.value = values.get(field.name);
  }
  form.dispatchEvent(new CustomEvent("desk:filled"));
}

// The page shows as many rows as the draft has; 20 is the most there are.
function lacksRows(fields) {
  const last = Math.max(-1, ...fields.map(([name]) => rowOf(name) ?? -1));
  const asked = Number(new URLSearchParams(location.search).get("rows"));
  if (last < 0 || last >= 20 || asked > last || form.querySelector(`[name^="row-${last}-"]`)) return false;
  location.replace(`${location.pathname}?rows=${last + 1}`);
  return true;
}

function bringBack() {
  const now = asKept(typed());
  for (const draft of draftsHere()) {
    if (asKept(draft.fields) === now) forget(draft.key);
    else if (late) continue;
    else if (lacksRows(draft.fields)) return;
    else if (draft.version === version() || draft.sent === now) resume(draft);
    else propose(draft);
  }
}

// Nobody has saved anything else since: it goes on from there.
function resume({ key, fields }) {
  fill(fields);
  typedSince = true;
  keepHere();
  if (key !== ownKey()) forget(key);
  say(words.back);
  if (!stopped) timer = setTimeout(save, PAUSE);
}

// Somebody has: put back, it meets what they saved.
function propose({ key, version: read, fields }) {
  offer.hidden = false;
  offer.querySelector("[data-bring]").onclick = () => {
    offer.hidden = true;
    fill(fields);
    form.elements.version.value = read;
    typedSince = true;
    save();
  };
  offer.querySelector("[data-drop]").onclick = () => {
    offer.hidden = true;
    forget(key);
  };
}

// Of a page that goes, the last words leave by themselves.
function sendLast() {
  if (!typedSince || stopped || leaving) return;
  const last = next();
  unanswered ??= last;
  const request = requestOf(last);
  if (request.keepalive) fetch(form.action, request).catch(() => {});
  typedSince = unanswered !== last;
  keepHere();
}

if (form) {
  stopped = late;
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => {
    if (typedSince && !stopped) save();
  });
  form.addEventListener("submit", press);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && typedSince && !stopped) save();
  });
  addEventListener("pagehide", sendLast);
  addEventListener("beforeunload", (event) => {
    if (!leaving && holdsFiles()) event.preventDefault();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    leaving = false;
    stopped = late;
    if (typedSince || unanswered) save();
  });
  addEventListener("online", () => {
    if (typedSince || unanswered) save();
  });
  if (late) say(words.waits);
  bringBack();
  if (form.hasAttribute("data-unsaved")) {
    typedSince = true;
    keepHere();
  }
}
