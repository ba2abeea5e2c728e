// What the elements share: asking this site for fragments, without cookies, and what is stored.

const sentences = {/* sentences */};
const own = document.currentScript ?? document.querySelector('script[src$="/embed/v1.js"]');
const base = new URL(".", own.src);
const site = new URL("..", base);
const ANSWER_WITHIN = 20_000; // milliseconds

// Pages may demand that text becomes markup by a named policy alone.
const policy = globalThis.trustedTypes?.createPolicy("comity", { createHTML: (text) => text });

function parsed(text) {
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(text) : text;
  return template.content;
}

// The site's refusal, in its own words; other errors mean that it did not answer.
class Refused extends Error {
  constructor(answer) {
    const told = answer.querySelector("[data-sentence]");
    super(told?.textContent ?? "");
    this.reason = told?.dataset.refused;
  }
}

// `query` and `form` are what to send; gives the fragment, or throws Refused.
async function ask(path, { query = {}, form, token, lang }) {
  const address = new URL(path, base);
  for (const [name, value] of Object.entries({ ...query, lang })) {
    if (value) address.searchParams.set(name, value);
  }
  const answer = await fetch(address, {
    method: form ? "POST" : "GET",
    body: form && new URLSearchParams(new FormData(form)),
    headers: token ? { Authorization: `Bearer ${token}` } : {},
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(answer.status);
  const fragment = parsed(await answer.text());
  // A whole page, as of a proxy in front of the site, is no fragment.
  if (fragment.querySelector("title")) throw new Error(answer.status);
  if (fragment.querySelector("[data-sentence]")) throw new Refused(fragment);
  return fragment;
}

let style;

function styleSheet() {
  style ??= fetch(new URL("v1.css", base), { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
    .then((text) => new CSSStyleSheet().replace(text))
    .catch((error) => {
      style = undefined; // to be asked for again
      throw error;
    });
  return style;
}

// A form of the page at /x is answered as a fragment at /embed/x.
const embedded = (action) => new URL(action, site).pathname.slice(site.pathname.length);

// Storage throws where the browser blocks it; the reader goes on without it.
const storage = {
  get(kind, name) {
    try {
      return globalThis[kind].getItem(name);
    } catch {
      return null;
    }
  },
  set(kind, name, value) {
    try {
      if (value) globalThis[kind].setItem(name, value);
      else globalThis[kind].removeItem(name);
    } catch {}
  },
};

// The number of a form, which is sent once however often the button is pressed.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function say(element, name) {
  const language = element.closest("[lang]")?.lang.split("-")[0];
  return (sentences[language] ?? Object.values(sentences)[0])[name];
}

const busy = (element, isBusy) => element.setAttribute("aria-busy", isBusy);

function tell(element, name, detail = {}) {
  element.dispatchEvent(new CustomEvent(`comity:${name}`, { bubbles: true, composed: true, detail }));
}

function made(tag, part, text = "") {
  const element = document.createElement(tag);
  element.className = part;
  element.setAttribute("part", part);
  element.textContent = text;
  return element;
}
