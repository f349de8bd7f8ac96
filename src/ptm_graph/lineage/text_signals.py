"""Signals from words: what the citing sentences, the abstract, titles and names say.

Each is a pure function of many reference lists that gives one number for each row, NaN where
the data it needs are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ptm_graph.facts.coined_names import NameFinder, is_coined
from ptm_graph.graph.spans import Floats, contained, owners, spans, summed
from ptm_graph.lineage.edge_numbers import UNKNOWN
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.words.titles import same_work

# --- what the citing sentences say -------------------------------------------------------


def spoken_of(references: ReferenceLists) -> Floats:
    """log2(1 + sentences that cite the work or use its name), at least one.

    The strongest single sign of importance in Zhu et al. 2015 and Valenzuela et al. 2015.
    A reference occurs in the text at least once, whatever the service has found.
    """
    sentences: Floats = np.log2(1 + references.spoken_of)
    return sentences


def spoken_share(references: ReferenceLists) -> Floats:
    """Sentences that cite the work or use its name, as a share of the most spoken of."""
    return references.relative(references.spoken_of)


def own_cue(name: str) -> Callable[[ReferenceLists], Floats]:
    """The signal “first-person sentences with this cue, at most 1”."""

    def compute(references: ReferenceLists) -> Floats:
        return np.minimum(1.0, references.cue(f"own_{name}"))

    compute.__doc__ = f"First-person sentences with a cue of the class “{name}”, at most 1."
    return compute


def cue_share(name: str) -> Callable[[ReferenceLists], Floats]:
    """The signal “share of the citing sentences with this cue”."""

    def compute(references: ReferenceLists) -> Floats:
        count = np.where(references.mentions > 0, references.mentions, UNKNOWN)
        return np.minimum(1.0, references.cue(f"cue_{name}") / count)

    compute.__doc__ = f"Share of the citing sentences with a cue of the class “{name}”."
    return compute


def undivided(references: ReferenceLists) -> Floats:
    """log2(1 + citing sentences, each shared evenly among the known works it cites).

    Three sentences that cite a work alone weigh as much as six that cite it beside another.
    """
    held = references.sentences
    sentences, counts = held.of(references.edges)
    works = np.bincount(sentences, minlength=held.count)
    shares = summed(1 / works[sentences], owners(counts), len(references))
    known: Floats = np.log2(1 + np.where(counts > 0, shares, UNKNOWN))
    return known


def adapts_often(references: ReferenceLists) -> Floats:
    """Citing sentences that mention adapting, replacing or being inspired, at most 2."""
    return np.minimum(2.0, references.cue("cue_adapts"))


def compared_often(references: ReferenceLists) -> Floats:
    """log2(1 + citing sentences in which something is compared or outperformed).

    What a paper compares itself with is spoken of often and rarely its parent.
    """
    return np.log2(1 + references.cue("cue_compares"))


def fact(name: str) -> Callable[[ReferenceLists], Floats]:
    """The signal that is a stored fact as it is."""

    def compute(references: ReferenceLists) -> Floats:
        return references.fact(name)

    compute.__doc__ = f"The fact ``{name}`` as it is (see ``ptm_graph.facts.citation_facts``)."
    return compute


def in_text(name: str, *, counted: bool = False) -> Callable[[ReferenceLists], Floats]:
    """The signal that is a number of the child's full text, 0 where it has nothing of it.

    ``counted``: as log2(1 + n).
    """

    def compute(references: ReferenceLists) -> Floats:
        read = ~np.isnan(references.fact("text_mentions"))
        found = references.fact(f"text_{name}")
        found = np.where(read & np.isnan(found), 0.0, found)
        return np.log2(1 + found) if counted else found

    compute.__doc__ = f"The fact ``text_{name}`` (see ``ptm_graph.facts.full_text_facts``)."
    return compute


def text_early(references: ReferenceLists) -> Floats:
    """How early the full text cites it first: 1 at the beginning, 0 at the end or nowhere."""
    read = ~np.isnan(references.fact("text_mentions"))
    return np.where(read, 1 - np.nan_to_num(references.fact("text_first"), nan=1.0), UNKNOWN)


def text_closest(references: ReferenceLists) -> Floats:
    """One by the fewest works that a sentence of the full text cites it among; 0: none does."""
    read = ~np.isnan(references.fact("text_mentions"))
    fewest = references.fact("text_fewest")
    return np.where(read, np.nan_to_num(1 / np.where(fewest > 0, fewest, UNKNOWN)), UNKNOWN)


def influential(references: ReferenceLists) -> Floats:
    """Semantic Scholar's judgement, only where the pair has citing sentences.

    Valenzuela et al. 2015; without sentences the service cannot have judged.
    """
    judged = references.column("influential")
    return np.where(np.nan_to_num(references.mentions) > 0, judged, UNKNOWN)


# --- names -----------------------------------------------------------------------------------


def title_name(references: ReferenceLists) -> Floats:
    """1 if the reference's coined name is a word of the child's title.

    Read from the graph, and from the stored fact where the name stands only in an
    abstract. A name that two references bear counts for neither.
    """
    index = references.index
    titles = [str(index.node(child).get("title") or "") for child in references.children.tolist()]
    found = np.zeros(len(references))
    named: dict[int, dict[str, list[str]]] = {}
    for row, place, name in _names(references):
        if name in titles[place] and name not in index.names(int(references.children[place])):
            named.setdefault(place, {}).setdefault(str(row), []).append(name)
    for place, names in named.items():
        found[[int(row) for row in NameFinder(names).spans(titles[place])]] = 1.0
    known: Floats = np.fmax(found, references.fact("title_name"))
    return known


def _names(references: ReferenceLists) -> Iterator[tuple[int, int, str]]:
    """Names of the references: row, place of the list, name."""
    papers, inverse = np.unique(references.cited, return_inverse=True)
    held = [references.index.names(paper) for paper in papers.tolist()]
    count = np.array([len(names) for names in held], dtype=np.int64)
    some = np.flatnonzero(count[inverse])
    lists = references.list_of[some].tolist()
    for row, place, paper in zip(some.tolist(), lists, inverse[some].tolist(), strict=True):
        for name in held[paper]:
            yield row, place, name


def name_within(references: ReferenceLists) -> Floats:
    """1 if a coined name of the child contains a coined name of the reference.

    ``RoBERTa`` contains ``BERT``. At least three letters, and the longest such name of
    the list wins.
    """
    own = [
        [name.casefold() for name in references.index.names(child) if len(name.split()) <= 2]
        for child in references.children.tolist()
    ]
    lengths = np.zeros(len(references))
    for row, place, name in _names(references):
        if own[place] and 3 <= len(name) <= 20 and is_coined(name):
            folded = name.casefold()
            if any(folded in mine and folded != mine for mine in own[place]):
                lengths[row] = max(lengths[row], len(name))
    longest = references.largest(lengths, 1.0)[references.list_of]
    return np.where(lengths == longest, 1.0, 0.0)


def abstract_extends(references: ReferenceLists) -> Floats:
    """1 if the child's abstract says that it derives from the reference.

    The fact ``abstract_extends`` of the citation; for a paper to which no reference is
    known, that its name is among those the abstract derives from.
    """
    named = np.full(len(references), UNKNOWN)
    told = [
        (place, paper)
        for place, child in enumerate(references.children.tolist())
        for paper in references.index.derived_parents(child)
    ]
    lists, papers = np.array(told, dtype=np.int64).reshape(-1, 2).T
    named[references.row_of(lists, papers)] = 1.0
    known: Floats = np.fmax(named, references.fact("abstract_extends"))
    return known


def abstract_name(references: ReferenceLists) -> Floats:
    """1 if the child's abstract names the reference in passing: as no ancestor or rival."""
    named = references.fact("abstract_name")
    said = np.nan_to_num(references.fact("abstract_extends")) + np.nan_to_num(
        references.fact("abstract_compares")
    )
    return np.where(np.isnan(named), UNKNOWN, np.where(said > 0, 0.0, np.minimum(1.0, named)))


def own_record(references: ReferenceLists) -> Floats:
    """1 if the reference is another record of the child, from which nothing descends.

    Its title is the child's or contains a long title of the child (a preprint, a code release,
    a comment on it), or it is the child's but for a few letters and most authors are the same.
    """
    index = references.index
    papers, inverse = np.unique(references.cited, return_inverse=True)
    titles = list(map(index.plain_title, papers.tolist()))
    owns = list(map(index.plain_title, references.children.tolist()))
    words = [len(own.split()) for own in owns]
    pairs = zip(inverse.tolist(), references.list_of.tolist(), strict=True)

    def alike(paper: int, at: int) -> bool:
        title, own = titles[paper], owns[at]
        if words[at] < TELLING_TITLE or not title:
            return False
        if title == own or (words[at] >= 2 * TELLING_TITLE and f" {own} " in f" {title} "):
            return True
        if title[0] != own[0] or abs(len(title) - len(own)) > len(own) // 10:
            return False  # spares most of the work; two spellings differ by less
        first = set(index.surnames(int(references.children[at])))
        second = set(index.surnames(int(papers[paper])))
        most = 2 * len(first & second) > max(1, min(len(first), len(second)))
        return most and same_work(title, own)

    return np.array([alike(*pair) for pair in pairs], dtype=float)


TELLING_TITLE = 4
"""Words from which on a title names one work; twice as many do so within another title."""


def title_overlap(references: ReferenceLists) -> Floats:
    """Title words in common, each by its idf, as a share of both titles (Dice)."""
    words, starts, weights = references.index.title_words
    whole = summed(weights[words], owners(np.diff(starts)), len(starts) - 1)
    own, lengths = spans(starts, references.children)
    ends = owners(lengths) * len(weights) + words[own]
    theirs, counts = spans(starts, references.cited)
    asked = np.repeat(references.list_of, counts) * len(weights) + words[theirs]
    worth = np.where(contained(asked, ends), weights[words[theirs]], 0.0)
    shared = summed(worth, owners(counts), len(references))
    both = whole[references.citing] + whole[references.cited]
    return np.where(both > 0, 2 * shared / np.where(both > 0, both, 1.0), 0.0)


def abstract_title(references: ReferenceLists) -> Floats:
    """How much of the reference's title occurs in the child's abstract, relative to the list.

    See the fact ``abstract_title``; the reference whose title occurs there most has 1.
    """
    return references.relative(references.fact("abstract_title"))


def abstract_similarity(references: ReferenceLists) -> Floats:
    """Similarity of the abstracts, relative to the most similar reference."""
    return references.relative(references.fact("abstract_similarity"))
