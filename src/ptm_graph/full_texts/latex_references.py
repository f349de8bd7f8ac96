"""Reference lists of LaTeX papers: ``thebibliography`` of any style, biber's ``.bbl``, ``.bib``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ptm_graph.facts.coined_names import words_of
from ptm_graph.full_texts.full_text import ListedReference
from ptm_graph.full_texts.latex_body import Reader, printed
from ptm_graph.full_texts.latex_macros import Files, Macro
from ptm_graph.full_texts.latex_text import ASIDE
from ptm_graph.full_texts.latex_vocabulary import JOURNALS
from ptm_graph.reading_lists.bibliography import Record, entry_of
from ptm_graph.reading_lists.references import people, reference
from ptm_graph.words.identifiers import arxiv_month, find_identifier
from ptm_graph.words.titles import clean

_BLOCK, _EMPH, _PLAIN, _SAME = "\ue010", "\ue011", "\ue012", "\ue013"
_MARKS = re.compile(f"[{_BLOCK}{_EMPH}{_PLAIN}{_SAME}]")
_ITEM = re.compile(
    r"\\(?:(?P<item>bibitem|lbibitem|cbibitem|reference)|(?P<harvard>harvarditem)"
    r"|(?P<russian>RBibitem|Bibitem)|(?P<ams>bib))(?![A-Za-z@])\s*\*?"
)
_END = re.compile(r"\\end\s*\{(?:thebibliography|references|biblist|bibdiv)\}")
_YEAR = re.compile(r"(?<![\d.:/-])((?:1[5-9]|20)\d\d)(?=[a-z]?(?![\d:]))(?!-\d{4})")
_YEAR_IN_BRACKETS = re.compile(r"\((?:[^()]{0,30}[\s,])?((?:1[5-9]|20)\d\d)[a-z]?(?:/\d{4})?\)")
_ARXIV = re.compile(
    r"(?:arxiv|corr|abs)[\s:/.,(]*(?:preprint|e-print)?[\s:/.,(]*(?:arxiv)?[:\s/]*(?:abs/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>,;{}]+")
_QUOTED = re.compile(r"[“„«\"‘]\s*([^“”«»\"]{4,500}?)[,.]?\s*(?:[”»\"]|’’)(?!\w)")
_NO_TITLE = re.compile(
    r"(?:in[ :]|doi\b|arxiv\b|url\b|https?:|available|accessed|retrieved|note\b|to appear|volume\b"
    r"|vol\.|pages?\b|pp\.|technical report\b|phd thesis\b|preprint\b|isbn\b|\d+[\s:(,]|\W*$)",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    r"[.,;:]?\s+(?:In[: ]|in:|//|arXiv\b|PhD thesis|Master|Technical [Rr]eport|https?:|doi:|"
    r"URL\b|CoRR\b|Proceedings\b|Proc\.)"
)
_STOP = re.compile(
    r"(?<![\s.(][A-Z])(?<!\b[Vv]s)(?<!\b[Vv]ol)(?<!\bNo)(?<!\bSt)[.?!][”\"]?(?:\s+|$)"
)
_GOST = re.compile(r"\s/{1,2}\s|~?/{2}|\s*/(?=\s)|//")
_GB = re.compile(r"\s*\[(?:J|C|D|M|R|P|A|N|S|Z|G|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
_COLON = re.compile(r"^([^:]{3,400}?(?:[A-Z]\.|al\.?|\(eds?\.\))):\s+(\S.*)$", re.DOTALL)
_BIBLATEX_ENTRY = re.compile(r"\\entry\s*\{([^{}]+)\}\s*\{([^{}]*)\}(.*?)\\endentry", re.DOTALL)
_BIBLATEX_FIELD = re.compile(r"\\(field|strng)\s*\{(\w+)\}\s*\{")
_BIBLATEX_VERB = re.compile(r"\\verb\s*\{(\w+)\}\s*\n\s*\\verb\s+([^\n]*)")
_JOURNAL = re.compile(
    r",?\s*(?:in\s+)?[^,]{2,60},\s*(?:vol\.?\s*)?[A-Z]?\d[\d()./-]*[A-Z]?\s*(?:,|\(|$)"
)
_INITIALS = re.compile(r"(?:[^\W\d_a-zа-я]\.?[\s-]?){1,4}|[A-Z]\.[^\W\d_]+\.?")
_NOBODY = "N. Nobody"
"""Stands for the authors of the entry before while an entry is taken apart."""
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
            self.parts.append(_PLAIN)

    def unknown(self, name: str, touching: bool) -> None:
        """Journals have commands of their own."""
        if name in JOURNALS:
            self.parts.append(JOURNALS[name])
        super().unknown(name, touching)

    def _field(self, name: str) -> None:
        field = self.argument().strip() if name in ("bibinfo", "bibfield") else name[4:]
        start = len(self.parts)
        self.inner(self.argument())
        text = "".join(part for part in self.parts[start:] if isinstance(part, str))
        self.fields.setdefault(field, []).append(clean(_MARKS.sub("", printed(text))))

    def _same_authors(self, _: str) -> None:
        self.parts.append(_SAME)

    def _block(self, _: str) -> None:
        self.parts.append(_BLOCK)

    def _emphasised(self, _: str) -> None:
        text = self.group()
        if text is not None:
            self.parts.append(_EMPH)
            self.inner(text)
            self.parts.append(_PLAIN)

    def _emphasis(self, _: str) -> None:
        if self.groups and not self.groups[-1]:
            self.groups[-1] = "emphasis"
            self.parts.append(_EMPH)

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
        self.fields.setdefault(kind, []).append(clean(_MARKS.sub("", printed(said))))
        self.parts.append(", ")


_AMSBIB = re.compile(
    r"\\(?:by|paper|book|jour|yr|vol|issue|pages|publ|publaddr|mathnet|mathscinet|zmath|crossref"
    r"|adsnasa|isi|elib|scopus|inbook|serial|finalinfo|transl|jfm|bookinfo|paperinfo|ed|eds|totalpages"
    r"|moreref|preprint|procinfo|thesis|thesisinfo)(?![A-Za-z])"
)

ItemReader.commands = {
    **Reader.commands,
    **dict.fromkeys(("bibinfo", "bibfield", "showarticletitle"), ItemReader._field),
    **dict.fromkeys(("newblock", "BibDash"), ItemReader._block),
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
    **dict.fromkeys(("bysame", "BySame", "bibsamename"), ItemReader._same_authors),
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
    return parsed(key, label, reader.item(rest), reader)


_AMS_FIELD = re.compile(r"(\w+)\s*=\s*\{")


def _amsrefs(key: str, text: str, reader: ItemReader) -> ListedReference:
    fields: dict[str, list[str]] = {}
    place = 0
    while found := _AMS_FIELD.search(text, place):
        value = _braced(text, found.end())
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
        _identifiers(links, ""),
    )


def _braced(text: str, start: int) -> str:
    """What stands up to the brace that closes."""
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, start):
        if found.group() == "}":
            if depth == 0:
                return text[start : found.start()]
            depth -= 1
        depth += found.group() == "{"
    return text[start:]


def _given_first(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma else name.strip()


def parsed(key: str, label: str, text: str, reader: ItemReader) -> ListedReference:
    """Take a printed entry apart."""
    text = text.replace(f"{_EMPH}{_PLAIN}", "")
    before_it = reader.authors_before
    same = _SAME in text or text.lstrip().startswith(("———", "———", "___"))
    text = re.sub(rf"^\s*(?:[—_{_SAME}]+\s*,?\s*)+", f"{_NOBODY}, " if same else "", text)
    plain = clean(_MARKS.sub(" ", text)).strip(" ,")
    fields = reader.fields
    title = next((found for name in _TITLE_FIELDS if (found := _bare(fields.get(name)))), None)
    authors = tuple(fields.get("person") or fields.get("author") or ())
    if "person" not in fields and len(authors) == 1:
        authors = names_in(authors[0])
    found_title, found_authors, venue = (None, "", None) if title else _divided(text)
    title = title or found_title
    authors = authors or names_in(found_authors)
    if same:
        authors, plain = before_it, plain.replace(_NOBODY, ", ".join(before_it))
    reader.authors_before = authors
    before = plain if not title else plain.replace(title, " ", 1)
    identifiers = _identifiers(reader.addresses, plain)
    year = _year(fields, before, label)
    if year is None and "arxiv" in identifiers:
        year = arxiv_month(identifiers["arxiv"])[0]
    return ListedReference(
        key,
        title,
        authors,
        year,
        _bare(fields.get("journal")) or _bare(fields.get("booktitle")) or venue,
        identifiers,
        plain or None,
    )


def _bare(found: list[str] | None) -> str | None:
    return (" ".join(found).strip(" .,") or None) if found else None


def _year(fields: Mapping[str, list[str]], text: str, label: str) -> int | None:
    for one in fields.get("year", []) + fields.get("date", []):
        if found := _YEAR.search(one):
            return int(found[1])
    text = re.sub(r"\S*(?:https?:|10\.\d{4}|arXiv:)\S*", " ", text)
    for pattern, where in ((_YEAR_IN_BRACKETS, text), (_YEAR_IN_BRACKETS, label)):
        years = pattern.findall(where)
        if years:
            return int(years[-1])
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _identifiers(addresses: Iterable[str], text: str) -> dict[str, str]:
    identifiers: dict[str, str] = {}
    texts = (one.replace("\\", "") for one in addresses)
    for one in (*texts, *(f"arXiv:{found}" for found in _ARXIV.findall(text)), *_DOI.findall(text)):
        found = find_identifier(one.strip().rstrip(".,;"))
        if found is not None:
            identifiers.setdefault(found.kind, found.value)
    return identifiers


# the parts of an entry


def _divided(text: str) -> tuple[str | None, str, str | None]:
    """Title, authors (as they are written) and venue of an entry with its marks."""
    ways = (_by_type, _by_quotes, _by_blocks, _by_slashes, _by_year, _by_colon, _by_emphasis)
    for divide in ways:
        found = divide(text)
        if found is not None:
            title, authors, rest = found
            title = _MARKS.sub("", title or "").strip(" .,;:“”\"'") if title else ""
            return title or None, _MARKS.sub("", authors), _venue(rest)
    plain = clean(_MARKS.sub("", text))
    by_commas = _by_commas(plain)
    if by_commas is not None and by_commas[1]:
        return by_commas[0], by_commas[1], _venue(by_commas[2])
    found_by_words = reference(plain)
    return found_by_words.title, ", ".join(found_by_words.authors or ()), found_by_words.venue


_Divided = tuple[str | None, str, str] | None


def _by_type(text: str) -> _Divided:
    """GB/T 7714: ``Authors. Title[J]. Journal``."""
    mark = _GB.search(text)
    if mark is None:
        return None
    head = _MARKS.sub(" ", text[: mark.start()])
    stop = re.search(r"(?<![\s.][A-Z])[.．]\s*(?=\S)|。", head) or re.search(r"[.．]\s+", head)
    if stop is None:
        return head, "", text[mark.end() :]
    return head[stop.end() :], head[: stop.start()], text[mark.end() :]


def _by_quotes(text: str) -> _Divided:
    found = _QUOTED.search(text)
    emphasis = text.find(_EMPH)
    if found is None or 0 <= emphasis < found.start():
        return None
    if len(found[1].split()) < 2 and found.start() == 0:
        return None
    block = text.find(_BLOCK)
    if 0 <= block < found.start() and text[block + 1 : found.start()].strip(" \ue011\ue012“"):
        return None  # a word within the title
    return found[1], text[: found.start()].replace(_BLOCK, " "), text[found.end() :]


def _by_blocks(text: str) -> _Divided:
    blocks = [block.strip(" ,") for block in text.split(_BLOCK)]
    blocks = [block for block in blocks if _MARKS.sub("", block).strip(" .,;–—")]
    if len(blocks) < 2:
        return None
    authors, title, *rest = blocks
    start = _MARKS.sub("", title).strip()
    if _EMPH in authors and _PLAIN in authors:
        return _by_emphasis(text)
    if _NO_TITLE.match(start) or _reads_on(authors):
        return None
    end = len(title)
    if title.startswith(_EMPH):
        end = title.find(_PLAIN) if _PLAIN in title else end
    elif _EMPH in title and title[: title.find(_EMPH)].rstrip().endswith((".", ",", "?")):
        end = title.find(_EMPH)
    elif len(rest) == 0 and (stop := _STOP.search(title)) and stop.end() < len(title):
        end = stop.start() + (stop.group()[0] in "?!")
    if after := _AFTER_TITLE.search(title, 8, end):
        end = after.start()
    kept = title[:end]
    if title.startswith(_EMPH):
        kept = kept.strip(f"{_EMPH} ")
    return kept, authors, f"{title[end:]} {' '.join(rest)}"


def _reads_on(authors: str) -> bool:
    """Whether the first block is more than authors and year: it has the title as well."""
    bare = _MARKS.sub("", _YEAR.sub("", authors)).strip(" .,()")
    if _EMPH in authors and len(bare) > 60:
        return True
    words = re.findall(r"[^\W\d_]{2,}", bare)
    small = [word for word in words if word.islower() and word not in _PARTICLES]
    return len(small) > 3 and len(small) > 0.3 * len(words)


_PARTICLES = words_of(
    "and et al von van der den de la le du da dos di del della ter ten und others eds ed the of "
    "for in on и др y"
)


def _by_slashes(text: str) -> _Divided:
    """ГОСТ: ``Иванов И. И. Название / И. И. Иванов // Журнал``."""
    found = _GOST.search(re.sub(r"https?://\S*", lambda one: "x" * len(one.group()), text))
    if found is None:
        return None
    head = text[: found.start()]
    if _EMPH in head and _PLAIN in head:
        authors, title = head[: head.find(_PLAIN)], head[head.find(_PLAIN) + 1 :]
    else:
        bare = _MARKS.sub("", head).strip()
        names = _LEADING_NAMES.match(bare)
        authors, title = (names.group(), bare[names.end() :]) if names else ("", bare)
    return title, authors, text[found.end() :]


_NAME = r"[^\W\d_]+(?:-[^\W\d_]+)?,?\s+(?:[A-ZА-ЯЁ]\.\s*-?){1,3}"
_LEADING_NAMES = re.compile(
    rf"(?:{_NAME}(?:,\s*|\s+и\s+|\s*;\s*|\s+and\s+)?)+(?:и др\.|et al\.)?\s*"
)


def _by_year(text: str) -> _Divided:
    """``Authors (2019). Title. Journal``, ``Authors, 2019, Title (Publisher)``."""
    found = re.search(r"[\s,(.]((?:1[5-9]|20)\d\d)[a-z]?[)\]]?[.,:;]*\s+", text[:600])
    if found is None or found.start() < 3:
        return None
    authors, rest = text[: found.start()], text[found.end() :]
    if _reads_on(authors) or len(rest) < 8 or (_EMPH in authors):
        return None
    bare = _MARKS.sub("", rest).replace(_BLOCK, " ")
    if _JOURNAL.match(bare) or _ARXIV.match(bare) or _NO_TITLE.match(bare):
        return None, authors, rest
    if rest.lstrip(_BLOCK).startswith(_EMPH) and _PLAIN in rest:
        inside, behind = rest.lstrip(_BLOCK)[1:].split(_PLAIN, 1)
        if re.match(r"\W*(?:\d|vol)", _MARKS.sub("", behind)):
            return None, authors, rest  # a journal and its volume
        return inside, authors, behind
    end = _title_end(rest)
    return rest[:end], authors, rest[end:]


def _title_end(text: str) -> int:
    ends = [len(text)]
    for found in (
        text.find(_EMPH, 8),
        text.find(_BLOCK, 8),
        text.find(" (", 8),
    ):
        if found > 0:
            ends.append(found)
    for pattern in (_STOP, _AFTER_TITLE):
        if found_stop := pattern.search(text, 8):
            ends.append(found_stop.start() + (found_stop.group()[0] in "?!"))
    return min(ends)


def _by_colon(text: str) -> _Divided:
    """Springer: ``Author, A., Author, B.: Title. Journal``."""
    found = _COLON.match(text)
    if found is None or _EMPH in found[1] or _reads_on(found[1]):
        return None
    rest = found[2]
    end = _title_end(rest.lstrip(_EMPH))
    return rest.lstrip(_EMPH)[:end], found[1], rest[end:]


def _by_emphasis(text: str) -> _Divided:
    """``Authors, *Title*, Journal`` or ``Authors, Title, *Journal*``."""
    start, end = text.find(_EMPH), text.find(_PLAIN)
    if start < 0 or end < start:
        return None
    head, inside, behind = text[:start], text[start + 1 : end], text[end + 1 :]
    authors = head.replace(_BLOCK, " ").strip(" ,.:;")
    volume = re.match(r"[\s,.]*(?:vol\.?\s*)?\d{1,4}\b(?!\s*(?:th|nd|rd|st)\b)", behind)
    if not _more_than_names(authors) and (not volume or len(inside.split()) > 6):
        if volume and len(inside.split()) < 4 and not authors:
            return None
        return inside, authors, behind
    plain = clean(_MARKS.sub("", head))
    split = _by_commas(plain, whole=True)
    if split is None:
        return None
    return split[0], split[1], inside + behind


def _more_than_names(text: str) -> bool:
    if not text or people(text):
        return False
    rest = _without_names(text)
    return len(re.findall(r"[^\W\d_]{3,}", rest)) > 2


def _without_names(text: str) -> str:
    """A text behind the names it begins with."""
    pieces = re.split(r"(,\s*|;\s*|\s+and\s+|\s*&\s*)", text)
    place = 0
    with_initials = re.search(r"\b[^\W\d_]\.", pieces[0]) is not None
    for number in range(0, len(pieces), 2):
        piece = pieces[number].strip()
        if piece and not _is_name(piece):
            break
        alone = with_initials and number and " " in piece and not _INITIAL.search(piece)
        if alone and not piece.startswith("et"):
            break  # the others have initials: this is a title of two words
        place += len(pieces[number]) + (len(pieces[number + 1]) if number + 1 < len(pieces) else 0)
    return text[place:].strip(" ,.")


_NAME_PIECE = re.compile(
    r"(?:and\s+)?(?:(?:[^\W\d_a-zа-я]\.?[-\s]*){1,4})?(?:(?:van|von|der|den|de|la|le|du|da|di|del|ter|ten|el|al"
    r"|dos|y|bin|ibn|st\.?)\s+)*[^\W\d_a-zа-я][^\W\d_]*(?:['’-][^\W\d_]+)*(?:\s+[^\W\d_a-zа-я]\.?)*"
    r"(?:\s+[^\W\d_a-zа-я][^\W\d_]+)?(?:,?\s*(?:Jr|Sr|I{2,3})\.?)?|et\.? al\.?|others"
    r"|(?:[^\W\d_a-zа-я]\.?[\s-]*){1,4}|eds?\.?"
)


_INITIAL = re.compile(r"\b[^\W\d_]\.|\b[^\W\d_a-zа-я]\b")


def _is_name(piece: str) -> bool:
    return _NAME_PIECE.fullmatch(piece.strip(" ()")) is not None


def _by_commas(plain: str, *, whole: bool = False) -> tuple[str | None, str, str] | None:
    """``H. Author, Title of it, Journal 12 (1999)``: what follows the names."""
    rest = _without_names(plain)
    authors = plain[: len(plain) - len(rest)].rstrip(" ,.") if rest else plain
    if not rest or rest == plain.strip(" ,."):
        stop = _STOP.search(plain)  # “A. Author and B. Author. Title.”
        if stop is None or stop.end() >= len(plain) or _reads_on(plain[: stop.start()]):
            return None
        authors, rest = plain[: stop.start()], plain[stop.end() :]
    if whole:
        return rest.strip(" ,."), authors, ""
    if _JOURNAL.match(rest) and not re.match(r"[^,]{25,},", rest):
        return None, authors, rest
    end = re.search(r",\s+(?=[A-ZА-ЯЁ\d(]|arXiv|in\b|vol|pp)|(?<=[^\W\d_]{3})\.\s+|\s\(|$", rest)
    place = end.start() if end is not None else len(rest)
    return rest[:place].strip(" ,.") or None, authors, rest[place:]


def _venue(rest: str) -> str | None:
    """What is emphasised behind the title, else the words before the first number."""
    start = rest.find(_EMPH)
    if start >= 0:
        inside = rest[start + 1 :].split(_PLAIN, 1)[0]
        if len(_MARKS.sub("", inside).strip()) > 2:
            return clean(_MARKS.sub("", inside)).strip(" .,") or None
    plain = clean(_MARKS.sub("", rest)).lstrip(" .,;:/–—-")
    plain = re.sub(r"^(?:In|in)[:\s]+", "", plain)
    found = re.match(r"[^\d,(]{3,80}", plain)
    words = found.group().strip(" .,;:") if found else ""
    return words if words and not _NO_TITLE.match(words) else None


_BETWEEN_NAMES = re.compile(r"\s*[,;，；、]\s*(?:and\s+|&\s*)?|\s+(?:and|und|et|и|y)\s+|\s*&\s*")


def names_in(text: str) -> tuple[str, ...]:
    """The authors a text lists, as they are written, initials joined to their name.

    >>> names_in("Bertsekas, D. P., and Tseng, P.")
    ('D. P. Bertsekas', 'P. Tseng')
    """
    bare = re.sub(r"\(?\b(?:1[5-9]|20)\d\d[a-z]?\)?", "", _MARKS.sub("", text))
    bare = re.sub(r"\bet\.?\s+al\b\.?|\bи др\.?|等|\(eds?\.?\)|\beds?\.", "", bare)
    names: list[str] = []
    for piece in _BETWEEN_NAMES.split(bare):
        name = piece.strip(" .:()–—") + ("." if re.search(r"\b[^\W\d_]\.[\s:]*$", piece) else "")
        if not name.strip(". "):
            continue
        if _INITIALS.fullmatch(name) and names and not re.search(r"\b[^\W\d_]\.", names[-1]):
            names[-1] = f"{name} {names[-1]}"
        elif len(name) < 80:
            names.append(name)
    return tuple(names[:2_000])


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
    seen: set[str] = set()
    for key, kind, content in _BIBLATEX_ENTRY.findall(text):
        if kind == "set" or key in seen:
            continue
        seen.add(key)
        fields = {
            found[2]: _braced(content, found.end()) for found in _BIBLATEX_FIELD.finditer(content)
        }
        links = dict(_BIBLATEX_VERB.findall(content))
        title = ": ".join(
            said for name in ("title", "subtitle") if (said := say(fields.get(name, "")))
        )
        year = _YEAR.search(fields.get("year") or fields.get("labelyear") or fields.get("date", ""))
        venue = fields.get("journaltitle") or fields.get("booktitle") or fields.get("eventtitle")
        eprint = links.get("eprint", "")
        archive = fields.get("eprinttype", "").lower()
        addresses = [
            links.get("doi", ""),
            f"{archive}:{eprint}" if archive and eprint else eprint,
            links.get("url", ""),
        ]
        yield ListedReference(
            key,
            title or None,
            tuple(_biber_names(content, say)),
            int(year[1]) if year else None,
            say(venue or "") or None,
            _identifiers(addresses, ""),
        )


_BIBER_NAMES = re.compile(r"\\name\s*\{(?:author|editor)\}\s*\{\d+\}\s*\{[^{}]*\}\s*\{")
_NEW_NAME = re.compile(r"(family|given|prefix)\s*=\s*\{")
_OLD_NAME = re.compile(r"\{\{[^{}]*\}%?\s*\{")


def _biber_names(content: str, say: Callable[[str], str]) -> Iterator[str]:
    found = _BIBER_NAMES.search(content)
    if found is None:
        return
    names = _braced(content, found.end())
    if "family=" in names:
        for one in re.split(r"(?=\bfamily=)", names)[1:]:
            parts = {part[1]: say(_braced(one, part.end())) for part in _NEW_NAME.finditer(one)}
            yield clean(" ".join(parts.get(name, "") for name in ("given", "prefix", "family")))
        return
    for one in _OLD_NAME.finditer(names):
        family = _braced(names, one.end())
        rest = re.match(r"\}\s*\{[^{}]*\}%?\s*\{", names[one.end() + len(family) :])
        given = _braced(names, one.end() + len(family) + rest.end()) if rest else ""
        yield clean(f"{say(given)} {say(family)}")


def of_record(key: str, record: Record) -> ListedReference:
    """A record of a ``.bib`` as a reference of the list."""
    entry, _ = entry_of(record, None)
    if entry is None:
        return ListedReference(key, raw=clean(record.note or record.venue) or None)
    return ListedReference(
        key, entry.title, entry.authors or (), entry.year, entry.venue, entry.identifiers
    )
