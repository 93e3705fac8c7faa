// Small comforts; every page is complete without them.
// Focus on the error summary, unsaved text kept through a lost session or network, copy buttons, htmx manners.
(() => {
  "use strict";
  const status = document.getElementById("status");
  const say = (text) => { if (status) status.textContent = text || ""; };

  // The browser's autofocus does this too, but not when the address has a fragment.
  const toSummary = (root) => root.querySelector?.(".error-summary")?.focus();
  toSummary(document);

  // Forms with data-keep="name": what was typed waits in this tab until a page with data-kept="name" says it is stored.
  const prefix = "keep:" + location.pathname.split("/").slice(2).join("/") + ":";
  const typed = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|file|password|submit|button)$/.test(field.type));
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  const answers = (form) => typed(form).map((field) => [field.name, field.value, /^(radio|checkbox)$/.test(field.type) ? field.checked : null]);
  document.querySelectorAll("[data-kept]").forEach((mark) => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("keep:") && key.endsWith(":" + mark.dataset.kept)) sessionStorage.removeItem(key);
  });
  document.querySelectorAll("form[data-keep]").forEach((form) => {
    const key = prefix + form.dataset.keep;
    const waiting = read(key);
    // Text the server sent back is newer than ours.
    if (waiting && !form.hasAttribute("data-posted")) {
      for (const [name, value, isOn] of waiting) {
        const field = typed(form).find((one) => one.name === name && (isOn === null || one.value === value));
        if (!field) continue;
        if (isOn === null) field.value = value; else field.checked = isOn;
      }
      if (status) say(form.dataset.restored);
    }
    form.addEventListener("input", () => write(key, answers(form)));
    form.addEventListener("submit", (event) => {
      write(key, answers(form));
      if (navigator.onLine === false) { event.preventDefault(); say(status?.dataset.offline); status?.classList.remove("vh"); }
    });
  });

  // <button data-copy="https://…" hidden>: shown only where copying works.
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(button.dataset.copy).then(() => say(status?.dataset.copied)));
  });

  // htmx: an invalid form (422) is shown, an announcement is read, a lost network keeps the page.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status === 422) { detail.shouldSwap = true; detail.isError = false; }
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    toSummary(detail.elt);
    say(detail.elt.querySelector?.("[data-announce]")?.textContent.trim());
  });
  document.addEventListener("htmx:sendError", () => say(status?.dataset.offline));
})();
