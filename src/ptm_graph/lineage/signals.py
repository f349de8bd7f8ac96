"""The register of the signals of descent.

A signal gives one number for each row of many reference lists, NaN where the data it needs are
unknown. An unknown signal adds nothing to the score, or the median of the list
(``unknown``). The weights are data (``weights.json``), and so are the sentences
(``words/sentences.toml``); ``docs/lineage.md`` says how the weights were found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ptm_graph.graph.spans import Floats
from ptm_graph.lineage.graph_signals import (
    cited_by_fellows,
    cited_much,
    cocitation,
    cocited_closely,
    coupling,
    material,
    newest,
    recent,
    shared_author,
    survey,
    tool,
    used_by_others,
)
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.text_signals import (
    abstract_extends,
    abstract_name,
    abstract_similarity,
    abstract_title,
    adapts_often,
    compared_often,
    cue_share,
    fact,
    influential,
    name_within,
    own_cue,
    own_record,
    spoken_of,
    spoken_share,
    title_name,
    title_overlap,
    undivided,
)

Unknown = Literal["nothing", "median"]
"""What an unknown value counts as: nothing, or the median of the list's known values."""

Kind = Literal["explicit", "counted", "structural"]
"""What a signal rests on: words of the authors about descent (tier A), counts, names and
influence (B), the graph alone (C)."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: how it is computed, and what it counts as."""

    name: str
    """Its sentence is under this name in ``words/sentences.toml``."""
    compute: Callable[[ReferenceLists], Floats]
    kind: Kind = "structural"
    unknown: Unknown = "nothing"


SIGNALS: tuple[Signal, ...] = (
    Signal("spoken_of", spoken_of, "counted"),
    Signal("spoken_share", spoken_share, "counted"),
    Signal("extends", own_cue("extends"), "explicit"),
    Signal("builds", own_cue("builds"), "explicit"),
    Signal("starts", own_cue("starts"), "explicit"),
    Signal("adapts", own_cue("adapts"), "explicit"),
    Signal("based", own_cue("based"), "explicit"),
    Signal("listing", fact("listing"), "counted"),
    Signal("alone", fact("alone"), "counted"),
    Signal("undivided", undivided, "counted"),
    Signal("adapts_often", adapts_often, "counted"),
    Signal("compared_often", compared_often, "counted"),
    Signal("contrasts", cue_share("contrasts"), "counted"),
    Signal("used_as_material", cue_share("material"), "counted"),
    Signal("influential", influential, "counted"),
    Signal("title_name", title_name, "explicit"),
    Signal("name_within", name_within, "counted"),
    Signal("abstract_extends", abstract_extends, "explicit"),
    Signal("abstract_name", abstract_name, "counted"),
    Signal("abstract_compares", fact("abstract_compares"), "counted"),
    Signal("abstract_similarity", abstract_similarity, unknown="median"),
    Signal("abstract_title", abstract_title),
    Signal("title_overlap", title_overlap),
    Signal("shared_author", shared_author),
    Signal("recent", recent),
    Signal("newest", newest),
    Signal("cited_much", cited_much),
    Signal("cocitation", cocitation),
    Signal("cocited_closely", cocited_closely),
    Signal("coupling", coupling),
    Signal("cited_by_fellows", cited_by_fellows),
    Signal("tool", tool),
    Signal("used_by_others", used_by_others, "counted"),
    Signal("material", material),
    Signal("survey", survey),
    Signal("own_record", own_record),
)
"""All first-pass signals, in the order of explanation."""

EXPLAINED_AWAY = "explained_away"
"""The second-pass signal: see :func:`ptm_graph.lineage.graph_signals.explained_away`."""
