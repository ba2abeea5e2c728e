// Which article an element is about, which comment the page's address names, how high it was.

const FIRST_HEIGHT = 320; // pixels

function articleOf(element) {
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  return {
    id: element.getAttribute("article-id"),
    url: element.getAttribute("url") ?? canonical ?? location.origin + location.pathname,
    title: element.getAttribute("title"),
    section: element.getAttribute("section"),
  };
}

const commentIn = (hash) => /^#comment-(\d+)$/.exec(hash)?.[1];

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
