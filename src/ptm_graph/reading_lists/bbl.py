"""Reference lists of TeX – ``thebibliography`` of any style, amsrefs, biber's – to entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ptm_graph.reading_lists.bibliography import Record, collected, given_first
from ptm_graph.reading_lists.bibtex import unlatexed
from ptm_graph.reading_lists.printed_references import (
    BLOCK,
    EMPHASIS,
    PLAIN,
    bare,
    divided,
    identifiers_in,
    names_in,
    year_of,
)
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.identifiers import arxiv_month
from ptm_graph.words.model import Problem
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

LONGEST = 8_000
"""Characters of one reference that are read; of a longer one only the beginning."""

Say = Callable[[str], str]
"""TeX → what it prints."""

_ITEM = re.compile(
    r"\\(?:(?P<item>bibitem|lbibitem|cbibitem)|(?P<harvard>harvarditem)|(?P<ams>bib))"
    r"(?![A-Za-z@])\s*\*?"
)
_END = re.compile(r"\\end\s*\{(?:thebibliography|references|biblist|bibdiv)\}")
_COMMENT = re.compile(r"(?m)^[ \t]*%.*\n?|(?<!\\)%[ \t]*\n[ \t]*")
_DEEPEST = 30


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a ``.bbl`` or the reference list of a paper; nothing is expanded or included."""
    if "\\endentry" in text:
        records: Iterable[Record] = (record for _, record in biber_records(text, unlatexed))
        unused: list[Problem] = []
    else:
        items = list(_items(text))
        records = [record for record, _ in items if record.title or record.identifiers]
        unused = [
            unusable(shown or "record", Said("unused.no title"), file, record.line)
            for record, shown in items
            if not record.title and not record.identifiers
        ]
    entries, problems = collected(records, file)
    return ReadingList(
        entries, (), tuple(sorted([*unused, *problems], key=lambda one: one.line or 0))
    )


def _items(text: str) -> Iterator[tuple[Record, str]]:
    """Each reference, and what it prints."""
    found = [one for one in _ITEM.finditer(text) if not _is_commented(text, one.start())]
    line, place = 1, 0
    before: tuple[str, ...] = ()
    for one, following in zip(found, [*found[1:], None], strict=False):
        line += text.count("\n", place, one.start())
        place = one.start()
        end = min(following.start() if following else len(text), one.end() + LONGEST)
        written = _COMMENT.sub("", _END.split(text[one.end() : end], maxsplit=1)[0])
        if one["ams"]:
            record, shown = _of_amsrefs(written), ""
        else:
            record, shown = _Printed(written, harvard=one["harvard"] is not None).record(before)
        before = record.authors
        yield replace(record, line=line), shown


def _is_commented(text: str, place: int) -> bool:
    before = text[max(text.rfind("\n", 0, place) + 1, place - 200) : place]
    return before.lstrip()[:1] == "%"


# what is printed

_COMMAND = re.compile(
    r"\\(?P<field>bibinfo|bibfield)(?![A-Za-z])"
    r"|\\(?P<named>showarticletitle|btitle|byear|bjournal|APACrefatitle|APACrefbtitle"
    r"|APACjournalVolNumPages)(?![A-Za-z])"
    r"|\\(?P<link>href|Eprint|eprint|BibitemUrl|burl)(?![A-Za-z@])"
    r"|\\(?P<address>url|path|nolinkurl|doi|dodoi|DOI|showDOI|showURL|doiurl|dourl|arxiv)(?![A-Za-z])"
    r"|\\(?P<emphasis>emph|textit|textsl|mkbibemph|mkbibquote|BibEmph)(?![A-Za-z])"
    r"|\\(?P<quotes>enquote)(?![A-Za-z])"
    r"|\\(?P<silent>natexlab|BibitemShut|urlprefix|bibAnnoteFile|providecommand)(?![A-Za-z])"
    r"|\\(?P<block>newblock|bibpunct)(?![A-Za-z])\s*"
    r"|\\(?P<skip>[hv]skip|penalty|kern)(?![A-Za-z])[^\\{}\n]*(?:\\relax(?![A-Za-z]))?"
    r"|\{\s*\\(?P<style>em|it|sl|itshape|slshape)(?![A-Za-z])\s*"
)
_FIELDS = {
    "showarticletitle": "title",
    "btitle": "title",
    "byear": "year",
    "bjournal": "journal",
    "APACrefbtitle": "title",
    "APACjournalVolNumPages": "journal",
}
_DOI_BASE = re.compile(r"^\\doibase\s*")
_SAME_AUTHORS = re.compile(r"^\s*(?:\\bysame\b|[—–_-]{3,}|\\rule\{[^{}]*\}\{[^{}]*\})[\s,.:]*")


class _Printed:
    """A reference as a style of BibTeX or a person wrote it."""

    def __init__(self, text: str, *, harvard: bool) -> None:
        label, place = _option(text, 0)
        if harvard:
            _, place = _argument(text, place)
            year, place = _argument(text, place)
            label = f"({year})"
        _, place = _argument(text, place)
        self.label = unlatexed(label)
        self.fields: dict[str, list[str]] = {}
        self.addresses: list[str] = []
        body = text[place:]
        self.same = _SAME_AUTHORS.match(body)
        if self.same is not None:
            body = f"N. Nobody, {body[self.same.end() :]}"
        self.text = _said(self._marked(body, 0))

    def record(self, before: tuple[str, ...]) -> tuple[Record, str]:
        """What it says, and what it prints; ``before`` are the authors of the one above."""
        parts = divided(self.text)
        fields = {
            name: bare(" ".join(filter(None, map(_said, values)))).strip(" ,")
            for name, values in self.fields.items()
            if name not in ("author", "person")
        }
        told = self.fields.get("person") or self.fields.get("author")
        authors = tuple(
            name for one in (map(_said, told) if told else [parts.names]) for name in names_in(one)
        )
        plain = bare(self.text)
        title = fields.get("title") or fields.get("booktitle") or parts.title or ""
        if fields.keys() == {"note"} and not told:
            title = ""  # a footnote of the text
        # some programs escape the braces that BibTeX needs
        title = title.strip(" .") if "$" in title else re.sub(r"[{}]", "", title).strip(" .")
        identifiers = identifiers_in(self.addresses, plain)
        rest = plain.replace(title, " ", 1) if title else plain
        years = [fields[name] for name in ("year", "date") if fields.get(name)]
        year = year_of(years, rest, self.label)
        if year is None and (month := arxiv_month(identifiers.get("arxiv", "0000"))) is not None:
            year = month[0]
        record = Record(
            title=title,
            authors=before if self.same is not None else authors,
            year=str(year or ""),
            venue=fields.get("journal") or fields.get("booktitle") or parts.venue or "",
            identifiers=tuple(f"{kind}:{value}" for kind, value in identifiers.items()),
            urls=tuple(one for one in self.addresses if re.match(r"https?://", one)),
        )
        return record, plain

    def _marked(self, text: str, depth: int) -> str:
        """The text with marks for blocks and emphasis; fields and addresses are put aside."""
        if depth > _DEEPEST or "\\" not in text:
            return text
        parts: list[str] = []
        place = 0
        while found := _COMMAND.search(text, place):
            parts.append(text[place : found.start()])
            place = found.end()
            if found["block"]:
                parts.append(BLOCK)
            elif found["style"]:
                inner = braced(text, place)
                place += len(inner) + 1
                parts += [EMPHASIS, self._marked(inner, depth + 1), PLAIN]
            elif not found["skip"]:
                piece, place = self._with_argument(found, text, place, depth + 1)
                parts.append(piece)
        return "".join([*parts, text[place:]])

    def _with_argument(
        self, found: re.Match[str], text: str, place: int, depth: int
    ) -> tuple[str, int]:
        if found["link"] == "eprint":
            _, place = _option(text, place)
        argument, place = _argument(text, place)
        if found["silent"]:
            return "", place
        if found["link"]:
            self._address(argument)
            if text[place : place + 400].lstrip()[:1] != "{":
                return "", place
            shown, place = _argument(text, place)
            if found["link"] in ("Eprint", "eprint"):
                self._address(f"arXiv:{shown}")
            return self._marked(shown, depth), place
        if found["address"]:
            is_doi = "doi" in found["address"].lower() and argument.strip().startswith("10.")
            self._address(f"https://doi.org/{argument.strip()}" if is_doi else argument)
            return "", place
        if found["emphasis"]:
            return f"{EMPHASIS}{self._marked(argument, depth)}{PLAIN}", place
        if found["quotes"]:
            return f"“{self._marked(argument, depth)}”", place
        name = _FIELDS.get(found["named"] or "", argument.strip())
        if found["field"] or found["named"] in ("APACrefatitle", "APACrefbtitle"):
            argument, place = _argument(text, place)
            name = "title" if found["named"] else name
        known = sum(map(len, self.fields.values()))
        shown = self._marked(argument, depth)
        # parts of a field may be fields themselves
        if found["field"] != "bibfield" or sum(map(len, self.fields.values())) == known:
            self.fields.setdefault(name, []).append(shown)
        return shown, place

    def _address(self, text: str) -> None:
        written = _DOI_BASE.sub("https://doi.org/", text.strip())
        written = re.sub(r"\\([_%&#$~^])|[{}]|\\urlprefix\s*", r"\1", written)
        self.addresses.append("".join(written.split()))


def _said(text: str) -> str:
    return clean(unlatexed(text))


# what is told in fields

_AMS_FIELD = re.compile(r"(\w+)\s*=\s*\{")
_BIBER_FIELD = re.compile(r"\\(field|strng)\s*\{(\w+)\}\s*\{")
_BIBER_VERB = re.compile(r"\\verb\s*\{(\w+)\}\s*\n((?:\s*\\verb [^\n]*\n)*)")
_BIBER_ENTRY = re.compile(r"\\entry\s*\{([^{}]+)\}\s*\{([^{}]*)\}")
_BIBER_NAMES = re.compile(r"\\name\s*\{(?:author|editor)\}\s*\{\d+\}\s*\{[^{}]*\}\s*\{")
_NEW_NAME = re.compile(r"(family|given|prefix)\s*=\s*\{")
_OLD_NAME = re.compile(r"\{\{[^{}]*\}%?\s*\{")
_OLD_GIVEN = re.compile(r"\}\s*\{[^{}]*\}%?\s*\{")


def _of_amsrefs(text: str) -> Record:
    _, place = _argument(text, 0)
    _, place = _argument(text, place)
    inner, _ = _argument(text, place)
    fields: dict[str, list[str]] = {}
    for found, value in _values(inner, _AMS_FIELD):
        fields.setdefault(found[1].lower(), []).append(value)

    def first(*names: str) -> str:
        return next((unlatexed(value) for name in names for value in fields.get(name, ())), "")

    links = [one for name in ("doi", "eprint", "url") for one in fields.get(name, ())]
    identifiers = identifiers_in(links, "")
    return Record(
        title=first("title"),
        authors=tuple(
            given_first(*unlatexed(one).split(",", 2)) for one in fields.get("author", ())
        ),
        year=first("date", "year"),
        venue=first("journal", "booktitle", "publisher"),
        identifiers=tuple(f"{kind}:{value}" for kind, value in identifiers.items()),
        urls=tuple(fields.get("url", ())),
    )


def biber_records(text: str, say: Say) -> Iterator[tuple[str, Record]]:
    """Keys and records of a ``.bbl`` that biber wrote; each key once.

    Parameters
    ----------
    text : str
        The file.
    say : callable
        TeX → what it prints.
    """
    seen: set[str] = set()
    line = 1
    for piece in text.split("\\endentry")[:-1]:
        start = _BIBER_ENTRY.search(piece)
        if start is not None and start[2] != "set" and start[1] not in seen:
            seen.add(start[1])
            begins = line + piece.count("\n", 0, start.start())
            yield start[1], replace(_of_biber(piece[start.end() :], say), line=begins)
        line += piece.count("\n")


def _of_biber(content: str, say: Say) -> Record:
    fields = {one[2]: value for one, value in _values(content, _BIBER_FIELD)}
    links = {
        name: "".join(one.strip().removeprefix("\\verb").strip() for one in lines.split("\n"))
        for name, lines in _BIBER_VERB.findall(content)
    }
    titles = (say(fields.get(name, "")) for name in ("title", "subtitle"))
    venue = fields.get("journaltitle") or fields.get("booktitle") or fields.get("eventtitle")
    archive, eprint = fields.get("eprinttype", "").lower(), links.get("eprint", "")
    addresses = [
        links.get("doi", ""),
        f"{archive}:{eprint}" if archive and eprint else eprint,
        links.get("url", ""),
    ]
    identifiers = identifiers_in(addresses, "")
    return Record(
        title=": ".join(filter(None, titles)),
        authors=tuple(_biber_names(content, say)),
        year=fields.get("year") or fields.get("labelyear") or fields.get("date", ""),
        venue=say(venue or ""),
        identifiers=tuple(f"{kind}:{value}" for kind, value in identifiers.items()),
        urls=tuple(filter(None, [links.get("url", "")])),
    )


def _biber_names(content: str, say: Say) -> Iterator[str]:
    listed = _BIBER_NAMES.search(content)
    if listed is None:
        return
    names = braced(content, listed.end())
    if "family=" in names:
        for one in re.split(r"(?=\bfamily=)", names)[1:]:
            parts = {part[1]: say(value) for part, value in _values(one, _NEW_NAME)}
            yield clean(" ".join(parts.get(name, "") for name in ("given", "prefix", "family")))
        return
    for found, family in _values(names, _OLD_NAME):
        rest = _OLD_GIVEN.match(names, found.end() + len(family))
        given = braced(names, rest.end()) if rest else ""
        yield clean(f"{say(given)} {say(family)}")


# braces

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OPENING = re.compile(r"\s*\{")
_OPTION = re.compile(r"\s*\[")
_IN_OPTION = re.compile(r"\\.|[{}\]]", re.DOTALL)


def braced(text: str, start: int) -> str:
    """What stands up to the brace that closes."""
    depth = 0
    for found in _BRACE.finditer(text, start):
        if found.group() == "}":
            if depth == 0:
                return text[start : found.start()]
            depth -= 1
        depth += found.group() == "{"
    return text[start:]


def _values(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """What matches, with what stands in the braces it opens; none is within another."""
    place = 0
    while found := pattern.search(text, place):
        value = braced(text, found.end())
        place = found.end() + len(value)
        yield found, value


def _argument(text: str, place: int) -> tuple[str, int]:
    """The argument in braces, if one follows, and the place behind it."""
    found = _OPENING.match(text, place)
    if found is None:
        return "", place
    inner = braced(text, found.end())
    return inner, found.end() + len(inner) + 1


def _option(text: str, place: int) -> tuple[str, int]:
    """What stands in square brackets, if anything does, and the place behind them."""
    start = _OPTION.match(text, place)
    if start is None:
        return "", place
    depth = 0
    for found in _IN_OPTION.finditer(text, start.end()):
        if found.group() == "]" and depth <= 0:
            return text[start.end() : found.start()], found.end()
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
    return "", place
