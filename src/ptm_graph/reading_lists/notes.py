"""What the owner of a list says about a paper, in her own words."""

from __future__ import annotations

import re
from typing import Literal

from ptm_graph.words.model import Note
from ptm_graph.words.titles import clean

_SCRIPTS = (("ja", "[\u3040-\u30ff]"), ("zh", "[\u3400-\u9fff]"), ("ko", "[\uac00-\ud7af]"))
_ENGLISH = re.compile(
    r"\b(?:the|of|and|with|to|for|from|by|is|are|its|than|not|this|that|uses|without)\b", re.I
)


def notes_of(text: str, file: str | None = None, line: int | None = None) -> tuple[Note, ...]:
    """Every line of a text as a note of its own."""
    lines = filter(None, map(clean, text.splitlines()))
    return tuple(Note(one, language_of_text(one), file, line) for one in lines)


def language_of_text(text: str) -> str | None:
    """Language a note is written in, as far as its signs and words show; None if unknown.

    >>> language_of_text("shares its layers"), language_of_text("全词覆盖"), language_of_text("ok")
    ('en', 'zh', None)
    """
    found = (language for language, signs in _SCRIPTS if re.search(signs, text))
    return next(found, "en" if _ENGLISH.search(text) else None)


def language_of_name(name: str) -> Literal["en", "zh"]:
    """The one of the languages of names that a name stands for, if nobody says which."""
    return "zh" if language_of_text(name) == "zh" else "en"
