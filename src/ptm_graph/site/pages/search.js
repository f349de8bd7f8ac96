"use strict";
// Papers of search-data.js: [name, title, date, address, what is searched]; shown by textContent alone.
(() => {
  const input = document.getElementById("query"), found = document.getElementById("found"), status = document.getElementById("status");
  const papers = window.papers || [];
  const ranks = (words, [name, title, , , also]) => {
    const called = name.toLowerCase(), whole = `${called} ${title.toLowerCase()} ${also}`;
    if (!words.every((word) => whole.includes(word))) return -1;
    const text = words.join(" ");
    return called === text ? 0 : called.startsWith(text) ? 1 : words.every((word) => called.includes(word)) ? 2 : words.every((word) => title.toLowerCase().includes(word)) ? 3 : 4;
  };
  function search() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = words.length ? papers.map((paper, at) => [ranks(words, paper), at]).filter(([rank]) => rank >= 0).sort((one, other) => one[0] - other[0] || one[1] - other[1]) : papers.map((_, at) => [0, at]);
    found.replaceChildren(...hits.slice(0, 200).map(([, at]) => {
      const [name, title, date, address] = papers[at];
      const item = document.createElement("li"), link = document.createElement("a"), rest = document.createElement("span");
      link.textContent = name;
      link.href = address;
      rest.textContent = [title === name ? "" : ` ${title}`, date && ` (${date})`].join("");
      rest.dir = "auto";
      item.append(link, rest);
      return item;
    }));
    status.textContent = status.dataset.count.replace("{count}", hits.length);
  }
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) input.value = asked;
  input.addEventListener("input", search);
  document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  search();
})();
