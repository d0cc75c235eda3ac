// Follows long work: asks data-progress-url for {"done": 12, "total": 30, "finished": false,
// "next_url": null, "label": "Reading the rows"} and moves the bar. When the work is finished the page goes to next_url,
// or loads itself again. Without this script the page shows the counts of its last load.
"use strict";

(() => {
  const EVERY = 2000;
  const LONGEST_PAUSE = 30000;

  function show(box, state) {
    const bar = box.querySelector("progress");
    if (bar) {
      bar.max = Math.max(1, state.total);
      bar.value = state.done;
    }
    const done = box.querySelector("[data-progress-done]");
    const total = box.querySelector("[data-progress-total]");
    const label = box.querySelector("[data-progress-label]");
    if (label && state.label) label.textContent = state.label;
    if (done) done.textContent = state.done.toLocaleString("en");
    if (total) total.textContent = state.total.toLocaleString("en");
  }

  function leave(state) {
    if (state.next_url) location.assign(state.next_url);
    else location.reload();
  }

  async function ask(box, pause) {
    let next = EVERY;
    try {
      const answer = await fetch(box.dataset.progressUrl, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      show(box, state);
      if (state.finished) {
        leave(state);
        return;
      }
    } catch {
      next = Math.min(LONGEST_PAUSE, pause * 2); // the server is busy or away: ask less often
    }
    setTimeout(() => ask(box, next), next);
  }

  for (const box of document.querySelectorAll("[data-progress-url]")) {
    setTimeout(() => ask(box, EVERY), EVERY);
  }
})();
