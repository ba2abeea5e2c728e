// Proof of work, before a comment is sent: finds the number that the site hid in a challenge
// (ALTCHA, version 2) and fills it into the form's hidden field. Without it the comment waits for a
// moderator, so nothing here stops a reader from posting.

const FRESH = 20 * 60_000; // milliseconds
// SubtleCrypto works in threads of its own: the page stays usable, and several keys are made at once.
const AT_ONCE = navigator.hardwareConcurrency || 2;

const begun = new WeakMap();

// Compute while the reader writes.
export function begin(form) {
  const field = fieldOf(form);
  const known = begun.get(field);
  if (!field || (known && Date.now() - known.at < FRESH)) return;
  begun.set(field, { at: Date.now(), proof: proofFor(field.dataset.challenge).catch(() => "") });
}

// Fill in the proof. Each is accepted once, so the next sending gets another.
export async function prove(form) {
  const field = fieldOf(form);
  if (!field) return;
  begin(form);
  field.value = await begun.get(field).proof;
  begun.delete(field);
}

const fieldOf = (form) => form.querySelector("input[data-challenge]");

async function proofFor(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
  const challenge = await answer.json();
  const solution = await solutionOf(challenge.parameters);
  return btoa(JSON.stringify({ challenge, solution }));
}

async function solutionOf({ cost, keyLength, keyPrefix, nonce, salt }) {
  const derive = async (counter) => {
    const password = new Uint8Array([...bytes(nonce), ...bytes(counter.toString(16).padStart(8, "0"))]);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
    return { counter, derivedKey: hex(await crypto.subtle.deriveBits(how, key, keyLength * 8)) };
  };
  for (let first = 0; ; first += AT_ONCE) {
    const counters = Array.from({ length: AT_ONCE }, (_, place) => first + place);
    const found = await Promise.all(counters.map(derive));
    const solution = found.find(({ derivedKey }) => derivedKey.startsWith(keyPrefix));
    if (solution) return solution;
  }
}

const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// The form of an article's page; those of embeds are in shadow roots, where this does not look.
const form = document.querySelector("input[data-challenge]")?.form;
let isProved = false;
form?.addEventListener("focusin", () => begin(form));
form?.addEventListener("submit", async (event) => {
  if (isProved) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  await prove(form);
  await new Promise((done) => setTimeout(done)); // until this event is over, none can follow
  form.removeAttribute("aria-busy");
  isProved = true;
  form.requestSubmit(event.submitter);
  isProved = false;
});
