// Keeps what was typed into form[data-draft] while this browser tab lives, so that a lost
// page costs no work. Nothing outlives the tab, the submission or the sign-out: a shared
// office PC must not remember a child.
"use strict";

(() => {
  const READER = document.body.dataset.reader;
  const PREFIX = `draft:${READER}:`;

  // Whoever signs in after somebody else in the same tab must not find that person's words.
  if (READER) {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("draft:") && !key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    }
  }

  function keyOf(form) {
    return `${PREFIX}${location.pathname}#${form.dataset.draft || form.id}`;
  }

  function isKept(element) {
    return (
      element.name &&
      element.name !== "csrf_token" &&
      !["hidden", "password", "file", "submit", "button"].includes(element.type)
    );
  }

  function isChoice(element) {
    return element.type === "checkbox" || element.type === "radio";
  }

  function read(form) {
    const kept = [];
    for (const element of form.elements) {
      if (!isKept(element)) continue;
      if (isChoice(element)) kept.push([element.name, element.value, element.checked]);
      else if (!element.multiple) kept.push([element.name, element.value, null]);
    }
    return kept;
  }

  function write(form, kept) {
    for (const [name, value, checked] of kept) {
      for (const element of form.elements) {
        if (element.name !== name || !isKept(element)) continue;
        if (checked === null) element.value = value;
        else if (element.value === value) element.checked = checked;
      }
    }
  }

  function offer(form, pristine) {
    const note = form.querySelector("[data-draft-note]");
    if (!note) return;
    note.hidden = false;
    note.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
      sessionStorage.removeItem(keyOf(form));
      write(form, pristine);
      note.hidden = true;
    });
  }

  function start(form) {
    const pristine = read(form);
    const stored = sessionStorage.getItem(keyOf(form));
    // After a refusal the server has already given back what was typed.
    if (stored && !form.querySelector("[aria-invalid=true]")) {
      write(form, JSON.parse(stored));
      if (stored !== JSON.stringify(pristine)) offer(form, pristine);
    }
    form.addEventListener("input", () => {
      sessionStorage.setItem(keyOf(form), JSON.stringify(read(form)));
    });
    form.addEventListener("submit", () => sessionStorage.removeItem(keyOf(form)));
  }

  document.querySelectorAll("form[data-draft]").forEach(start);

  for (const form of document.querySelectorAll("form[data-forgets-drafts]")) {
    form.addEventListener("submit", () => {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
      }
    });
  }
})();
