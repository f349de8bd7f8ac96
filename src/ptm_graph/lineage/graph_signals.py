"""Signals from the graph alone: who, when, how cited, together with what.

Each is a pure function of many reference lists that gives one number for each row, NaN where
the data it needs are unknown. They are joins, sums, ranks and windows over arrays, so that the
same definition can be compiled for a database.
"""

from __future__ import annotations

import numpy as np

from ptm_graph.graph.spans import Floats, contained, owners, spans, starts_of
from ptm_graph.lineage.edge_numbers import MATERIAL, UNKNOWN, material_shares
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.sentence_sets import SentenceSets


def shared_author(references: ReferenceLists) -> Floats:
    """1 if child and reference have an author in common; NaN where authors are unknown."""
    index = references.index
    papers, place = np.unique(np.append(references.children, references.cited), return_inverse=True)
    held = [index.surnames(paper) for paper in papers.tolist()]
    people = np.array([person for own in held for person in own], dtype=np.int64)
    starts = starts_of([len(own) for own in held])
    lists = len(references.children)
    own, child = spans(starts, place[:lists])
    theirs, count = spans(starts, place[lists:])
    ends = np.unique(owners(child) << 32 | people[own])
    asked = np.repeat(references.list_of, count) << 32 | people[theirs]
    shared = np.bincount(owners(count)[contained(asked, ends)], minlength=len(references)) > 0
    known = (child[references.list_of] > 0) & (count > 0)
    return np.where(known, shared.astype(float), UNKNOWN)


def recent(references: ReferenceLists) -> Floats:
    """1 within three years before the child, 0 within five, −1 before."""
    years = references.years_before
    grade = np.where(years <= 3.5, 1.0, np.where(years <= 5.5, 0.0, -1.0))
    return np.where(np.isnan(years), UNKNOWN, grade)


def newest(references: ReferenceLists) -> Floats:
    """Place among the list's references by date: 1 for the newest, 0 for the oldest."""
    return references.percentile(-references.years_before)


def cited_much(references: ReferenceLists) -> Floats:
    """Percentile of the reference's citations in the world among the child's references."""
    return references.percentile(references.index.citation_counts[references.cited])


def cocitation(references: ReferenceLists) -> Floats:
    """Percentile of co-citation with the child by later papers, by Salton's cosine.

    Small 1973. Unknown where nobody in the graph cites the child.
    """
    cited_by = np.diff(references.index.into_starts)
    together = np.bincount(references.cocited[2], minlength=len(references))
    citers = cited_by[references.citing]
    counts = np.maximum(1, cited_by[references.cited]) * np.maximum(1, citers)
    return references.percentile(np.where(citers > 0, together / np.sqrt(counts), UNKNOWN))


def cocited_closely(references: ReferenceLists) -> Floats:
    """Percentile of co-citation with the child in one and the same sentence.

    Gipp & Beel 2009 (citation proximity). Unknown where no later paper's sentences are.
    """
    index = references.index
    places, citers = spans(index.into_starts, references.children)
    child_edge, edge, row = references.cocited
    sentences = SentenceSets(index, np.concatenate((index.into[places], edge)))
    told = owners(citers)[sentences.counts(index.into[places]) > 0]
    seen = np.bincount(told, minlength=len(citers)) > 0
    close = row[sentences.common(edge, child_edge) > 0]
    together = np.bincount(close, minlength=len(references))
    return references.percentile(np.where(seen[references.list_of], together, UNKNOWN))


def coupling(references: ReferenceLists) -> Floats:
    """Percentile of bibliographic coupling: references in common with the child.

    Kessler 1963, by Salton's cosine. Unknown for a reference whose list is unknown.
    """
    counts = np.diff(references.index.starts)
    own, theirs = counts[references.citing], counts[references.cited]
    citing, cited = references.fellows
    common = np.bincount(citing[references.edges[cited] >= 0], minlength=len(references))
    known = (own > 0) & (theirs > 0)
    cosine = common / np.sqrt(np.where(known, own * theirs, 1))
    return references.percentile(np.where(known, cosine, UNKNOWN))


def cited_by_fellows(references: ReferenceLists) -> Floats:
    """Share of the child's later references that cite this one: the root of the list."""
    fellows = references.total(np.diff(references.index.starts)[references.cited] > 0)
    cited = references.fellows[1]
    counts = np.bincount(cited[references.edges[cited] >= 0], minlength=len(references))
    among = fellows[references.list_of]
    return np.where(among < 3, UNKNOWN, counts / np.maximum(1, among))


def tool(references: ReferenceLists) -> Floats:
    """Share of the reference's citers that mention it once: what everybody merely uses.

    Unknown below five citers whose mentions are known.
    """
    known, once, _, _ = references.index.cited_counts(references.cited).T
    return np.where(known < 5, UNKNOWN, once / np.maximum(1, known))


def used_by_others(references: ReferenceLists) -> Floats:
    """Mean share of *other* citers' sentences that describe it as data or a tool.

    Unknown below two other citers whose sentences are known.
    """
    _, _, known, total = references.index.cited_counts(references.cited).T
    own = material_shares(*map(references.column, MATERIAL))
    count = known - ~np.isnan(own)
    return np.where(count < 2, UNKNOWN, (total - np.nan_to_num(own)) / np.maximum(1, count))


def material(references: ReferenceLists) -> Floats:
    """1 if the title mentions a data set, benchmark, optimiser, tool or library.

    0 for all references of a child that is one itself: data sets descend from data sets.
    """
    is_material = references.index.is_material
    own = references.of_papers(is_material, references.children)
    return np.where(own[references.list_of] > 0, 0.0, references.of_papers(is_material))


def survey(references: ReferenceLists) -> Floats:
    """1 if the reference looks over a field."""
    return references.of_papers(references.index.is_survey)


def explained_away(references: ReferenceLists, scores: Floats) -> Floats:
    """Share of a reference's citing sentences that also cite a better-scored descendant.

    Reference *p* is explained away by *q* if *q* cites *p*, scores higher, and occurs in
    most (at least half) of the sentences that cite *p*: the child mentions *p* because
    it discusses *q*. It replaces transitive reduction, which deletes true parents.
    """
    values = np.where(references.sentences.counts(references.edges) > 0, 0.0, UNKNOWN)
    row, fellow, share = references.companions
    exact = np.rint(scores * 1e9)  # engines differ in the last bit
    better = exact[fellow] > exact[row]
    np.maximum.at(values, row[better], share[better])
    return values
