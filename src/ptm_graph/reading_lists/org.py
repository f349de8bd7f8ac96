"""Org to entries: headlines with their properties and tags, links, org-ref, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ptm_graph.facts.coined_names import words_of
from ptm_graph.reading_lists.bibliography import Record, entry_of, split_authors
from ptm_graph.reading_lists.markup import Lines, escaped, link, read_lines, table
from ptm_graph.reading_lists.merge import united
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier
from ptm_graph.words.model import Problem, SeedEntry
from ptm_graph.words.wording import Said

_HEADLINE = re.compile(r"(\*+)[ \t]+(.*)")
_STATES = words_of(
    """
    TODO DONE NEXT WAITING WAIT HOLD CANCELLED CANCELED STARTED SOMEDAY READ READING UNREAD
    INPROGRESS IN-PROGRESS DOING LATER NOW SKIM SKIMMED PROJ IDEA KILL COMMENT
    """
)
_STATE = re.compile(r"([A-Z][A-Z-]+)(?:\s+|$)")
_COOKIES = re.compile(r"\[(?:#\w|\d*/\d*|\d*%)\]")
_TAGS = re.compile(r"(?<=[ \t]):((?:[\w@#%]+:)+)[ \t]*$")
_KEYWORD = re.compile(r"#\+(\w+)(?:\[[^\]]*\])?:?[ \t]*(.*)", re.IGNORECASE)
_PROPERTY = re.compile(r"\s*:([\w+-]+?)\+?:(?:[ \t]+(.*))?$")
_PLANNING = re.compile(r"\s*(?:(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):\s*[<\[].*)$")
_TIME = re.compile(r"[<\[]\d{4}-\d\d-\d\d[^\]>\n]{0,40}[>\]](?:--)?")
_ITEM = re.compile(
    r"(\s*)([-+]|\s\*|\d+[.)]|[a-zA-Z][.)])\s+(?:\[@\w+\]\s*)?(?:\[[ xX-]\]\s+)?(.*)"
)
_RULE = re.compile(r"\s*\|-[-+|]*\s*$")
_TARGET = re.compile(
    r"\[\[(?P<target>[^\[\]\n]+)\](?:\[(?P<label>(?:[^\]\n]|\](?!\])){1,1000})\])?\]"
    r"|\[cite[^:\[\]\n]*:(?P<cited>[^\[\]\n]*)\]"
    r"|(?<![\w:/])(?:no)?[cC]ite\w*:(?P<keys>&?[\w:.&;,-]*\w)"
    r"|(?P<address>https?://[^\s<>\[\]|]+)"
    r"|\[fn:[^\[\]\n]*\]"
)
_CITE = re.compile(r"(?:no)?[cC]ite\w*:")
_MARK = re.compile(
    r"(?<![^\s\-('\"{])(?P<sign>[*/_=~+])(?P<text>\S|\S[^\n]{0,300}?\S)(?P=sign)(?=[\s\-.,;:!?')\]}\"]|$)"
)
_MARKS = {"*": "**", "/": "*", "=": "`", "~": "`"}
_PAPER = frozenset(("doi", "btype", "author", "authors", "journal", "journaltitle", "booktitle"))
_STAND_IN = "2999.{:05d}"
"""arXiv has no month 99: what stands for a paper until its properties say which it is."""


@dataclass(slots=True)
class _Section:
    """A headline, or the file itself, and what its drawer says."""

    title: str
    line: int
    tags: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)

    def is_paper(self) -> bool:
        """Whether the properties are those of a paper."""
        if _PAPER & self.properties.keys():
            return True
        told = [self.properties.get(kind, "") for kind in IDENTIFIER_KINDS]
        return any(told) or any(find_identifier(one) is not None for one in self.addresses())

    def addresses(self) -> list[str]:
        """Links to the paper among the properties."""
        names = ("url", "roam_refs", "roam_key", "source", "link", "eprint", "arxiv_id")
        words = " ".join(self.properties.get(name, "") for name in names).split()
        return [_address(one.strip("[]")) or one for one in words if not _CITE.match(one)]

    def record(self) -> Record:
        """What the properties say of the paper."""
        told = self.properties
        labels = [
            one["label"] or one["target"] for one in _TARGET.finditer(self.title) if one["target"]
        ]
        links = [_address(one["target"]) for one in _TARGET.finditer(self.title) if one["target"]]
        addresses = [*self.addresses(), *links]
        numbers = [f"{kind}:{told[kind]}" for kind in IDENTIFIER_KINDS if told.get(kind)]
        return Record(
            title=_MARK.sub(
                r"\g<text>", told.get("title") or (labels[0] if labels else self.title)
            ),
            authors=split_authors(told.get("author") or told.get("authors", "")),
            year=told.get("year") or told.get("date", ""),
            venue=told.get("journal") or told.get("journaltitle") or told.get("booktitle", ""),
            identifiers=(*numbers, *(one for one in addresses if find_identifier(one))),
            urls=tuple(one for one in addresses if "://" in one),
            keywords=(*self.tags, *re.split(r"\s*[,;]\s*", told.get("keywords", ""))),
            line=self.line,
        )


def read(text: str, file: str | None = None) -> ReadingList:
    """Read an Org file; nothing in it is run or included."""
    reader = _Reader(text)
    lines = reader.lines()
    found = read_lines(lines, file)
    return _with_properties(found, reader, file)


def _with_properties(found: ReadingList, reader: _Reader, file: str | None) -> ReadingList:
    """Entries with what their drawers say; a paper told by properties needs no link."""
    papers = {_STAND_IN.format(number): one for number, one in enumerate(reader.papers)}
    tags = {one.line: one.tags for one in reader.sections if one.tags}
    problems: list[Problem] = [
        unusable(key, Said("unused.citation key"), file, line) for key, line in reader.cited
    ]
    entries: list[SeedEntry] = []
    for entry in found.entries:
        section = papers.pop(entry.identifiers.get("arxiv", ""), None)
        if section is not None:
            own, told = entry_of(section.record(), file)
            problems += told
            others = {kind: one for kind, one in entry.identifiers.items() if kind != "arxiv"}
            entry = replace(entry, identifiers=others)  # noqa: PLW2901
            entries.append(united(own, entry) if own is not None else entry)
        else:
            listed = dict.fromkeys((*entry.tags, *tags.get(entry.line or 0, ())))
            entries.append(replace(entry, tags=tuple(listed)))
    for section in papers.values():
        own, told = entry_of(section.record(), file)
        problems += told
        entries += [own] if own is not None else []
    entries.sort(key=lambda one: one.line or 0)
    unused = sorted((*found.unused, *problems), key=lambda one: one.line or 0)
    return ReadingList(tuple(entries), found.mentions, tuple(unused))


class _Reader:
    """Writes the lines of an Org file as Markdown, and keeps what Markdown has no place for."""

    def __init__(self, text: str) -> None:
        self.source = text.split("\n")
        self.sections: list[_Section] = []
        self.papers: list[_Section] = []
        self.cited: list[tuple[str, int]] = []
        self.states = set(_STATES)
        self.indent: int | None = None
        self.top = _Section("", 1)

    def lines(self) -> Lines:
        """All lines as Markdown."""
        made: Lines = []
        place = self._file(made)
        deeper = 1 if self.top.is_paper() and self.top.title else 0
        while place < len(self.source):
            text, number = self.source[place], place + 1
            place += 1
            headline = _HEADLINE.match(text)
            if headline is not None:
                place = self._headline(headline, place, made, deeper)
            elif text.lstrip()[:1] == "|":
                place = self._table(place - 1, made)
            elif text.lstrip()[:2] == "#+":
                place = self._keyword(text.strip(), place, made)
            elif text.lstrip()[:2] in ("#", "# ", ": ") or _PLANNING.match(text):
                made.append(("", number))
            elif _PROPERTY.match(text):
                _, place = self._drawer(place - 1)
                made.append(("", number))
            else:
                made.append((self._body(text, number), number))
        return made

    def _file(self, made: Lines) -> int:
        """Title and properties of the file itself, which may be about one paper."""
        place = 0
        while place < len(self.source):
            text = self.source[place]
            keyword = _KEYWORD.match(text.strip())
            if _PROPERTY.match(text):
                told, place = self._drawer(place)
                self.top.properties.update(told)
                continue
            name = keyword[1].lower() if keyword else ""
            if name.startswith("begin_") or (text.strip() and keyword is None):
                break
            if keyword is not None and name == "title":
                self.top.title, self.top.line = keyword[2].strip(), place + 1
            elif keyword is not None and name == "filetags":
                self.top.tags = tuple(filter(None, keyword[2].strip().split(":")))
            elif keyword is not None and name in ("doi", "roam_key"):
                self.top.properties[name] = keyword[2].strip()
            elif keyword is not None and name in ("todo", "seq_todo", "typ_todo"):
                self.states.update(re.findall(r"[A-Z][A-Z-]+", keyword[2]))
            place += 1
        if self.top.is_paper() and self.top.title:
            made.append((f"# {self._stand_in(self.top)}", self.top.line))
        return place

    def _stand_in(self, section: _Section) -> str:
        self.papers.append(section)
        stand_in = _STAND_IN.format(len(self.papers) - 1)
        title = section.record().title or "paper"
        return link(title, f"https://arxiv.org/abs/{stand_in}")

    def _headline(self, found: re.Match[str], place: int, made: Lines, deeper: int) -> int:
        title, tags = found[2], ()
        labels = _TAGS.search(f" {title}")
        if labels is not None:
            tags, title = tuple(labels[1].split(":")[:-1]), title[: labels.start() - 1]
        state = _STATE.match(title)
        if state is not None and state[1] in self.states:
            title = title[state.end() :]
        title = " ".join(_TIME.sub("", _COOKIES.sub(" ", title)).split())
        section = _Section(title, place, tags)
        self.sections.append(section)
        self.indent = None
        after = place
        while after < len(self.source) and _PLANNING.match(self.source[after]):
            after += 1
        if after < len(self.source) and re.match(r"\s*:PROPERTIES:\s*$", self.source[after], re.I):
            section.properties, place = self._drawer(after)
        level = "#" * min(6, len(found[1]) + deeper)
        is_paper = section.is_paper() and len(self.papers) < 100_000
        shown = self._stand_in(section) if is_paper else self._inline(title, section.line)
        made.append((f"{level} {shown}", section.line))
        return place

    def _drawer(self, place: int) -> tuple[dict[str, str], int]:
        """The properties of a drawer that begins here, and the line behind it."""
        found: dict[str, str] = {}
        is_drawer = re.match(r"\s*:PROPERTIES:\s*$", self.source[place], re.IGNORECASE)
        place += 1
        while place < len(self.source) and not _HEADLINE.match(self.source[place]):
            told = _PROPERTY.match(self.source[place])
            if told is None and is_drawer:
                break
            place += 1
            if told is not None and told[1].upper() == "END":
                break
            if told is not None and is_drawer:
                key, value = told[1].lower(), (told[2] or "").strip()
                found[key] = f"{found[key]} {value}" if key in found else value
        return found, place

    def _keyword(self, text: str, place: int, made: Lines) -> int:
        """A keyword is no text; of a block only BibTeX is read, and quotations."""
        made.append(("", place))
        block = re.match(r"#\+begin_(src|example|export|comment)(?:\s+(\S+))?", text, re.I)
        if block is None:
            return place
        end = re.compile(rf"\s*#\+end_{block[1]}\b", re.I)
        made[-1] = (f"```{(block[2] or '').lower()}", place)
        while place < len(self.source) and not end.match(self.source[place]):
            if _HEADLINE.match(self.source[place]):
                break
            made.append((self.source[place].replace("```", "'''"), place + 1))
            place += 1
        made.append(("```", place))
        return place + (place < len(self.source) and end.match(self.source[place]) is not None)

    def _table(self, place: int, made: Lines) -> int:
        rows: list[tuple[list[str], int]] = []
        header = False
        while place < len(self.source) and self.source[place].lstrip()[:1] == "|":
            text = self.source[place].strip()
            place += 1
            if _RULE.match(text):
                header = header or len(rows) == 1
                continue
            cells = self._inline(text.strip("|"), place, in_table=True)
            rows.append(([cell.strip() for cell in cells.split("|")], place))
        made.extend(table(rows, header=header))
        return place

    def _body(self, text: str, number: int) -> str:
        text = text.expandtabs(8)
        bare = text.lstrip()
        if not bare or re.fullmatch(r"-{5,}", bare):
            return ""
        indent = len(text) - len(bare)
        if self.indent is None:
            self.indent = indent
        indent = max(0, indent - self.indent)
        item = _ITEM.match(text)
        if item is None:
            return " " * indent + self._inline(bare, number)
        said = self._inline(item[3].replace(" :: ", ": "), number)
        mark = "-" if not item[2][0].isalnum() else "1."
        return f"{' ' * indent}{mark} {said}" if said.strip() else ""

    def _inline(self, text: str, number: int, *, in_table: bool = False) -> str:
        text = _TIME.sub("", text)
        pieces: list[str] = []
        place = 0
        for found in _TARGET.finditer(text):
            pieces.append(_marked(text[place : found.start()]))
            place = found.end()
            keys = found["cited"] or found["keys"]
            target = found["target"] or ""
            if keys or _CITE.match(target):
                self.cited += ((key, number) for key in _keys(keys or target))
            elif found["address"]:
                pieces.append(found.group())
            elif target:
                said = _linked(target, found["label"])
                pieces.append(said.replace("|", "\\|") if in_table else said)
        return "".join([*pieces, _marked(text[place:])])


def _keys(text: str) -> Iterator[str]:
    bare = _CITE.sub("", text)
    found = re.findall(r"[@&]([\w:.+/-]*\w)", bare) or re.findall(r"[\w:.+/-]*\w", bare)
    yield from found


def _marked(text: str) -> str:
    pieces: list[str] = []
    place = 0
    for found in _MARK.finditer(text):
        pieces.append(escaped(text[place : found.start()]))
        mark = _MARKS.get(found["sign"], "")
        inner = found["text"].replace("`", "'") if mark == "`" else escaped(found["text"])
        pieces.append(f"{mark}{inner}{mark}")
        place = found.end()
    return "".join([*pieces, escaped(text[place:])])


_SCHEMES: Mapping[str, str] = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
}


def _address(target: str) -> str:
    """The address a link of Org leads to; empty for a place in Org itself."""
    scheme, colon, rest = target.strip().partition(":")
    if colon and scheme.lower() in _SCHEMES:
        return _SCHEMES[scheme.lower()] + rest.lstrip("/")
    if colon and scheme.lower() in ("http", "https", "ftp", "file"):
        return target.strip()
    return f"file:{target.strip()}" if target[:2] in ("./", "~/", "/") else ""


def _linked(target: str, label: str | None) -> str:
    address = _address(target)
    if address:
        return link(_MARK.sub(r"\g<text>", label or ""), address)
    return _marked(label or "")
