"""Titles: a normal form, and the guarded question whether two name one work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = {ord("‘"): "'", ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("´"): "'"}
_WORD = re.compile(r"\w+", re.UNICODE)
_INVISIBLE = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv)\.?$")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}

SAME_TITLE = 92.0
"""Least similarity (0–100) at which two guarded titles count as one."""
ALIKE_TITLE = 75.0
"""From this likeness on, titles do not contradict each other."""
UNLIKE_TITLE = 50.0
"""Below this likeness a title is another one."""
_WHOLE_TITLE = 4
"""Words from which on a title is no nickname."""


def clean(text: str) -> str:
    """One line of text for a person: NFC, no control characters, single spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_INVISIBLE.sub(" ", unicodedata.normalize("NFC", text)).split())


def normal(title: str) -> str:
    """The form in which titles are compared: NFKC, folded case and dashes, words only.

    >>> normal("BERT: Pre‐training of  Deep Transformers")
    'bert pre training of deep transformers'
    """
    if title.isascii():  # nine of ten titles, four times as fast
        return " ".join(_WORD.findall(title.lower().replace("_", " ")))
    folded = unicodedata.normalize("NFKC", title).translate(_DASHES).translate(_QUOTES).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(bare.replace("_", " ")))


def version_tokens(title: str) -> frozenset[str]:
    """Tokens that distinguish versions: words with digits, and roman numerals.

    ``GPT-3`` and ``GPT-4`` differ here, and so do ``GPT-4`` and ``GPT-4V``.
    """
    tokens = re.findall(r"[\w.+]*\d[\w.+]*|\w+", unicodedata.normalize("NFKC", title).casefold())
    found = set()
    for token in (token.strip(".") for token in tokens):
        if any(char.isdigit() for char in token):
            found.add(token)
        elif token in _ROMAN:
            found.add(_ROMAN[token])
    return frozenset(found)


def similarity(one: str, other: str) -> float:
    """Likeness of two titles from 0 to 100: edit similarity of their normal forms."""
    return fuzz.ratio(normal(one), normal(other))


def same_work(
    title: str,
    other_title: str,
    *,
    year: int | None = None,
    other_year: int | None = None,
    authors: Sequence[str] | None = None,
    other_authors: Sequence[str] | None = None,
) -> bool:
    """Whether two records name one work, with the guards a title alone lacks.

    Equal tokens with digits (never ``GPT-3`` = ``GPT-4``), years at most two apart where both
    are known, and a shared surname where both have authors.
    """
    one, other = normal(title), normal(other_title)
    if not one or not other or version_tokens(title) != version_tokens(other_title):
        return False
    if one.replace(" ", "") != other.replace(" ", "") and fuzz.ratio(one, other) < SAME_TITLE:
        return False
    if year is not None and other_year is not None and abs(year - other_year) > 2:
        return False
    if authors and other_authors:
        return bool(set(map(surname, authors)) & set(map(surname, other_authors)))
    return True


def is_suffix(word: str) -> bool:
    """Whether a part of a name only tells generations apart: ``Jr.``, ``III``."""
    return _SUFFIX.match(word) is not None


def contradict(
    title: str | None,
    other_title: str | None,
    *,
    year: int | None = None,
    other_year: int | None = None,
    authors: Sequence[str] | None = None,
    other_authors: Sequence[str] | None = None,
) -> bool:
    """Whether two records cannot be one work although they bear the same identifier.

    Titles change on the way to print, so a title alone does not: it has to be another one,
    and most authors others, too. Where authors are not known, the years have to be more than
    two apart, or both titles long and quite unlike.

    Parameters
    ----------
    title, other_title, year, other_year, authors, other_authors
        As for :func:`same_work`; None: unknown.
    """
    one, other = normal(title or ""), normal(other_title or "")
    if (
        not one
        or not other
        or max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other)) >= (ALIKE_TITLE)
    ):
        return False
    if authors and other_authors:
        first, second = families(authors), families(other_authors)
        return 2 * len(first & second) < min(len(first), len(second))
    if min(len(one.split()), len(other.split())) < _WHOLE_TITLE:
        return False  # people write “ELMo” for a title; only whole titles can contradict
    if year is not None and other_year is not None and abs(year - other_year) > 2:
        return True
    return fuzz.token_set_ratio(one, other) < UNLIKE_TITLE


def families(authors: Sequence[str]) -> set[str]:
    """Surnames in normal form, also of “Devlin J”."""
    found = set()
    for author in authors:
        words = normal(author.partition(",")[0]).split()
        long = [word for word in words if len(word) > 1]
        found.add((long or words or [""])[-1])
    return found - {""}


def surname(author: str) -> str:
    """Normal form of an author's last name (``Devlin, J.`` and ``Jacob Devlin`` agree)."""
    family, comma, _ = author.partition(",")
    words = [word for word in (family if comma else author).split() if not is_suffix(word)]
    last = normal(words[-1] if words else family).split()
    return last[-1] if last else ""
