// Print buttons appear only where they work; folded proofs are opened for the paper and
// folded again afterwards.
"use strict";

(() => {
  let opened = [];

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .menu)")];
    for (const part of opened) part.open = true;
  });

  window.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened = [];
  });
})();
