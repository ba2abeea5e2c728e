// The desk by keyboard.  Everything here is a shortcut to a button or a link
// that is on the page anyway; without this file the desk works by clicks.
"use strict";

const inField = (target) => target.closest("input:not([type=checkbox]), select, textarea, dialog");
const cards = () => [...document.querySelectorAll("[data-card]")];
const current = () => document.querySelector("[data-card][aria-current]");

function makeCurrent(card, { focus = true } = {}) {
  if (!card) return;
  current()?.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  if (focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  const slot = card.querySelector("[data-claim]");
  if (slot) htmx.trigger(slot, "claim");
}

function move(step) {
  const all = cards();
  const at = all.indexOf(current());
  const next = at < 0 ? all[0] : all[at + step];
  if (next) makeCurrent(next);
  else if (step > 0) document.querySelector("[data-more]")?.click();
}

function undoLast() {
  const buttons = [...document.querySelectorAll("[data-undo]")];
  const newest = (button) => Number(button.closest("[data-done]").id.split("-")[1]);
  buttons.sort((one, other) => newest(other) - newest(one))[0]?.click();
}

function press(key) {
  const target =
    current()?.querySelector(`[data-key="${key}"]`) ??
    document.querySelector(`[data-key="${key}"]:not([data-card] *)`);
  if (!target) return false;
  if (target.matches("select, input:not([type=checkbox])")) target.focus();
  else target.click();
  return true;
}

function showKeys() {
  document.getElementById("keys")?.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && inField(event.target)) {
    event.target.closest("[data-card]")?.focus();
    return;
  }
  if (inField(event.target) || document.body.dataset.keys === "off") return;
  const own = { j: () => move(1), k: () => move(-1), z: undoLast, "?": showKeys };
  if (own[event.key]) own[event.key]();
  else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  if (card && card !== current()) makeCurrent(card, { focus: false });
});

function announce(text) {
  document.getElementById("announcement").textContent = text.replace(/\s+/g, " ").trim();
}

function complain(reason) {
  const alert = document.getElementById("alert");
  alert.textContent = alert.dataset[reason];
  alert.hidden = false;
}

// After a decision the strip stays where the card was, and the next card is at hand.
function afterSwap(event) {
  const fresh = document.getElementById(event.detail.elt?.id);
  document.getElementById("alert").hidden = true;
  if (fresh?.matches("[data-done]")) {
    announce(fresh.querySelector("p").textContent);
    document.getElementById("last-decision")?.remove();
    const next = cards().find(
      (card) => fresh.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    if (next) makeCurrent(next);
    else (document.querySelector("[data-more]") ?? fresh).focus();
  } else if (fresh?.matches("[data-card]")) {
    makeCurrent(fresh);
  }
}

document.addEventListener("htmx:afterSettle", afterSwap);
document.addEventListener("htmx:sendError", () => complain("offline"));
document.addEventListener("htmx:responseError", () => complain("refused"));

document.addEventListener("DOMContentLoaded", () => {
  const help = document.getElementById("help-button");
  if (help) {
    help.hidden = false;
    help.addEventListener("click", showKeys);
  }
  if (!location.hash) makeCurrent(cards()[0], { focus: true });
});
