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
  const ids = [...new Set(waiting.map((element) => element.getAttribute("article-id")))];
  waiting = [];
  while (ids.length) count(ids.splice(0, AT_A_TIME));
}

async function count(ids) {
  const asked = new URLSearchParams(ids.map((id) => ["id", id])).toString();
  const [query, body] = asked.length < GET_AT_MOST ? [`?${asked}`] : ["", new URLSearchParams(asked)];
  const address = new URL(`counts/${query}`, base);
  try {
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, credentials: "omit" });
    const { counts } = await answer.json();
    for (const id of ids) showCounts(id, counts[id]);
  } catch {
    // The page's own words stay in place of a number.
  }
}

// Also when the discussion itself is shown on the same page.
function showCounts(id, count) {
  const detail = { id, count: Number(count) };
  for (const element of document.querySelectorAll("comity-count")) {
    if (element.getAttribute("article-id") !== id) continue;
    const lang = element.closest("[lang]")?.lang || undefined;
    element.textContent = new Intl.NumberFormat(lang).format(detail.count);
    tell(element, "count", detail);
  }
}

customElements.define("comity-count", ComityCount);
