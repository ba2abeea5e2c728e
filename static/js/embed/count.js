// How many comments an article has. All counts of a page are asked for together.

const GET_AT_MOST = 3_000; // characters of an address that every server reads
const AT_A_TIME = 500; // articles

let waiting = [];

class ComityCount extends HTMLElement {
  static observedAttributes = ["article-id"];

  attributeChangedCallback() {
    if (!waiting.length) setTimeout(countAll);
    waiting.push(this);
  }
}

function countAll() {
  const elements = waiting;
  waiting = [];
  const ids = [...new Set(elements.map((element) => element.getAttribute("article-id")))];
  while (ids.length) count(ids.splice(0, AT_A_TIME), elements);
}

async function count(ids, elements) {
  const asked = new URLSearchParams(ids.map((id) => ["id", id])).toString();
  const [query, body] = asked.length < GET_AT_MOST ? [`?${asked}`] : ["", new URLSearchParams(asked)];
  const address = new URL(`counts/${query}`, base);
  try {
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, credentials: "omit" });
    const { counts } = await answer.json();
    for (const element of elements) {
      const id = element.getAttribute("article-id");
      if (id in counts) show(element, id, counts[id]);
    }
  } catch {
    // The page's own words stay in place of a number.
  }
}

function show(element, id, count) {
  const lang = element.closest("[lang]")?.lang || undefined;
  element.textContent = new Intl.NumberFormat(lang).format(count);
  const detail = { id, count };
  element.dispatchEvent(new CustomEvent("comity:count", { bubbles: true, composed: true, detail }));
}

customElements.define("comity-count", ComityCount);
