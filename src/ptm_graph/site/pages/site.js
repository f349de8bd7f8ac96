"use strict";
(() => {
  const root = document.documentElement;
  const kept = "ptm-graph theme";
  const read = () => { try { return localStorage.getItem(kept); } catch { return null; } };
  const wanted = read();
  if (wanted === "dark" || wanted === "light") root.dataset.theme = wanted;
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
      root.dataset.theme = dark ? "light" : "dark";
      try { localStorage.setItem(kept, root.dataset.theme); } catch { /* then it holds for this page */ }
    });
  });
})();
