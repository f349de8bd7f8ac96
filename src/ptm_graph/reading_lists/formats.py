"""Which formats of reading lists there are, and how each is recognised: by content, then by name.

To add one: a module with ``read(text, file=None)``, and an entry here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from ptm_graph.errors import ReadingListError
from ptm_graph.plugs import plugs
from ptm_graph.reading_lists.columns import TELLING, named
from ptm_graph.reading_lists.foreign import foreign_text, root_of
from ptm_graph.reading_lists.limits import LARGEST
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.wording import Said

HEAD = 20_000
"""Characters at the beginning of a text by which its format is recognised."""


class Reader(Protocol):
    """What reads the text of a reading list."""

    def __call__(self, text: str, file: str | None = None) -> ReadingList:
        """Read a text.

        Raises
        ------
        ReadingListError
            If it cannot be read at all; what only spoils a part of it goes to ``unused``.
        """


@dataclass(frozen=True, slots=True)
class ListFormat:
    """One format of reading lists."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings that mean it, the usual one first."""
    read: str | Reader
    """What reads it, or ``module:name`` of it: imported when a file of the format is read."""
    purpose: str
    """One line for a person."""
    is_like: Callable[[str], bool] | None = None
    """Whether a text is in the format, by its first :data:`HEAD` characters; None: never guessed.

    It decides whatever the file is called, so it must be sure; that of :attr:`prose` decides
    only where the name says nothing.
    """
    prose: bool = False
    """Whether it is written by people, so that anything may stand in it, records of other
    formats too."""
    of_bytes: Callable[[bytes], bool] | None = None
    """Whether a file that is no text is in the format, by its first bytes; ``read`` then takes
    bytes instead of a text."""
    largest: int = LARGEST
    """Most bytes of a file that is no text."""


def _begins(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], bool]:
    """Whether the first lines of a text match."""
    looked_for = re.compile(pattern, flags)
    return lambda text: looked_for.search(text) is not None


def _rooted(*names: str) -> Callable[[str], bool]:
    """Whether a text is XML whose outermost element has one of the names, prefixes aside."""
    return lambda text: root_of(text) in names


def _is_table(text: str) -> bool:
    """Whether the first line holds names of columns, and the next as many cells or more."""
    lines = [line for line in text.split("\n", 3)[:3] if not line.startswith("sep=")]
    first, second = (*lines, "", "")[:2]
    separator = max("\t,;|", key=first.count)
    names = first.split(separator)
    return (
        len(names) > 1
        and not first.startswith("|")
        and max(map(len, names)) <= 60
        and bool(set(TELLING) & set(named(names)))
        and (second.count(separator) >= len(names) - 1 or '"' in second or not second)
    )


_HERE = "ptm_graph.reading_lists"

_ALL = (
    ListFormat(
        "ris",
        (".ris",),
        f"{_HERE}.ris:read",
        "RIS of Zotero, EndNote, Mendeley",
        _begins(
            r"\A(?>(?:\d+\.?|<\d+>|[A-Z][\w #]{0,24}:.*|Record .*"
            r"|(?!TY)[A-Z][A-Z0-9] {0,2}-.*)?\n){0,40}"
            r"[ \t]*TY {0,2}- ?[A-Za-z]"
        ),
    ),
    ListFormat(
        "nbib",
        (".nbib", ".medline"),
        f"{_HERE}.medline:read",
        "PubMed's tagged lines, MEDLINE",
        _begins(
            r"\A(?:\d+\.?\s*\n)?\s*(?:[A-Z][A-Z0-9 ]{3}- .*\n(?>(?:[ \t].*)?\n)*){0,30}?"
            r"(?:PMID *- *\d|STAT- \w|OWN - \w|FAU - \w)"
        ),
    ),
    ListFormat(
        "web-of-science",
        (".ciw", ".isi"),
        f"{_HERE}.web_of_science:read",
        "Web of Science's tagged lines",
        _begins(r"\A(?>(?:(?:FN|VR) .*|[ \t]*)\n)*PT [A-Z]\w*\s*\n(?:[A-Z][A-Z0-9](?: |\n)|\s)"),
    ),
    ListFormat(
        "refer",
        (".enw", ".refer"),
        f"{_HERE}.refer:read",
        "EndNote's tagged lines, refer",
        _begins(r"\A(?:%0 \S.*|%[A-Z] \S.*\n(?:.*\n){0,40}?%[A-Z] \S)"),
    ),
    ListFormat(
        "pubmed-xml",
        (".xml",),
        f"{_HERE}.pubmed_xml:read",
        "PubMed's XML",
        _rooted(
            "PubmedArticleSet",
            "PubmedArticle",
            "PubmedBookArticleSet",
            "PubmedBookArticle",
            "MedlineCitationSet",
            "MedlineCitation",
        ),
    ),
    ListFormat(
        "endnote-xml",
        (".endnote.xml",),
        f"{_HERE}.endnote_xml:read",
        "EndNote's XML",
        _begins(r"\A(?><[?!][^<>]*>\s*)*<(?:xml|records)\b[^<>]*>\s*<records?\b", re.IGNORECASE),
    ),
    ListFormat(
        "bibtex",
        (".bib", ".bibtex"),
        f"{_HERE}.bibtex:read",
        "BibTeX and BibLaTeX",
        _begins(
            r"\A(?>[ \t]*(?:%.*|@(?:comment|string|preamble)\b.*)?\n){0,500}"
            r"(?>\w[^\n@`]*\n\s*){0,5}[ \t]*"
            r"@(?!comment|string|preamble)[a-z]+\s*[{(]\s*[^\s,{}]*\s*,",
            re.IGNORECASE,
        ),
    ),
    ListFormat(
        "bbl",
        (".bbl",),
        f"{_HERE}.bbl:read",
        "reference lists of TeX: thebibliography, biblatex",
        _begins(
            r"\A%+ \$ biblatex"
            r"|\A(?>[ \t]*(?:%.*|\\(?!document|begin|bibitem)[a-z@].*|[^\\%\s][^\\%\n]*)?\n){0,200}"
            r"\s*\\(?:begin\s*\{(?:thebibliography|biblist|bibdiv)\}|bibitem\s*[\[{])",
            re.IGNORECASE,
        ),
    ),
    ListFormat(
        "notebook",
        (".ipynb",),
        f"{_HERE}.notebook:read",
        "the Markdown of Jupyter notebooks",
        _begins(
            r"\A\{\s*\"(?:cells\"\s*:\s*\[\s*(?:\]|\{\s*\"(?:cell_type|attachments|id|metadata)\")"
            r"|(?:metadata|nbformat|worksheets)\"(?s:.)*\"(?:nbformat|kernelspec|cell_type)\"\s*:)"
        ),
    ),
    ListFormat(
        "bookmarks",
        (),
        f"{_HERE}.bookmarks:read",
        "bookmarks of browsers and Pinboard",
        _begins(r"\A<!DOCTYPE NETSCAPE-Bookmark", re.IGNORECASE),
    ),
    ListFormat(
        "opml",
        (".opml",),
        f"{_HERE}.opml:read",
        "outlines (OPML)",
        _rooted("opml"),
    ),
    ListFormat(
        "zotero-rdf",
        (".rdf",),
        f"{_HERE}.zotero_rdf:read",
        "Zotero's RDF, with notes, tags and collections",
        _begins(r"\A(?!(?s:.)*purl\.org/rss/1\.0/?[\"'])(?><[?!][^<>]*>\s*)*<(?:\w+:)?RDF\b"),
    ),
    ListFormat(
        "feed",
        (".atom", ".rss"),
        f"{_HERE}.feed:read",
        "feeds: arXiv's answers (Atom), journals' RSS",
        _rooted("feed", "rss", "RDF"),
    ),
    ListFormat(
        "json-lines",
        (".jsonl", ".ndjson", ".jsonlines"),
        f"{_HERE}.json_lines:read",
        "JSON lines: one such record a line",
        # where the first line is longer than the head, the name has to tell
        _begins(r"\A\{\s*\"[^\n]*\}[ \t]*\n+\{\s*\""),
    ),
    ListFormat(
        "csl-json",
        (".json", ".csl"),
        f"{_HERE}.csl_json:read",
        "CSL-JSON, and the JSON of Zotero, Crossref, OpenAlex, Semantic Scholar",
        _begins(
            r"\A(?!\{(?s:.)*\"(?:nbformat|kernelspec|cell_type)\"\s*:)"
            r"\[?\s*\{\s*\"[^\"\n]{1,80}\"\s*:"
        ),
    ),
    ListFormat(
        "yaml",
        (".yaml", ".yml"),
        f"{_HERE}.seed_yaml:read",
        "our own seed lists",
        _begins(r"\A(?:[ \t]*(?:#.*)?\n|---.*\n)*papers:[ \t]*(?:#.*)?(?:\n|\Z)"),
    ),
    ListFormat(
        "csl-yaml",
        (".csl.yaml",),
        f"{_HERE}.csl_yaml:read",
        "CSL-YAML of pandoc and Zotero, Hayagriva",
        _begins(
            r"\A(?:[ \t]*(?:#.*)?\n|---[ \t]*\n)*"
            r"(?:references:[ \t]*\n(?!(?s:.)*^(?:---|\.\.\.)[ \t]*\n\s*\S)\s*-\s+\w"
            r"|- (?:id|type|DOI): "
            r"|- (?:title|author): (?=(?s:.{0,2000})^  (?:DOI|id|issued|type): )"
            r"|[\w:.+-]+:[ \t]*\n[ \t]+(?:type|title): )",
            re.MULTILINE,
        ),
    ),
    ListFormat(
        "csv",
        (".csv", ".tsv", ".tab"),
        f"{_HERE}.tables:read",
        "tables with a title, DOI or link in a column",
        _is_table,
    ),
    ListFormat(
        "org",
        (".org",),
        f"{_HERE}.org:read",
        "Org, with properties, tags and org-ref",
        _begins(
            r"\A(?>(?:#\+[a-z_]+:.*|:\w+:.*|[ \t]*)\n)*"
            r"(?:#\+(?:title|startup|todo|options|filetags):|\*+ (?:TODO|DONE|NEXT) "
            r"|\*+ .*\n\s*:PROPERTIES:\s*\n)",
            re.IGNORECASE,
        ),
        prose=True,
    ),
    ListFormat(
        "asciidoc",
        (".adoc", ".asciidoc", ".asc"),
        f"{_HERE}.asciidoc:read",
        "AsciiDoc",
        _begins(
            r"\A(?>(?://.*|[ \t]*)\n)*= \S.*\n"
            r"(?:[^=\n].*\n)*\n(?:.*\n)*?(?:==+ \S|\*+ )"
        ),
        prose=True,
    ),
    ListFormat(
        "rst",
        (".rst", ".rest"),
        f"{_HERE}.restructured:read",
        "reStructuredText",
        _begins(r"^(?:\.\. [\w-]+::|[=#*~^-]{4,}\n[^\n]+\n[=#*~^-]{4,}$)", re.MULTILINE),
        prose=True,
    ),
    ListFormat(
        "markdown",
        (".md", ".markdown", ".mkd", ".mdx", ".rmd", ".qmd"),
        f"{_HERE}.markdown:read",
        "Markdown, Jekyll's and notebooks' included",
        prose=True,
    ),
    ListFormat(
        "text",
        (".txt", ".text", ".list"),
        f"{_HERE}.plain:read",
        "one paper a line",
        prose=True,
    ),
    ListFormat(
        "pdf",
        (".pdf",),
        f"{_HERE}.pdf_files:read",
        "the papers themselves: title and identifiers",
        of_bytes=lambda data: re.search(rb"%PDF-\d\.\d\s", data[:1024]) is not None,
        largest=256 * 1024 * 1024,
    ),
)

FORMATS: Mapping[str, ListFormat] = MappingProxyType({known.name: known for known in _ALL})
"""Name of a format → the format, for those of this package; guessed in this order."""

_ANYTHING = "markdown"
"""What a text is that is nothing else: plain lines are Markdown, too."""


@cache
def known_formats() -> Mapping[str, ListFormat]:
    """Name → format, those of other installed packages included.

    They are looked for once, when a format is first asked for.
    """
    strangers = plugs("ptm_graph.reading_lists", ListFormat, FORMATS)
    return MappingProxyType({known.name: known for known in (*_ALL, *strangers)})


def format_named(name: str, file: str | None = None) -> ListFormat:
    """Find a format by its name; the message for an unknown one lists those known."""
    # what is ours is found without asking for what is installed
    found = FORMATS.get(name) or known_formats().get(name)
    if found is None:
        raise ReadingListError(
            Said("list.format", {"format": name, "known": ", ".join(known_formats())}), file
        )
    return found


def format_of(path: str | Path) -> ListFormat | None:
    """Find a format by the ending of a file name; None for an ending nobody knows.

    The longest ending that fits wins, and of two formats with one ending ours.
    """
    name = Path(path).name.lower()
    endings = {
        ending: one for one in reversed(tuple(known_formats().values())) for ending in one.suffixes
    }
    fitting = [ending for ending in endings if name.endswith(ending)]
    return endings[max(fitting, key=len)] if fitting else None


def guess_format(text: str, name: str | None = None) -> ListFormat:
    """Find the format of a text: by its content, then by the ending of its name.

    Anything that is nothing else is Markdown, which plain lines are too.

    Raises
    ------
    ReadingListError
        If the text is evidently in a format that is not read; the message tells which.
    """
    named = format_of(name) if name else None
    known = recognised(text, named)
    if known is not None:
        return known
    seen = None if named is FORMATS[_ANYTHING] else foreign_text(text)
    if seen is not None:
        raise refusal(seen, name)
    return named or recognised(text, prose=True) or FORMATS[_ANYTHING]


def recognised(
    text: str, named: ListFormat | None = None, *, prose: bool = False
) -> ListFormat | None:
    """Find the first format, ``named`` before others, whose content a text is, if any."""
    if named is not None and named.name not in FORMATS:
        return named
    head = text[:HEAD].removeprefix("\ufeff").lstrip()
    for known in (*filter(None, [named]), *known_formats().values()):
        if known.prose is prose and known.is_like is not None and known.is_like(head):
            return known
    return None


def is_unlike(text: str, known: ListFormat) -> bool:
    """Whether a text of some length is certainly not of the format that its name says."""
    said = re.sub(r"^[ \t]*[#%].*", "", text, flags=re.MULTILINE)
    if known.prose or known.is_like is None or len(said.split()) < 3:
        return False
    return recognised(text) is not known


def recognised_bytes(data: bytes) -> ListFormat | None:
    """Find the format of a file that is no text; None for texts and whatever is not read."""
    return next(
        (one for one in known_formats().values() if one.of_bytes and one.of_bytes(data)), None
    )


def refusal(seen: Said, file: str | None) -> ReadingListError:
    """The error for a file that is something else: what was seen, what is understood."""
    return ReadingListError(
        Said("list.foreign", {"seen": seen, "known": ", ".join(known_formats())}), file
    )
