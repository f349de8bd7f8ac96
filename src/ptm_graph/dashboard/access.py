"""For those who do not look, or do not point: language, headings, changes told, focus kept."""

from __future__ import annotations

import re

import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.safe_text import as_html

_TAGS = {"zh": "zh-Hans"}
"""Language of the interface → its tag, where that is another."""

_SCRIPT = """<script>
(() => {
  document.documentElement.lang = "LANGUAGE";
  const place = new URL(location.href);
  // a phone has no room for the drawing beside anything: it begins with the list
  const plain = [...place.searchParams.keys()].every((name) => name === "lang");
  if (DRAWING && innerWidth <= 640 && plain) {
    place.searchParams.set("side", "list");
    location.replace(place);
  }
  if (window.ptmGraphFocus) return;
  window.ptmGraphFocus = true;
  let typed = false, within = null;
  const parts = [".st-key-panel", ".st-key-review"];
  // Tab moves on by itself, and must never be brought back
  addEventListener("keydown", (event) => { typed = event.key !== "Tab"; }, true);
  addEventListener("pointerdown", () => { typed = false; }, true);
  addEventListener("focusin", (event) => {
    within = parts.find((part) => event.target.closest(part)) || null;
  }, true);
  // what was enlarged is drawn anew only when the reader asks: the server is told once
  let over = 0;
  addEventListener("pointerover", (event) => {
    const inside = event.target.closest('[class*="st-key-drawing-"]');
    over = inside ? over || Date.now() : 0;
  }, true);
  addEventListener("wheel", () => {
    // before that, the wheel scrolls the page
    if (over && Date.now() - over > 400) document.querySelector(".st-key-zoomed button")?.click();
  }, { capture: true, passive: true });
  // what was chosen elsewhere is brought into the sight of the list, and only of the list
  let shown = null;
  const reveal = () => {
    const held = document.querySelector(".st-key-listing input:checked");
    const now = held ? held.value + held.closest("label").innerText : null;
    if (now === shown) return;
    shown = now;
    const list = held && held.closest(".st-key-listing");
    if (!list) return;
    const [row, box] = [held.closest("label"), list].map((one) => one.getBoundingClientRect());
    if (row.top < box.top || row.bottom > box.bottom) list.scrollTop += row.top - box.top - 60;
  };
  // an element that is drawn anew takes the focus with it: give it to its neighbour
  const tend = () => {
    reveal();
    const told = document.querySelector(".st-key-told:not([aria-live])");
    if (told) { told.setAttribute("aria-live", "polite"); told.setAttribute("role", "status"); }
    for (const part of document.querySelectorAll(".st-key-panel:not([tabindex])")) {
      part.setAttribute("tabindex", "0");  // what scrolls can be reached by the keyboard
    }
    if (!typed || !within || document.activeElement !== document.body) return;
    const part = document.querySelector(within);
    const next = part && part.querySelector("button:not([disabled]), a[href], input");
    if (next) next.focus({ preventScroll: true });
  };
  tend();
  new MutationObserver(tend).observe(document.body, { childList: true, subtree: true });
})();
</script>"""
"""Says the language of the page, and keeps the focus of whoever uses the keyboard."""


def prepare(words: Words, page: str) -> None:
    """Give the page its language and its heading.

    Parameters
    ----------
    words : Words
        Of the reader.
    page : str
        Name of the page.
    """
    st.html(f'<h1 class="pg-hidden">{as_html(words(f"page.{page}"))}</h1>')
    st.html(script(words.language, drawing=page == "lineage"), unsafe_allow_javascript=True)


def script(language: str, *, drawing: bool) -> str:
    """The only script of ours on a page; nothing from outside is in it."""
    told = {"LANGUAGE": _TAGS.get(language, language), "DRAWING": str(drawing).lower()}
    return re.sub("LANGUAGE|DRAWING", lambda name: told[name[0]], _SCRIPT)


def tell(text: str) -> None:
    """Announce what has changed to whoever listens to the page."""
    with st.container(key="told"):
        st.html(f'<div class="pg-hidden">{as_html(text)}</div>')
