// Presents a deck, on a page that reads well without it.
(() => {
  const root = document.documentElement;
  const deck = document.querySelector(".deck");
  const slides = [...document.querySelectorAll(".slide")];
  if (!deck || !slides.length) return;
  const isSpeaker = new URLSearchParams(location.search).has("speaker");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("deck " + location.pathname) : null;
  const make = (name, to, properties) => to.appendChild(Object.assign(document.createElement(name), properties));
  const stage = make("progress", deck, { className: "stage", max: slides.length });
  stage.setAttribute("aria-hidden", "true");
  let now = 0;
  let started = 0;
  let shows = isSpeaker;

  const fromHash = () => Math.max(0, slides.findIndex((slide) => "#" + slide.id === location.hash));

  // Makes text smaller on full slides. All sizes follow from the width: what fits once fits always.
  function fit() {
    root.classList.add("measuring");
    for (const slide of slides) {
      const frame = slide.firstElementChild;
      for (let size = 1; size > 0.15; size -= 0.05) {
        frame.style.setProperty("--fit", size.toFixed(2));
        if (frame.scrollHeight <= 541 && frame.firstElementChild.scrollWidth <= 961) break;
      }
    }
    root.classList.remove("measuring");
  }

  function draw() {
    slides.forEach((slide, i) => {
      slide.classList.toggle("now", shows && i === now);
      slide.classList.toggle("next", isSpeaker && i === now + 1);
    });
    stage.value = now + 1;
    if (isSpeaker) place.textContent = `${now + 1} / ${slides.length}` + (now + 1 < slides.length ? "" : ` · ${deck.dataset.end}`);
  }

  function tell() {
    channel?.postMessage({ now, started, isBlack: root.classList.contains("black") });
  }

  function go(to, isTold) {
    now = Math.min(slides.length - 1, Math.max(0, to));
    if (now > 0 && !started) started = Date.now();
    if (shows) history.replaceState(null, "", "#" + slides[now].id);
    draw();
    if (!isTold) tell();
  }

  function present(on) {
    if (isSpeaker) return;
    shows = on;
    root.classList.toggle("presenting", on);
    root.classList.remove("black");
    if (!on && document.fullscreenElement) document.exitFullscreen();
    go(now);
    if (!on) slides[now].scrollIntoView({ block: "start", behavior: "instant" });
  }

  function fullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  }

  function speak() {
    open(location.pathname + "?speaker#" + slides[now].id, "speaker", "width=1100,height=700");
  }

  const black = () => tell(root.classList.toggle("black"));

  const next = () => go(now + 1);
  const back = () => go(now - 1);
  const keys = {
    ArrowRight: next, ArrowDown: next, PageDown: next, " ": next, ArrowLeft: back, ArrowUp: back, PageUp: back,
    Home: () => go(0), End: () => go(slides.length - 1),
    f: fullscreen, s: speak, b: black, Escape: () => present(false),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, button")) return;
    if (!shows && !["f", "s"].includes(event.key)) return;
    const act = event.key === " " && event.shiftKey ? back : keys[event.key];
    if (!act) return;
    event.preventDefault();
    if (!shows && event.key === "f") present(true);
    act();
  });

  // The left third goes back. The click that follows a swipe counts for nothing.
  let touchX = null;
  let swiped = 0;
  addEventListener("touchstart", (event) => { touchX = event.touches[0].clientX; }, { passive: true });
  addEventListener("touchend", (event) => {
    const moved = touchX === null ? 0 : event.changedTouches[0].clientX - touchX;
    if (!shows || Math.abs(moved) < 40) return;
    swiped = event.timeStamp;
    go(now + (moved < 0 ? 1 : -1));
  });
  addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-do]")?.dataset.do;
    if (wanted === "present") {
      event.target.blur();
      now = fromHash();
      present(true);
      fullscreen();
    } else if (wanted === "speak") {
      speak();
    } else if (shows && !event.target.closest("a, button, video, audio, summary, pre") && event.timeStamp - swiped > 500) {
      go(now + (!isSpeaker && event.clientX < innerWidth / 3 ? -1 : 1));
    }
  });
  addEventListener("hashchange", () => go(fromHash()));
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement && shows) present(false); });

  channel?.addEventListener("message", ({ data }) => {
    if (data.asks) return isSpeaker || !shows ? undefined : tell();
    started = data.started;
    root.classList.toggle("black", data.isBlack && !isSpeaker);
    if (isSpeaker || shows) go(data.now, true);
  });

  let place;
  if (isSpeaker) {
    const bar = make("div", deck, { className: "speaker-bar" });
    place = make("span", bar, {});
    const clock = make("time", bar, {});
    const wall = make("span", bar, {});
    const reset = make("button", bar, { type: "button", textContent: deck.dataset.reset });
    const two = (number) => String(number).padStart(2, "0");
    const tick = () => {
      const seconds = started ? Math.floor((Date.now() - started) / 1000) : 0;
      clock.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
      wall.textContent = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    };
    reset.addEventListener("click", () => { started = Date.now(); tell(); tick(); reset.blur(); });
    setInterval(tick, 500);
    tick();
    root.classList.add("speaking");
    channel?.postMessage({ asks: true });
  }
  deck.querySelector(".deck-bar").hidden = false;
  now = fromHash();
  draw();
  if (document.readyState === "complete") fit();
  else addEventListener("load", fit);
  addEventListener("beforeprint", fit);
})();
