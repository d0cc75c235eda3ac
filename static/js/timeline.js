// Filter chips above a timeline. Without this script the timeline is a plain list.
"use strict";

(() => {
  function show(timeline, kind) {
    for (const entry of timeline.querySelectorAll("[data-kind]")) {
      entry.hidden = kind !== "" && entry.dataset.kind !== kind;
    }
    for (const chip of timeline.querySelectorAll("[data-filter]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.filter === kind));
    }
  }

  for (const timeline of document.querySelectorAll("[data-timeline]")) {
    timeline.querySelector(".timeline-filter")?.removeAttribute("hidden");
    timeline.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-filter]");
      if (chip) show(timeline, chip.dataset.filter);
    });
    // Paper shows the whole story, whatever the screen was filtered to.
    window.addEventListener("beforeprint", () => show(timeline, ""));
  }
})();
