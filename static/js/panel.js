// The panel beside a card: opened when what was asked for is there, closed by Escape or its button.
// The browser returns the focus to where it was.
"use strict";

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const panel = document.getElementById("panel");
  if (detail.target.id !== "panel-body") return;
  if (!panel.open) panel.showModal();
  panel.querySelector("[autofocus]")?.focus();
  panel.scrollTop = 0;
});
