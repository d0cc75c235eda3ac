// The account menu closes by itself, the chosen row height is kept on this machine, and a
// refused form starts with its list of problems.
"use strict";

(() => {
  const root = document.documentElement;

  function showDensity() {
    const compact = localStorage.getItem("density") === "compact";
    if (compact) root.dataset.density = "compact";
    else delete root.dataset.density;
    for (const button of document.querySelectorAll("[data-density-toggle]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(compact));
    }
  }

  showDensity();
  document.querySelector(".error-summary")?.focus();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-density-toggle]")) {
      const compact = root.dataset.density === "compact";
      localStorage.setItem("density", compact ? "comfortable" : "compact");
      showDensity();
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
