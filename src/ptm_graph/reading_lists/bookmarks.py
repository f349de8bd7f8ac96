"""Bookmarks of a browser or of Pinboard (Netscape's HTML) to entries; folders are families."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.html import Tags
from ptm_graph.reading_lists.markup import Folders, escaped, link, read_lines
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.titles import clean

_OF_BROWSERS = re.compile(
    r"(?:mobile |other |unsorted |imported )?bookmarks?(?: bar| toolbar| menu)?|toolbar|imported"
    r"|favou?rites(?: bar)?|(?:weitere )?lesezeichen(?:leiste|-symbolleiste|-menü)?"
    r"|书签栏|其他书签|收藏夹|收藏夹栏",
    re.IGNORECASE,
)
"""Folders that every browser has."""
_NUMBER = re.compile(r"^\s*\[(?:[a-z-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?\]\s*", re.IGNORECASE)
_SITE = re.compile(
    r"\s+(?:[|·–—-]|::)\s+(?:[^|·–—]{0,60}?\s)?(?:arXiv(?:\.org)?|OpenReview|ACL Anthology|PMLR"
    r"|ScienceDirect|SpringerLink|Springer(?: Nature Link)?|(?:Europe )?PMC|PubMed(?: Central)?"
    r"|Semantic Scholar|Nature(?: [A-Z]\w+){0,3}|Science(?: Advances)?|bioRxiv|medRxiv|Cell|JSTOR"
    r"|IEEE(?: Xplore)?|PNAS|ACM(?: Digital Library)?|PLOS(?: ONE| \w+)?|Wiley Online Library"
    r"|Oxford Academic|NeurIPS|Frontiers|MDPI|SSRN|ResearchGate|Papers With Code|Hugging Face"
    r"|Zenodo|HAL)\s*$"
)


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a file of bookmarks: links, the folders above them, and what is said of them."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    parser.finish()
    return read_lines(parser.found.lines, file)


def bare_title(title: str) -> str:
    """The title of a page without what its site puts before and behind that of the paper.

    >>> bare_title("[1901.00001] Owls of the far North - arXiv")
    'Owls of the far North'
    """
    return _SITE.sub("", _NUMBER.sub("", clean(title)))


class _Parser(Tags):
    def __init__(self) -> None:
        super().__init__()
        self.found = Folders()
        self.folders: list[tuple[str, int]] = []
        self.opened: list[bool] = []
        """For each list that is open, whether a folder was named above it."""
        self.named: tuple[str, int] | None = None
        self.kind = ""
        self.words: list[str] = []
        self.target = ""
        self.line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "h3", "dd", "dt", "dl"):
            self.finish()
        if tag in ("a", "h3", "dd"):
            self.kind, self.words, self.line = tag, [], self.getpos()[0]
            self.target = next((value or "" for name, value in attrs if name == "href"), "")
        elif tag == "dl":
            self.opened.append(self.named is not None)
            if self.named is not None:
                self.folders.append(self.named)
            self.named = None

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "h3", "dl"):
            self.finish()
        if tag == "dl" and self.opened and self.opened.pop():
            self.folders.pop()

    def handle_data(self, data: str) -> None:
        if self.kind:
            self.words.append(data)

    def finish(self) -> None:
        """Take what was told last."""
        said, kind = clean(" ".join(self.words)), self.kind
        self.kind = ""
        if kind == "h3":
            self.named = ("" if _OF_BROWSERS.fullmatch(said) else said, self.line)
        elif kind == "a" and self.target:
            self.found.add(f"- {link(bare_title(said), self.target)}", self.line, self.folders)
        elif kind == "dd" and said:
            self.found.add(f"  {escaped(said)}", self.line, self.folders)
