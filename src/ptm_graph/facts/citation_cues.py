"""What a citing sentence says about the work it cites: cues, by class.

The classes follow the annotation schemes of citation intent (Jurgens et al. 2018;
Lauscher et al. 2022, MultiCite): *extends* means descent, *uses* does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

FIRST_PERSON = re.compile(
    r"\b(?:we|our|ours|us|i|my)\b|\bthis (?:paper|work|article|study|report)\b|\bhere,",
    re.IGNORECASE,
)


def _cue(expression: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{expression})", re.IGNORECASE)


CUES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "extends": _cue(
            r"extend(?:s|ed|ing)?\b|extensions? (?:of|to)\b|generali[sz](?:es?|ed|ing|ations?)\b"
            r"(?! (?:ability|performance|error|gap|power))|variants? of\b|special cases? of\b|"
            r"(?:improved|modified|simplified|extended|adapted|refined|enhanced|distilled|lite|"
            r"lighter|smaller|larger|multilingual) versions? of\b|improv(?:es?|ing|"
            r"ements?) (?:up)?on\b"
        ),
        "builds": _cue(r"(?:build(?:s|ing)?|built) (?:directly )?(?:up)?on\b|on top of\b"),
        "adapts": _cue(
            r"modif(?:y|ies|ied|ying|ications?)\b|adapt(?:s|ed|ing|ations?)?\b|"
            r"replac(?:e|es|ed|ing)\b|instead of\b|inspired by\b|motivated by\b|"
            r"in the spirit of\b|analog(?:ous|y) (?:to|with)\b|borrow(?:s|ed|ing)?\b"
        ),
        "based": _cue(r"based (?:up)?on\b|derived from\b|relies on\b|rely on\b"),
        "starts": _cue(
            r"initiali[sz](?:e|es|ed|ing|ation)\b|warm[- ]start(?:s|ed|ing)?\b|"
            r"start(?:s|ed|ing)? from\b|pre-?trained (?:weights|parameters|checkpoints?)\b|"
            r"(?:replicat|reproduc|reimplement|re-implement|revisit)\w*"
        ),
        "follows": _cue(
            r"follow(?:s|ed|ing)?\b|same (?:\w+[- ]){0,3}as\b|similar(?:ly)? to\b|as in\b|"
            r"identical to\b"
        ),
        "uses": _cue(r"us(?:e|es|ed|ing)\b|employ(?:s|ed|ing)?\b|appl(?:y|ies|ied|ying)\b"),
        "compares": _cue(
            r"outperform\w*|compar(?:e|es|ed|ing|able|isons?)\b|baselines?\b|better than\b|"
            r"state[- ]of[- ]the[- ]art\b|surpass\w*|superior to\b|competitive\b"
        ),
        "contrasts": _cue(
            r"unlike\b|in contrast\b|contrary to\b|differ(?:s|ent|ently|ence)?\b|"
            r"however\b|whereas\b|"
            r"limit(?:ed|ation|ations)\b|drawbacks?\b|fail(?:s|ed)? to\b|only consider"
        ),
        "material": _cue(
            r"data ?sets?\b|corp(?:us|ora)\b|benchmarks?\b|optimi[sz]er\b|learning rate\b|"
            r"tokeni[sz](?:e|ed|er|ers|ation)\b|toolkits?\b|librar(?:y|ies)\b|software\b|"
            r"evaluation metrics?\b|leaderboards?\b|test sets?\b|annotat\w*|crawl\w*"
        ),
    }
)
"""Class of cue → pattern that fires it."""

_BRACKETED_NUMBERS = re.compile(r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
_NUMBER = re.compile(r"\d+")
_AUTHOR_YEAR = re.compile(
    r"\b[^\W\d_][\w’'\-]+(?: et al\.?,?| (?:and|&) [^\W\d_][\w’'\-]+,?|,)? ?\(?"
    r"(?:19|20)\d\d[a-z]?\b"
)


def cited_works(sentence: str) -> int:
    """How many works a sentence cites, from its citation marks.

    >>> cited_works("As in [3, 4] and [7] (Peters et al., 2018; Howard and Ruder, 2018)")
    5
    """
    numbered = sum(len(_NUMBER.findall(mark)) for mark in _BRACKETED_NUMBERS.findall(sentence))
    return numbered + len(_AUTHOR_YEAR.findall(sentence))


def cues_in(sentence: str) -> dict[str, list[int]]:
    """Class of each cue that fires in a sentence → where it starts."""
    return {
        name: places
        for name, regex in CUES.items()
        if (places := [match.start() for match in regex.finditer(sentence)])
    }
