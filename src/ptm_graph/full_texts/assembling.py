"""From the paragraphs of a paper, as a format gives them, to what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ptm_graph.facts.coined_names import NameFinder, names_in_title
from ptm_graph.full_texts.full_text import (
    CitingSentence,
    FullText,
    ListedReference,
    SectionKind,
    Unused,
)
from ptm_graph.full_texts.headings import kinds_of
from ptm_graph.full_texts.sentences import CITATION, sentences
from ptm_graph.words.titles import clean

Part = str | tuple[str, ...]
"""A piece of text, or the keys that are cited at one place."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in the order of the paper."""

    parts: Sequence[Part]
    headings: tuple[str, ...] = ()
    """The headings it stands under, the outermost first."""
    kind: SectionKind | None = None
    """What the format says of it: caption, footnote, appendix. None: the headings tell."""
    whole: bool = False
    """Whether it is one sentence whatever stops are in it: a row of a table."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a paper says of itself before its text begins."""

    title: str | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    identifiers: Mapping[str, str] | None = None


_LETTERS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None, CITATION: None}
)
_SEVERAL = re.compile(rf"{CITATION}(?:(?:[\s,;]*|\]\s*,?\s*\[|\)\s*[,;]?\s*\(){CITATION})+")
_BRACKETED = re.compile(rf"\[\s*{CITATION}\s*\]|\(\s*{CITATION}\s*\)")
_OWN = re.compile(  # begins with one character, for which a text is searched quickly
    r" (?:(?:we|this (?:paper|work|article|study|letter|thesis)) (?:[^.;,]{0,30} )?(?:propos"
    r"|present|introduc|develop|describ|show|extend|buil[dt]|investigat|study|design|releas|demonstrat"
    r"|explor|provid|contribut|adapt|generali[sz]|combin)|our (?:\w+ )?contributions?\b"
    r"|in this (?:paper|work|article|study|letter|thesis)\b|contributions? of this\b"
    r"|nous (?:propos|présent|introdui|dévelop|montr)|cet article\b|dans ce travail\b"
    r"|in dieser arbeit\b|wir (?:stellen|schlagen|präsentieren|zeigen|entwickeln)"
    r"|(?:proponemos|presentamos)\b|en este (?:trabajo|artículo)\b"
    r"|мы (?:предлагаем|представляем|показываем)|в (?:данной|этой|настоящей) (?:работе|статье))"
)
_OWN_IN_CHINESE = re.compile(r"本(?:论)?文|我们提出|本研究")


def full_text(
    header: Header,
    paragraphs: Iterable[Paragraph],
    references: Iterable[ListedReference],
    unused: Iterable[Unused] = (),
) -> FullText:
    """Put together what a format's reader found.

    Parameters
    ----------
    header : Header
        As it was found; made clean here.
    paragraphs : iterable of Paragraph
        Captions, footnotes and appendices included, in the order of the paper.
    references : iterable of ListedReference
        The reference list in its order; of two with one key the first is kept.
    unused : iterable of Unused
        What the reader could not use. Keys that are cited and not listed are added.
    """
    listed, also = _each_once(references)
    texts = [_text(one) for one in paragraphs]
    told = [one for one in texts if one.sentences]
    names = _Names(header.title or "", listed, told)
    count = sum(len(one.sentences) for one in told)
    found = tuple(_citing(told, count, frozenset(listed), names))
    own = tuple(_own_statements(told))
    unknown = Counter(
        key for one in told for keys in one.cited for key in keys if key not in listed
    )
    return FullText(
        title=_line(header.title),
        abstract=_line(header.abstract),
        headings=tuple(
            dict.fromkeys(
                " > ".join(one.headings[:deep])
                for one in texts
                for deep in range(1, len(one.headings) + 1)
            )
        ),
        references=tuple(listed.values()),
        sentences=found,
        sentence_count=count,
        own_statements=own,
        identifiers=dict(header.identifiers or {}),
        authors=header.authors,
        year=header.year,
        unused=(*unused, *also, *_uncounted(unknown)),
    )


def _own_statements(told: Sequence[_Told]) -> Iterator[str]:
    for one in told:
        for said in one.sentences:
            low = f" {said.lower()}"
            if _OWN.search(low) or (not low.isascii() and _OWN_IN_CHINESE.search(low)):
                yield said.replace(CITATION, "").strip()


def _each_once(
    references: Iterable[ListedReference],
) -> tuple[dict[str, ListedReference], list[Unused]]:
    listed: dict[str, ListedReference] = {}
    also: list[Unused] = []
    for one in references:
        if listed.setdefault(one.key, one) is not one:
            also.append(Unused(one.key, "a second reference with this key"))
    return listed, also


def _uncounted(unknown: Mapping[str, int]) -> Iterator[Unused]:
    for key, times in unknown.items():
        often = "" if times == 1 else f" ({times} times)"
        yield Unused(key, f"cited{often}, but not in the reference list")


def _line(text: str | None) -> str | None:
    return clean(text.translate(_LETTERS)) or None if text else None


@dataclass(frozen=True, slots=True)
class _Told:
    """A paragraph, split."""

    headings: tuple[str, ...]
    kind: SectionKind | None
    sentences: list[str]
    cited: list[tuple[str, ...]]
    """Keys for each citation in them, in order."""


def _text(paragraph: Paragraph) -> _Told:
    cited: list[tuple[str, ...]] = []
    pieces: list[str] = []
    for part in paragraph.parts:
        if isinstance(part, str):
            pieces.append(_plain(part))
        elif part:
            cited.append(part)
            pieces.append(CITATION)
    text = " ".join("".join(pieces).split())
    if len(cited) > 1:
        text, cited = _joined(text, cited)
    if cited:
        text = _BRACKETED.sub(CITATION, text)
    told = [text] if paragraph.whole and text else sentences(text)
    return _Told(paragraph.headings, paragraph.kind, told, cited)


def _plain(part: str) -> str:
    """Clean text, with the space at its ends; most of it is."""
    if part.isascii() and part.isprintable():
        return part
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' * before}{clean(part.translate(_LETTERS))}{' ' * after}"


def _joined(text: str, cited: list[tuple[str, ...]]) -> tuple[str, list[tuple[str, ...]]]:
    """Make one citation of those at one place: “[a], [b]”."""
    groups: list[tuple[str, ...]] = []
    taken = 0
    place = 0
    for found in _SEVERAL.finditer(text):
        alone = text.count(CITATION, place, found.start())
        groups.extend(cited[taken : taken + alone])
        taken, place = taken + alone, found.end()
        several = found.group().count(CITATION)
        keys = (key for group in cited[taken : taken + several] for key in group)
        groups.append(tuple(dict.fromkeys(keys)))
        taken += several
    groups.extend(cited[taken:])
    return _SEVERAL.sub(CITATION, text), groups


def _citing(
    told: Sequence[_Told], count: int, listed: frozenset[str], names: _Names
) -> Iterator[CitingSentence]:
    """Sentences that cite or name a reference, with where they stand."""
    number = 0
    kinds = kinds_of([one.headings for one in told])
    for paragraph, one in enumerate(told):
        kind = one.kind or kinds[paragraph]
        groups = iter(one.cited)
        for text in one.sentences:
            cited = [next(groups) for _ in range(text.count(CITATION))]
            keys = dict.fromkeys(key for group in cited for key in group if key in listed)
            named = tuple(key for key in names.in_sentence(text) if key not in keys)
            if keys or named:
                yield CitingSentence(
                    _written(text, cited),
                    tuple(keys),
                    " > ".join(one.headings) or None,
                    kind,
                    number / (count - 1) if count > 1 else 0.0,
                    paragraph,
                    named,
                )
            number += 1


def _written(text: str, cited: Iterable[tuple[str, ...]]) -> str:
    """The sentence with keys where its citations are."""
    pieces = text.split(CITATION)
    marks = (f"[{'; '.join(keys)}]" for keys in cited)
    return pieces[0] + "".join(mark + piece for mark, piece in zip(marks, pieces[1:], strict=True))


class _Names:
    """The names that references coin, of those that the text has at all."""

    def __init__(
        self, title: str, listed: Mapping[str, ListedReference], told: Sequence[_Told]
    ) -> None:
        whole = "\n".join(text for one in told for text in one.sentences)
        own = frozenset(names_in_title(title))
        coined = {
            key: [name for name in names_in_title(one.title) if name not in own and name in whole]
            for key, one in listed.items()
            if one.title
        }
        self._finder = NameFinder(coined)

    def in_sentence(self, text: str) -> list[str]:
        """Keys of the references that a sentence names, in order of the text."""
        places = self._finder.spans(text)
        return sorted(places, key=lambda key: places[key][0])
