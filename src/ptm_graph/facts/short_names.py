"""The short name by which people speak of a paper, and which papers contend for one.

Names come from the reading list, the title, the abstract, and those who cite the paper
(“U-Net [12]”, “the Adam optimizer (Kingma and Ba, 2015)”); never from a list of known names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ptm_graph.facts.citation_cues import cited_works
from ptm_graph.facts.coined_names import (
    COMMON_ABBREVIATIONS,
    LONGEST_NAME,
    is_coined,
    may_be_name,
    names_given,
    names_in_abstract,
    without_note,
)
from ptm_graph.facts.key_phrases import EMPTY_WORDS, FUNCTION_WORDS
from ptm_graph.words.model import HERE, Paper
from ptm_graph.words.titles import clean, normal, surname

MOST_NAMES = 4
"""Names kept for one paper."""

LEAST_SUPPORT = 3.0
"""Citing papers, each counted by how surely its mark is the paper's, that make a name."""

_SPELT = 2.0
"""The same for how a name of its authors is written."""

_CLEARLY = 3.0
"""How much better supported than the next one the owner of a name is."""

_LEAST_SHARE = 0.04
"""Share of the citing papers with sentences that must use a name its own authors do not."""

_PLAIN_SHARE = 0.2
"""The same of a plain word (“Transformer”)."""

_FAMOUS = 10
"""How many times as often cited as all others the owner is where no sentences tell."""

_LONGEST_SENTENCE = 2000

_MARK = re.compile(r" ?[\[(]([^\[\]()]{1,80})[\])]")
_BEFORE = 64
"""Characters before a mark in which a name is sought."""

_KIND = re.compile(
    r" \(?(?:models?|optimi[sz]er|algorithm|architecture|networks?|datasets?|corpus|embeddings?|"
    r"vectors?|method|benchmark|framework|system|backbone)\)?$"
)
_LAST_WORDS = re.compile(r"(?:([^\W_][\w+.\-]*) )?([^\W_][\w+.\-]*)[\"”’']?$")
_NUMERIC = re.compile(r"\s*\d{1,3}\s*")
_YEAR = re.compile(r"\b(?:19|20)\d\d")
_VARIANT = re.compile(r"(?:[-_ ]?\d{2,}\w?|-?net)$", re.IGNORECASE)


def folded(name: str) -> str:
    """A name without case, hyphens and spaces: how two spellings of one are compared."""
    return re.sub(r"[\W_]+", "", name.casefold()) or name.casefold()


@dataclass(slots=True)
class _Heard:
    """What citing papers call one paper."""

    spelt: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Name as written → support."""
    citers: int = 0
    """Citing papers of which a sentence was read."""


class Hearing:
    """Collects, citing paper by citing paper, what stands before the mark of a citation."""

    def __init__(self) -> None:
        self._heard: dict[str, _Heard] = defaultdict(_Heard)

    def add(self, cited: Paper, sentences: Iterable[str]) -> None:
        """Read the sentences in which one paper cites another; linear in their length."""
        weights: dict[str, float] = {}
        families = [surname(author) for author in cited.authors or ()]
        for sentence in dict.fromkeys(sentences):
            text = clean(sentence[:_LONGEST_SENTENCE])
            for name, weight in _before_marks(text, families[0] if families else "", cited.year):
                if folded(name) not in families:  # “Singer [3]” names who wrote it
                    weights[name] = max(weight, weights.get(name, 0.0))
        heard = self._heard[cited.key]
        heard.citers += 1
        for name, weight in weights.items():
            heard.spelt[name] += weight

    def of(self, key: str) -> _Heard:
        """What was heard of a paper."""
        return self._heard.get(key, _Heard())


def _before_marks(text: str, family: str, year: int | None) -> Iterable[tuple[str, float]]:
    """Names right before a citation mark, and how surely the mark is the cited paper's."""
    works = 0
    for match in _MARK.finditer(text):
        weight = 0.0
        if match.group(0).strip() == HERE:
            weight = 1.0
        elif _NUMERIC.fullmatch(match.group(1)):
            works = works or max(1, cited_works(text))
            weight = 1.0 / works
        elif family and family in match.group(1).casefold():
            weight = _surely(_YEAR.findall(match.group(1)), year)
        if weight:
            before = _KIND.sub("", text[max(0, match.start() - _BEFORE) : match.start()])
            yield from ((name, weight) for name in _readings(before))


def _surely(told: Sequence[str], year: int | None) -> float:
    """How surely a mark with the first author's name is of one paper, by its years."""
    if not told:
        return 0.0
    gap = 0 if year is None else min(abs(int(one) - year) for one in told)
    return (1.0, 0.5, 0.25)[min(gap, 2)] / (1 if len(told) == 1 else 2)


def _readings(before: str) -> Iterable[str]:
    """How the last words before a mark may be read as a name."""
    words = _LAST_WORDS.search(before)
    if not words:
        return
    last = words.group(2).strip(".,-")
    plain = last.istitle() and last.isalpha() and len(last) > 3
    if not (plain or may_be_name(last)) or last.casefold() in _NO_NAMES:
        return
    if plain and not words.group(1):
        return  # the first word of a sentence has a capital anyway
    yield last
    first = words.group(1) or ""
    if first.istitle() and first.isalpha() and first.casefold() not in _NO_NAMES:
        yield f"{first} {last}"


_NO_NAMES = FUNCTION_WORDS | EMPTY_WORDS


@dataclass(frozen=True, slots=True)
class _Claim:
    """One name that a paper may bear."""

    name: str
    rank: int
    """0 the reading list's, 1 of the title, 2 of the abstract, 3 of those who cite."""
    support: float


def short_names(papers: Iterable[Paper], hearing: Hearing) -> dict[str, tuple[str, ...]]:
    """The names of each paper, the one to show first.

    Parameters
    ----------
    papers : iterable of Paper
        All papers of a library: who else bears a name decides how it is shown.
    hearing : Hearing
        What their citing papers call them.

    Returns
    -------
    dict
        Key of the paper → at most :data:`MOST_NAMES` names. Where two papers bear a name and
        neither clearly owns it, both get it, shown with author and year (“ERNIE (Sun 2019)”).
        No entry for a paper that nobody gives a name.

    Notes
    -----
    Linear in papers and names. The clear owner of a name has three times the support of the
    next one: citing papers that use the name right before the mark, else citations.
    """
    listed = list(papers)
    claims = {paper.key: _claims(paper, hearing.of(paper.key)) for paper in listed}
    by_key = {paper.key: paper for paper in listed}
    bearers: dict[str, list[tuple[str, _Claim]]] = defaultdict(list)
    for key, own in claims.items():
        for claim in own:
            bearers[folded(claim.name)].append((key, claim))
    kept: dict[str, list[tuple[_Claim, bool]]] = defaultdict(list)
    for contenders in bearers.values():
        owners = _owners(contenders, by_key, hearing)
        for key, claim in contenders:
            if key in owners:
                kept[key].append((claim, len(owners) > 1))
    found = {}
    for paper in listed:
        if names := kept.get(paper.key):
            found[paper.key] = _shown(paper, names)
    return found


def _claims(paper: Paper, heard: _Heard) -> list[_Claim]:
    support, spelling = _supported(paper, heard)
    found: dict[str, _Claim] = {}

    def claim(name: str, rank: int) -> None:
        form = folded(name)
        if form and form not in found:
            found[form] = _Claim(name, rank, support[form])

    for alias in map(clean, paper.aliases):
        if len(alias) <= LONGEST_NAME:
            claim(without_note(alias), 0)
    if not paper.title.isupper():
        for name in names_given(paper.title, ()):
            if name not in COMMON_ABBREVIATIONS:
                claim(_as_spelt(name, spelling[folded(name)]), 1)
    if paper.abstract and not any(one.rank < 2 for one in found.values()):
        for name in names_in_abstract(paper.abstract.replace("We ", "we "))[:2]:
            if not name[0].isdigit():
                claim(_as_spelt(name, spelling[folded(name)]), 2)
    if "short_names" in paper.provenance or not (heard.citers or paper.abstract):
        for name in paper.short_names or ():
            claim(without_note(name), 1)  # carried without the texts they were found in
    enough = max(LEAST_SUPPORT, _LEAST_SHARE * heard.citers)
    ranked = sorted(support.items(), key=lambda one: (-one[1], one[0]))
    for form, weight in ranked[: 2 * MOST_NAMES]:
        if weight >= enough:
            claim(_as_spelt("", spelling[form]), 3)
    return list(found.values())


def _supported(paper: Paper, heard: _Heard) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Support of each name in folded form, and how it is spelt; pieces of names left out."""
    support: dict[str, float] = defaultdict(float)
    spelling: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name, weight in heard.spelt.items():
        support[folded(name)] += weight
        spelling[folded(name)][name] += weight
    in_title = set(re.findall(r"[^\W_]+", paper.title.casefold()))
    for form, spelt in list(spelling.items()):
        name = _as_spelt("", spelt)
        last = name.partition(" ")[2]
        whole = support[folded(last)] if last else 0.0
        if last and support[form] < 0.5 * whole:  # “Following BERT”
            support.pop(form)
        elif last and support[form] >= 0.8 * whole:  # “R-CNN” of “Faster R-CNN”
            support.pop(folded(last))
        words = name.casefold().split()
        plain = not any(map(is_coined, name.split()))
        if plain and (in_title.issuperset(words) or support[form] < _PLAIN_SHARE * heard.citers):
            support.pop(form, None)
    for form in sorted(support):  # “VGG-16” and “VGGNet” are said of VGG
        stem = _VARIANT.sub("", _as_spelt("", spelling[form]))
        if folded(stem) != form and support.get(folded(stem)):
            support[folded(stem)] += support[form]
    return support, spelling


def _as_spelt(name: str, spelling: Mapping[str, float]) -> str:
    """The way citing papers mostly write a name; as its own authors do where few write it."""
    best = max(sorted(spelling), key=lambda one: spelling[one], default=name)
    return best if not name or spelling[best] >= _SPELT else name


def _owners(
    contenders: Sequence[tuple[str, _Claim]], papers: Mapping[str, Paper], hearing: Hearing
) -> set[str]:
    """Who bears a name: the one that clearly owns it, or all whose claim is as good."""
    contenders = _best_records(contenders, papers)
    if len(contenders) == 1:
        return {contenders[0][0]}
    given = {key for key, claim in contenders if claim.rank == 0}
    if given:
        return given
    weights = {}
    for key, claim in contenders:
        share = claim.support / max(1, hearing.of(key).citers)
        said = claim.rank < 3 or claim.name in (papers[key].abstract or "")
        weights[key] = claim.support * share * (_CLEARLY if said else 1.0)
    best, second = sorted(weights, key=lambda key: (-weights[key], key))[:2]
    if weights[best] >= LEAST_SUPPORT and weights[best] >= _CLEARLY * weights[second]:
        return {best}
    counts = {key: papers[key].citation_count or 0 for key, claim in contenders if claim.rank < 3}
    if len(counts) == 1:
        return set(counts)
    famous = max(sorted(counts), key=lambda key: counts[key], default=None)
    others = sum(counts.values()) - counts[famous] if famous else 0
    if famous and weights[best] <= weights[famous] and counts[famous] >= _FAMOUS * max(1, others):
        return {famous}
    return {key for key in weights if weights[key] * _CLEARLY >= weights[best]}


def _best_records(
    contenders: Sequence[tuple[str, _Claim]], papers: Mapping[str, Paper]
) -> list[tuple[str, _Claim]]:
    """Of several records with one title, which are one work, the best known."""
    works: dict[str, tuple[str, _Claim]] = {}
    for key, claim in sorted(
        contenders, key=lambda one: (-one[1].support, -(papers[one[0]].citation_count or 0), one[0])
    ):
        works.setdefault(normal(papers[key].title) or key, (key, claim))
    return list(works.values())


def _shown(paper: Paper, own: Sequence[tuple[_Claim, bool]]) -> tuple[str, ...]:
    """The names of one paper; the first says whose it is where others bear it."""
    ordered = sorted(own, key=lambda one: (min(one[0].rank, 2), -one[0].support, one[0].name))
    first, shared = ordered[0]
    names = [claim.name for claim, _ in ordered[:MOST_NAMES]]
    if shared:
        told = " ".join(filter(None, (_family(paper), _year(paper))))
        if told:
            names.insert(0, f"{first.name} ({told})")
    return tuple(dict.fromkeys(names))


def _family(paper: Paper) -> str:
    return clean(paper.authors[0]).split(" ")[-1] if paper.authors else ""


def _year(paper: Paper) -> str:
    if paper.published is not None:
        return str(paper.published.first_day.year)
    return str(paper.year or "")
