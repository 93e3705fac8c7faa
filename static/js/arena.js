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

  // <button data-print hidden>
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // A session that ends without use is told of two minutes before, and can be kept by one press. Every window of the
  // site notes the end it knows, so that work in one keeps the others quiet.
  const ending = document.querySelector("[data-ends-in]");
  if (ending) {
    const { endsIn, idle, whole, address } = ending.dataset;
    const noted = "session-ends";
    const last = Date.now() + whole * 1000;
    const note = (seconds) => { try { localStorage.setItem(noted, Math.min(Date.now() + seconds * 1000, last)); } catch { /* forbidden */ } };
    const left = () => { try { return (Number(localStorage.getItem(noted)) - Date.now()) / 1000; } catch { return 0; } };
    const wait = () => setTimeout(() => { if (left() > 125) wait(); else ending.hidden = false; }, Math.max(left() - 120, 1) * 1000);
    note(endsIn);
    wait();
    ending.querySelector("button").addEventListener("click", async () => {
      const answer = await fetch(address).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return location.reload();
      note(idle);
      ending.hidden = true;
      return wait();
    });
  }

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
