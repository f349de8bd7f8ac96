"""Signals from the graph alone: who, when, how cited, together with what.

Each is a pure function of one child's reference list that gives one number for each
reference, NaN where the data it needs are unknown.
"""

from __future__ import annotations

import math

import numpy as np

from ptm_graph.lineage.index import UNKNOWN, Floats
from ptm_graph.lineage.reference_list import ReferenceList


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
    together = np.zeros(len(references))
    for citer in citers:
        for cited in references.cited_set & index.reference_set(citer):
            together[references.place_of[cited]] += 1
    counts = np.array([len(index.citers[cited]) for cited in references.cited], dtype=float)
    return references.percentile(together / np.sqrt(np.maximum(1, counts) * len(citers)))


def cocited_closely(references: ReferenceList) -> Floats:
    """Percentile of co-citation with the child in one and the same sentence.

    Gipp & Beel 2009 (citation proximity). Unknown where no later paper's sentences are.
    """
    index = references.index
    together = np.zeros(len(references))
    seen = False
    for citer in index.citers[references.child]:
        own = index.sentence_numbers(citer, references.child)
        if not own:
            continue
        seen = True
        for cited in references.cited_set & index.reference_set(citer):
            if not own.isdisjoint(index.sentence_numbers(citer, cited)):
                together[references.place_of[cited]] += 1
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
        theirs = index.reference_set(cited)
        if theirs and own:
            values[place] = len(own & theirs) / math.sqrt(len(own) * len(theirs))
    return references.percentile(values)


def cited_by_fellows(references: ReferenceList) -> Floats:
    """Share of the child's later references that cite this one: the root of the list."""
    index = references.index
    fellows = [cited for cited in references.cited if index.references[cited]]
    inside = index.reference_set(references.child)
    counts: dict[int, int] = dict.fromkeys(references.cited, 0)
    for fellow in fellows:
        for cited in inside & index.reference_set(fellow):
            counts[cited] += 1
    if len(fellows) < 3:
        return np.full(len(references), UNKNOWN)
    return np.array([counts[cited] / len(fellows) for cited in references.cited])


def tool(references: ReferenceList) -> Floats:
    """Share of the reference's citers that mention it once: what everybody merely uses."""
    share = references.index.single_mention_share
    return np.array([share(cited) for cited in references.cited])


def used_by_others(references: ReferenceList) -> Floats:
    """Mean share of *other* citers' sentences that describe it as data or a tool.

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
    """1 if the title mentions a data set, benchmark, optimiser, tool or library.

    0 for all references of a child that is one itself: data sets descend from data sets.
    """
    index = references.index
    if index.is_material(references.child):
        return np.zeros(len(references))
    return np.array([float(index.is_material(cited)) for cited in references.cited])


def survey(references: ReferenceList) -> Floats:
    """1 if the reference looks over a field."""
    is_survey = references.index.is_survey
    return np.array([float(is_survey(cited)) for cited in references.cited])


def explained_away(references: ReferenceList, scores: Floats) -> Floats:
    """Share of a reference's citing sentences that also cite a better-scored descendant.

    Reference *p* is explained away by *q* if *q* cites *p*, scores higher, and occurs in
    most (at least half) of the sentences that cite *p*: the child mentions *p* because
    it discusses *q*. It replaces transitive reduction, which deletes true parents.
    """
    values = np.array([0.0 if own else UNKNOWN for own in references.sentence_numbers])
    for place, fellow, share in references.companions:
        if scores[fellow] > scores[place]:
            values[place] = max(values[place], share)
    return values
