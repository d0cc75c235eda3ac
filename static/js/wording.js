// Puts a text to start from into a field by one tap, behind what stands there already. Without
// this script the texts can be read and typed.
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.insert);
      if (!field) return;
      const before = field.value.trimEnd();
      field.value = before ? `${before}\n${button.textContent.trim()} ` : `${button.textContent.trim()} `;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
})();
