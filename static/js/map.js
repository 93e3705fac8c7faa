// Small maps year by year, one at a time: play, step, or drag. Without this file they stand beside each other.
(() => {
  "use strict";
  const STEP_MS = 1600;

  const start = (player) => {
    const list = player.parentElement.querySelector("[data-frames]");
    const frames = [...list.children];
    const play = player.querySelector("[data-play]");
    const range = player.querySelector("input");
    const names = [play.textContent, play.dataset.stop];
    let timer = 0;

    const show = (index) => {
      range.value = index;
      range.setAttribute("aria-valuetext", frames[index].dataset.title);
      list.classList.add("facets--one");
      frames.forEach((frame, number) => { frame.hidden = number !== index; });
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = names[0];
      play.setAttribute("aria-pressed", "false");
    };
    const step = (by) => {
      const next = Number(range.value) + by;
      if (next < 0 || next >= frames.length) return stop();
      return show(next);
    };
    play.addEventListener("click", () => {
      if (timer) return stop();
      show(Number(range.value) === frames.length - 1 ? 0 : Number(range.value));
      play.textContent = names[1];
      play.setAttribute("aria-pressed", "true");
      timer = setInterval(() => { step(1); if (Number(range.value) === frames.length - 1) stop(); }, STEP_MS);
    });
    player.querySelectorAll("[data-step]").forEach((button) => {
      button.addEventListener("click", () => { stop(); step(Number(button.dataset.step)); });
    });
    range.addEventListener("input", () => { stop(); show(Number(range.value)); });
    player.querySelector("[data-all]").addEventListener("click", () => {
      stop();
      list.classList.remove("facets--one");
      frames.forEach((frame) => { frame.hidden = false; });
    });
    player.hidden = false;
  };

  const startAll = (root) => root.querySelectorAll?.("[data-player][hidden]").forEach(start);
  startAll(document);
  document.addEventListener("htmx:afterSettle", ({ detail }) => startAll(detail.elt));
})();
