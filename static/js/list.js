// Lists are work: j/k to move, Enter to open, x to select, o to unfold the proof.
// Without this script the list is still a table of links and checkboxes.
"use strict";

(() => {
  const INTERACTIVE = "a, button, input, select, textarea, summary, label, details";
  const TYPING = "input:not([type=checkbox]), select, textarea, [contenteditable]";

  function rowsOf(list) {
    return [...list.querySelectorAll("[data-row]")];
  }

  function boxOf(row) {
    return row.querySelector("input[type=checkbox][data-select]");
  }

  function showSelection(list) {
    const boxes = rowsOf(list).map(boxOf).filter(Boolean);
    const chosen = boxes.filter((box) => box.checked).length;
    for (const row of rowsOf(list)) {
      row.classList.toggle("is-selected", Boolean(boxOf(row)?.checked));
    }
    const scope = list.closest("form") ?? list.parentElement;
    for (const place of scope.querySelectorAll("[data-selected-count]")) {
      place.textContent = String(chosen);
    }
    scope.querySelector(".bulk-bar")?.classList.toggle("has-selection", chosen > 0);
    const all = list.querySelector("[data-select-all]");
    if (all) {
      all.checked = boxes.length > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  }

  function makeCurrent(list, row) {
    list.querySelector(".is-current")?.classList.remove("is-current");
    row.classList.add("is-current");
    (row.querySelector("a[data-row-link]") ?? boxOf(row))?.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function move(list, distance) {
    const rows = rowsOf(list);
    if (rows.length === 0) return;
    const here = rows.findIndex((row) => row.classList.contains("is-current"));
    const next = here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + distance));
    makeCurrent(list, rows[next]);
  }

  function actOn(row, key) {
    const box = boxOf(row);
    const proof = row.querySelector("details");
    if (key === "x" && box) box.click();
    else if (key === "o" && proof) proof.open = !proof.open;
    else if (key === "Enter") row.querySelector("a[data-row-link]")?.click();
  }

  function onKey(event, list) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(TYPING)) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      move(list, event.key === "j" ? 1 : -1);
      return;
    }
    const current = list.querySelector(".is-current");
    if (!current) return;
    if (event.key === "x" || event.key === "o") {
      event.preventDefault();
      actOn(current, event.key);
    } else if (event.key === "Enter" && !event.target.closest(INTERACTIVE)) {
      actOn(current, event.key);
    }
  }

  function onClick(event, list) {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest(INTERACTIVE)) return;
    if (String(window.getSelection())) return; // someone is copying a name
    const link = row.querySelector("a[data-row-link]");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  }

  function start(list) {
    const all = list.querySelector("[data-select-all]");
    if (all) all.closest("[hidden]")?.removeAttribute("hidden");
    list.addEventListener("change", (event) => {
      if (event.target === all) {
        for (const box of rowsOf(list).map(boxOf).filter(Boolean)) box.checked = all.checked;
      }
      showSelection(list);
    });
    list.addEventListener("click", (event) => onClick(event, list));
    list.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row) return;
      list.querySelector(".is-current")?.classList.remove("is-current");
      row.classList.add("is-current");
    });
    showSelection(list);
  }

  const lists = [...document.querySelectorAll("[data-list]")];
  lists.forEach(start);
  if (lists.length > 0) {
    document.addEventListener("keydown", (event) => {
      onKey(event, event.target.closest("[data-list]") ?? lists[0]);
    });
    // A page taken from the browser's memory may come back with boxes ticked.
    window.addEventListener("pageshow", () => lists.forEach(showSelection));
  }
})();
