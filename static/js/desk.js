// The desk by keyboard.  Everything here is a shortcut to a button or a link
// that is on the page anyway; without this file the desk works by clicks.
//
// One card is current: it has the focus, keys decide it, and it alone is claimed.
"use strict";

const inField = (target) => target.closest("input:not([type=checkbox]), select, textarea, dialog");
const cards = () => [...document.querySelectorAll("[data-card]")];
const current = () => document.querySelector("[data-card][aria-current]");
const isFree = (card) => !card.querySelector(".taken, [data-notice]");
const cardsAfter = (place) =>
  cards().filter((card) => place.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);

let upcoming = null; // the card that is about to become current
let deciding = false; // whether a decision or an undo is on its way
let place = null; // where to go on as soon as more cards are loaded
let held = null; // the newest claim, as the site answered it

// Keys must not decide what was not there to be read.
const isBusy = () => deciding || upcoming !== null;

function makeCurrent(card, { offered = false } = {}) {
  upcoming = place = null;
  current()?.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  card.toggleAttribute("data-offered", offered);
  claim(card);
}

function show(card) {
  upcoming = card;
  place = null;
  current()?.removeAttribute("aria-current");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  card.querySelector("[data-notice], .errorlist")?.scrollIntoView({ block: "nearest" });
}

function goTo(card, options) {
  show(card);
  makeCurrent(card, options);
}

// The card that an answer leads to takes keys once it was painted.
function bring(card, options) {
  const painted = () => {
    if (upcoming !== card) return;
    upcoming = null;
    if (card.isConnected) makeCurrent(card, options);
  };
  show(card);
  requestAnimationFrame(() => setTimeout(painted));
}

// A page that the browser fetched ahead of time is not visible, and claims nothing.
function claim(card) {
  const slot = card.querySelector("[data-claim][hx-post]");
  const visible = document.visibilityState === "visible";
  if (slot && visible && !deciding) htmx.trigger(slot, "claim");
}

// Two moderators may open a queue at once: who comes second goes on to the next
// card, unless they chose this one or have begun to work on it.
function claimed(slot) {
  held = slot.querySelector("[name=held]");
  const card = slot.closest("[data-card]");
  const untouched = card === current() && card === document.activeElement;
  if (untouched && card.hasAttribute("data-offered") && !isFree(card)) offerAfter(card);
}

// The next card that nobody else has in hand, loaded where none is left on the page.
function offerAfter(from) {
  const next = cardsAfter(from).find(isFree);
  if (next) bring(next, { offered: true });
  else loadMore(from);
}

function loadMore(from) {
  const more = document.querySelector("[data-more]");
  place = more && from;
  if (more) more.click();
  else if (!current()) (from.matches("[data-done]") ? from : cards()[0])?.focus();
}

// A case whose decision was undone in the meantime may come a second time.
function loaded() {
  for (const card of cards()) if (document.getElementById(card.id) !== card) card.remove();
  const from = place;
  place = null;
  if (from) offerAfter(from);
}

function move(step) {
  const all = cards();
  const at = all.indexOf(upcoming ?? current());
  const next = at < 0 ? all[0] : all[at + step];
  if (next) goTo(next);
  else if (step > 0 && all.length) loadMore(all[at]);
}

// A failed undo stays the last thing done: a second press must not undo another decision.
function undoLast() {
  const number = (strip) => Number(strip.id.split("-")[1]);
  const strips = [...document.querySelectorAll("[data-done]")];
  const newest = strips.sort((one, other) => number(other) - number(one))[0];
  const button = newest?.querySelector("[data-undo]");
  if (button) button.click();
  else if (newest) announce(newest.querySelector("p").textContent);
}

function press(key) {
  const target =
    current()?.querySelector(`[data-key="${key}"]`) ??
    document.querySelector(`[data-key="${key}"]:not([data-card] *)`);
  const shut = target?.closest("details:not([open])");
  if (!target || (shut && shut !== target.parentElement)) return false;
  if (target.matches("select, input:not([type=checkbox])")) target.focus();
  else target.click();
  if (target.matches("summary") && shut) shut.querySelector("input")?.focus();
  return true;
}

function showKeys() {
  document.getElementById("keys")?.showModal();
}

// Shift, AltGr and an input method write other characters; CapsLock alone does not matter.
function typedKey(event) {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const composing = event.isComposing || event.keyCode === 229;
  if (modified || composing || event.getModifierState("AltGraph")) return "";
  if (event.key === "?" || event.key === "Escape") return event.key;
  const key = event.key.toLowerCase();
  return !event.shiftKey && /^[a-z]$/.test(key) ? key : "";
}

document.addEventListener("keydown", (event) => {
  const key = typedKey(event);
  if (key === "Escape") {
    clearAlerts();
    if (inField(event.target)) event.target.closest("[data-card]")?.focus();
    return;
  }
  if (event.key === "Enter" && !event.isComposing && event.target.matches(".escalate input")) {
    event.preventDefault();
    if (!event.repeat && !isBusy()) event.target.closest("details").querySelector("button").click();
    return;
  }
  const elsewhere = inField(event.target) || document.querySelector("dialog[open]");
  if (!key || elsewhere || document.body.dataset.keys === "off") return;
  const steps = { j: 1, k: -1 };
  if (key in steps) {
    if (!deciding) move(steps[key]);
  } else if (event.repeat || isBusy()) {
    return;
  } else if (key === "z") undoLast();
  else if (key === "?") showKeys();
  else if (!press(key)) return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  if (card && card !== (upcoming ?? current())) makeCurrent(card);
});

// The second click of a double click would meet the card that moved up.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail < 2 || !event.target.closest("[data-card] button, [data-undo]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// Emptied first, so that the same words are spoken a second time.
function announce(text) {
  const region = document.getElementById("announcement");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text.replace(/\s+/g, " ").trim();
  });
}

function complain(reason) {
  deciding = false;
  place = null;
  const alert = document.getElementById("alert");
  alert.textContent = alert.dataset[reason];
}

function clearAlerts() {
  document.getElementById("alert").textContent = "";
  document.querySelector(".messages")?.remove();
}

// A strip stays where the card was, and the next card is at hand.  Any other
// answer is a card: as it was before the undo, or with what stands against the decision.
function answered(fresh) {
  deciding = false;
  clearAlerts();
  if (fresh.matches("[data-card]")) {
    const notices = fresh.querySelectorAll("[data-notice], .errorlist");
    announce(fresh.dataset.said ?? [...notices].map((notice) => notice.textContent).join(" "));
    bring(fresh);
    return;
  }
  announce(fresh.querySelector("p").textContent);
  if (fresh.matches("[data-failed]")) {
    if (document.activeElement === document.body) fresh.focus();
    return;
  }
  upcoming = held = null;
  document.getElementById("last-decision")?.remove();
  offerAfter(fresh);
}

const decides = (asker) => asker.matches("form, [data-card] button");

document.addEventListener("htmx:beforeRequest", (event) => {
  if (decides(event.detail.elt)) deciding = true;
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const answers = detail.elt.matches("[data-done], [data-card]");
  if (answers && decides(detail.requestConfig.elt)) answered(detail.elt);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const asker = detail.requestConfig.elt;
  if (asker.matches("[data-claim]") && asker.isConnected) claimed(asker);
  if (asker.matches("[data-more]") && detail.successful) loaded();
});
document.addEventListener("htmx:sendError", () => complain("offline"));
document.addEventListener("htmx:responseError", () => complain("refused"));

document.addEventListener("DOMContentLoaded", () => {
  const help = document.getElementById("help-button");
  if (help) {
    help.hidden = false;
    help.addEventListener("click", showKeys);
  }
  const aimed = document.getElementById(location.hash.slice(1));
  const free = cards().find(isFree);
  if (aimed?.matches("[data-card]")) goTo(aimed);
  else if (location.hash && free) makeCurrent(free);
  else if (free) goTo(free, { offered: true });
  else if (cards().length) loadMore(document.body);
});

// A card that is left is free for others; whoever comes back to it claims it again.
window.addEventListener("pagehide", () => {
  if (!held) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, until: held.value });
  navigator.sendBeacon(held.dataset.release, body);
});
document.addEventListener("visibilitychange", () => {
  if (current()) claim(current());
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && current()) claim(current());
});
