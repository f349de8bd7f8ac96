"""What a citing sentence says about the work it cites: cues, by class.

The classes follow the annotation schemes of citation intent (Jurgens et al. 2018;
Lauscher et al. 2022, MultiCite): *extends* means descent, *uses* does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from ptm_graph.facts.sieves import Sieve, folded

FIRST_PERSON = re.compile(
    r"\b(?:we|our|ours|us|i|my)\b|\bthis (?:paper|work|article|study|report)\b|\bhere,",
    re.IGNORECASE,
)


SIEVES: Mapping[str, Sieve] = {
    name: Sieve.of(expression)
    for name, expression in {
        "extends": (
            r"extend(?:s|ed|ing)?\b|extensions? (?:of|to)\b|generali[sz](?:es?|ed|ing|ations?)\b"
            r"(?! (?:ability|performance|error|gap|power))|variants? of\b|special cases? of\b|"
            r"(?:improved|modified|simplified|extended|adapted|refined|enhanced|distilled|lite|"
            r"lighter|smaller|larger|multilingual) versions? of\b|improv(?:es?|ing|"
            r"ements?) (?:up)?on\b"
        ),
        "builds": (r"(?:build(?:s|ing)?|built) (?:directly )?(?:up)?on\b|on top of\b"),
        "adapts": (
            r"modif(?:y|ies|ied|ying|ications?)\b|adapt(?:s|ed|ing|ations?)?\b|"
            r"replac(?:e|es|ed|ing)\b|instead of\b|inspired by\b|motivated by\b|"
            r"in the spirit of\b|analog(?:ous|y) (?:to|with)\b|borrow(?:s|ed|ing)?\b"
        ),
        "based": (r"based (?:up)?on\b|derived from\b|relies on\b|rely on\b"),
        "starts": (
            r"initiali[sz](?:e|es|ed|ing|ation)\b|warm[- ]start(?:s|ed|ing)?\b|"
            r"start(?:s|ed|ing)? from\b|pre-?trained (?:weights|parameters|checkpoints?)\b|"
            r"(?:replicat|reproduc|reimplement|re-implement|revisit)\w*"
        ),
        "follows": (
            r"follow(?:s|ed|ing)?\b|same (?:\w+[- ]){0,3}as\b|similar(?:ly)? to\b|as in\b|"
            r"identical to\b"
        ),
        "uses": (r"us(?:e|es|ed|ing)\b|employ(?:s|ed|ing)?\b|appl(?:y|ies|ied|ying)\b"),
        "compares": (
            r"outperform\w*|compar(?:e|es|ed|ing|able|isons?)\b|baselines?\b|better than\b|"
            r"state[- ]of[- ]the[- ]art\b|surpass\w*|superior to\b|competitive\b"
        ),
        "contrasts": (
            r"unlike\b|in contrast\b|contrary to\b|differ(?:s|ent|ently|ence)?\b|"
            r"however\b|whereas\b|"
            r"limit(?:ed|ation|ations)\b|drawbacks?\b|fail(?:s|ed)? to\b|only consider"
        ),
        "material": (
            r"data ?sets?\b|corp(?:us|ora)\b|benchmarks?\b|optimi[sz]er\b|learning rate\b|"
            r"tokeni[sz](?:e|ed|er|ers|ation)\b|toolkits?\b|librar(?:y|ies)\b|software\b|"
            r"evaluation metrics?\b|leaderboards?\b|test sets?\b|annotat\w*|crawl\w*"
        ),
    }.items()
}
CUES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {name: sieve.pattern for name, sieve in SIEVES.items()}
)
"""Class of cue → pattern that fires it."""

_BRACKETED_NUMBERS = re.compile(r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
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
    if not _YEAR.search(sentence):
        return numbered
    return numbered + len(_AUTHOR_YEAR.findall(sentence))


def cues_in(sentence: str) -> dict[str, list[int]]:
    """Class of each cue that fires in a sentence → where it starts."""
    lowered = folded(sentence)
    return {
        name: places
        for name, sieve in SIEVES.items()
        if sieve.may_match(lowered)
        and (places := [match.start() for match in sieve.pattern.finditer(sentence)])
    }
