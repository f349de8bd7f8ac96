"""Signals from words: what the citing sentences, the abstract, titles and names say.

Each is a pure function of one child's reference list that gives one number for each
reference, NaN where the data it needs are unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from ptm_graph.facts.coined_names import NameFinder, is_coined
from ptm_graph.lineage.index import UNKNOWN, Floats
from ptm_graph.lineage.reference_list import ReferenceList
from ptm_graph.words.titles import normal

# --- what the citing sentences say -------------------------------------------------------


def spoken_of(references: ReferenceList) -> Floats:
    """log2(1 + sentences that cite the work or use its name), at least one.

    The strongest single sign of importance in Zhu et al. 2015 and Valenzuela et al. 2015.
    A reference occurs in the text at least once, whatever the service has found.
    """
    sentences: Floats = np.log2(1 + references.spoken_of)
    return sentences


def spoken_share(references: ReferenceList) -> Floats:
    """Sentences that cite the work or use its name, as a share of the most spoken of."""
    return references.relative(references.spoken_of)


def own_cue(name: str) -> Callable[[ReferenceList], Floats]:
    """The signal “first-person sentences with this cue, at most 1”."""

    def compute(references: ReferenceList) -> Floats:
        return np.minimum(1.0, references.cue(f"own_{name}"))

    compute.__doc__ = f"First-person sentences with a cue of the class “{name}”, at most 1."
    return compute


def cue_share(name: str) -> Callable[[ReferenceList], Floats]:
    """The signal “share of the citing sentences with this cue”."""

    def compute(references: ReferenceList) -> Floats:
        count = np.where(references.mentions > 0, references.mentions, UNKNOWN)
        return np.minimum(1.0, references.cue(f"cue_{name}") / count)

    compute.__doc__ = f"Share of the citing sentences with a cue of the class “{name}”."
    return compute


def undivided(references: ReferenceList) -> Floats:
    """log2(1 + citing sentences, each shared evenly among the known works it cites).

    Three sentences that cite a work alone weigh as much as six that cite it beside another.
    """
    works = Counter(number for own in references.sentence_numbers for number in own)
    shares = [
        sum(1 / works[number] for number in own) if own else UNKNOWN
        for own in references.sentence_numbers
    ]
    known: Floats = np.log2(1 + np.array(shares))
    return known


def adapts_often(references: ReferenceList) -> Floats:
    """Citing sentences that mention adapting, replacing or being inspired, at most 2."""
    return np.minimum(2.0, references.cue("cue_adapts"))


def compared_often(references: ReferenceList) -> Floats:
    """log2(1 + citing sentences in which something is compared or outperformed).

    What a paper compares itself with is spoken of often and rarely its parent.
    """
    return np.log2(1 + references.cue("cue_compares"))


def fact(name: str) -> Callable[[ReferenceList], Floats]:
    """The signal that is a stored fact as it is."""

    def compute(references: ReferenceList) -> Floats:
        return references.fact(name)

    compute.__doc__ = f"The fact ``{name}`` as it is (see ``ptm_graph.facts.citation_facts``)."
    return compute


def influential(references: ReferenceList) -> Floats:
    """Semantic Scholar's judgement, only where the pair has citing sentences.

    Valenzuela et al. 2015; without sentences the service cannot have judged.
    """
    judged = np.array([float(edge.get("influential", UNKNOWN)) for edge in references.edges])
    return np.where(np.nan_to_num(references.mentions) > 0, judged, UNKNOWN)


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


def abstract_extends(references: ReferenceList) -> Floats:
    """1 if the child's abstract says that it derives from the reference.

    The fact ``abstract_extends`` of the citation; for a paper to which no reference is
    known, that its name is among those the abstract derives from.
    """
    told = set(references.index.derived_parents(references.child))
    named = np.array([1.0 if cited in told else UNKNOWN for cited in references.cited])
    known: Floats = np.fmax(named, references.fact("abstract_extends"))
    return known


def abstract_name(references: ReferenceList) -> Floats:
    """1 if the child's abstract names the reference in passing: as no ancestor or rival."""
    named = references.fact("abstract_name")
    said = np.nan_to_num(references.fact("abstract_extends")) + np.nan_to_num(
        references.fact("abstract_compares")
    )
    return np.where(np.isnan(named), UNKNOWN, np.where(said > 0, 0.0, np.minimum(1.0, named)))


def own_record(references: ReferenceList) -> Floats:
    """1 if the reference's title is the child's, or contains a long title of the child.

    It is then another record of the child (a preprint, a code release, a comment on it),
    from which nothing descends.
    """
    index = references.index
    own = normal(str(index.node(references.child).get("title") or ""))
    words = len(own.split())
    titles = [normal(str(index.node(cited).get("title") or "")) for cited in references.cited]
    same = [words >= TELLING_TITLE and title == own for title in titles]
    inside = [words >= 2 * TELLING_TITLE and f" {own} " in f" {title} " for title in titles]
    return np.array([float(one or other) for one, other in zip(same, inside, strict=True)])


TELLING_TITLE = 4
"""Words from which on a title names one work; twice as many do so within another title."""


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


def abstract_title(references: ReferenceList) -> Floats:
    """How much of the reference's title occurs in the child's abstract, relative to the list.

    See the fact ``abstract_title``; the reference whose title occurs there most has 1.
    """
    return references.relative(references.fact("abstract_title"))


def abstract_similarity(references: ReferenceList) -> Floats:
    """Similarity of the abstracts, relative to the most similar reference."""
    return references.relative(references.fact("abstract_similarity"))
