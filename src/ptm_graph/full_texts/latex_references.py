"""Reference lists of LaTeX papers: ``thebibliography`` of any style, biber's ``.bbl``, ``.bib``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ptm_graph.facts.coined_names import words_of
from ptm_graph.full_texts.full_text import ListedReference
from ptm_graph.full_texts.latex_body import Reader, printed
from ptm_graph.full_texts.latex_macros import Files, Macro
from ptm_graph.full_texts.latex_text import ASIDE, plain_formula
from ptm_graph.full_texts.latex_vocabulary import JOURNALS, PRINTED
from ptm_graph.reading_lists.bbl import biber_records, braced
from ptm_graph.reading_lists.bibliography import Record, entry_of
from ptm_graph.reading_lists.printed_references import (
    BLOCK,
    EMPHASIS,
    PLAIN,
    SAME,
    bare,
    divided,
    identifiers_in,
    names_in,
    year_of,
)
from ptm_graph.words.identifiers import arxiv_month
from ptm_graph.words.titles import clean

_ITEM = re.compile(
    r"\\(?:(?P<item>bibitem|lbibitem|cbibitem|reference)|(?P<harvard>harvarditem)"
    r"|(?P<russian>RBibitem|Bibitem)|(?P<ams>bib))(?![A-Za-z@])\s*\*?"
)
_END = re.compile(r"\\end\s*\{(?:thebibliography|references|biblist|bibdiv)\}")
_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)\b")
_NOBODY = "N. Nobody"
"""Stands for the authors of the entry before while an entry is taken apart."""
_SAME_AUTHORS = re.compile(rf"\s*(?:{SAME}|[—_]{{2,}}\s*|—\s*,)+[\s,.:]*")
_TITLE_FIELDS = ("title", "articletitle", "booktitle", "paper", "book")


class ItemReader(Reader):
    """Reads one entry of a reference list, and remembers its fields and its emphasis."""

    def __init__(self, files: Files, macros: Mapping[str, Macro]) -> None:
        super().__init__(files, macros)
        self.fields: dict[str, list[str]] = {}
        self.addresses: list[str] = []
        self.authors_before: tuple[str, ...] = ()
        self.quiet = True

    def item(self, text: str) -> str:
        """What an entry prints, with marks for its blocks and emphasis."""
        self.fields, self.addresses, self.parts = {}, [], []
        self.inner(text)
        return printed("".join(part for part in self.parts if isinstance(part, str)))

    def close_group(self, mark: str) -> None:
        """End what was emphasised in a group."""
        if mark:
            self.parts.append(PLAIN)

    def unknown(self, name: str, touching: bool) -> None:
        """Journals have commands of their own."""
        self.parts.append(JOURNALS.get(name, ""))
        super().unknown(name, touching)

    def _field(self, name: str) -> None:
        field = self.argument().strip() if name in ("bibinfo", "bibfield") else name[4:]
        start = len(self.parts)
        known = sum(map(len, self.fields.values()))
        self.inner(self.argument())
        if name == "bibfield" and sum(map(len, self.fields.values())) > known:
            return  # its parts are fields themselves
        text = "".join(part for part in self.parts[start:] if isinstance(part, str))
        self.fields.setdefault(field, []).append(bare(printed(text)))

    def _of_imsart(self, name: str) -> None:
        field = {"btitle": "title", "byear": "year", "bjournal": "journal"}.get(name, "person")
        self.push(rf"\bibinfo{{{field}}}{{{self.argument()}}}")

    def _of_apacite(self, name: str) -> None:
        if name == "APACrefYearMonthDay":
            year, _month, _day = self.argument(), self.argument(), self.argument()
            self.push(rf"(\bibinfo{{year}}{{{year}}})")
        elif name == "APACjournalVolNumPages":
            journal, *numbers = [self.argument() for _ in range(4)]
            self.push(rf"\bibinfo{{journal}}{{{journal}}} {', '.join(numbers)}")
        else:
            self.argument()
            self.push(rf"\bibinfo{{title}}{{{self.argument()}}}")

    def _printed(self, name: str) -> None:
        self.parts.append(f" {PRINTED[name]} ")

    def _same_authors(self, _: str) -> None:
        self.parts.append(SAME)

    def _block(self, _: str) -> None:
        self.parts.append(BLOCK)

    def _emphasised(self, _: str) -> None:
        text = self.group()
        if text is not None:
            self.parts.append(EMPHASIS)
            self.inner(text)
            self.parts.append(PLAIN)

    def _emphasis(self, _: str) -> None:
        if self.groups and not self.groups[-1]:
            self.groups[-1] = "emphasis"
            self.parts.append(EMPHASIS)

    def _link(self, _: str) -> None:
        self.option()
        self.addresses.append(self.argument().strip())

    def _address(self, name: str) -> None:
        self.option()
        text = (self.group() or "").strip()
        if "\\" in text:
            text = self.said(text)
        prefix = "https://doi.org/" if "doi" in name.lower() and text.startswith("10.") else ""
        self.addresses.append(prefix + text)
        self.parts.append(text.translate(ASIDE))

    def _eprint(self, _: str) -> None:
        self.option()
        first = self.group() or ""
        second = self.group()
        self.addresses += [first, *(["arXiv:" + second] if second else [])]
        self.inner(second or first)

    def _doi_link(self, name: str) -> None:
        shown = self.option()
        value = self.argument()
        self.addresses.append("https://doi.org/" + value.strip())
        self.inner(shown or (self.group() if name == "mn@doi" and shown is None else "") or "")

    def _by(self, name: str) -> None:
        """A field of Math-Net's styles: it lasts until the next one."""
        kind = {"by": "author", "paper": "title", "book": "title", "yr": "year"}.get(name, name)
        frame = self.here()
        if frame is None:
            return
        end = _AMSBIB.search(frame.text, frame.place)
        text = frame.text[frame.place : end.start() if end else len(frame.text)]
        frame.place += len(text)
        start = len(self.parts)
        self.inner(text)
        said = "".join(part for part in self.parts[start:] if isinstance(part, str))
        self.fields.setdefault(kind, []).append(bare(printed(said)))
        self.parts.append(", ")


_AMSBIB = re.compile(
    r"\\(?:by|paper|book|jour|yr|vol|issue|pages|publ|publaddr|mathnet|mathscinet|zmath|crossref"
    r"|adsnasa|isi|elib|scopus|inbook|serial|finalinfo|transl|jfm|bookinfo|paperinfo|ed|eds|totalpages"
    r"|moreref|preprint|procinfo|thesis|thesisinfo)(?![A-Za-z])"
)

ItemReader.commands = {
    **Reader.commands,
    **dict.fromkeys(("bibinfo", "bibfield", "showarticletitle"), ItemReader._field),
    **dict.fromkeys(("newblock",), ItemReader._block),
    **dict.fromkeys(
        ("emph", "textit", "textsl", "BibEmph", "mkbibemph", "mkbibquote", "enquote"),
        ItemReader._emphasised,
    ),
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), ItemReader._emphasis),
    **dict.fromkeys(("href", "BibitemUrl"), ItemReader._link),
    **dict.fromkeys(
        words_of("url path nolinkurl doi dodoi DOI showDOI showURL arxiv doiurl dourl"),
        ItemReader._address,
    ),
    **dict.fromkeys(
        ("eprint", "Eprint", "showeprint", "mn@eprint", "doeprint"), ItemReader._eprint
    ),
    **dict.fromkeys(("btitle", "byear", "bjournal", "bauthor"), ItemReader._of_imsart),
    **dict.fromkeys(
        ("APACrefatitle", "APACrefbtitle", "APACrefYearMonthDay", "APACjournalVolNumPages"),
        ItemReader._of_apacite,
    ),
    **dict.fromkeys(("bysame", "BySame", "bibsamename"), ItemReader._same_authors),
    **dict.fromkeys(PRINTED, ItemReader._printed),
    "mn@doi": ItemReader._doi_link,
    **dict.fromkeys(("by", "paper", "book", "jour", "yr", "vol", "pages"), ItemReader._by),
}
ItemReader.core = frozenset(ItemReader.commands) - {
    # a paper's own links say more than their names
    "arxiv",
    "url",
    "by",
    "paper",
    "book",
    "pages",
    "vol",
    "jour",
    "yr",
}


def listed_in(text: str, reader: ItemReader) -> Iterator[ListedReference]:
    """The references of a list that BibTeX made or a person wrote.

    Parameters
    ----------
    text : str
        What stands in ``thebibliography``, or a whole ``.bbl`` without comments.
    reader : ItemReader
        With the definitions of the paper; those of the list are added.
    """
    text = _END.split(text, maxsplit=1)[0]
    items = list(_ITEM.finditer(text))
    if not items:
        return
    opening = re.search(r"\\begin\s*\{thebibliography\}", text)
    head = text[: items[0].start()]
    reader.said(head[: opening.start()] if opening else "")
    reader.said(head[opening.end() :] if opening else head)
    for found, following in zip(items, [*items[1:], None], strict=True):
        end = following.start() if following is not None else len(text)
        yield _listed(found, text[found.end() : end], reader)


def _listed(found: re.Match[str], text: str, reader: ItemReader) -> ListedReference:
    floor, reader.floor = reader.floor, len(reader.frames)
    reader.push(text)
    label = reader.option() or ""
    if found["harvard"]:
        label = f"({reader.argument() and ''}{reader.argument()})"
    key = " ".join(reader.argument().split())
    frame = reader.here()
    rest = frame.text[frame.place :] if frame is not None else ""
    if found["ams"]:
        reader.argument()
        rest = reader.argument()
    del reader.frames[reader.floor :]
    reader.floor = floor
    if found["ams"]:
        return _amsrefs(key, rest, reader)
    return _parsed(key, label, reader.item(rest), reader)


_AMS_FIELD = re.compile(r"(\w+)\s*=\s*\{")


def _amsrefs(key: str, text: str, reader: ItemReader) -> ListedReference:
    fields: dict[str, list[str]] = {}
    place = 0
    while found := _AMS_FIELD.search(text, place):
        value = braced(text, found.end())
        place = found.end() + len(value)
        fields.setdefault(found[1].lower(), []).append(value)
    authors = tuple(_given_first(reader.said(one)) for one in fields.get("author", ()))
    year = _YEAR.search(" ".join(fields.get("date", []) + fields.get("year", [])))
    links = [*fields.get("doi", ()), *fields.get("eprint", ()), *fields.get("url", ())]
    return ListedReference(
        key,
        reader.said(" ".join(fields.get("title", [])[:1])) or None,
        authors,
        int(year[1]) if year else None,
        reader.said(" ".join((fields.get("journal") or fields.get("publisher") or [])[:1])) or None,
        identifiers_in(links, ""),
    )


def _given_first(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma else name.strip()


def _parsed(key: str, label: str, text: str, reader: ItemReader) -> ListedReference:
    """Take a printed entry apart, unless its fields are told."""
    text = text.replace(f"{EMPHASIS}{PLAIN}", "")
    same = _SAME_AUTHORS.match(text)
    if same is not None:
        text = f"{_NOBODY}, {text[same.end() :]}"
    fields = reader.fields
    title = next((found for name in _TITLE_FIELDS if (found := _joined(fields.get(name)))), None)
    parts = divided(text)
    told = fields.get("person") or fields.get("author") or [parts.names]
    authors = tuple(name for one in told for name in names_in(one))
    plain = bare(text)
    if same is not None:
        authors = reader.authors_before
        plain = plain.replace(_NOBODY, ", ".join(authors))
    reader.authors_before = authors
    title = title or parts.title
    identifiers = identifiers_in(reader.addresses, plain)
    year = year_of(
        fields.get("year", []) + fields.get("date", []),
        plain.replace(title, " ", 1) if title else plain,
        label,
    )
    if year is None and (month := arxiv_month(identifiers.get("arxiv", "0000"))) is not None:
        year = month[0]
    venue = _joined(fields.get("journal")) or _joined(fields.get("booktitle")) or parts.venue
    return ListedReference(key, title, authors, year, venue, identifiers, plain or None)


def _joined(found: list[str] | None) -> str | None:
    return (" ".join(found).strip(" .,") or None) if found else None


# biber and .bib


def of_biber(text: str, say: Callable[[str], str]) -> Iterator[ListedReference]:
    """The references of a ``.bbl`` that biber wrote.

    Parameters
    ----------
    text : str
        The file without comments.
    say : callable
        TeX → what it prints.
    """
    for key, record in biber_records(text, say):
        year = _YEAR.search(record.year)
        yield ListedReference(
            key,
            record.title or None,
            record.authors,
            int(year[1]) if year else None,
            record.venue or None,
            identifiers_in(record.identifiers, ""),
        )


_FORMULA = re.compile(r"\$([^$]*)\$")


def of_record(key: str, record: Record) -> ListedReference:
    """A record of a ``.bib`` as a reference of the list."""
    entry, _ = entry_of(record, None)
    if entry is None:
        return ListedReference(key, raw=clean(record.note or record.venue) or None)
    title = _FORMULA.sub(lambda found: plain_formula(found[1]), entry.title or "")
    return ListedReference(
        key, title or None, entry.authors or (), entry.year, entry.venue, entry.identifiers
    )
