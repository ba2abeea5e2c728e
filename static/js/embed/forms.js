// Forms inside the discussion: what is typed is kept until it is sent.

const TYPED = "textarea, input[type=text], input[type=email]";

class Drafts {
  #texts = new Map();

  remember(form) {
    const typed = [...form.querySelectorAll(TYPED)].map((field) => [field.name, field.value]);
    this.#texts.set(this.#key(form), new Map(typed));
  }

  forget(form) {
    this.#texts.delete(this.#key(form));
  }

  // Fill in what was typed before the form was drawn anew; what the site filled in stays.
  restore(form) {
    for (const [name, value] of this.#texts.get(this.#key(form)) ?? []) {
      const field = form.elements.namedItem(name);
      if (field && !field.value) field.value = value;
    }
  }

  #key(form) {
    return `${form.getAttribute("action")} ${form.elements.namedItem("parent")?.value ?? ""}`;
  }
}

function number(form) {
  const field = form.elements.namedItem("submission");
  if (field && !field.value) field.value = uuid();
}

// The proof of work, where the site asks for it: a second module, which other sites never load.
// Without it the comment waits for a moderator.
async function atProof(form, step) {
  if (!form.querySelector("input[data-challenge]")) return;
  await import(new URL("proof.js", base)).then((proof) => proof[step](form)).catch(() => {});
}

// To what is wrong, to the question, or else to the first field.
function focusForm(within) {
  const alert = [...within.querySelectorAll("[role=alert]")].find((each) => each.textContent.trim());
  alert?.setAttribute("tabindex", "-1");
  const target = within.querySelector("[aria-invalid=true]") ?? alert;
  (target ?? within.querySelector(`${TYPED}, input[type=radio]`))?.focus();
}
