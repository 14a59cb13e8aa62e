// Solves the task that a form carries (ALTCHA, version 2) while somebody fills it in, and sends the proof with it.

const pairs = /../g;
const bytes = (hex) => Uint8Array.from(hex.match(pairs), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive(password, { algorithm, cost, keyLength, salt }) {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: algorithm.split("/")[1], salt: bytes(salt), iterations: cost };
  return hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
}

async function solve({ parameters, signature }) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  const numbered = new DataView(password.buffer);
  for (let counter = 0; ; counter += 1) {
    numbered.setUint32(nonce.length, counter);
    const derivedKey = await derive(password, parameters);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { counter, derivedKey } }));
    }
  }
}

function guard(field) {
  const said = field.form.querySelector("[data-proof]");
  let proof;
  let waiting = false;
  const begin = () => (proof ??= solve(JSON.parse(field.dataset.challenge)));

  field.form.addEventListener("focusin", () => begin().catch(() => {}), { once: true });
  field.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    said.textContent = said.dataset.working;
    try {
      field.value = await begin();
    } catch {
      // A browser without this arithmetic, or a page that did not come by HTTPS.
      said.textContent = said.dataset.cannot;
      return;
    }
    field.form.submit();
  });
}

document.querySelectorAll("input[data-challenge]").forEach(guard);
