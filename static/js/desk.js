// The cards of the desk, and what they do after a decision.  desk_keys.js has the keys, desk_told.js
// what is said beside the cards.
// Everything here is a shortcut to a button or a link that is on the page anyway;
// without scripts the desk works by clicks.
//
// One card is current: it has the focus, keys decide it, and it alone is claimed.
// The card after a decided one stands where that one stood; the decision becomes
// one line above the cards.
"use strict";

const cards = () => [...document.querySelectorAll("[data-card]")];
const current = () => document.querySelector("[data-card][aria-current]");
const isFree = (card) => !card.querySelector(".taken, [data-notice]");
const cardsAfter = (place) =>
  cards().filter((card) => place.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
const topOf = (element) => element.getBoundingClientRect().top;
const MARGIN = 12; // points between a card and the edge of the window

let upcoming = null; // the card that is about to become current
let deciding = false; // whether a decision or an undo is on its way
let loading = false; // whether more cards are on their way
let place = null; // where to go on as soon as more cards are loaded
let held = null; // the newest claim, as the site answered it
let pressed = false; // whether a button of the mouse is down
const stoodBefore = new Map(); // the card that followed a decided one, by its id

// Keys must not decide what was not there to be read.
const isBusy = () => deciding || upcoming !== null;

function leave() {
  current()?.removeAttribute("aria-current");
  document.querySelector("[data-upcoming]")?.removeAttribute("data-upcoming");
}

function makeCurrent(card, { offered = false } = {}) {
  upcoming = place = null;
  leave();
  card.setAttribute("aria-current", "true");
  card.toggleAttribute("data-offered", offered);
  claim(card);
}

// Opens the card at `top`, and moves the page only if the card is not wholly in sight there.
function show(card, top = topOf(card)) {
  upcoming = card;
  place = null;
  leave();
  card.setAttribute("data-upcoming", "");
  card.focus({ preventScroll: true });
  scrollBy(0, topOf(card) - top);
  const ceiling = (document.getElementById("progress-bar")?.offsetHeight ?? 0) + MARGIN;
  const { top: start, bottom } = card.getBoundingClientRect();
  const below = bottom + MARGIN - innerHeight;
  if (start < ceiling) scrollBy(0, start - ceiling);
  else if (below > 0) scrollBy(0, Math.min(below, start - ceiling));
  card.querySelector("[data-notice], .errorlist")?.scrollIntoView({ block: "nearest" });
}

function goTo(card, options) {
  show(card);
  makeCurrent(card, options);
}

// The card that an answer leads to takes keys once it was painted.
function bring(card, { top, ...options } = {}) {
  const painted = () => {
    if (upcoming !== card) return;
    upcoming = null;
    if (card.isConnected) makeCurrent(card, options);
  };
  show(card, top);
  requestAnimationFrame(() => setTimeout(painted));
}

// What was clicked or focused stays under the pointer while the card before it closes.
function turnTo(card) {
  if (card === (upcoming ?? current())) return;
  const top = topOf(card);
  makeCurrent(card);
  scrollBy(0, topOf(card) - top);
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
  if (slot.querySelector(".taken")) askForNews();
  const untouched = card === current() && card === document.activeElement;
  if (untouched && card.hasAttribute("data-offered") && !isFree(card)) offerAfter(card);
}

// Who met a colleague's work is behind: the site tells the whole page what happened meanwhile.
function askForNews() {
  const news = document.getElementById("news");
  if (news) htmx.trigger(news, "news");
}

// The next card that nobody else has in hand, loaded where none is left on the page.  Where the
// queue ends, it goes on with the first card that was skipped.
function offerAfter(from, top) {
  const next = cardsAfter(from).find(isFree);
  const skipped = document.querySelector("[data-more]") ? null : cards().find(isFree);
  if (next) bring(next, { offered: true, top });
  else if (skipped) bring(skipped, { offered: true });
  else loadMore(from);
}

// The link leads to another page where this one is full: only a moderator follows that.
function fetchMore() {
  const more = document.querySelector("[data-more][hx-get]");
  if (more && !loading) more.click();
}

function loadMore(from) {
  const more = document.querySelector("[data-more]");
  place = more && from;
  if (more?.matches("[hx-get]")) fetchMore();
  else if (more) more.click();
  else if (!current()) (document.querySelector(".decided [data-done]:last-child") ?? cards()[0])?.focus();
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

// While the mouse is down nothing may move: the click would meet something else.
document.addEventListener("focusin", ({ target }) => {
  const card = target.closest("[data-card]");
  if (card && !pressed) turnTo(card);
});
document.addEventListener("mousedown", () => (pressed = true), true);
document.addEventListener("mouseup", () => setTimeout(released), true);

function released() {
  pressed = false;
  const card = document.activeElement?.closest("[data-card]");
  if (card && !deciding) turnTo(card);
}

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

function complain(reason) {
  deciding = loading = false;
  place = null;
  const alert = document.getElementById("alert");
  alert.textContent = alert.dataset[reason];
}

function clearAlerts() {
  document.getElementById("alert").textContent = "";
  document.querySelector(".messages")?.remove();
}

// Only the newest line is in sight; the ones before it come back as those after it are undone.
function settle(strip) {
  const slot = document.getElementById("decided");
  const top = topOf(strip);
  const before = strip.previousElementSibling;
  const next = cardsAfter(strip)[0];
  stoodBefore.set(strip.dataset.of, next?.id);
  count(strip.dataset.done, 1);
  held = upcoming = null;
  if (!slot || slot.contains(strip)) {
    offerAfter(strip);
    return;
  }
  document.querySelectorAll(`#decided [id="${strip.id}"]`).forEach((twin) => twin.remove());
  slot.append(strip);
  offerAfter(before ?? slot, top);
}

// An undone card stands before the one that had followed it, at the height of the current one.
function putBack(card) {
  const list = document.getElementById("cards");
  if (!card.closest("#decided") || !list) return undefined;
  card.remove();
  for (const twin of list.querySelectorAll(`[id="${card.id}"]`)) twin.remove();
  const top = current() ? topOf(current()) : undefined;
  const followed = document.getElementById(stoodBefore.get(card.id));
  const next = followed?.matches("#cards > [data-card]") ? followed : current();
  (next ?? list.querySelector(":scope > :is(.empty, #more)") ?? list.lastChild).before(card);
  return top;
}

// Any answer that is no line is a card: as it was before the undo, or with what
// stands against the decision.
function answered(fresh) {
  deciding = false;
  clearAlerts();
  if (fresh.matches("[data-card]")) {
    const top = putBack(fresh);
    if (fresh.dataset.undone) count(fresh.dataset.undone, -1);
    const notices = fresh.querySelectorAll("[data-notice], .errorlist");
    if (notices.length) askForNews();
    announce(fresh.dataset.said ?? [...notices].map((notice) => notice.textContent).join(" "));
    bring(fresh, { top });
    return;
  }
  announce(fresh.querySelector("p").textContent);
  if (fresh.matches("[data-failed]")) {
    if (document.activeElement === document.body) fresh.focus();
    return;
  }
  settle(fresh);
}

const decides = (asker) => asker.matches("form, [data-card] button");

// Behind the last card of the page the next ones are asked for together with the decision.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  if (elt.matches("[data-more]")) loading = true;
  if (!decides(elt)) return;
  deciding = true;
  const card = elt.closest("#cards [data-card]");
  if (card && !cardsAfter(card).some(isFree)) fetchMore();
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const answers = detail.elt.matches("[data-done], [data-card]");
  if (answers && decides(detail.requestConfig.elt)) answered(detail.elt);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const asker = detail.requestConfig.elt;
  if (asker.matches("[data-claim]") && asker.isConnected) claimed(asker);
  if (!asker.matches("[data-more]")) return;
  loading = false;
  if (detail.successful) loaded();
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
