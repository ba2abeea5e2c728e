// The keys of the desk: each presses a button, follows a link or goes to a field of desk.js's page.
"use strict";

const PREFIX_LASTS = 2000; // milliseconds from 0 to the digit after it
let prefixedAt = -Infinity;

const inField = (target) =>
  target.closest("input:not([type=checkbox], [type=radio]), select, textarea, dialog");

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
  if (target.matches("[type=radio]")) {
    target.checked = true;
    return press("d");
  }
  if (target.matches("fieldset")) target.querySelector(":checked, input")?.focus();
  else if (target.matches("select, input:not([type=checkbox])")) target.focus();
  else target.click();
  if (target.matches("summary") && shut) shut.querySelector("input")?.focus();
  return true;
}

function showKeys() {
  document.getElementById("keys")?.showModal();
}

// Shift, AltGr and an input method write other characters; CapsLock alone does not matter.
// The digits of some keyboards need Shift: there their keys count without it.
function typedKey(event) {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const composing = event.isComposing || event.keyCode === 229;
  if (modified || composing || event.getModifierState("AltGraph")) return "";
  if (event.key === "?" || event.key === "Escape") return event.key;
  if (event.shiftKey) return "";
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  const key = event.key.toLowerCase();
  return /^[a-z0-9]$/.test(key) ? key : (digit ?? "");
}

// 0 and a digit name a rule beyond the ninth; any other key ends what 0 began.
function withPrefix(key, { timeStamp }) {
  const prefix = timeStamp - prefixedAt < PREFIX_LASTS && /^[1-9]$/.test(key) ? "0" : "";
  prefixedAt = key === "0" ? timeStamp : -Infinity;
  return prefix + key;
}

document.addEventListener("keydown", (event) => {
  const key = withPrefix(typedKey(event), event);
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
