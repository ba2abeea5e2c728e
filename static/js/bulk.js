// Bulk review: the handles mark the bars of their range, and the buttons say how many are selected.
// Without this file the page works the same; the marks and numbers are those it was loaded with.
"use strict";

const written = (number) => number.toLocaleString(document.documentElement.lang);
const inPercent = (number) =>
  (number / 100).toLocaleString(document.documentElement.lang, { style: "percent" });

// One handle pushes the other, so that the range is never empty.
function keepApart(least, most, moved) {
  const step = Number(least.step);
  if (Number(least.value) < Number(most.value)) return;
  if (moved === least) least.value = Math.min(Number(least.value), Number(most.max) - step);
  else most.value = Math.max(Number(most.value), Number(least.min) + step);
  if (moved === least) most.value = Number(least.value) + step;
  else least.value = Number(most.value) - step;
}

function follow(form, moved) {
  const { least, most } = form.elements;
  keepApart(least, most, moved);
  let number = 0;
  for (const bar of document.querySelectorAll("[data-least][data-most]")) {
    const isAbove = Number(bar.dataset.most) > Number(most.value);
    const isInside = !isAbove && Number(bar.dataset.least) >= Number(least.value);
    bar.classList.toggle("chosen", isInside);
    if (isInside) number += Number(bar.dataset.number);
  }
  for (const output of form.querySelectorAll("output")) {
    output.value = inPercent(document.getElementById(output.htmlFor[0]).value);
  }
  form.querySelector("[data-in-range]").textContent = written(number);
}

function countSelected(form) {
  const number = form.querySelectorAll("[name=pick]:checked").length;
  for (const shown of form.querySelectorAll("[data-selected] span")) {
    shown.textContent = written(number);
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-range]");
  if (form) follow(form, target);
});
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-bulk]");
  if (form && target.matches("[name=pick]")) countSelected(form);
});
