"use strict";
// Stretches the drawing to its window and writes as many names as have room; text is only moved.
(() => {
  const svg = document.querySelector("svg.lineage");
  if (!svg) return;
  const frame = svg.parentElement;
  const all = (selector, of = svg) => [...of.querySelectorAll(selector)];
  const number = (element, name) => Number(element.dataset[name]);
  const [, , WIDTH, HEIGHT] = svg.getAttribute("viewBox").split(" ").map(Number);
  const RULER = number(svg, "ruler"), BOW = 0.12, HIGH = 11, MOST = 40;
  const world = svg.querySelector(".world");
  const papers = all(".p").map((element, at) => {
    const [x, y] = element.getAttribute("transform").match(/[-\d.]+/g).map(Number);
    const name = element.querySelector(".n");
    const mark = element.querySelector(".m").getBBox();
    return { at, element, x, y, name, half: mark.width / 2, rank: number(element, "r"), wide: number(element, "w"), band: number(element, "b"), into: [], out: [] };
  });
  const edges = all(".e").map((element) => {
    const one = { element, from: papers[number(element, "a")], to: papers[number(element, "b")], sure: number(element, "s") };
    one.from.out.push(one);
    one.to.into.push(one);
    return one;
  });
  papers.forEach((one) => [one.into, one.out].forEach((some) => some.sort((a, b) => b.sure - a.sure)));
  const ranked = [...papers].sort((one, other) => one.rank - other.rank);
  const labels = all(".l").map((element) => ({ element, edges: element.dataset.e.split(" ").map((at) => edges[at]), wide: number(element, "w") }));
  const bands = all(".bands > g").map((element) => ({ element, rect: element.firstChild, text: element.lastChild, y: number(element, "y"), high: number(element, "h"), wide: number(element.lastChild, "w") }));
  const ticks = all(".ruler > g").map((element) => ({ path: element.firstChild, text: element.lastChild, x: number(element, "x") }));
  let zoom = 1, shift = { x: 0, y: 0 }, size = { x: 1, y: 1 };
  const across = (x) => x * size.x / WIDTH * zoom + shift.x;
  const down = (y) => RULER + (y - RULER) * (size.y - RULER) / (HEIGHT - RULER) * zoom + shift.y;

  function room() {
    const cells = new Map();
    const cellsOf = function* ([left, top, right, bottom]) {
      for (let row = Math.floor(top / 30); row <= Math.floor(bottom / 30); row += 1)
        for (let column = Math.floor(left / 120); column <= Math.floor(right / 120); column += 1) yield row * 4096 + column;
    };
    const take = (box) => { for (const cell of cellsOf(box)) cells.has(cell) ? cells.get(cell).push(box) : cells.set(cell, [box]); };
    const free = (box) => {
      for (const cell of cellsOf(box))
        for (const other of cells.get(cell) || [])
          if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      return true;
    };
    return { take, free };
  }

  const towards = (one, other, far) => {
    const dx = other.x - one.x, dy = other.y - one.y, step = Math.min(far / Math.max(Math.hypot(dx, dy), 1e-6), 0.45);
    return { x: one.x + dx * step, y: one.y + dy * step };
  };
  function arrange() {
    const box = svg.getBoundingClientRect();
    size = { x: Math.max(box.width, 50), y: Math.max(box.height, 50) };
    svg.setAttribute("viewBox", `0 0 ${size.x} ${size.y}`);
    const taken = room();
    const inside = (left, top, right, bottom) => right > 0 && left < size.x && bottom > RULER && top < size.y;
    bands.forEach((one) => {
      const top = down(one.y), bottom = down(one.y + one.high);
      const y = Math.min(Math.max(top + 13, RULER + 13), Math.max(bottom - 4, RULER + 10));
      one.rect.setAttribute("y", top);
      one.rect.setAttribute("height", Math.max(bottom - top - 2, 1));
      one.rect.setAttribute("width", size.x);
      one.text.setAttribute("y", y);
      one.text.style.display = bottom < RULER + 12 || top > size.y || bottom - top < 12 ? "none" : "";
      if (bottom - top >= 12) taken.take([0, y - 11, one.wide + 10, y + 2]);
    });
    let end = -99;
    ticks.forEach((one) => {
      const x = across(one.x), half = one.text.textContent.length * 3.4;
      const shown = x - half > end && x + half < size.x && x - half > 0;
      one.path.setAttribute("d", `M${x} ${RULER}V${size.y}`);
      one.text.setAttribute("x", x);
      one.text.style.display = shown ? "" : "none";
      if (shown) end = x + half + 8;
    });
    papers.forEach((one) => {
      one.px = { x: across(one.x), y: down(one.y) };
      one.element.setAttribute("transform", `translate(${one.px.x.toFixed(1)} ${one.px.y.toFixed(1)})`);
      taken.take([one.px.x - one.half, one.px.y - one.half, one.px.x + one.half, one.px.y + one.half]);
    });
    ranked.forEach((one) => {
      const { x, y } = one.px, beside = one.half + 3;
      const fitting = [beside, -beside - one.wide].find((off) => {
        const spot = [x + off, y - HIGH / 2, x + off + one.wide, y + HIGH / 2];
        return x + off > 0 && x + off + one.wide < size.x && inside(...spot) && y - HIGH / 2 > RULER && taken.free(spot) && (taken.take(spot), true);
      });
      one.named = fitting !== undefined;
      one.name.setAttribute("x", one.named ? fitting : x + beside + one.wide < size.x ? beside : -beside - one.wide);
      one.name.style.display = one.named || one.element.classList.contains("on") ? "" : "none";
    });
    edges.forEach((one) => {
      const a = one.from.px, b = one.to.px, bow = b.y > a.y ? BOW : -BOW;
      const bent = { x: (a.x + b.x) / 2 + bow * (b.y - a.y), y: (a.y + b.y) / 2 - bow * (b.x - a.x) };
      const begin = towards(a, bent, one.from.half + 1), tip = towards(b, bent, one.to.half + 2);
      one.at = (share) => ({ x: (1 - share) ** 2 * begin.x + 2 * share * (1 - share) * bent.x + share ** 2 * tip.x, y: (1 - share) ** 2 * begin.y + 2 * share * (1 - share) * bent.y + share ** 2 * tip.y });
      one.element.setAttribute("d", `M${begin.x.toFixed(1)} ${begin.y.toFixed(1)}Q${bent.x.toFixed(1)} ${bent.y.toFixed(1)} ${tip.x.toFixed(1)} ${tip.y.toFixed(1)}`);
    });
    labels.forEach((one) => {
      let found = null;
      for (const share of [0.62, 0.5, 0.74, 0.4, 0.3, 0.82]) {
        for (const edge of one.edges.slice(0, 6)) {
          const { x, y } = edge.at(share);
          for (const beside of [0, -6, 6, -11, 11]) {
            const spot = [x - one.wide / 2 - 2, y + beside - 6, x + one.wide / 2 + 2, y + beside + 6];
            if (spot[0] > 0 && spot[2] < size.x && spot[1] > RULER && spot[3] < size.y && taken.free(spot)) { found = { spot, x, y: y + beside }; break; }
          }
          if (found) break;
        }
        if (found) break;
      }
      one.element.classList.remove("late");
      one.element.style.display = found ? "" : "none";
      if (!found) return;
      taken.take(found.spot);
      one.element.setAttribute("x", found.x.toFixed(1));
      one.element.setAttribute("y", (found.y + 3.4).toFixed(1));
    });
    document.documentElement.dataset.drawn = String(papers.length);
  }

  let asked = 0;
  const soon = () => { if (!asked) asked = requestAnimationFrame(() => { asked = 0; arrange(); }); };
  function zoomTo(to, at = { x: size.x / 2, y: size.y / 2 }) {
    to = Math.min(Math.max(to, 1), MOST);
    const factor = to / zoom;
    shift = { x: at.x - (at.x - shift.x) * factor, y: at.y - RULER - (at.y - RULER - shift.y) * factor };
    zoom = to;
    keep();
    soon();
  }
  function keep() {
    shift.x = Math.min(0, Math.max(shift.x, size.x * (1 - zoom)));
    shift.y = Math.min(0, Math.max(shift.y, (size.y - RULER) * (1 - zoom)));
  }
  function whole() { zoom = 1; shift = { x: 0, y: 0 }; soon(); }

  // What belongs to a paper stays strong while it is pointed at or has the focus.
  function show(one) {
    svg.classList.toggle("picked", Boolean(one));
    const near = new Set(one ? [one, ...one.into.map((edge) => edge.from), ...one.out.map((edge) => edge.to)] : []);
    papers.forEach((other) => {
      other.element.classList.toggle("on", near.has(other));
      other.name.style.display = other.named || near.has(other) ? "" : "none";
    });
    edges.forEach((edge) => edge.element.classList.toggle("on", Boolean(one) && (edge.from === one || edge.to === one)));
    labels.forEach((label) => label.element.classList.toggle("on", label.edges.some((edge) => edge.element.classList.contains("on"))));
  }
  function intoView(one) {
    if (one.px.x < 20 || one.px.x > size.x - 20) shift.x += size.x / 2 - one.px.x;
    if (one.px.y < RULER + 10 || one.px.y > size.y - 10) shift.y += size.y / 2 - one.px.y;
    keep();
    arrange();
  }
  const links = papers.filter((one) => one.element.hasAttribute("href"));
  // One stop of the Tab key; the arrow keys walk from paper to paper.
  let stop = ranked[0];
  function stopAt(one, focus) {
    if (stop) stop.element.tabIndex = -1;
    stop = one;
    stop.element.tabIndex = 0;
    if (focus) { intoView(one); one.element.focus({ preventScroll: true }); }
  }
  links.forEach((one) => {
    one.element.tabIndex = -1;
    one.element.addEventListener("focus", () => { stopAt(one, false); show(one); });
    one.element.addEventListener("blur", () => show(null));
    one.element.addEventListener("pointerenter", () => show(one));
    one.element.addEventListener("pointerleave", () => show(null));
  });
  if (stop) stop.element.tabIndex = 0;
  const inBand = (one, step) => {
    const some = papers.filter((other) => other.band === one.band).sort((a, b) => a.x - b.x || a.at - b.at);
    return some[(some.indexOf(one) + step + some.length) % some.length];
  };
  function sibling(one, step) {
    const parent = one.into[0] && one.into[0].from;
    if (!parent || parent.out.length < 2) return inBand(one, step);
    const some = parent.out.map((edge) => edge.to);
    return some[(some.indexOf(one) + step + some.length) % some.length];
  }
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !stop) return;
    const next = {
      ArrowLeft: () => (stop.into[0] ? stop.into[0].from : null),
      ArrowRight: () => (stop.out[0] ? stop.out[0].to : null),
      ArrowUp: () => sibling(stop, -1),
      ArrowDown: () => sibling(stop, 1),
      Home: () => ranked[0],
    }[event.key];
    if (next) { event.preventDefault(); const to = next(); if (to) stopAt(to, true); }
    else if (event.key === "+" || event.key === "-") zoomTo(zoom * (event.key === "+" ? 1.4 : 1 / 1.4), stop.px);
    else if (event.key === "0" || event.key === "Escape") whole();
  });

  // One finger scrolls the page until one is nearer; two pinch.
  const fingers = new Map();
  let moved = 0, apart = 0;
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && zoom === 1 && event.deltaY > 0) return;
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoomTo(zoom * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), { x: event.clientX - box.left, y: event.clientY - box.top });
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, event); moved = 0; apart = 0; });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
    moved += Math.abs(dx) + Math.abs(dy);
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      const [one, other] = [...fingers.values()];
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      const box = svg.getBoundingClientRect();
      if (apart) zoomTo(zoom * now / apart, { x: (one.clientX + other.clientX) / 2 - box.left, y: (one.clientY + other.clientY) / 2 - box.top });
      apart = now;
    } else if (zoom > 1) {
      shift = { x: shift.x + dx, y: shift.y + dy };
      keep();
      soon();
    }
    svg.style.touchAction = zoom > 1 ? "none" : "pan-y";
  });
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) => svg.addEventListener(name, (event) => { fingers.delete(event.pointerId); apart = 0; }));
  svg.addEventListener("click", (event) => { if (moved > 6) { event.preventDefault(); event.stopPropagation(); } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  document.querySelectorAll("[data-zoom]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => (button.dataset.zoom === "1" ? whole() : zoomTo(zoom * Number(button.dataset.zoom))));
  });
  svg.setAttribute("preserveAspectRatio", "none");
  new ResizeObserver(() => { keep(); soon(); }).observe(frame);
  arrange();
})();
