"""What the columns of a corpus hold of a paper and of its references, computed from texts.

By the functions that serve libraries, so that a corpus and a library judge alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ptm_graph.facts.coined_names import names_given
from ptm_graph.facts.key_phrases import content_words
from ptm_graph.graph.dates import date_of
from ptm_graph.graph.spans import Floats
from ptm_graph.lineage.index import REVIEW, CitationIndex, says_material, says_survey
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.relational.columns import FACTS, STORED
from ptm_graph.lineage.reliability import measured_field
from ptm_graph.lineage.sentence_sets import sentences_in
from ptm_graph.lineage.signals import SIGNALS
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS
from ptm_graph.words.titles import surname

_COMPUTED: Mapping[str, Callable[[ReferenceLists], Floats]] = {
    signal.name: signal.compute for signal in SIGNALS if signal.name in STORED
}


def paper_row(number: int, key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a paper in ``papers``.

    Parameters
    ----------
    number, key : int, str
        Its number in the corpus and its best identifier.
    data : mapping
        Attributes as a paper of a citation graph has them (``docs/data-model.md``).
    """
    title = str(data.get("title") or "")
    authors = lists.split(data.get("authors"))
    types = lists.split(data.get("publication_types"))
    date = date_of(data)
    state = data.get("references_state")
    identifiers = [f"{kind}:{data[kind]}" for kind in IDENTIFIER_KINDS if data.get(kind)]
    return {
        "paper": number,
        "key": key,
        "identifiers": [one for one in identifiers if one != key],
        "title": title,
        "authors": authors,
        "year": data.get("year"),
        "date": data.get("date"),
        "first_day": None if date is None else date.first_day.toordinal(),
        "last_day": None if date is None else date.last_day.toordinal(),
        "venue": data.get("venue"),
        "fields": lists.split(data.get("fields_of_study")),
        "publication_types": types,
        "citation_count": data.get("citation_count"),
        "influential_citation_count": data.get("influential_citation_count"),
        "reference_count": data.get("reference_count"),
        "complete": None if state is None else state == "complete",
        "material": says_material(title),
        "survey": says_survey(title),
        "review": REVIEW in types,
        "measured": measured_field(data),
        "surnames": sorted({hashed(name) for name in map(surname, authors) if name}),
        "names": names_given(title, ()),
        "words": sorted(map(hashed, content_words(title))),
    }


def citation_row(citing: int, cited: int, data: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a citation in ``citations`` without the signals that are stored.

    Parameters
    ----------
    citing, cited : int
        Numbers of the papers.
    data : mapping
        Attributes as a citation of a citation graph has them.
    """
    numbers = data.get("sentence_numbers")
    return {
        "citing": citing,
        "cited": cited,
        "influential": data.get("influential"),
        "intents": lists.split(data.get("intents")),
        "mentions": data.get("mentions"),
        "sentence_numbers": None if numbers is None else sentences_in(str(numbers)),
        **{name: data.get(f"fact_{name}") for name in FACTS},
    }


def stored_signals(index: CitationIndex, children: Sequence[int]) -> dict[str, Floats]:
    """The stored signals of all references of some papers of an index.

    Returns
    -------
    dict of str to numpy.ndarray
        Names of ``STORED``; (citations,), sorted by citing and cited paper.
    """
    references = ReferenceLists(index, children)
    return {name: compute(references) for name, compute in _COMPUTED.items()}


@lru_cache(maxsize=1 << 18)
def hashed(word: str) -> int:
    """A number from 0 to 2⁶³ − 1 for a word, the same everywhere."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
