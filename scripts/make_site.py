"""Build the documentation site from README, docs/ and the docstrings.

    python scripts/make_site.py [FOLDER]

The site is FOLDER/site; the folder is build by default. ``make docs`` calls this. A link that
leads nowhere, inside the site, and a page that would ask another host for anything, are errors.
"""

from __future__ import annotations

import html.parser
import importlib
import inspect
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import api_reference

TOP = Path(__file__).parent.parent
SETTINGS = TOP / "zensical.toml"
TOP_PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "security.md",
    "LICENSE": "license.md",
    "CITATION.cff": "citation.md",
}
"""Files at the top of the repository → pages of the site."""

_LINK = re.compile(r'(?<=\]\()[^)\s]+(?=\))|(?<=src=")[^"]+(?=")|(?<=srcset=")[^"]+(?=")')


def build(folder: Path) -> Path:
    """Lay out the pages and build the site from them.

    Returns
    -------
    Path
        The folder of the site.

    Raises
    ------
    SystemExit
        If a link leads nowhere, a page is in no menu, or one loads something from elsewhere.
    """
    pages, site = folder / "pages", folder / "site"
    for old in (pages, site):
        shutil.rmtree(old, ignore_errors=True)
    lay_out(pages)
    shutil.copy(SETTINGS, folder)
    subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--clean", "--strict"], cwd=folder, check=True
    )
    if wrong := list(complaints(site)):
        raise SystemExit("\n".join(wrong))
    return site


def lay_out(pages: Path) -> None:
    """Put all pages into one folder, with links that are right there."""
    shutil.copytree(TOP / "docs", pages)
    for document in (TOP / "docs").glob("*.md"):
        text = document.read_text(encoding="utf-8")
        (pages / document.name).write_text(_relinked(text, "docs"), encoding="utf-8")
    for name, page in TOP_PAGES.items():
        text = (TOP / name).read_text(encoding="utf-8")
        told = _relinked(text, "") if name.endswith(".md") else f"# {name}\n\n```text\n{text}```\n"
        (pages / page).write_text(told, encoding="utf-8")
    (pages / "reference.md").write_text(_reference(), encoding="utf-8")
    api_reference.build(pages / "api", documentation="../reference.html")


def _relinked(text: str, folder: str) -> str:
    """A document of a folder of the repository, with the links it needs as a page."""

    def moved(link: re.Match[str]) -> str:
        path, mark, anchor = link[0].partition("#")
        if not path or urlsplit(path).scheme:
            return link[0]
        place = posixpath.normpath(posixpath.join(folder, path))
        return TOP_PAGES.get(place, place.removeprefix("docs/")) + mark + anchor

    return _LINK.sub(moved, text)


def _reference() -> str:
    rows = []
    for name in api_reference.MODULES:
        about = (inspect.getdoc(importlib.import_module(name)) or "").partition("\n\n")[0]
        page = f"api/{name.replace('.', '/')}.html"
        rows.append(f'| <a href="{page}">{name}</a> | {" ".join(about.split())} |')
    return (
        "# API reference\n\nWhat a user of the library calls; everything else may change without "
        "notice. Start with [As a library](library.md).\n\n| module | what it is for |\n|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


@dataclass
class Page(html.parser.HTMLParser):
    """What a page links to, what it loads, and the places in it."""

    text: str
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort one tag's attributes."""
        for name, value in attrs:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            elif name in ("src", "href", "srcset", "data", "poster") and value:
                (self.links if tag == "a" else self.loads).append(value)


def complaints(site: Path) -> Iterator[str]:
    """What is wrong with a site, one line each."""
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site)
        if path.name != "404.html":  # its links are those of the top of a site
            for link in [*page.links, *page.loads]:
                if not _leads_somewhere(path, link, pages):
                    yield f"{name}: the link {link} leads nowhere"
        for asked in page.loads:
            if urlsplit(asked).netloc:
                yield f"{name}: loads {asked} from another host"
    listed = SETTINGS.read_text(encoding="utf-8")
    for document in sorted((TOP / "docs").glob("*.md")):
        if f'"{document.name}"' not in listed:
            yield f"docs/{document.name} is in no menu; add it to nav in {SETTINGS.name}"


def _leads_somewhere(path: Path, link: str, pages: dict[Path, Page]) -> bool:
    address = urlsplit(link)
    if address.scheme or address.netloc:
        return True
    target = (path.parent / unquote(address.path)).resolve() if address.path else path
    target = target / "index.html" if target.is_dir() else target
    if not target.exists():
        return False
    page = pages.get(target)
    wanted = unquote(address.fragment)
    return page is None or not wanted or wanted in page.anchors or wanted == "__top"


if __name__ == "__main__":
    made = build(Path(sys.argv[1]) if len(sys.argv) > 1 else TOP / "build")
    print(f"{made / 'index.html'}; with search: python -m http.server --directory {made}")
