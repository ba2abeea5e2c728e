// Adds what is selected in the comment, by mouse or keyboard, to the words that are removed.
const text = document.getElementById("marked-text");
const passages = document.getElementById("id_passages");
const mark = document.getElementById("mark");

mark.hidden = false;
// Browsers move no caret in a read-only field: keys could not select. So refuse changes instead.
text.readOnly = false;
text.setAttribute("aria-readonly", "true");
text.addEventListener("beforeinput", (event) => event.preventDefault());
mark.addEventListener("click", () => {
  const selected = text.value.slice(text.selectionStart, text.selectionEnd).trim();
  if (!selected) {
    text.focus();
    return;
  }
  const lines = passages.value.split("\n").filter((line) => line.trim());
  const added = selected.split("\n").map((line) => line.trim()).filter((line) => line && !lines.includes(line));
  passages.value = [...lines, ...added].join("\n");
});
