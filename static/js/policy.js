// The policy editor: words that are selected in the text, in its field or below it, become those
// of a new clause. Without this file they are typed into the field.
"use strict";

const words = document.getElementById("id_words");
const field = document.getElementById("id_text");
const shown = document.querySelector("[data-policy-text]");

const isQuote = (selected) => selected.length > 0 && selected.length <= 300;

function take(selected) {
  const quote = selected.replace(/\s+/g, " ").trim();
  if (isQuote(quote)) words.value = quote;
}

function selectedInText() {
  const selection = document.getSelection();
  if (!shown || selection.isCollapsed || !selection.rangeCount) return "";
  const range = selection.getRangeAt(0);
  if (!shown.contains(range.commonAncestorContainer)) return "";
  const copy = range.cloneContents();
  copy.querySelectorAll("sup").forEach((number) => number.remove());
  return copy.textContent;
}

document.addEventListener("selectionchange", () => {
  if (document.activeElement === field) {
    take(field.value.slice(field.selectionStart, field.selectionEnd));
  } else {
    take(selectedInText());
  }
});
