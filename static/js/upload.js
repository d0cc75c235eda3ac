// Sends a form[data-upload] itself, so that the page can tell how much of the file has gone.
// The form then goes where the server's answer leads; an answer that is the form again (422)
// takes the place of this page's content. Without this script the browser sends the form.
"use strict";

(() => {
  const MEGABYTE = 1024 * 1024;
  const SPOKEN = 10; // percent between two announcements: a bar moves, a voice must not chatter

  function amount(bytes) {
    return (bytes / MEGABYTE).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  function show(box, sent, total) {
    const bar = box.querySelector("progress");
    const percent = total > 0 ? Math.floor((100 * sent) / total) : 0;
    bar.max = Math.max(1, total);
    bar.value = sent;
    const told = Number(box.dataset.told ?? -SPOKEN);
    if (percent < 100 && percent - told < SPOKEN) return;
    box.dataset.told = String(percent);
    box.querySelector("[data-progress-done]").textContent = `${percent} % · ${amount(sent)}`;
    box.querySelector("[data-progress-total]").textContent = `${amount(total)} MB`;
  }

  function lock(form, isSending) {
    form.toggleAttribute("aria-busy", isSending);
    for (const button of form.querySelectorAll("button")) button.disabled = isSending;
  }

  function takeAnswer(form, request) {
    if (request.status < 400 && request.responseURL !== form.action) {
      location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const content = answer.querySelector("main");
    if (!content) {
      form.submit(); // no page of ours: let the browser show what there is
      return;
    }
    document.title = answer.title;
    document.querySelector("main").replaceWith(document.adoptNode(content));
    (content.querySelector(".error-summary") ?? content).focus();
  }

  function send(form) {
    const box = form.querySelector("[data-upload-progress]");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => show(box, event.loaded, event.total));
    request.upload.addEventListener("load", () => {
      box.querySelector("[data-progress-label]").textContent = box.dataset.arrived;
    });
    request.addEventListener("load", () => takeAnswer(form, request));
    request.addEventListener("error", () => {
      lock(form, false);
      form.submit(); // the browser says in its own words why the server cannot be reached
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
    lock(form, true);
    box.hidden = false;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-upload]")) return;
    if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
    event.preventDefault();
    send(form);
  });

  // A page that comes back from the browser's memory must not stay locked.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-upload]").forEach((form) => lock(form, false));
  });
})();
