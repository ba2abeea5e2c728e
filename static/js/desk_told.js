// What the desk tells without a card: to screen readers, and by the numbers above the cards.
"use strict";

// Emptied first, so that the same words are spoken a second time.
function announce(text) {
  const region = document.getElementById("announcement");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text.replace(/\s+/g, " ").trim();
  });
}

// The numbers above the cards follow one's own decisions at once; the site's news correct them.
function count(action, step) {
  const settles = ["approve", "remove", "feature"].includes(action);
  add("[data-left]", "left", -step);
  add(".queues [aria-current] .count", "count", -step);
  if (settles) add("[data-done-today]", "doneToday", step);
}

function add(selector, name, step) {
  const shown = document.querySelector(selector);
  if (!shown || shown.textContent.endsWith("+")) return;
  shown.dataset[name] = Math.max(0, Number(shown.dataset[name]) + step);
  shown.textContent = Number(shown.dataset[name]).toLocaleString(document.documentElement.lang);
}
