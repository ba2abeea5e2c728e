// Which article an element is about, which comment the page's address names, how high it was.

const FIRST_HEIGHT = 320; // pixels

function articleOf(element) {
  const given = (name) => element.getAttribute(name);
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  const here = canonical ?? location.origin + location.pathname;
  const signature = given("signature"); // of the attributes as they stand
  return {
    id: given("article-id"),
    url: given("url") ?? (signature ? null : here),
    title: given("title"),
    section: given("section"),
    language: given("lang"), // of the element itself; the page's says nothing of the article
    signature,
  };
}

// `#comity-1` in links to the paper's page, `#comment-1` inside the discussion.
const commentIn = (hash) => /^#(?:comity|comment)-(\d+)$/.exec(hash)?.[1];

// The page must not jump when the discussion arrives, least of all on the way back to it.
const heightName = (element) => `comity-height ${articleOf(element).id ?? articleOf(element).url}`;

function reserveHeight(element) {
  const height = Number(storage.get("sessionStorage", heightName(element))) || FIRST_HEIGHT;
  element.style.minHeight = `${height}px`;
}

function rememberHeight(element) {
  element.style.minHeight = "";
  storage.set("sessionStorage", heightName(element), element.offsetHeight);
}
