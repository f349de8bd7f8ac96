"""The signals of descent: each a small pure function of one child's reference list.

A signal gives one number for each reference, NaN where the data it needs are unknown;
an unknown signal adds nothing to the score. What each number weighs is data
(``weights.json``); how the weights were found is told in ``docs/lineage.md``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ptm_graph.coined_names import NameFinder, is_coined
from ptm_graph.lineage.index import UNKNOWN, Floats
from ptm_graph.lineage.reference_list import ReferenceList

Kind = Literal["explicit", "counted", "structural"]
"""What a signal rests on: words (tier A), counts and influence (B), the graph alone (C)."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: how it is computed and how it is said."""

    name: str
    compute: Callable[[ReferenceList], Floats]
    say: Callable[[float], str]
    """Its value in words."""
    kind: Kind = "structural"


# --- what the citing sentences say -------------------------------------------------------


def mentions(references: ReferenceList) -> Floats:
    """log2(1 + number of distinct citing sentences).

    The strongest single sign of importance in Zhu et al. 2015 and Valenzuela et al. 2015.
    """
    return np.log2(1 + references.mentions)


def spoken_of(references: ReferenceList) -> Floats:
    """log2(1 + sentences that cite the work or use its name), at least one.

    A reference stands in the text at least once, whatever the service has found.
    """
    sentences: Floats = np.log2(1 + references.spoken_of)
    return sentences


def spoken_share(references: ReferenceList) -> Floats:
    """Sentences that cite the work or use its name, as a share of the most spoken of."""
    return references.relative(references.spoken_of)


def _own_cue(name: str) -> Callable[[ReferenceList], Floats]:
    def compute(references: ReferenceList) -> Floats:
        return np.minimum(1.0, references.cue(f"own_{name}"))

    compute.__doc__ = f"First-person sentences with a cue of the class “{name}”, at most 1."
    return compute


def _cue_share(name: str) -> Callable[[ReferenceList], Floats]:
    def compute(references: ReferenceList) -> Floats:
        count = np.where(references.mentions > 0, references.mentions, UNKNOWN)
        return np.minimum(1.0, references.cue(f"cue_{name}") / count)

    compute.__doc__ = f"Share of the citing sentences with a cue of the class “{name}”."
    return compute


def _fact(name: str) -> Callable[[ReferenceList], Floats]:
    def compute(references: ReferenceList) -> Floats:
        return references.fact(name)

    compute.__doc__ = f"The fact ``{name}`` as it is (see ``ptm_graph.citation_facts``)."
    return compute


def influential(references: ReferenceList) -> Floats:
    """Semantic Scholar's judgement, only where the pair has citing sentences.

    Valenzuela et al. 2015; without sentences the service cannot have judged.
    """
    judged = np.array([float(edge.get("influential", UNKNOWN)) for edge in references.edges])
    return np.where(np.nan_to_num(references.mentions) > 0, judged, UNKNOWN)


def methodology(references: ReferenceList) -> Floats:
    """1 if some intent is *methodology*, −1 if the only one is *background*, else 0."""
    values = np.full(len(references), UNKNOWN)
    for place, edge in enumerate(references.edges):
        intents = str(edge.get("intents") or "").split("; ")
        if intents != [""]:
            only_background = intents == ["background"]
            values[place] = 1.0 if "methodology" in intents else -1.0 * only_background
    return values


# --- names -----------------------------------------------------------------------------------


def title_name(references: ReferenceList) -> Floats:
    """1 if the reference's coined name is a word of the child's title.

    Read from the graph, and from the stored fact where the name stands only in an
    abstract. A name that two references bear counts for neither.
    """
    index = references.index
    own = set(index.names(references.child))
    names = {
        str(cited): [name for name in index.names(cited) if name not in own]
        for cited in references.cited
    }
    title = str(index.node(references.child).get("title") or "")
    named = NameFinder(names).spans(title)
    found = np.array([float(str(cited) in named) for cited in references.cited])
    known: Floats = np.fmax(found, references.fact("title_name"))
    return known


def name_within(references: ReferenceList) -> Floats:
    """1 if a coined name of the child contains a coined name of the reference.

    ``RoBERTa`` contains ``BERT``. At least three letters, and the longest such name of
    the list wins.
    """
    index = references.index
    own = [name for name in index.names(references.child) if len(name.split()) <= 2]
    lengths = np.zeros(len(references))
    for place, cited in enumerate(references.cited):
        for name in index.names(cited):
            if (
                3 <= len(name) <= 20
                and is_coined(name)
                and any(
                    name.casefold() in mine.casefold() and name.casefold() != mine.casefold()
                    for mine in own
                )
            ):
                lengths[place] = max(lengths[place], len(name))
    longest = lengths.max(initial=0.0)
    return np.where((lengths > 0) & (lengths == longest), 1.0, 0.0)


def abstract_name(references: ReferenceList) -> Floats:
    """1 if the child's abstract names the reference in passing: no descent, no rivalry."""
    named = references.fact("abstract_name")
    said = np.nan_to_num(references.fact("abstract_extends")) + np.nan_to_num(
        references.fact("abstract_compares")
    )
    return np.where(np.isnan(named), UNKNOWN, np.where(said > 0, 0.0, np.minimum(1.0, named)))


def title_overlap(references: ReferenceList) -> Floats:
    """Title words in common, each by its idf, as a share of both titles (Dice)."""
    index = references.index
    weights = index.word_weights
    own = index.title_words[references.child]
    total = sum(weights[word] for word in own)
    values = np.zeros(len(references))
    for place, cited in enumerate(references.cited):
        theirs = index.title_words[cited]
        shared = sum(weights[word] for word in sorted(own & theirs))
        whole = total + sum(weights[word] for word in theirs)
        values[place] = 2 * shared / whole if whole else 0.0
    return values


def abstract_similarity(references: ReferenceList) -> Floats:
    """Likeness of the abstracts as a share of the likest reference's."""
    return references.relative(references.fact("abstract_similarity"))


# --- the graph alone -----------------------------------------------------------------------


def shared_author(references: ReferenceList) -> Floats:
    """1 if child and reference have an author in common; NaN where authors are unknown."""
    index = references.index
    own = index.surnames(references.child)
    return np.array(
        [
            float(bool(own & theirs)) if own and (theirs := index.surnames(cited)) else UNKNOWN
            for cited in references.cited
        ]
    )


def recent(references: ReferenceList) -> Floats:
    """1 within three years before the child, 0 within five, −1 before."""
    years = references.years_before
    grade = np.where(years <= 3.5, 1.0, np.where(years <= 5.5, 0.0, -1.0))
    return np.where(np.isnan(years), UNKNOWN, grade)


def newest(references: ReferenceList) -> Floats:
    """Place among the list's references by date: 1 for the newest, 0 for the oldest."""
    return references.percentile(-references.years_before)


def cited_much(references: ReferenceList) -> Floats:
    """Percentile of the reference's citations in the world among the child's references."""
    return references.percentile(references.index.citation_counts[references.cited])


def cocitation(references: ReferenceList) -> Floats:
    """Percentile of co-citation with the child by later papers, by Salton's cosine.

    Small 1973. Unknown where nobody in the graph cites the child.
    """
    index = references.index
    citers = index.citers[references.child]
    if not citers:
        return np.full(len(references), UNKNOWN)
    place_of = {cited: place for place, cited in enumerate(references.cited)}
    together = np.zeros(len(references))
    for citer in citers:
        for cited in index.references[citer]:
            place = place_of.get(cited)
            if place is not None:
                together[place] += 1
    counts = np.array([len(index.citers[cited]) for cited in references.cited], dtype=float)
    return references.percentile(together / np.sqrt(np.maximum(1, counts) * len(citers)))


def cocited_closely(references: ReferenceList) -> Floats:
    """Percentile of co-citation with the child in one and the same sentence.

    Gipp & Beel 2009 (citation proximity). Unknown where no later paper's sentences are.
    """
    index = references.index
    place_of = {cited: place for place, cited in enumerate(references.cited)}
    together = np.zeros(len(references))
    seen = False
    for citer in index.citers[references.child]:
        own = index.sentence_numbers(citer, references.child)
        if not own:
            continue
        seen = True
        for cited in index.references[citer]:
            place = place_of.get(cited)
            if place is not None:
                together[place] += bool(own & index.sentence_numbers(citer, cited))
    if not seen:
        return np.full(len(references), UNKNOWN)
    return references.percentile(together)


def coupling(references: ReferenceList) -> Floats:
    """Percentile of bibliographic coupling: references in common with the child.

    Kessler 1963, by Salton's cosine. Unknown for a reference whose list is unknown.
    """
    index = references.index
    own = index.reference_set(references.child)
    values = np.full(len(references), UNKNOWN)
    for place, cited in enumerate(references.cited):
        theirs = index.references[cited]
        if theirs and own:
            shared = sum(reference in own for reference in theirs)
            values[place] = shared / math.sqrt(len(own) * len(theirs))
    return references.percentile(values)


def cited_by_fellows(references: ReferenceList) -> Floats:
    """Share of the child's later references that cite this one: the root of the list."""
    index = references.index
    fellows = [cited for cited in references.cited if index.references[cited]]
    inside = index.reference_set(references.child)
    counts: dict[int, int] = dict.fromkeys(references.cited, 0)
    for fellow in fellows:
        for cited in index.references[fellow]:
            if cited in inside:
                counts[cited] += 1
    if len(fellows) < 3:
        return np.full(len(references), UNKNOWN)
    return np.array([counts[cited] / len(fellows) for cited in references.cited])


def tool(references: ReferenceList) -> Floats:
    """Share of the reference's citers that mention it once: what everybody merely uses."""
    share = references.index.single_mention_share
    return np.array([share(cited) for cited in references.cited])


def used_by_others(references: ReferenceList) -> Floats:
    """Mean share of *other* citers' sentences that speak of it as data or tool.

    Unknown below two other citers whose sentences are known.
    """
    index = references.index
    means = np.full(len(references), UNKNOWN)
    for place, cited in enumerate(references.cited):
        total, count = index.material_use(cited)
        own = index.material_share(references.child, cited)
        if own is not None:
            total, count = total - own, count - 1
        if count >= 2:
            means[place] = total / count
    return means


def material(references: ReferenceList) -> Floats:
    """1 if the title speaks of a data set, benchmark, optimiser, tool or library.

    0 for all references of a child that is one itself: data sets descend from data sets.
    """
    index = references.index
    if index.speaks_of_material(references.child):
        return np.zeros(len(references))
    return np.array([float(index.speaks_of_material(cited)) for cited in references.cited])


def survey(references: ReferenceList) -> Floats:
    """1 if the reference looks over a field."""
    is_survey = references.index.is_survey
    return np.array([float(is_survey(cited)) for cited in references.cited])


# --- the register ----------------------------------------------------------------------------


def _percent(text: str) -> Callable[[float], str]:
    return lambda value: text.format(f"{value:.0%}")


def _plain(text: str) -> Callable[[float], str]:
    return lambda value: text


def _say_mentions(value: float) -> str:
    count = round(2**value - 1)
    return "cited in no sentence" if not count else f"cited in {count} sentence{'s' * (count > 1)}"


def _say_spoken_of(value: float) -> str:
    count = round(2**value - 1)
    return f"cited or named in {count} sentence{'s' * (count != 1)}"


def _say_methodology(value: float) -> str:
    if value > 0:
        return "cited for its method"
    return "cited only as background" if value < 0 else "neither method nor background alone"


def _say_recent(value: float) -> str:
    if value > 0:
        return "at most three years older"
    return "more than five years older" if value < 0 else "four or five years older"


SIGNALS: tuple[Signal, ...] = (
    Signal("mentions", mentions, _say_mentions, "counted"),
    Signal("spoken_of", spoken_of, _say_spoken_of, "counted"),
    Signal(
        "spoken_share",
        spoken_share,
        _percent("spoken of {} as often as the most spoken of"),
        "counted",
    ),
    Signal(
        "extends",
        _own_cue("extends"),
        _plain("the authors say they extend or generalise it"),
        "explicit",
    ),
    Signal("builds", _own_cue("builds"), _plain("the authors say they build on it"), "explicit"),
    Signal(
        "starts",
        _own_cue("starts"),
        _plain("the authors start from it or reproduce it"),
        "explicit",
    ),
    Signal(
        "adapts",
        _own_cue("adapts"),
        _plain("the authors adapt, replace or are inspired by it"),
        "explicit",
    ),
    Signal("based", _own_cue("based"), _plain("“based on” in the authors' own words"), "explicit"),
    Signal("follows", _own_cue("follows"), _plain("the authors follow it"), "counted"),
    Signal(
        "first_person",
        _fact("first_person"),
        _percent("{} of its citing sentences in the first person"),
        "counted",
    ),
    Signal(
        "listing",
        _fact("listing"),
        _percent("{} of its citing sentences list four or more works"),
        "counted",
    ),
    Signal(
        "alone", _fact("alone"), _percent("{} of its citing sentences cite it alone"), "counted"
    ),
    Signal(
        "compares",
        _cue_share("compares"),
        _percent("compared or outperformed in {} of its citing sentences"),
        "counted",
    ),
    Signal(
        "contrasts",
        _cue_share("contrasts"),
        _percent("set apart in {} of its citing sentences"),
        "counted",
    ),
    Signal(
        "used_as_material",
        _cue_share("material"),
        _percent("spoken of as data or tool in {} of its citing sentences"),
        "counted",
    ),
    Signal(
        "influential", influential, _plain("influential according to Semantic Scholar"), "counted"
    ),
    Signal("methodology", methodology, _say_methodology, "counted"),
    Signal("title_name", title_name, _plain("its name stands in the child's title"), "explicit"),
    Signal("name_within", name_within, _plain("the child's name contains its name"), "explicit"),
    Signal(
        "abstract_extends",
        _fact("abstract_extends"),
        _plain("the abstract says the child derives from it"),
        "explicit",
    ),
    Signal("abstract_name", abstract_name, _plain("the abstract names it"), "explicit"),
    Signal(
        "abstract_compares",
        _fact("abstract_compares"),
        _plain("the abstract names it as outperformed"),
        "counted",
    ),
    Signal(
        "abstract_similarity",
        abstract_similarity,
        _percent("abstract {} as like as the likest reference's"),
    ),
    Signal("title_overlap", title_overlap, _percent("titles share {} of their telling words")),
    Signal("shared_author", shared_author, _plain("an author in common")),
    Signal("recent", recent, _say_recent),
    Signal("newest", newest, _percent("newer than {} of the child's references")),
    Signal("cited_much", cited_much, _percent("more cited than {} of the child's references")),
    Signal(
        "cocitation",
        cocitation,
        _percent("cited together with the child more than {} of its references"),
    ),
    Signal(
        "cocited_closely",
        cocited_closely,
        _percent("stands in one sentence with the child more than {} of its references"),
    ),
    Signal(
        "coupling",
        coupling,
        _percent("shares more references with the child than {} of its references"),
    ),
    Signal(
        "cited_by_fellows",
        cited_by_fellows,
        _percent("cited by {} of the child's other references"),
    ),
    Signal("tool", tool, _percent("{} of its citers mention it just once")),
    Signal(
        "used_by_others",
        used_by_others,
        _percent("others speak of it as data or tool in {} of their sentences"),
        "counted",
    ),
    Signal("material", material, _plain("its title speaks of data or a tool")),
    Signal("survey", survey, _plain("it is a survey")),
)
"""All first-pass signals, in the order of explanation."""

EXPLAINED_AWAY = "explained_away"
"""The second-pass signal: see :func:`explained_away`."""


def say_explained_away(value: float) -> str:
    """The second-pass signal in words."""
    return f"{value:.0%} of its citing sentences also cite a stronger descendant of it"


def explained_away(references: ReferenceList, scores: Floats) -> Floats:
    """Share of a reference's citing sentences that also cite a better-scored descendant.

    Reference *p* is explained away by *q* if *q* cites *p*, scores higher, and stands in
    most (at least half) of the sentences that cite *p*: the child speaks of *p* because
    it speaks of *q*. It replaces transitive reduction, which deletes true parents.
    """
    index = references.index
    numbers = references.sentence_numbers
    values = np.array([0.0 if own else UNKNOWN for own in numbers])
    place_of = {cited: place for place, cited in enumerate(references.cited)}
    for other, fellow in enumerate(references.cited):
        if not numbers[other]:
            continue
        for cited in index.references[fellow]:
            place = place_of.get(cited)
            if place is None or not numbers[place] or scores[other] <= scores[place]:
                continue
            share = len(numbers[place] & numbers[other]) / len(numbers[place])
            if share >= 0.5:
                values[place] = max(values[place], share)
    return values
