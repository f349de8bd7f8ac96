"use strict";
// Text from papers reaches the page only through textContent and the canvas.
(() => {
  const byId = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(byId(id).textContent);
  const details = read("details");
  const drawn = read("drawn");
  const { papers, rule, words } = details;
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
  const chinese = document.documentElement.lang.startsWith("zh");
  const [stop, pause] = chinese ? ["。", "，"] : [". ", ", "];
  const container = byId("mynetwork");
  const panel = byId("panel");
  const legend = byId("legend");
  const tooltip = byId("tooltip");
  const status = byId("status");
  const FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Noto Sans', system-ui, sans-serif";
  const RULER = 22, FOOT = 6, SIDE = 4;
  const into = papers.map(() => []);
  const out = papers.map(() => []);
  details.edges.forEach(([older, newer], number) => { out[older].push(number); into[newer].push(number); });
  const bandOf = (number) => details.bands[papers[number].band];

  const darkly = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (darkly.matches ? "dark" : "light")) === "dark";
  let colours = isDark() ? details.dark : details.light;
  let pinned = null;

  // Only what belongs to the pinned paper, arrow or family stays strong.
  const strong = (number) => !pinned || pinned.papers.has(number);
  // What stands close is drawn finer, and less is written before one comes nearer.
  const faint = Math.min(1, Math.max(0.08, 400 / drawn.edges.length));
  const fine = Math.min(1, Math.max(0.6, Math.sqrt(300 / papers.length))) * (innerWidth < 600 ? 0.8 : 1);
  drawn.nodes.forEach((node) => { node.size *= fine; });

  function styledNode(node) {
    const group = colours.groups[node.group];
    const centre = pinned && pinned.centre === node.id;
    const fill = node.hollow ? colours.background : group.line;
    const vague = node.shapeProperties.borderDashes;
    const border = centre ? colours.accent : vague ? colours.text : node.hollow ? group.line : colours.background;
    return {
      id: node.id,
      opacity: strong(node.id) ? 1 : 0.22,
      borderWidth: centre ? 3 : (node.hollow ? 2 : 1) * fine,
      color: { background: fill, border, hover: { background: fill, border: colours.text }, highlight: { background: fill, border } },
    };
  }

  function styledEdge(edge, id) {
    const on = !pinned || pinned.edges.has(id);
    const colour = colours.groups[bandOf(edge.to)[3]].line;
    return {
      id,
      color: { color: colour, hover: colour, highlight: colour, opacity: pinned ? (on ? 0.95 : 0.06) : edge.strength * faint },
    };
  }

  // The layout is made for one width: it is stretched to the window, so that at scale 1 the
  // whole of it is seen. Names, dots and lines keep their size on the screen at every zoom.
  let stretch = { x: 1, y: 1 };
  let place = [];
  const across = (x) => x * stretch.x;
  // Papers without a family leave half of the height to those that have one.
  const last = details.bands[details.bands.length - 1];
  const turn = last && last[3] < 0 && last[1] > 0 ? last[1] : details.height;
  const share = Math.max(turn / (details.height || 1), turn < details.height ? 0.5 : 1);
  function downwards(y) {
    const above = Math.min(y, turn) / (turn || 1) * share;
    const below = turn < details.height ? Math.max(y - turn, 0) / (details.height - turn) * (1 - share) : 0;
    return RULER + (above + below) * stretch.y;
  }

  let NAME, LABEL, TITLE, nameFont, boldFont, titleFont, labelFont;
  // Lanes of the layout are 14 pixels high, for names of 11.
  function setFonts(lane) {
    NAME = Math.min(13, Math.max(11, Math.floor(lane * 0.8)));
    [LABEL, TITLE] = [NAME - 1, NAME + 0.5];
    [nameFont, boldFont, titleFont, labelFont] = [[NAME, ""], [NAME, "600 "], [TITLE, "600 "], [LABEL, "italic "]].map(([size, style]) => `${style}${size}px ${FONT}`);
  }

  function fill() {
    const width = container.clientWidth, height = container.clientHeight;
    stretch = { x: width / (details.width || 1), y: Math.max(height - RULER - FOOT, 100) };
    setFonts(stretch.y / (details.height || 1) * 14);
    place = drawn.nodes.map((node) => ({ x: across(node.x), y: downwards(node.y) }));
  }
  fill();

  const nodes = new vis.DataSet(drawn.nodes.map((node) => ({ ...node, ...place[node.id], ...styledNode(node) })));
  const edges = new vis.DataSet(drawn.edges.map((edge, id) => ({
    ...edge,
    ...styledEdge(edge, id),
    smooth: details.straight ? false : { enabled: true, type: edge.bow, roundness: 0.16 },
  })));
  const network = new vis.Network(container, { nodes, edges }, options);
  container.querySelectorAll("[tabindex]").forEach((inner) => { inner.tabIndex = -1; });

  function overview() {
    network.moveTo({ position: { x: container.clientWidth / 2, y: container.clientHeight / 2 }, scale: 1 });
  }

  let rescaled = 0;
  function keepSizes() {
    const scale = network.getScale();
    if (scale === rescaled) return;
    rescaled = scale;
    drawn.nodes.forEach((node) => {
      const inner = network.body.nodes[node.id];
      inner.options.size = node.size / scale;
      inner.shape.refreshNeeded = true;
      if (node.shapeProperties.borderDashes) inner.options.shapeProperties.borderDashes = [2 / scale, 2 / scale];
    });
    drawn.edges.forEach((edge, id) => {
      const inner = network.body.edges[id];
      const on = pinned && pinned.edges.has(id);
      inner.options.width = (on ? Math.max(edge.width, 1.9) : edge.width) / scale;
      inner.options.arrows.to.scaleFactor = 0.3 / scale;
      if (edge.dashes) inner.options.dashes = edge.dashes.map((dash) => dash / scale);
    });
  }

  // What is written: names first, then what changed. Each found a place that touches nothing.
  let arranged = null;
  const context = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function widthOf(text, font) {
    const known = font + text;
    if (!widths.has(known)) { context.font = font; widths.set(known, context.measureText(text).width); }
    return widths.get(known);
  }
  function room() {
    const cells = new Map();
    const touched = function* (box) {
      for (let row = Math.floor(box[1] / 30); row <= Math.floor(box[3] / 30); row += 1)
        for (let column = Math.floor(box[0] / 120); column <= Math.floor(box[2] / 120); column += 1) yield row * 4096 + column;
    };
    const boxed = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    return {
      take(...at) {
        const box = boxed(...at);
        for (const cell of touched(box)) {
          if (!cells.has(cell)) cells.set(cell, []);
          cells.get(cell).push(box);
        }
      },
      free(...at) {
        const box = boxed(...at);
        for (const cell of touched(box))
          for (const other of cells.get(cell) || [])
            if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
        return true;
      },
    };
  }

  function titles() {
    const height = container.clientHeight;
    return details.bands.flatMap(([name, top, bottom, colour]) => {
      const upper = onScreen({ x: 0, y: downwards(top) }).y;
      const lower = onScreen({ x: 0, y: downwards(bottom) }).y;
      if (!name || lower < RULER + 8 || upper > height || lower - upper < 10) return [];
      const shown = fitted(name, Math.min(320, container.clientWidth * 0.6), titleFont);
      const y = Math.min(Math.max(upper + 4 + TITLE / 2, RULER + 9), Math.max(lower - 6, RULER + 6));
      return [{ text: shown, x: SIDE + widthOf(shown, titleFont) / 2, y, width: widthOf(shown, titleFont), height: TITLE - 1.5, colour, kind: "title" }];
    });
  }

  const shortened = new Map();
  function fitted(text, width, font) {
    const known = width + font + text;
    if (!shortened.has(known)) {
      context.font = font;
      const characters = [...text].slice(0, 120);
      const fits = (count) => context.measureText(characters.slice(0, count).join("") + "…").width <= width;
      let kept = 1, over = characters.length + 1;
      while (over - kept > 1) {
        const middle = (kept + over) >> 1;
        if (fits(middle)) kept = middle;
        else over = middle;
      }
      const whole = characters.length === [...text].length && context.measureText(text).width <= width;
      shortened.set(known, whole ? text : characters.slice(0, kept).join("").trimEnd() + "…");
    }
    return shortened.get(known);
  }

  function* spelled(number, x, font) {
    const texts = new Set((papers.length <= 60 ? [260, 150] : [150]).map((wide) => fitted(papers[number].name, wide, font)));
    for (const text of texts) {
      const width = widthOf(text, font);
      const beside = drawn.nodes[number].size + 3 + width / 2;
      yield { text, width, at: x + beside, off: 0 };
      yield { text, width, at: x - beside, off: 0 };
    }
    // Beside the dot is where a name is looked for; below or above it is better than nowhere.
    if (papers.length > 300) return;
    const [text] = [...texts].slice(-1);
    const off = drawn.nodes[number].size + NAME / 2 + 1;
    yield { text, width: widthOf(text, font), at: x, off };
    yield { text, width: widthOf(text, font), at: x, off: -off };
  }

  const onScreen = (point) => network.canvasToDOM(point);
  const visible = (x, y) => x > -20 && y > RULER && x < container.clientWidth + 20 && y < container.clientHeight + 20;

  function arrange() {
    const taken = room(), dots = room();
    const right = container.clientWidth;
    const spots = place.map(onScreen);
    const written = titles();
    written.forEach((one) => taken.take(one.x, one.y, one.width + 4, one.height));
    drawn.nodes.forEach((node, number) => {
      if (!strong(number) || !visible(spots[number].x, spots[number].y)) return;
      dots.take(spots[number].x, spots[number].y, 2 * node.size - 1, 2 * node.size - 1);
    });
    const shown = new Map();
    const write = (number, clear, faint) => {
      const { x } = spots[number];
      if (shown.has(number) || !visible(x, spots[number].y)) return;
      const font = pinned && pinned.centre === number ? boldFont : nameFont;
      for (const { text, width, at, off } of spelled(number, x, font)) {
        const y = spots[number].y + off;
        if (at + width / 2 > right || at - width / 2 < 0 || y < RULER + NAME / 2 || y > container.clientHeight - 5 || !taken.free(at, y, width + 2, NAME - 1)) continue;
        if (clear && !dots.free(at, y, width, NAME - 2)) continue;
        taken.take(at, y, width + 2, NAME - 1);
        const one = { text, x: at, y, width, height: NAME - 1, kind: "name", paper: number, font, faint };
        shown.set(number, one);
        written.push(one);
        return;
      }
    };
    const order = pinned && pinned.centre !== undefined ? [pinned.centre, ...details.important] : details.important;
    const most = (few) => (pinned || papers.length <= 300 ? Infinity : few * network.getScale() ** 2);
    for (const number of order) {
      if (shown.size >= most(160)) break;
      if (strong(number)) write(number, true, false);
    }
    // Where dots stand closer than names are long, the most important names are written over some.
    order.slice(0, 60).forEach((number) => { if (strong(number)) write(number, false, false); });
    drawn.nodes.forEach((node, number) => {
      if (strong(number) && visible(spots[number].x, spots[number].y)) taken.take(spots[number].x, spots[number].y, 2 * node.size, 2 * node.size);
    });
    let tried = 0;
    for (const [text, arrows] of details.labels) {
      if (tried >= Math.min(rule.most, most(50))) break;
      const on = arrows.filter((id) => (!pinned || pinned.edges.has(id)) && details.edges[id].slice(0, 2).some((end) => visible(spots[end].x, spots[end].y)));
      if (!on.length) continue;
      tried += 1;
      const said = on.length === arrows.length ? text : text.replace(/ ×\d+$/, on.length > 1 ? ` ×${on.length}` : "");
      const width = widthOf(said, labelFont);
      const found = labelPlace(on, spots, width, taken, right);
      if (!found) continue;
      taken.take(found.x, found.y, width + 2 * rule.clear, LABEL + 2 * rule.clear);
      const families = new Set(on.map((id) => bandOf(details.edges[id][1])[3]));
      written.push({ text: said, ...found, width, height: LABEL, kind: "label", edges: on, colour: families.size === 1 ? [...families][0] : null });
    }
    if (pinned && papers.length <= 300) details.important.forEach((number) => { if (!strong(number)) write(number, true, true); });
    written.forEach((one) => { if (one.kind !== "title") one.at = network.DOMtoCanvas({ x: one.x, y: one.y }); });
    arranged = { written, view: viewed() };
  }

  function labelPlace(arrows, spots, width, taken, right) {
    const some = arrows.slice(0, rule.tried).map((id) => curve(spots, id)).filter(Boolean);
    for (const beside of rule.beside)
      for (const share of rule.shares)
        for (const along of some) {
          const { x, y } = along(share);
          if (x - width / 2 < 2 || x + width / 2 > right - 2 || y + beside < RULER + LABEL || y > container.clientHeight - LABEL - beside) continue;
          if (taken.free(x, y + beside, width + 2 * rule.clear, LABEL + 2 * rule.clear)) return { x, y: y + beside };
        }
    return null;
  }

  // The curve that vis-network draws as curvedCW or curvedCCW.
  function curve(spots, id) {
    const [older, newer] = details.edges[id];
    const tail = spots[older], head = spots[newer];
    if (older === newer) return null;
    let via = { x: (tail.x + head.x) / 2, y: (tail.y + head.y) / 2 };
    if (!details.straight) {
      const turn = drawn.edges[id].bow === "curvedCW" ? 0.58 : 0.42;
      const length = 0.58 * Math.hypot(head.x - tail.x, head.y - tail.y);
      const angle = Math.atan2(tail.y - head.y, head.x - tail.x) + turn * Math.PI;
      via = { x: tail.x + length * Math.sin(angle), y: tail.y + length * Math.cos(angle) };
    }
    return (share) => {
      const weights = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
      const [x, y] = ["x", "y"].map((axis) => weights[0] * tail[axis] + weights[1] * via[axis] + weights[2] * head[axis]);
      return { x, y };
    };
  }

  const viewed = () => {
    const { x, y } = network.getViewPosition();
    return [network.getScale(), x, y, container.clientWidth, container.clientHeight].map((one) => one.toFixed(3)).join();
  };

  function background(canvas) {
    keepSizes();
    const right = across(details.width);
    details.bands.forEach(([, top, bottom, colour]) => {
      canvas.fillStyle = colours.groups[colour].band;
      canvas.fillRect(0, downwards(top), right, downwards(bottom) - downwards(top));
    });
    const end = downwards(details.height);
    const line = (x, width) => {
      canvas.lineWidth = width / network.getScale();
      canvas.beginPath();
      canvas.moveTo(across(x), RULER);
      canvas.lineTo(across(x), end);
      canvas.stroke();
    };
    canvas.strokeStyle = colours.grid;
    details.ticks.forEach(([, x, year]) => line(x, year ? 1.2 : 0.6));
    if (details.undated !== null) line(details.undated, 1);
  }

  // Ruler, names and labels keep their size and the reader sees the bands' names, whatever the zoom.
  let resting = 0;
  function foreground(canvas) {
    const now = viewed();
    if (!arranged) arrange();
    else if (arranged.view !== now) {
      clearTimeout(resting);
      if (papers.length <= 300) arrange();
      else resting = setTimeout(() => { arranged = null; network.redraw(); }, 120);
    }
    const ratio = window.devicePixelRatio || 1;
    canvas.save();
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
    canvas.textBaseline = "middle";
    canvas.lineJoin = "round";
    canvas.textAlign = "center";
    const text = (one, colour, halo, thick) => {
      const at = one.at ? onScreen(one.at) : one;
      canvas.strokeStyle = halo;
      canvas.lineWidth = thick;
      canvas.strokeText(one.text, at.x, at.y);
      canvas.fillStyle = colour;
      canvas.fillText(one.text, at.x, at.y);
    };
    (arranged.view === now ? arranged.written : [...titles(), ...arranged.written.filter((one) => one.at)]).forEach((one) => {
      canvas.globalAlpha = one.faint ? 0.3 : 1;
      const group = one.colour === undefined || one.colour === null ? null : colours.groups[one.colour];
      if (one.kind === "title") { canvas.font = titleFont; text(one, group.ink, group.band, 4); }
      else if (one.kind === "label") { canvas.font = labelFont; text(one, group ? group.small : colours.text, colours.background, 2.5); }
      else { canvas.font = one.font; text(one, colours.text, colours.background, 2); }
    });
    canvas.globalAlpha = 1;
    ruler(canvas);
    canvas.restore();
  }

  function ruler(canvas) {
    const width = container.clientWidth;
    canvas.fillStyle = colours.background;
    canvas.fillRect(0, 0, width, RULER);
    const taken = room();
    const write = (label, x, font, colour) => {
      const wide = widthOf(label, font);
      const at = Math.min(Math.max(x, wide / 2 + 2), width - wide / 2 - 2);
      if (Math.abs(at - x) > wide / 2 || !taken.free(at, 11, wide + 10, 12)) return;
      taken.take(at, 11, wide + 10, 12);
      canvas.font = font;
      canvas.fillStyle = colour;
      canvas.fillText(label, at, 11);
    };
    if (details.undated !== null) write(words["no date"], onScreen({ x: across(details.undated) / 2, y: 0 }).x, nameFont, colours.muted);
    const place = ([label, x, year]) => write(label, onScreen({ x: across(x), y: 0 }).x, year ? boldFont : nameFont, year ? colours.text : colours.muted);
    details.ticks.filter((tick) => tick[2]).forEach(place);
    details.ticks.filter((tick) => !tick[2]).forEach(place);
  }

  function repaint() {
    nodes.update(drawn.nodes.map(styledNode));
    edges.update(drawn.edges.map(styledEdge));
    rescaled = 0;
    arranged = null;
    network.redraw();
  }

  function paintSwatches() {
    document.querySelectorAll("[data-colour]").forEach((swatch) => { swatch.style.fill = colours.groups[swatch.dataset.colour].line; });
    byId("theme").setAttribute("aria-label", isDark() ? words.light : words.dark);
    byId("theme").title = byId("theme").getAttribute("aria-label");
  }

  function pin(focus, shown) {
    pinned = focus;
    document.querySelectorAll(".family").forEach((button) => button.setAttribute("aria-pressed", String(Boolean(focus) && Number(button.dataset.family) === focus.family)));
    const picked = Boolean(shown);
    document.body.classList.toggle("picked", picked);
    panel.replaceChildren(...(shown || []));
    panel.hidden = !picked;
    legend.hidden = picked;
    if (picked) {
      const close = element("button", "×");
      close.type = "button";
      close.className = "close";
      close.setAttribute("aria-label", words.close);
      close.addEventListener("click", letGo);
      panel.prepend(close);
      byId("side").scrollTop = 0;
    }
    repaint();
  }

  function pinPaper(number, move, came) {
    const near = [...into[number], ...out[number]];
    const related = new Set([number]);
    near.forEach((id) => { related.add(details.edges[id][0]); related.add(details.edges[id][1]); });
    pin({ centre: number, papers: related, edges: new Set(near) }, paperPanel(number));
    if (move) bringIntoView(number);
    remember("#paper=" + encodeURIComponent(papers[number].key));
    status.textContent = [`${papers[number].name}, ${papers[number].date}, ${papers[number].family}`, came, counted(number)].filter(Boolean).join(stop);
  }

  const counted = (number) => [`${words.into}: ${stated(into[number]).length}`, `${words.out}: ${stated(out[number]).length}`].join(stop);
  const stated = (ids) => ids.filter((id) => !details.edges[id][2].perhaps);

  // A frame without an address of its own refuses a fragment.
  function remember(fragment) {
    try { history.replaceState(null, "", fragment); } catch { /* it is only a convenience */ }
  }

  function bringIntoView(number) {
    const { x, y } = onScreen(place[number]);
    const sheet = getComputedStyle(byId("side")).position === "fixed" ? byId("side").offsetHeight * 0.8 : 0;
    if (x > 30 && x < container.clientWidth - 60 && y > RULER + 12 && y < container.clientHeight - 12 - sheet) return;
    network.moveTo({ position: place[number] });
  }

  function pinEdge(id) {
    const [older, newer, told] = details.edges[id];
    const heading = `${papers[older].name} → ${papers[newer].name}`;
    pin({ papers: new Set([older, newer]), edges: new Set([id]) }, [
      element("h2", heading),
      ...reasons(told, true),
      element("h3", words.between),
      element("ul", "", [older, newer].map((number) => element("li", "", [paperButton(number), element("span", " " + papers[number].date)]))),
    ]);
    status.textContent = [heading, told.perhaps && words.perhaps, told.label].filter(Boolean).join(stop);
  }

  const several = (older, ids) => say("several", { name: papers[older].name, count: ids.length });

  function pinLabel(ids) {
    if (ids.length === 1) { pinEdge(ids[0]); return; }
    const related = new Set(ids.flatMap((id) => details.edges[id].slice(0, 2)));
    const label = details.edges[ids[0]][2].label;
    const older = details.edges[ids[0]][0];
    const items = ids.map((id) => element("li", "", [paperButton(details.edges[id][1]), ...reasons(details.edges[id][2], false)]));
    pin({ papers: related, edges: new Set(ids) }, [element("h2", label), element("p", several(older, ids)), element("ul", "", items)]);
    status.textContent = [label, several(older, ids)].join(stop);
  }

  function letGo() {
    const inside = panel.contains(document.activeElement);
    pin(null, null);
    if (inside) container.focus();
    remember("#");
    status.textContent = "";
  }

  function element(name, text, children) {
    const made = document.createElement(name);
    if (text) { made.textContent = text; made.dir = "auto"; }
    (children || []).forEach((child) => made.append(child));
    return made;
  }

  function paperButton(number) {
    const button = element("button", papers[number].name);
    button.type = "button";
    button.addEventListener("click", () => { pinPaper(number, true); panel.focus(); });
    return button;
  }

  function reasons(told, whole) {
    const made = [];
    const add = (text, kind) => { const part = element("p", text); part.className = kind; made.push(part); };
    if (told.perhaps) add(say("no descent", { said: told.perhaps }), "small");
    if (told.label) add(whole ? say("changed", { said: told.label }) : told.label, "changed");
    if (told.reason) add(told.reason, whole ? "" : "small");
    (told.sentences || []).slice(0, whole ? undefined : 1).forEach((sentence) => made.push(element("blockquote", `“${sentence}”`)));
    if (whole && told.more) add(told.more > 1 ? say("more", { count: told.more }) : words["one more"], "small");
    if (told.confidence) add(say("confidence", { said: told.confidence }), "small");
    if (told.decision) add(told.decision, "small");
    if (whole && told.tier) add(say("rests", { said: told.tier }), "small");
    if (whole && told.intents) add(say("intents", { said: told.intents }), "small");
    if (told.notes) add(say("but", { said: told.notes }), "small");
    return made;
  }

  function relatives(heading, ids, end) {
    const items = (some) => some.map((id) => element("li", "", [paperButton(details.edges[id][end]), ...reasons(details.edges[id][2], false)]));
    const sure = stated(ids), proposed = ids.filter((id) => details.edges[id][2].perhaps);
    const made = [element("h3", `${heading} (${sure.length})`), sure.length ? element("ul", "", items(sure)) : element("p", words.none)];
    if (proposed.length) made.push(element("h3", `${say("some perhaps", { said: heading })} (${proposed.length})`), element("ul", "", items(proposed)));
    return made;
  }

  function paperPanel(number) {
    const paper = papers[number];
    const list = element("dl");
    [[words.family, paper.family], ...paper.facts].forEach(([name, value]) => list.append(element("dt", name), element("dd", value)));
    const links = element("p");
    paper.links.forEach(([name, url]) => {
      const link = element("a", name);
      link.href = url;
      link.rel = "noreferrer noopener";
      link.target = "_blank";
      links.append(link, " ");
    });
    const made = [element("h2", paper.name)];
    if (paper.title && paper.title !== paper.name) made.push(element("p", paper.title));
    if (paper.notes.length) made.push(element("h3", words.note), ...paper.notes.map((note) => element("p", note)));
    made.push(links, ...relatives(words.into, into[number], 0), ...relatives(words.out, out[number], 1), element("h3", words.about), list);
    if (paper.abstract) made.push(element("h3", words.abstract), element("p", paper.abstract));
    return made;
  }

  // Keys: from paper to paper along the arrows.
  const best = (ids) => [...ids].sort((one, other) => Boolean(details.edges[one][2].perhaps) - Boolean(details.edges[other][2].perhaps) || details.edges[other][2].sure - details.edges[one][2].sure || one - other);
  let came = null;
  function walk(key) {
    if (!pinned || pinned.centre === undefined) {
      came = null;
      if (details.important.length) pinPaper(pinned && pinned.edges.size === 1 ? details.edges[[...pinned.edges][0]][key === "ArrowLeft" ? 0 : 1] : details.important[0], true);
      return;
    }
    const here = pinned.centre;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const back = key === "ArrowLeft";
      const ids = best(back ? into[here] : out[here]);
      if (!ids.length) { status.textContent = say("end of walk", { name: papers[here].name, kin: back ? words.older : words.newer }); return; }
      came = { from: here, back, ids, at: 0 };
    } else {
      const step = key === "ArrowDown" ? 1 : -1;
      if (!came || otherEnd(came) !== here) {
        const parent = best(into[here])[0];
        if (parent === undefined) { neighbour(here, step); return; }
        const ids = best(out[details.edges[parent][0]]);
        came = { from: details.edges[parent][0], back: false, ids, at: ids.indexOf(parent) };
      }
      came = { ...came, at: (came.at + step + came.ids.length) % came.ids.length };
    }
    const told = details.edges[came.ids[came.at]][2];
    const way = say("way", { kin: came.back ? words.older : words.newer, name: papers[came.from].name, place: came.at + 1, count: came.ids.length });
    pinPaper(otherEnd(came), true, [way, told.perhaps && words.perhaps, told.label].filter(Boolean).join(pause));
  }
  const otherEnd = (step) => details.edges[step.ids[step.at]][step.back ? 0 : 1];
  function neighbour(here, step) {
    const band = papers.map((paper, number) => number).filter((number) => papers[number].band === papers[here].band);
    band.sort((one, other) => drawn.nodes[one].x - drawn.nodes[other].x || one - other);
    pinPaper(band[(band.indexOf(here) + step + band.length) % band.length], true);
  }
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.startsWith("Arrow")) { event.preventDefault(); walk(event.key); }
    else if (event.key === "Enter" && !panel.hidden) { event.preventDefault(); panel.focus(); }
    else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.3 : 1 / 1.3);
    else if (event.key === "0") overview();
  });

  // Search: a paper of exactly that name first, then those whose name begins so.
  function search(text) {
    const wanted = text.trim().toLowerCase();
    const parts = wanted.split(/\s+/).filter(Boolean);
    if (!parts.length) return [];
    const rank = ({ called, name }) => {
      const names = called.length ? called : [name.toLowerCase()];
      if (names[0] === wanted) return 0;
      if (names.includes(wanted)) return 1;
      return names.some((one) => one.startsWith(wanted)) ? 2 : names.some((one) => one.includes(wanted)) ? 3 : 4;
    };
    const order = new Map(details.important.map((number, at) => [number, at]));
    return papers
      .map((paper, number) => ({ paper, number, rank: rank(paper) }))
      .filter(({ paper }) => parts.every((part) => paper.found.includes(part)))
      .sort((one, other) => one.rank - other.rank || order.get(one.number) - order.get(other.number));
  }

  const input = byId("search");
  const found = byId("found");
  let hits = [], chosen = 0;
  function choose(at) {
    chosen = at;
    found.querySelectorAll("[id^=hit]").forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (hits.length) input.setAttribute("aria-activedescendant", `hit${at}`);
    else input.removeAttribute("aria-activedescendant");
  }
  function take(at) {
    if (!hits[at]) return;
    const { number } = hits[at];
    closeFound();
    pinPaper(number, true);
    container.focus({ preventScroll: true });
  }
  function closeFound() {
    hits = [];
    found.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function openFound() {
    const all = search(input.value);
    hits = all.slice(0, 10);
    const items = hits.map(({ paper }, at) => {
      const item = element("li", paper.title && paper.title !== paper.name ? `${paper.name} – ${paper.title}` : paper.name);
      item.id = `hit${at}`;
      item.setAttribute("role", "option");
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(at); });
      return item;
    });
    const none = Boolean(input.value.trim()) && !hits.length;
    if (none) {
      const item = element("li", words["no hit"]);
      item.setAttribute("role", "option");
      item.setAttribute("aria-disabled", "true");
      items.push(item);
    }
    found.replaceChildren(...items);
    input.setAttribute("aria-expanded", String(items.length > 0));
    choose(0);
    if (input.value.trim()) status.textContent = none ? words["no hit"] : say("hits", { count: all.length, name: hits[0].paper.name });
  }
  input.addEventListener("input", openFound);
  input.addEventListener("blur", closeFound);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (!hits.length) openFound();
      else take(chosen);
    } else if (hits.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      choose((chosen + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Escape" && hits.length) {
      event.stopPropagation();
      closeFound();
    }
  });
  byId("search-form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") letGo();
    else if (event.key === "/" && event.target !== input) { event.preventDefault(); input.focus(); input.select(); }
  });

  const zoom = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.5), 60) });
  byId("fit").addEventListener("click", overview);
  byId("closer").addEventListener("click", () => zoom(1.5));
  byId("farther").addEventListener("click", () => zoom(1 / 1.5));
  byId("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    recolour();
  });
  function recolour() {
    colours = isDark() ? details.dark : details.light;
    paintSwatches();
    repaint();
  }
  darkly.addEventListener("change", recolour);
  document.querySelectorAll(".show").forEach((button) => button.addEventListener("click", () => {
    pinPaper(Number(button.dataset.paper), true);
    container.scrollIntoView({ block: "center" });
    container.focus({ preventScroll: true });
  }));
  document.querySelectorAll(".family").forEach((button) => button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { letGo(); return; }
    const band = Number(button.dataset.family);
    const members = new Set(papers.flatMap((paper, number) => (paper.band === band ? [number] : [])));
    const inside = details.edges.flatMap(([older, newer], id) => (members.has(older) && members.has(newer) ? [id] : []));
    pin({ family: band, papers: members, edges: new Set(inside) }, null);
    status.textContent = say("alone", { name: button.textContent.trim() });
  }));

  // What is under the pointer: a name or a label, else the nearest dot, else an arrow.
  function under({ x, y }) {
    const written = arranged ? arranged.written : [];
    const text = written.find((one) => one.at && !one.faint && Math.abs(one.x - x) <= one.width / 2 + 1 && Math.abs(one.y - y) <= one.height / 2 + 2);
    let near = null, least = 12;
    place.map(onScreen).forEach((spot, number) => {
      const distance = Math.hypot(spot.x - x, spot.y - y) - drawn.nodes[number].size / 2;
      if (distance < least) { least = distance; near = number; }
    });
    if (near !== null && (least < 5 || !text)) return { paper: near };
    if (text) return text.kind === "name" ? { paper: text.paper } : { edges: text.edges };
    const edge = network.getEdgeAt({ x, y });
    return edge === undefined ? {} : { edges: [edge] };
  }
  network.on("beforeDrawing", background);
  network.on("afterDrawing", foreground);
  network.on("click", (event) => {
    const { paper, edges: arrows } = under(event.pointer.DOM);
    came = null;
    if (paper !== undefined) pinPaper(paper, false);
    else if (arrows) pinLabel(arrows);
    else letGo();
  });
  network.on("zoom", ({ pointer }) => {
    tooltip.hidden = true;
    const scale = network.getScale();
    if (scale < 0.5 || scale > 60) network.moveTo({ scale: Math.min(Math.max(scale, 0.5), 60) });
  });
  container.addEventListener("mousemove", (event) => {
    if (event.buttons) { tooltip.hidden = true; return; }
    const box = container.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    const { paper, edges: arrows } = under(at);
    container.style.cursor = paper !== undefined || arrows ? "pointer" : "";
    if (paper !== undefined) tooltip.textContent = [papers[paper].title || papers[paper].name, papers[paper].date].join(" · ");
    else if (arrows) {
      const [older, newer, told] = details.edges[arrows[0]];
      const heading = arrows.length > 1 ? several(older, arrows) : `${papers[older].name} → ${papers[newer].name}`;
      tooltip.textContent = [heading, told.perhaps && words.perhaps, told.label, arrows.length === 1 && told.reason].filter(Boolean).join(" · ");
    }
    tooltip.hidden = paper === undefined && !arrows;
    tooltip.style.left = Math.max(0, Math.min(at.x + 14, container.clientWidth - tooltip.offsetWidth)) + "px";
    tooltip.style.top = Math.max(0, Math.min(at.y + 16, container.clientHeight - tooltip.offsetHeight)) + "px";
  });
  container.addEventListener("mouseleave", () => { tooltip.hidden = true; });

  let size = "";
  network.on("resize", () => {
    const now = `${container.clientWidth}×${container.clientHeight}`;
    if (now === size) return;
    size = now;
    fill();
    nodes.update(place.map((spot, id) => ({ id, ...spot })));
    rescaled = 0;
    arranged = null;
    overview();
  });
  size = `${container.clientWidth}×${container.clientHeight}`;
  paintSwatches();
  overview();
  const wanted = /^#paper=(.+)$/.exec(location.hash);
  if (wanted) {
    let key = wanted[1];
    try { key = decodeURIComponent(key); } catch { /* not ours: taken as it is */ }
    const number = papers.findIndex((paper) => paper.key === key);
    if (number >= 0) pinPaper(number, true);
  }
  network.once("afterDrawing", () => { document.documentElement.dataset.drawn = String(drawn.nodes.length); });
  window.lineage = { network, pinPaper, pinEdge, letGo, written: () => arranged.written, place: (number) => onScreen(place[number]) };
})();
