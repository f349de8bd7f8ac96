"""What every page is given, and what all pages look alike in."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ptm_graph.dashboard.address import Address
from ptm_graph.dashboard.catalogue import DEFAULT, Words
from ptm_graph.dashboard.reader import Opened
from ptm_graph.dashboard.safe_text import as_html
from ptm_graph.layout.palette import DARK, LIGHT, Palette


@dataclass(frozen=True, slots=True)
class Frame:
    """The state of one run of one page."""

    words: Words
    address: Address
    opened: Opened
    palette: Palette
    read_only: bool

    def link(self) -> str:
        """The full address of this view."""
        base = str(st.context.url or "").partition("?")[0]
        query = self.address.query(self.told_language())
        return f"{base}?{query}" if query else base

    def family_name(self, family: str) -> str:
        """What a family is called in the language of the page."""
        return self.opened.family_name(family, self.words.language)

    def told_language(self) -> str | None:
        """The language as the address names it; None where this browser asks for it anyway."""
        language = self.words.language
        return None if language == browser_language() == DEFAULT else language


def browser_language() -> str:
    """The language of the interface that a browser asks for."""
    locale = str(st.context.locale or "")
    return "zh" if locale.lower().startswith("zh") else DEFAULT


def current_palette() -> Palette:
    """The palette of the theme the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show_notes(frame: Frame) -> None:
    """Say which parts of the address could not be used."""
    for note in frame.address.notes[:5]:
        text = frame.words("address.not_used", name=as_html(note.name, 40))
        st.html(f'<div class="pg-note" role="status">{text} “{as_html(note.value, 80)}”</div>')


def table_height(rows: int, most: int) -> int:
    """Pixels of a table: no empty lines below a short one, and a long one scrolls."""
    return min(most, 38 + 35 * rows)


def style(palette: Palette) -> None:
    """Tighter margins than Streamlit's, and the few classes that panels use."""
    st.html(f"<style>{_CSS.format(**_colours(palette))}</style>")


def _colours(palette: Palette) -> dict[str, str]:
    return {
        "text": palette.text,
        "surface": palette.background,
        "muted": palette.muted,
        "grid": palette.grid,
        "accent": palette.accent,
        "good": palette.good,
        "link": palette.link,
    }


_CSS = """
[data-testid="stMainBlockContainer"] {{ padding: 3.9rem 1.5rem 1rem 1.5rem; max-width: none; }}
[data-testid="stAppDeployButton"] {{ display: none; }}
[data-testid="stVerticalBlock"] {{ gap: 0.6rem; }}
[data-testid="stHtml"] ol, [data-testid="stHtml"] ul {{ margin: 0.1rem 0 0.3rem 0;
  padding-left: 1.1rem; }}
[data-testid="stHtml"] li {{ margin-left: 0; }}
.st-key-decided [data-testid^="stBaseButton-tertiary"] {{ min-height: 1.5rem; padding: 0;
  text-align: left; }}
.st-key-panel, .st-key-panel [data-testid="stVerticalBlock"] {{ gap: 0.2rem; }}
[class*="st-key-drawing-"], [class*="st-key-drawing-"] div:has([data-testid="stEChartsChart"]),
[class*="st-key-drawing-"] [data-testid="stEChartsChart"] {{
  height: max(var(--pg-least), 100vh - 9.4rem) !important; flex: 0 0 auto !important; }}
.st-key-panel, :has(> .st-key-panel) {{
  height: max(var(--pg-least), 100vh - 9.4rem, 32rem) !important; flex: 0 0 auto !important; }}
.st-key-panel [data-testid^="stBaseButton-pills"] {{ min-height: 1.5rem; padding: 0 0.5rem;
  font-size: 0.8rem; }}
.st-key-feed [data-testid^="stBaseButton-tertiary"], .st-key-panel
[data-testid^="stBaseButton-tertiary"] {{ min-height: 1.6rem; padding: 0;
  text-align: left; }}
[data-testid="stHtml"] a {{ color: {link}; }}
.st-key-topbar {{ position: fixed; top: 0.55rem; left: auto; right: 1.2rem;
  width: fit-content !important; z-index: 1000001; }}
.st-key-listing {{ max-height: var(--pg-list); overflow-y: auto; flex: 0 0 auto !important; }}
.st-key-table {{ height: max(20rem, 100vh - 11rem) !important; flex: 0 0 auto !important; }}
.st-key-zoomed {{ display: none; }}
.st-key-sides button:nth-of-type(3) {{ display: none; }}
@media (max-width: 640px) {{
  .st-key-sides button:nth-of-type(3) {{ display: inline-flex; }}
  .st-key-stage-list [data-testid="stColumn"]:first-child,
  .st-key-stage-details [data-testid="stColumn"]:first-child,
  .st-key-stage-drawing [data-testid="stLayoutWrapper"]:has(> .st-key-panel) {{ display: none; }}
  [class*="st-key-stage-"] [data-testid="stColumn"]:last-child {{ order: -1; }}
  .st-key-panel {{ height: auto !important; }}
  [class*="st-key-drawing-"], :has(> [data-testid="stFullScreenFrame"]
    [data-testid="stEChartsChart"]) {{ overflow-x: auto; }}
  [data-testid="stEChartsChart"] {{ min-width: 640px; }}
  [class*="st-key-drawing-"] [data-testid="stEChartsChart"] {{ min-width: 915px; }}
  [data-testid="stHorizontalBlock"] {{ gap: 0.6rem; }}
  .pg-terms.pg-compared tr > :first-child {{ width: 5.2rem; }}
  .st-key-figures [data-testid="stHorizontalBlock"],
  .st-key-controls [data-testid="stHorizontalBlock"] {{ flex-direction: row; flex-wrap: wrap; }}
  .st-key-figures [data-testid="stColumn"],
  .st-key-controls [data-testid="stColumn"] {{ min-width: 0; flex: 1 1 30%; }}
  .st-key-controls [data-testid="stColumn"]:first-child {{ flex: 1 1 100%; }}
}}
.pg-hidden {{ position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; }}
[data-testid="stElementContainer"]:has(> [data-testid="stHtml"] > .pg-hidden:only-child) {{
  position: absolute; }}
a:focus-visible, button:focus-visible, [role="button"]:focus-visible, summary:focus-visible,
input[type="radio"]:focus-visible, label:has(> input:focus-visible) {{
  outline: 2px solid {accent} !important; outline-offset: 2px; }}
[data-testid="stButtonGroup"] button p {{ color: {text}; }}
[data-testid="stHeading"] h2 {{ font-size: 1.5rem; padding: 0.4rem 0; }}
kbd, [data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{
  color: {muted} !important; opacity: 1 !important; }}
.st-key-toast {{ position: fixed; bottom: 1.4rem; left: 50%; transform: translateX(-50%);
  width: fit-content !important; max-width: 92vw; z-index: 1000002; padding: 0.5rem 1rem;
  border: 1px solid {grid}; border-radius: 0.5rem; background: {surface};
  box-shadow: 0 4px 16px rgba(0, 0, 0, 0.25); animation: pg-gone 0.4s 14s forwards; }}
@keyframes pg-gone {{ to {{ opacity: 0; visibility: hidden; }} }}
.st-key-toast:focus-within, .st-key-toast:hover {{ animation: none; }}
.st-key-undoing {{ position: fixed; bottom: 1rem; right: 1.2rem; z-index: 1000001;
  width: min(30rem, 92vw) !important; background: {surface}; padding: 0.6rem; border-radius: 0.6rem;
  border: 1px solid {grid}; }}
.pg-note {{ border-left: 3px solid {accent}; padding: 0.2rem 0.6rem; font-size: 0.9rem; }}
h3.pg-asked {{ font-size: 1.3rem; padding: 0; margin: 0; overflow-wrap: anywhere; }}
.pg-title {{ font-size: 1.08rem; font-weight: 650; line-height: 1.3; overflow-wrap: anywhere; }}
.pg-said {{ font-size: 0.98rem; line-height: 1.45; margin: 0.25rem 0; overflow-wrap: anywhere; }}
.pg-group {{ font-size: 0.85rem; font-weight: 600; margin-top: 0.35rem; overflow-wrap: anywhere; }}
.pg-muted {{ color: {muted}; font-size: 0.85rem; line-height: 1.4; overflow-wrap: anywhere; }}
.pg-body {{ font-size: 0.9rem; line-height: 1.45; overflow-wrap: anywhere; }}
.pg-chip {{ display: inline-block; border: 1px solid {grid}; border-radius: 0.6rem;
  padding: 0 0.45rem; margin: 0.1rem 0.2rem 0.1rem 0; font-size: 0.8rem; }}
.pg-quote {{ border-left: 3px solid {grid}; padding-left: 0.6rem; margin: 0.3rem 0;
  font-size: 0.87rem; line-height: 1.4; overflow-wrap: anywhere; }}
.pg-terms {{ width: 100%; border-collapse: collapse; font-size: 0.82rem; }}
.pg-terms td, .pg-terms th {{ padding: 0.12rem 0.3rem; vertical-align: top; text-align: left;
  border-bottom: 1px solid {grid}; overflow-wrap: anywhere; font-weight: normal; }}
.pg-terms .pg-points {{ text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }}
.pg-terms thead .pg-points {{ white-space: normal; overflow-wrap: normal; }}
[data-testid="stMetricLabel"] p {{ white-space: normal; }}
.pg-terms .pg-tick {{ text-align: center; }}
.pg-compared {{ table-layout: fixed; font-size: 0.9rem; line-height: 1.4; }}
.pg-compared tr > :first-child {{ width: 9rem; color: {muted}; }}
.pg-bar {{ height: 0.4rem; border-radius: 0.2rem; background: {good}; }}
.pg-bar.pg-against {{ background: {accent}; }}
.pg-meter {{ height: 0.4rem; border-radius: 0.2rem; background: {grid}; margin: 0.2rem 0; }}
.pg-meter > div {{ height: 100%; border-radius: 0.2rem; background: {good}; }}
"""
