"""How a paper relates to one that it cites: extends it, replaces a part of it, and so on.

Read are only sentences in which the authors speak of their own work and cite no other; where
none says it, a relation has no type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ptm_graph.facts.citation_cues import FIRST_PERSON, cited_works

MOST_WORKS = 1
"""Works in a sentence up to which it is clear of which one it speaks."""

_LONGEST = 400
"""Characters; what services give as longer sentences are several."""

_WE = (
    r"\b(?:we|i|our (?:\w+[- ]){0,4}\w+|this (?:paper|work|article)|"
    r"the proposed (?:\w+[- ]){0,3}\w+)"
)
_SOON = r"(?:\s(?!similar|that)[\w,'’-]+){0,2}?\s"


def _ours(verbs: str, after: str = "") -> str:
    """The authors or their work as subject, the verb soon after."""
    return rf"{_WE}{_SOON}(?:{verbs})\b{after}"


def _type(*expressions: str) -> re.Pattern[str]:
    return re.compile("|".join(expressions), re.IGNORECASE)


RELATION_TYPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "distils": _type(
            _ours(r"distil\w*"),
            _ours(r"compress\w*", r".{0,40}\b(?:models?|networks?)\b"),
            rf"{_WE}.{{0,80}}\b(?:as (?:the|a|our) teacher|teacher (?:model|network) is)\b",
        ),
        "replaces": _type(
            _ours(r"replac(?:e|es|ed|ing)|substitut\w+", r"(?! (?:missing|rare|numbers))"),
        ),
        "extends": _type(
            _ours(
                r"extend(?:s|ed)?|generali[sz](?:e|es|ed)|buil(?:d|ds|t) (?:up)?on|"
                r"improv(?:e|es|ed) (?:up)?on|modif(?:y|ies|ied)|derived? from|inspired by|"
                r"motivated by|based (?:up)?on"
            ),
            rf"{_WE}.{{0,60}}\b(?:extensions?|generali[sz]ations?|variants?|"
            r"(?:improved|modified|simplified|extended) versions?|special cases?) of\b",
            rf"\b(?:building (?:up)?on|inspired by|motivated by|based on|extending) "
            rf".{{3,120}}, {_WE}",
        ),
        "adapts": _type(
            _ours(r"adapt(?:s|ed)?|transfer(?:s|red)?|tailor\w*"),
            rf"{_WE}.{{0,60}}\badaptations? of\b",
        ),
        "uses": _type(
            _ours(
                r"us(?:e|es|ed)|employ(?:s|ed)?|adopt(?:s|ed)?|utili[sz]e[sd]?|leverag(?:e|es|ed)|"
                r"appl(?:y|ies|ied)|incorporat(?:e|es|ed)|integrat(?:e|es|ed)|"
                r"initiali[sz](?:e|es|ed)|implement(?:s|ed)?"
            ),
        ),
        "compares": _type(
            _ours(r"compar(?:e|es|ed)|outperform\w*|surpass\w*|improv(?:e|es) over"),
            rf"{_WE}.{{0,100}}\b(?:compar(?:ed|ison) (?:to|with)|superior to|baselines?)\b",
        ),
    }
)
"""Type → what says it, the most telling first: where two fire, the first counts."""

_CONTRASTS = re.compile(
    r"\b(?:unlike|in contrast|contrary to|however|whereas|differ\w* from|very different)\b",
    re.IGNORECASE,
)
_MATERIAL = re.compile(
    r"\b(?:data ?sets?|corp(?:us|ora)|benchmarks?|settings?|preprocess\w*|labels|"
    r"train ?sets?|configurations?|hyper-?parameters?|learning rate|"
    r"evaluat\w+|experiment\w*|metrics?|splits?|test sets?|assum\w+|temperature|notations?)\b",
    re.IGNORECASE,
)
"""What is used as data, a measure or a setting is no component."""

_NOT = re.compile(
    r"\be\.g\.|\bto denote\b|\bwhether\b|\bcompared to this work\b|\b[Bb]ased on (?:th|our)|"
    r"\b(?:not|no longer|cannot|neither)\b"
)
_BASELINE = re.compile(
    r"\b(?:outperform\w*|compar(?:e|es|ed|isons?)|baselines?|better than|"
    r"state[- ]of[- ]the[- ]art)\b",
    re.IGNORECASE,
)


def types_in(sentence: str) -> frozenset[str]:
    """The types that one sentence says of the work it cites.

    >>> sorted(types_in("In this work, we extend the model of [3] to graphs."))
    ['extends']
    >>> sorted(types_in("The model of [3] extends that of [2]."))
    []
    """
    own = FIRST_PERSON.search(sentence) or "the proposed" in sentence
    if not own or len(sentence) > _LONGEST or _NOT.search(sentence):
        return frozenset()
    found = {name for name, pattern in RELATION_TYPES.items() if pattern.search(sentence)}
    if _CONTRASTS.search(sentence):
        found &= {"replaces", "compares"}
    if _MATERIAL.search(sentence):
        found -= {"uses", "extends"}
    if "compares" in found or _BASELINE.search(sentence):
        found &= {"compares"}
    return frozenset(found)


def strongest(counts: Mapping[str, float]) -> str | None:
    """The type of a relation from how many sentences say each; None where none does."""
    said = [name for name in RELATION_TYPES if counts.get(name)]
    deep = [name for name in said if name not in ("uses", "compares")]
    return next(iter([*deep, *said]), None)


def saying(name: str, texts: Iterable[str]) -> str | None:
    """The first text that says a type; None where no text is at hand."""
    alone = (text for text in texts if cited_works(text) <= MOST_WORKS)
    return next((text for text in alone if name in types_in(text)), None)
