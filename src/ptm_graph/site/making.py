"""A site from what is published of a library: pages, files to embed, downloads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.errors import ExportError, InputError
from ptm_graph.exports.about_paper import notices_told
from ptm_graph.exports.arrows import (
    KINDS,
    confidence_words,
    counted,
    kind_words,
    kinds_of,
    tier_words,
)
from ptm_graph.exports.formats import FORMATS
from ptm_graph.exports.job import About, Job, checked
from ptm_graph.exports.speaking import said_in
from ptm_graph.exports.values import text_of
from ptm_graph.exports.writing import all_bytes
from ptm_graph.layout.palette import MARKS, STROKES
from ptm_graph.lineage.reliability import reliability
from ptm_graph.site import folder, publicity
from ptm_graph.site.addresses import page_of, pages_of
from ptm_graph.site.cards import card_of, cards
from ptm_graph.site.drawing import EMBEDDED, STYLE, Drawing, colours
from ptm_graph.site.embedding import ICON, badge, badge_text, badge_width, snippets
from ptm_graph.site.telling import Teller
from ptm_graph.words.model import percent
from ptm_graph.words.wording import LANGUAGES, Said
from ptm_graph.workflow.publishing import Published

_PAGES = Path(__file__).with_name("pages")
_SCRIPTS = ("site.js", "drawing.js", "search.js")
_LISTS = ("families", "order", "new", "search", "downloads", "about")
_SLIDE = 400
"""Papers above which no slide is made."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a site."""

    folder: Path
    papers: int
    pages: int
    size: int
    """Bytes."""
    missing: tuple[str, ...]
    """Downloads that were not made, and why."""


def make_site(
    found: Published,
    out: Path,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str = "en",
    quotes: bool = False,
    abstracts: bool = False,
    contact: str | None = None,
    progress: Progress | None = None,
) -> Made:
    """Write a site; the same library gives the same bytes.

    Parameters
    ----------
    found : Published
        What is told.
    out : Path
        A new or empty folder, or an older site, which is replaced whole.
    title : str, optional
        Heading of the site.
    url : str, optional
        Where it will be; only with it are there feed, sitemap and cards.
    language : str, default "en"
        Language of the first page: ``en`` or ``zh``.
    quotes, abstracts : bool, default False
        Whether texts of others were published, to be told on the page of sources.
    contact : str, optional
        Address of a page or mail by which a text is taken down.
    progress : Progress, optional
        Told how far the work is.

    Raises
    ------
    ExportError
        If the folder is none of ours, or cannot be written.
    InputError
        If the address is none.
    """
    folder.check(out)
    site = _Site(
        found,
        title=title,
        url=_whole(url),
        language=language,
        texts={"quotes": quotes, "abstracts": abstracts, "contact": contact},
        progress=progress or Silent(),
    )
    size = folder.write(out, site.files())
    return Made(out, len(site.pages), site.written, size, tuple(site.missing))


def _whole(url: str | None) -> str | None:
    """The address of a site with a slash at its end, from which pages are counted."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise InputError(Said("site.address", {"url": url}))
    return url.rstrip("/") + "/"


class _Site:
    def __init__(
        self,
        found: Published,
        *,
        title: str | None,
        url: str | None,
        language: str,
        texts: Mapping[str, Any],
        progress: Progress,
    ):
        self.found, self.url, self.language = found, url, language
        self.written, self.missing = 0, list[str]()
        self._texts, self._progress = texts, progress
        described = {**found.graph.graph, **({"title": title} if title else {})}
        self._described = described
        graph = checked(found.graph)
        self.pages = pages_of(graph)
        self.tellers = {
            one: Teller(
                found,
                Job(said_in(graph, one), About.of(graph, described, one), described),
                self.pages,
            )
            for one in LANGUAGES
        }
        self._templates = Environment(
            loader=FileSystemLoader(_PAGES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and content of everything, in a fixed order."""
        yield ".nojekyll", b""
        yield from self._assets()
        downloads = list(self._downloads())
        yield from ((f"downloads/{name}", content) for name, _, content in downloads)
        self._progress.stage("pages", len(LANGUAGES) * len(self.pages))
        for language in LANGUAGES:
            told = [(name, kind, _size(len(content))) for name, kind, content in downloads]
            for path, text in self._pages(language, told):
                self.written += 1
                yield path, text.encode("utf-8", "replace")
        yield from self._publicity()

    # --- files beside the pages -----------------------------------------------------------------

    def _assets(self) -> Iterator[tuple[str, bytes]]:
        teller = self.tellers[self.language]
        style = (_PAGES / "site.css").read_text(encoding="utf-8")
        sheet = f"{colours(self._drawings[self.language])}\n{STYLE}\n{style}"
        yield "assets/site.css", sheet.encode()
        for name in _SCRIPTS:
            yield f"assets/{name}", (_PAGES / name).read_bytes()
        yield "assets/icon.svg", ICON.encode()
        yield "badge.svg", badge(teller).encode("utf-8", "replace")
        embedded = Drawing.of(teller.job, EMBEDDED).svg(None, styled=True)
        yield "lineage.svg", embedded.encode("utf-8", "replace")
        about = teller.job.about
        page = self._templates.get_template("embed.html").render(
            about=about,
            language=self.language,
            description=counted(teller.job),
            credits=about.credits,
            drawing=self._svg(self.language, f"{self.language}/", target=True),
        )
        yield "embed.html", page.encode("utf-8", "replace")

    @cached_property
    def _drawings(self) -> dict[str, Drawing]:
        return {one: Drawing.of(teller.job) for one, teller in self.tellers.items()}

    def _svg(self, language: str, home: str, *, target: bool = False) -> Markup:
        drawn = self._drawings[language].svg(lambda key: f"{home}{self.pages[key]}")
        # what the drawing makes is escaped there
        return Markup(drawn.replace("<a href=", '<a target="_top" href=') if target else drawn)  # noqa: S704

    def _downloads(self) -> Iterator[tuple[str, str, bytes]]:
        """Name, purpose and content of each export that can be made."""
        graph, title = self.found.graph, self._described.get("title")
        formats = [one for one in FORMATS.values() if one.name != "pptx" or len(graph) <= _SLIDE]
        self._progress.stage("downloads", len(formats))
        metadata = {"title": str(title)} if title else None
        made = all_bytes(graph, formats, metadata=metadata, language=self.language, dpi=96)
        for one, content in made:
            name = f"lineage{one.suffixes[-1] if one.name == 'csv' else one.suffixes[0]}"
            if isinstance(content, ExportError):
                self.missing.append(f"{name}: {content}")
            else:
                yield name, one.purpose, content
            self._progress.advance()

    def _publicity(self) -> Iterator[tuple[str, bytes]]:
        teller = self.tellers[self.language]
        yield "llms.txt", publicity.llms(teller, self.url).encode("utf-8", "replace")
        if self.url is None:
            return
        paths = ["", *(f"{one}/{path}" for one in LANGUAGES for path in self._paths())]
        yield "sitemap.xml", publicity.sitemap(self.url, paths)
        for language, one in self.tellers.items():
            yield f"{language}/news.xml", publicity.feed(one)
        yield from cards(teller, self._progress)

    def _paths(self) -> list[str]:
        return [
            "index.html",
            *(f"{name}.html" for name in _LISTS),
            *(self.pages[key] for key in sorted(self.pages)),
        ]

    # --- pages ----------------------------------------------------------------------------------

    def _pages(
        self, language: str, downloads: list[tuple[str, str, str]]
    ) -> Iterator[tuple[str, str]]:
        teller = self.tellers[language]
        first = self._index(teller)
        if language == self.language:
            other = next(one for one in LANGUAGES if one != language)
            there = f"{other}/index.html"
            yield (
                "index.html",
                self._page(teller, "index.html", first, root="", home=f"{language}/", other=there),
            )
        yield from self._listed(teller, "index", first)
        families = {"families": teller.families, "forms": MARKS}
        yield from self._listed(teller, "families", families)
        order = {"steps": list(teller.steps())}
        yield from self._listed(teller, "order", order)
        yield from self._listed(teller, "new", {"news": list(teller.news())})
        yield from self._listed(teller, "search", {})
        rows = json.dumps(teller.searched(), ensure_ascii=False, separators=(",", ":"))
        yield f"{language}/search-data.js", f"window.papers={rows};\n"
        yield from self._listed(teller, "downloads", self._files_told(teller, downloads))
        yield from self._listed(teller, "about", self._about(teller))
        for key in sorted(self.pages):
            told = teller.paper(key)
            path = f"{language}/{self.pages[key]}"
            yield (
                path,
                self._page(teller, path, {"page": "paper", **told}, root="../../", home="../"),
            )
            self._progress.advance()
        for old, new in sorted(self.found.former.items()):
            path = page_of(old)
            if path not in self.pages.values():
                address = self.pages[new].removeprefix("paper/")
                values = {"address": address, "name": teller.name(new), "language": language}
                yield (
                    f"{language}/{path}",
                    self._templates.get_template("moved.html").render(values),
                )

    def _listed(
        self, teller: Teller, name: str, told: Mapping[str, Any]
    ) -> Iterator[tuple[str, str]]:
        path = f"{teller.language}/{name}.html"
        values = {"page": name, **told}
        if name != "index":
            values |= {
                "heading": teller.say(f"site.{name}"),
                "description": teller.say(f"site.{name} about"),
            }
        yield path, self._page(teller, path, values, root="../", home="")

    def _page(
        self,
        teller: Teller,
        path: str,
        told: Mapping[str, Any],
        *,
        root: str,
        home: str,
        other: str | None = None,
    ) -> str:
        language = teller.language
        if other is None:  # the same page in the other language
            other = next(one for one in LANGUAGES if one != language) + path[len(language) :]
        name = str(told["page"])
        values = {
            "about": teller.job.about,
            "language": language,
            "say": teller.say,
            "root": root,
            "home": home,
            "path": path,
            "there": f"{root}{other}",
            "other": other,
            "url": self.url,
            "card": card_of(path),
            **told,
        }
        if name == "index":
            values |= {"drawing": self._svg(language, home), "data": self._dataset(teller)}
        return self._templates.get_template(f"{name}.html").render(values)

    def _index(self, teller: Teller) -> dict[str, Any]:
        job, language = teller.job, teller.language
        return {
            "page": "index",
            "heading": job.about.title,
            "description": counted(job),
            "counted": counted(job),
            "kinds": [
                (
                    kind,
                    STROKES[kind].pattern,
                    2.4 if kind == "A" else 1.4,
                    kind_words(kind, language),
                )
                for kind in kinds_of(job)
            ],
            "sure": confidence_words(job),
            "notices": notices_told(job),
            "families": teller.families,
        }

    def _dataset(self, teller: Teller) -> dict[str, Any]:
        """The list as schema.org describes it."""
        about = teller.job.about
        return {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": about.title,
            "description": counted(teller.job),
            "creditText": about.credits or "",
            "inLanguage": "zh-CN" if teller.language == "zh" else "en",
        }

    def _files_told(self, teller: Teller, downloads: list[tuple[str, str, str]]) -> dict[str, Any]:
        return {
            "files": downloads,
            "missing": self.missing,
            "snippets": snippets(teller, self.url),
            "badge": badge_text(self.tellers[self.language]),
            "badge_width": badge_width(self.tellers[self.language]),
        }

    def _about(self, teller: Teller) -> dict[str, Any]:
        job, language = teller.job, teller.language
        complete = sum(text_of(one, "references_state") == "complete" for _, one in job.papers())
        contact = self._texts["contact"]
        measured = [
            (
                f"{percent(group.low)}–{percent(min(group.high, 1.0))}",
                percent(group.right),
                str(group.papers),
            )
            for group in reliability()["sentences"].best
        ]
        return {
            **self._texts,
            "sure": confidence_words(job),
            "measured": measured,
            "tiers": [tier_words(kind, language) for kind in KINDS[:4]],
            "counted": counted(job),
            "gaps": teller.say("site.gaps", complete=str(complete), count=str(len(job.keys))),
            "contact": f"mailto:{contact}" if contact and "@" in contact else contact,
            "contact_shown": contact,
        }


def _size(length: int) -> str:
    return f"{length / 1e6:.1f} MB" if length >= 1e6 else f"{max(length, 1000) / 1e3:.0f} kB"
