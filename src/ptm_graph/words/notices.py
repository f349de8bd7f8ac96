"""What became of a work after it was published, as it is shown: a sign, a word, a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ptm_graph.words.model import Notice, NoticeKind, Paper, says_withdrawn
from ptm_graph.words.records import SOURCES
from ptm_graph.words.wording import Said, Value, phrase

GRAVITY: tuple[NoticeKind, ...] = ("retraction", "withdrawal", "concern", "correction")
"""Kinds of notices, the one that counts most first."""
GONE = frozenset({"retraction", "withdrawal"})
"""Those after which a work does not stand any more; a corrected work stands."""
SIGNS: Mapping[str, str] = {
    "retraction": "⊘",
    "withdrawal": "⊘",
    "concern": "△",
    "correction": "✎",
}
"""Kind → the sign behind a name: told apart by form, not by colour."""
IN_LANGUAGE = "notice_word"
"""Attribute with the word of a kind in the reader's language, where that is not English."""
_WORDS: Mapping[str, str] = {
    "retraction": "notice.retraction",
    "withdrawal": "notice.withdrawal",
    "concern": "notice.concern",
    "correction": "notice.correction",
}


def notices_of(paper: Paper) -> tuple[Notice, ...]:
    """Everything that is said of a paper, the gravest first; its own comment, too."""
    told = paper.notices or ()
    if says_withdrawn(paper.comment) and not any(one.kind in GONE for one in told):
        told = (Notice("withdrawal", "arxiv"), *told)
    return ordered(told)


def ordered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices, the gravest first; of one kind those with a date or a link."""
    return tuple(
        sorted(
            notices,
            key=lambda one: (
                GRAVITY.index(one.kind),
                one.date is None,
                one.link is None,
                one.source,
                str(one.date),
            ),
        )
    )


def attributes_of(notices: Iterable[Notice], comment: str | None) -> dict[str, str]:
    """The gravest notice as attributes of a graph; none where there is none."""
    told = ordered(notices)
    if not told:
        return {"notice": "withdrawal"} if says_withdrawn(comment) else {}
    first = told[0]
    values = {
        "notice": first.kind,
        "notice_from": first.source,
        "notice_date": None if first.date is None else str(first.date),
        "notice_link": first.link,
    }
    return {name: value for name, value in values.items() if value}


def kind_in(attributes: Mapping[str, object]) -> NoticeKind | None:
    """What became of a paper of a graph; None where nothing is known."""
    told = attributes.get("notice")
    known = next((one for one in GRAVITY if one == told), None)
    return known or ("withdrawal" if attributes.get("withdrawn") else None)


def gone(attributes: Mapping[str, object]) -> bool:
    """Whether a paper of a graph was retracted or withdrawn."""
    return kind_in(attributes) in GONE


def word(kind: str, language: str = "en") -> str:
    """A kind as an adjective: ``retracted``."""
    return phrase(_WORDS[kind], language)


def what(kind: str) -> Said:
    """The same, to be said within a sentence."""
    return Said(_WORDS[kind])


def source_title(name: str) -> str:
    """What people call who says so."""
    return SOURCES[name].title if name in SOURCES else name


def mark(attributes: Mapping[str, object]) -> str:
    """What follows the name of a paper where there is room for a word; often nothing."""
    kind = kind_in(attributes)
    return f" ({attributes.get(IN_LANGUAGE) or word(kind)})" if kind else ""


def marked(attributes: Mapping[str, object]) -> str:
    """The name of a paper of a graph, and what became of it."""
    return f"{attributes['name']}{mark(attributes)}"


def sign(attributes: Mapping[str, object]) -> str:
    """What follows its name where there is room for a sign only; often nothing."""
    kind = kind_in(attributes)
    return f" {SIGNS[kind]}" if kind else ""


def said(notice: Notice) -> Said:
    """A notice as a sentence: what, when, and who says so."""
    values: dict[str, Value] = {
        "what": what(notice.kind),
        "source": source_title(notice.source),
    }
    if notice.date is None:
        return Said("notice.said", values)
    return Said("notice.said, dated", values | {"date": str(notice.date)})


def in_words(attributes: Mapping[str, object]) -> str | None:
    """The same in English for a paper of a graph, with the link; None where nothing is known."""
    kind = kind_in(attributes)
    if kind is None:
        return None
    date = f" ({attributes['notice_date']})" if attributes.get("notice_date") else ""
    source = str(attributes.get("notice_from") or "")
    who = f", as {source_title(source)} says" if source else ""
    link = f": {attributes['notice_link']}" if attributes.get("notice_link") else ""
    return f"{word(kind).capitalize()}{date}{who}{link}"
