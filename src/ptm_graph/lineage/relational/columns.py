"""Names of the columns that the relational lineage reads of papers and citations."""

from __future__ import annotations

STORED = ("title_name", "name_within", "own_record", "title_overlap")
"""Signals that are stored with each citation, computed from texts by the functions of their
names in :mod:`ptm_graph.lineage.text_signals`; no engine reads a text."""

CUES = (
    *("own_extends", "own_builds", "own_starts", "own_adapts", "own_based"),
    *("cue_adapts", "cue_compares", "cue_contrasts", "cue_material"),
)
"""Facts that count as 0 where sentences were read and none fired."""

TEXT_FACTS = (
    *("text_mentions", "text_first", "text_fewest", "text_share", "text_rank", "text_sections"),
    *("text_in_introduction", "text_in_related_work", "text_in_method", "text_in_experiments"),
    *("text_undivided", "text_first_person", "text_named", "text_phrases"),
)
"""Facts of the citing paper's own full text."""

FACTS = (
    *("spoken_of", "first_person", "listing", "alone"),
    *CUES,
    *("abstract_name", "abstract_extends", "abstract_compares"),
    *("abstract_title", "abstract_similarity"),
    *TEXT_FACTS,
)
"""Facts of texts that are stored with each citation; see
:mod:`ptm_graph.facts.citation_facts` and :mod:`ptm_graph.facts.full_text_facts`."""
