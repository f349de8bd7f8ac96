"""Numbers computed from texts, kept in the library so that a graph is made at once.

Reading every citing sentence takes seconds, and the texts change only when a service is
asked; so it is done then, for the papers whose texts changed, and the result is stored.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.facts import (
    change_classes,
    citation_cues,
    citation_facts,
    coined_names,
    derivation,
    own_words,
    relation_types,
    sieves,
)
from ptm_graph.facts import key_phrases as phrases_module
from ptm_graph.facts import short_names as names_module
from ptm_graph.facts.derivation import derived_names
from ptm_graph.facts.key_phrases import key_phrases
from ptm_graph.facts.own_words import contributions
from ptm_graph.facts.short_names import Hearing, short_names
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.words.model import Citation, Paper, Passage
from ptm_graph.words.records import FULL_TEXT

_Computed = tuple[str, list[Citation], list[citation_facts.CitationFacts], str]
Spoken = Mapping[tuple[str, str], Sequence[Passage]]

WHAT = "facts"
"""Under this name the library remembers which texts the stored numbers come from."""


def update_facts(
    library: Library,
    progress: Progress | None = None,
    *,
    spoken: Spoken | None = None,
    known: bool = False,
) -> int:
    """Compute and store the facts of every reference list whose texts have changed.

    Parameters
    ----------
    library : Library
        Open for writing.
    progress : Progress, optional
        Told about each list.
    spoken : mapping, optional
        Citing and cited key → passages with their words, where the library keeps none.
    known : bool, default False
        Whether the facts that are stored were read from these texts elsewhere; they stay then.

    Returns
    -------
    int
        How many reference lists were recomputed.
    """
    papers = {paper.key: paper for paper in library.iter_papers()}
    stale = _stale_lists(library, papers)
    progress = progress or Silent()
    progress.stage("reading citing sentences", len(stale))
    computed: list[_Computed] = []
    for citing, listed, fingerprint in stale:
        if known:
            computed.append((citing, [], [], fingerprint))
            progress.advance()
            continue
        citations = [_with_words(one, spoken or {}) for one in listed]
        references = [(papers[one.cited], one) for one in citations]
        facts = citation_facts.for_reference_list(papers[citing], references)
        computed.append((citing, citations, facts, fingerprint))
        progress.advance()
    with library.writing() as writer:
        for citing, citations, facts, fingerprint in computed:
            number = writer.number(citing)
            told = papers[citing].provenance
            writer.store_facts(
                number,
                {
                    writer.number(one.cited): replace(
                        read, rests_on=_grounds(told, one, read, _has_words(citations))
                    )
                    for one, read in zip(citations, facts, strict=True)
                },
            )
            writer.mark_checked([number], WHAT, "", fingerprint)
        if computed:
            for key, phrases in key_phrases(p for p in papers.values() if p.abstract).items():
                writer.store_key_phrases(writer.number(key), phrases)
        _store_phrases(writer, papers, anew=bool(computed))
        if computed or any(paper.short_names is None for paper in papers.values()):
            named = short_names(papers.values(), _hearing(library, papers))
            for paper in papers.values():
                if (names := named.get(paper.key, ())) != paper.short_names:
                    writer.store_short_names(writer.number(paper.key), names)
    return len(computed)


def _store_phrases(writer: Writer, papers: Mapping[str, Paper], *, anew: bool) -> None:
    """Store what each abstract says that it derives from and that its authors made."""
    for paper in papers.values():
        if not paper.abstract:
            continue
        carried = paper.provenance
        if anew or paper.derived_names is None:
            names = derived_names(paper)
            if names != paper.derived_names or "derived_names" in carried:
                writer.store_derived_names(writer.number(paper.key), names)
        if anew or paper.contributions is None:
            made = contributions(paper.title, paper.abstract)
            if made != paper.contributions or "contributions" in carried:
                writer.store_contributions(writer.number(paper.key), made)


def _hearing(library: Library, papers: Mapping[str, Paper]) -> Hearing:
    """What the papers of a library call those they cite."""
    hearing = Hearing()
    for citation in library.iter_citations():
        said = [passage.text for passage in citation.passages or () if passage.text]
        if said or citation.sentences:
            hearing.add(papers[citation.cited], [*(citation.sentences or ()), *said])
    return hearing


def _with_words(citation: Citation, spoken: Spoken) -> Citation:
    passages = spoken.get((citation.citing, citation.cited))
    return citation if passages is None else replace(citation, passages=tuple(passages))


def _has_words(citations: Sequence[Citation]) -> bool:
    """Whether the library has what the paper itself says of any of its references."""
    return any(passage.text for one in citations for passage in one.passages or ())


def _grounds(
    told: Mapping[str, str], citation: Citation, read: citation_facts.CitationFacts, said: bool
) -> dict[str, str]:
    """From whose texts facts were read: ``told`` names who gave what of the citing paper."""
    grounds = {"abstract": told["abstract"]} if "abstract" in told else {}
    if read.sentence_numbers is not None and citation.source is not None:
        grounds["sentences"] = FULL_TEXT if said else citation.source
    return grounds


def _stale_lists(
    library: Library, papers: Mapping[str, Paper]
) -> list[tuple[str, list[Citation], str]]:
    lists: dict[str, list[Citation]] = defaultdict(list)
    for citation in library.iter_citations():
        lists[citation.citing].append(citation)
    known = library.checked(WHAT)
    version = _definition()
    stale = []
    for citing, citations in lists.items():
        if papers[citing].abstract is None and all(
            one.sentences is None and one.passages is None for one in citations
        ):
            continue  # nothing to read; facts of a snapshot, if any, stay
        fingerprint = _fingerprint(version, papers[citing], citations, papers)
        if known.get(citing, ("", ""))[1] != fingerprint:
            stale.append((citing, citations, fingerprint))
    return stale


_MODULES = (
    *(citation_facts, citation_cues, change_classes),
    *(coined_names, derivation, phrases_module, sieves),
    *(names_module, own_words, relation_types),
)


def _definition() -> str:
    """Tell whether the way of computing is still the one stored facts come from."""
    digest = hashlib.blake2b(digest_size=16)
    for module in _MODULES:
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()


def _fingerprint(
    version: str, citing: Paper, citations: Sequence[Citation], papers: Mapping[str, Paper]
) -> str:
    digest = hashlib.blake2b(version.encode(), digest_size=16)
    for paper in (citing, *(papers[one.cited] for one in citations)):
        digest.update(repr((paper.title, paper.aliases, paper.abstract, paper.authors)).encode())
    for citation in citations:
        digest.update(repr(citation.sentences).encode())
        if citation.passages is not None:
            digest.update(repr(citation.passages).encode())
    return digest.hexdigest()
