"""Library → snapshot: its facts without its texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ptm_graph.facts import citation_facts
from ptm_graph.facts.derivation import derived_names
from ptm_graph.facts.key_phrases import key_phrases
from ptm_graph.facts.own_words import contributions
from ptm_graph.library import Library
from ptm_graph.sources.snapshot import Snapshot, SnapshotPaper, SnapshotReference
from ptm_graph.words.model import Citation, Paper
from ptm_graph.words.records import PaperRecord

_CARRIED = (
    *("identifiers", "title", "authors", "year", "published", "venue", "categories"),
    *("fields_of_study", "publication_types", "citation_count", "influential_citation_count"),
    "reference_count",
)
"""What of a paper is a fact and goes into a snapshot as it is."""


def take_snapshot(library: Library, provenance: str | None = None) -> Snapshot:
    """Collect the facts of a library.

    No abstract, comment or citing sentence is taken; the numbers computed from them
    (see :mod:`ptm_graph.facts.citation_facts`) key phrases and the names an
    abstract says it derives from are facts and are.

    Parameters
    ----------
    library : Library
        Open for reading.
    provenance : str, optional
        Where the data came from and of when it is, in one sentence. Default: what the
        library itself remembers.
    """
    papers = {paper.key: paper for paper in library.iter_papers()}
    phrases = key_phrases(
        paper for paper in papers.values() if paper.abstract and paper.key_phrases is None
    )
    lists: dict[str, list[Citation]] = defaultdict(list)
    for citation in library.iter_citations():
        lists[citation.citing].append(citation)
    unresolved: dict[str, list[tuple[str | None, int | None, str]]] = defaultdict(list)
    for one in library.unresolved_references():
        unresolved[one.citing].append((one.title, one.year, one.reason))
    return Snapshot(
        provenance=provenance or _provenance(library),
        papers={
            key: SnapshotPaper(
                key=key,
                record=_record(paper, paper.key_phrases or phrases.get(key)),
                references_state=paper.references_state,
                references=_references(paper, lists[key], papers),
                unresolved=tuple(unresolved[key]),
            )
            for key, paper in papers.items()
        },
    )


def _provenance(library: Library) -> str:
    fetched = library.meta("fetched")
    if fetched is not None:
        asked = next(
            (one.requests for one in reversed(library.history.refreshes()) if one.requests), {}
        )
        return f"{' and '.join(sorted(asked)) or 'the services'}, fetched on {fetched}"
    return library.meta("snapshot") or "a reading list only, nothing fetched"


def _record(paper: Paper, key_phrases: Sequence[str] | None) -> PaperRecord:
    unread = paper.derived_names is None and paper.abstract
    return PaperRecord(
        source="snapshot",
        **{name: getattr(paper, name) for name in _CARRIED},
        key_phrases=None if key_phrases is None else tuple(key_phrases),
        derived_names=derived_names(paper) if unread else paper.derived_names,
        short_names=paper.short_names,
        contributions=_made(paper),
        notices=paper.notices,
    )


def _made(paper: Paper) -> tuple[str, ...] | None:
    unread = paper.contributions is None and paper.abstract
    return contributions(paper.title, paper.abstract) if unread else paper.contributions


def _references(
    citing: Paper, citations: Sequence[Citation], papers: Mapping[str, Paper]
) -> tuple[SnapshotReference, ...]:
    facts = _reference_facts(citing, citations, papers)
    return tuple(
        SnapshotReference(
            cited=citation.cited,
            listed=citing.references_state != "unknown",
            influential=citation.influential,
            intents=citation.intents,
            sentence_numbers=numbers.sentence_numbers,
            facts=dict(numbers.facts) or None,
        )
        for citation, numbers in zip(citations, facts, strict=True)
    )


def _reference_facts(
    citing: Paper, citations: Sequence[Citation], papers: Mapping[str, Paper]
) -> list[citation_facts.CitationFacts]:
    """What the texts say about each reference of one paper, as numbers.

    The stored facts where there are any; else they are computed from the texts.
    """
    if any(one.facts or one.sentence_numbers is not None for one in citations) or (
        citing.abstract is None and all(one.sentences is None for one in citations)
    ):
        return [
            citation_facts.CitationFacts(
                facts=one.facts or {},
                sentence_numbers=one.sentence_numbers,
                mentions=None if one.sentence_numbers is None else len(one.sentence_numbers),
            )
            for one in citations
        ]
    return citation_facts.for_reference_list(
        citing, [(papers[citation.cited], citation) for citation in citations]
    )
