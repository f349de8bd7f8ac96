"use strict";
// Text from papers reaches the page only through textContent and vis-network's canvas.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const details = read("details");
  const drawn = read("drawn");
  const container = document.getElementById("mynetwork");
  const panel = document.getElementById("panel");
  const tooltip = document.getElementById("tooltip");
  const hint = panel.firstElementChild;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const into = details.papers.map(() => []);
  const out = details.papers.map(() => []);
  details.edges.forEach(([tail, head], number) => { out[tail].push(number); into[head].push(number); });

  // A label on each of thousands of arrows would cost seconds and tell nothing.
  const manyArrows = drawn.edges.length > 1500;
  let colours = dark.matches ? details.dark : details.light;
  let pinned = null;

  // Only what belongs to the pinned paper, arrow or family stays strong.
  function styledNode(node, focus) {
    const on = !focus || focus.papers.has(node.id);
    const group = colours.groups[node.group];
    return {
      opacity: on ? 1 : 0.22,
      color: {
        background: group.fill,
        border: focus && focus.centre === node.id ? colours.accent : group.line,
        highlight: { background: group.fill, border: colours.accent },
        hover: { background: group.fill, border: colours.text },
      },
      font: { ...node.font, color: on ? colours.text : colours.grid },
    };
  }

  function styledEdge(edge, id, focus) {
    const on = !focus || focus.edges.has(id);
    return {
      id,
      label: edge.label && (manyArrows ? focus && on : on) ? edge.label : undefined,
      color: {
        color: focus && on ? colours.text : colours.relation,
        opacity: on ? edge.pale || 1 : 0.12,
        hover: colours.text,
        highlight: colours.text,
      },
      font: { color: colours.text, strokeColor: colours.background },
    };
  }

  const nodes = new vis.DataSet(drawn.nodes.map((node) => ({ ...node, ...styledNode(node, null) })));
  const edges = new vis.DataSet(drawn.edges.map((edge, id) => ({ ...edge, ...styledEdge(edge, id, null) })));
  const network = new vis.Network(container, { nodes, edges }, options);

  function paintSwatches() {
    document.querySelectorAll("[data-colour]").forEach((swatch) => {
      swatch.style.background = colours.groups[swatch.dataset.colour].line;
    });
  }

  function show(focus) {
    nodes.update(drawn.nodes.map((node) => ({ id: node.id, ...styledNode(node, focus) })));
    edges.update(drawn.edges.map((edge, id) => styledEdge(edge, id, focus)));
  }

  function pinPaper(number, move) {
    const near = [...into[number], ...out[number]];
    const papers = new Set([number]);
    near.forEach((id) => { papers.add(details.edges[id][0]); papers.add(details.edges[id][1]); });
    pinned = { centre: number, papers, edges: new Set(near) };
    show(pinned);
    network.selectNodes([number], false);
    if (move) network.focus(number, { scale: Math.max(network.getScale(), 0.8) });
    panel.replaceChildren(...paperPanel(number));
    history.replaceState(null, "", "#paper=" + encodeURIComponent(details.papers[number].key));
  }

  function pinEdge(id) {
    const [tail, head, told] = details.edges[id];
    pinned = { papers: new Set([tail, head]), edges: new Set([id]) };
    show(pinned);
    panel.replaceChildren(
      element("h2", `${details.papers[tail].name} → ${details.papers[head].name}`),
      ...reasons(told),
      element("h3", "Between"), element("ul", "", [paperButton(tail), paperButton(head)].map((button) => element("li", "", [button]))),
    );
  }

  function letGo() {
    pinned = null;
    document.querySelectorAll(".family").forEach((button) => button.setAttribute("aria-pressed", "false"));
    show(null);
    network.unselectAll();
    panel.replaceChildren(hint);
    history.replaceState(null, "", "#");
  }

  function element(name, text, children) {
    const made = document.createElement(name);
    if (text) { made.textContent = text; made.dir = "auto"; }
    (children || []).forEach((child) => made.append(child));
    return made;
  }

  function paperButton(number) {
    const button = element("button", details.papers[number].name);
    button.type = "button";
    button.addEventListener("click", () => pinPaper(number, true));
    return button;
  }

  function reasons(told) {
    const made = [];
    if (told.label) made.push(element("p", "What changed: " + told.label));
    if (told.reason) made.push(element("p", told.reason));
    if (told.perhaps) made.unshift(element("p", told.perhaps + "; it counts as no descent."));
    const strength = [told.tier, told.confidence && "confidence " + told.confidence, told.decision].filter(Boolean).join(" · ");
    if (strength) made.push(element("p", strength));
    (told.sentences || []).forEach((sentence) => made.push(element("blockquote", sentence)));
    if (told.intents) made.push(element("p", "Cited as: " + told.intents));
    if (told.notes) made.push(element("p", "But: " + told.notes));
    made.slice(1).forEach((part) => part.classList.add("small"));
    return made;
  }

  function relatives(heading, ids, end) {
    const items = (some) => some.map((id) => element("li", "", [paperButton(details.edges[id][end]), ...reasons(details.edges[id][2])]));
    const stated = ids.filter((id) => !details.edges[id][2].perhaps);
    const proposed = ids.filter((id) => details.edges[id][2].perhaps);
    const made = [element("h3", `${heading} (${stated.length})`), stated.length ? element("ul", "", items(stated)) : element("p", "none here")];
    if (proposed.length) made.push(element("h3", `${heading}, perhaps (${proposed.length})`), element("ul", "", items(proposed)));
    return made;
  }

  function paperPanel(number) {
    const paper = details.papers[number];
    const list = element("dl");
    [["Family", paper.family], ...paper.facts].forEach(([name, value]) => list.append(element("dt", name), element("dd", value)));
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
    if (paper.notes.length) made.push(element("h3", "Your note"), ...paper.notes.map((note) => element("p", note)));
    made.push(list, links, ...relatives(details.into, into[number], 0), ...relatives(details.out, out[number], 1));
    if (paper.abstract) made.push(element("h3", "Abstract"), element("p", paper.abstract));
    return made;
  }

  function background(context) {
    details.bands.forEach(([, top, bottom, colour]) => {
      context.fillStyle = colours.bands[colour];
      context.fillRect(0, top, details.width, bottom - top);
    });
    const last = details.bands.length ? details.bands[details.bands.length - 1][2] : 0;
    context.strokeStyle = colours.grid;
    context.lineWidth = 1;
    context.beginPath();
    details.ticks.forEach(([, x]) => { context.moveTo(x, 0); context.lineTo(x, last); });
    if (details.undated !== null) { context.moveTo(details.undated, 0); context.lineTo(details.undated, last); }
    context.stroke();
  }

  // Ruler and band names stay where the reader sees them, whatever the zoom.
  function foreground(context) {
    const ratio = window.devicePixelRatio || 1;
    const at = (x, y) => network.canvasToDOM({ x, y });
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.textBaseline = "middle";
    context.textAlign = "start";
    context.font = "600 12px system-ui, sans-serif";
    details.bands.forEach(([name, top, bottom, colour]) => {
      const upper = at(0, top).y;
      const lower = at(0, bottom).y;
      if (lower < 40 || upper > container.clientHeight || lower - upper < 12) return;
      const y = Math.min(Math.max(upper + 10, 34), lower - 8);
      const width = context.measureText(name).width;
      context.fillStyle = colours.background;
      context.globalAlpha = 0.8;
      context.fillRect(4, y - 8, width + 8, 16);
      context.globalAlpha = 1;
      context.fillStyle = colours.text;
      context.fillText(name, 8, y);
    });
    context.fillStyle = colours.background;
    context.fillRect(0, 0, container.clientWidth, 22);
    context.fillStyle = colours.muted;
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "center";
    let free = 0;
    if (details.undated !== null) {
      const x = at(details.undated, 0).x;
      if (x > 0) { context.textAlign = "end"; context.fillText("date unknown", x - 6, 12); free = x; }
      context.textAlign = "center";
    }
    details.ticks.forEach(([label, x]) => {
      const place = at(x, 0).x;
      const half = context.measureText(label).width / 2 + 5;
      if (place - half < free || place + half > container.clientWidth) return;
      context.fillText(label, place, 12);
      free = place + half;
    });
    context.restore();
  }

  // Where the whole drawing would be too small to read, start at the paper with most arrows.
  function overview() {
    network.fit();
    if (network.getScale() >= 0.6 || !drawn.nodes.length) return;
    const arrows = (node) => into[node.id].length + out[node.id].length;
    const first = drawn.nodes.reduce((best, node) => (arrows(node) > arrows(best) ? node : best));
    network.moveTo({ position: { x: first.x, y: first.y }, scale: 0.8 });
  }

  function search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const rank = (paper) => {
      const name = paper.name.toLowerCase();
      return name === text.trim().toLowerCase() ? 0 : name.startsWith(words[0]) ? 1 : 2;
    };
    return details.papers
      .map((paper, number) => ({ paper, number }))
      .filter(({ paper }) => words.every((word) => paper.found.includes(word)))
      .sort((one, other) => rank(one.paper) - rank(other.paper) || one.number - other.number);
  }

  const input = document.getElementById("search");
  const found = document.getElementById("found");
  input.addEventListener("input", () => {
    const hits = search(input.value);
    const items = hits.slice(0, 12).map(({ paper, number }) => {
      const text = paper.title && paper.title !== paper.name ? `${paper.name} – ${paper.title}` : paper.name;
      const button = element("button", text.length > 110 ? text.slice(0, 109) + "…" : text);
      button.type = "button";
      button.addEventListener("click", () => { found.replaceChildren(); pinPaper(number, true); });
      return element("li", "", [button]);
    });
    if (input.value.trim() && !hits.length) items.push(element("li", "No paper has these words."));
    found.replaceChildren(...items);
  });
  document.getElementById("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const hits = search(input.value);
    if (hits.length) { found.replaceChildren(); pinPaper(hits[0].number, true); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { found.replaceChildren(); letGo(); }
  });
  document.getElementById("fit").addEventListener("click", () => network.fit());
  document.getElementById("closer").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.3 }));
  document.getElementById("farther").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.3 }));
  document.querySelectorAll(".show").forEach((button) => button.addEventListener("click", () => {
    pinPaper(Number(button.dataset.paper), true);
    container.scrollIntoView({ block: "center" });
  }));
  document.querySelectorAll(".family").forEach((button) => button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") === "true";
    letGo();
    if (pressed) return;
    button.setAttribute("aria-pressed", "true");
    const band = Number(button.dataset.family);
    const papers = new Set(details.papers.flatMap((paper, number) => (paper.band === band ? [number] : [])));
    const inside = details.edges.flatMap(([tail, head], id) => (papers.has(tail) && papers.has(head) ? [id] : []));
    pinned = { papers, edges: new Set(inside) };
    show(pinned);
  }));

  network.on("beforeDrawing", background);
  network.on("afterDrawing", foreground);
  network.on("click", (event) => {
    if (event.nodes.length) pinPaper(event.nodes[0], false);
    else if (event.edges.length) pinEdge(event.edges[0]);
    else letGo();
  });
  const tell = (text) => (event) => {
    tooltip.textContent = text(event);
    tooltip.hidden = !tooltip.textContent;
    const place = event.pointer.DOM;
    tooltip.style.left = Math.max(0, Math.min(place.x + 14, container.clientWidth - 300)) + "px";
    tooltip.style.top = place.y + 14 + "px";
  };
  const quiet = () => { tooltip.hidden = true; };
  network.on("hoverNode", tell(({ node }) => {
    const { name, title, facts } = details.papers[node];
    return [title || name, facts[0][1]].join(" · ");
  }));
  network.on("hoverEdge", tell(({ edge }) => {
    const [tail, head, told] = details.edges[edge];
    return [`${details.papers[tail].name} → ${details.papers[head].name}`, told.perhaps && "perhaps", told.label, told.reason].filter(Boolean).join(" · ");
  }));
  network.on("blurNode", quiet);
  network.on("blurEdge", quiet);
  network.on("dragStart", quiet);
  network.on("zoom", quiet);
  dark.addEventListener("change", () => {
    colours = dark.matches ? details.dark : details.light;
    paintSwatches();
    show(pinned);
  });
  paintSwatches();
  overview();
  const wanted = /^#paper=(.+)$/.exec(location.hash);
  if (wanted) {
    const number = details.papers.findIndex((paper) => paper.key === decodeURIComponent(wanted[1]));
    if (number >= 0) pinPaper(number, true);
  }
  network.once("afterDrawing", () => { document.documentElement.dataset.drawn = String(drawn.nodes.length); });
  window.lineage = { network, pinPaper, letGo };
})();
