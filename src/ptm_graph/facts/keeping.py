"""Facts computed anew never replace facts that rest on more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.words.model import Citation

_OF_ABSTRACTS = "abstract_"
_OF_BOTH = "label_"
_OF_TITLES = "title_name"


def never_poorer(new: CitationFacts, known: Citation) -> CitationFacts:
    """Facts of a citation computed anew, completed by the stored ones that rest on more.

    A snapshot brings facts without the texts they come from. Where the sentences of the
    citing paper have not been seen since, what was read from sentences stays, and only what
    rests on abstracts is renewed; where an abstract is not known, what was read from it stays.

    Parameters
    ----------
    new : CitationFacts
        Computed from the texts that the library has now.
    known : Citation
        The citation with its stored facts.

    Returns
    -------
    CitationFacts
        ``new`` itself where nothing stored rests on more.
    """
    stored = known.facts or {}
    read_now = new.sentence_numbers is not None
    kept = {
        name: value
        for name, value in stored.items()
        if name not in new.facts and _rests_on_more(name, read_now, new.facts)
    }
    numbers = new.sentence_numbers if read_now else known.sentence_numbers
    if not kept and numbers == new.sentence_numbers:
        return new
    return CitationFacts(
        facts=MappingProxyType({**new.facts, **kept}),
        sentence_numbers=numbers,
        mentions=new.mentions if read_now else None if numbers is None else len(numbers),
    )


def _rests_on_more(name: str, sentences_read: bool, new: Mapping[str, float]) -> bool:
    """Whether a stored fact that was not computed anew rests on texts that are not here."""
    if name.startswith(_OF_ABSTRACTS):
        # each list read with its abstract has this fact for every reference
        return "abstract_title" not in new
    if name.startswith(_OF_BOTH):
        return not sentences_read
    return name != _OF_TITLES and not sentences_read
