"""The signals of descent: their register, and how each is said.

A signal gives one number for each reference, NaN where the data it needs are unknown. An
unknown signal adds nothing to the score, or what the middle reference of the list has
(``unknown``). What each number weighs is data
(``weights.json``); ``docs/lineage.md`` says how the weights were found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

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
from ptm_graph.lineage.index import Floats
from ptm_graph.lineage.reference_list import ReferenceList
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
    """One signal: how it is computed and how it is said."""

    name: str
    compute: Callable[[ReferenceList], Floats]
    say: Callable[[float], str]
    """Its value in words."""
    kind: Kind = "structural"
    unknown: Unknown = "nothing"


# --- the register ----------------------------------------------------------------------------


def _percent(text: str) -> Callable[[float], str]:
    return lambda value: text.format(f"{value:.0%}")


def _plain(text: str) -> Callable[[float], str]:
    return lambda value: text


def _say_spoken_of(value: float) -> str:
    count = round(2**value - 1)
    return f"cited or named in {count} sentence{'s' * (count != 1)}"


def _say_undivided(value: float) -> str:
    return f"counts as {2**value - 1:.1f} sentences that cite it alone"


def _say_adapts_often(value: float) -> str:
    return f"adapting or replacing is mentioned in {value:.1f} of its citing sentences"


def _say_compared_often(value: float) -> str:
    count = max(1, round(2**value - 1))
    return f"compared against or outperformed in {count} sentence{'s' * (count != 1)}"


def _say_recent(value: float) -> str:
    if value > 0:
        return "at most three years older"
    return "more than five years older" if value < 0 else "four or five years older"


SIGNALS: tuple[Signal, ...] = (
    Signal("spoken_of", spoken_of, _say_spoken_of, "counted"),
    Signal(
        "spoken_share",
        spoken_share,
        _percent("mentioned {} as often as the most mentioned reference"),
        "counted",
    ),
    Signal(
        "extends",
        own_cue("extends"),
        _plain("the authors say they extend or generalise it"),
        "explicit",
    ),
    Signal("builds", own_cue("builds"), _plain("the authors say they build on it"), "explicit"),
    Signal(
        "starts",
        own_cue("starts"),
        _plain("the authors start from it or reproduce it"),
        "explicit",
    ),
    Signal(
        "adapts",
        own_cue("adapts"),
        _plain("the authors adapt, replace or are inspired by it"),
        "explicit",
    ),
    Signal("based", own_cue("based"), _plain("“based on” in the authors' own words"), "explicit"),
    Signal(
        "listing",
        fact("listing"),
        _percent("{} of its citing sentences list four or more works"),
        "counted",
    ),
    Signal("alone", fact("alone"), _percent("{} of its citing sentences cite it alone"), "counted"),
    Signal("undivided", undivided, _say_undivided, "counted"),
    Signal("adapts_often", adapts_often, _say_adapts_often, "counted"),
    Signal("compared_often", compared_often, _say_compared_often, "counted"),
    Signal(
        "contrasts",
        cue_share("contrasts"),
        _percent("contrasted with in {} of its citing sentences"),
        "counted",
    ),
    Signal(
        "used_as_material",
        cue_share("material"),
        _percent("described as data or a tool in {} of its citing sentences"),
        "counted",
    ),
    Signal(
        "influential", influential, _plain("influential according to Semantic Scholar"), "counted"
    ),
    Signal("title_name", title_name, _plain("its name stands in the child's title"), "explicit"),
    Signal("name_within", name_within, _plain("the child's name contains its name"), "counted"),
    Signal(
        "abstract_extends",
        abstract_extends,
        _plain("the abstract says the child derives from it"),
        "explicit",
    ),
    Signal("abstract_name", abstract_name, _plain("the abstract names it"), "counted"),
    Signal(
        "abstract_compares",
        fact("abstract_compares"),
        _plain("the abstract names it as outperformed"),
        "counted",
    ),
    Signal(
        "abstract_similarity",
        abstract_similarity,
        _percent("abstract {} as similar as the most similar reference's"),
        unknown="median",
    ),
    Signal(
        "abstract_title",
        abstract_title,
        _percent("the abstract uses words of its title ({} of the most in the list)"),
    ),
    Signal("title_overlap", title_overlap, _percent("titles share {} of their distinctive words")),
    Signal("shared_author", shared_author, _plain("an author in common")),
    Signal("recent", recent, _say_recent),
    Signal("newest", newest, _percent("newer than {} of the child's references")),
    Signal("cited_much", cited_much, _percent("more cited than {} of the child's references")),
    Signal(
        "cocitation",
        cocitation,
        _percent("cited together with the child more often than {} of its references"),
    ),
    Signal(
        "cocited_closely",
        cocited_closely,
        _percent("cited in the same sentence as the child more often than {} of its references"),
    ),
    Signal(
        "coupling",
        coupling,
        _percent("shares more references with the child than {} of its references"),
    ),
    Signal(
        "cited_by_fellows",
        cited_by_fellows,
        _percent("cited by {} of the child's other references"),
    ),
    Signal("tool", tool, _percent("{} of the papers citing it mention it only once")),
    Signal(
        "used_by_others",
        used_by_others,
        _percent("others describe it as data or a tool in {} of their sentences"),
        "counted",
    ),
    Signal("material", material, _plain("its title is about data or a tool")),
    Signal("survey", survey, _plain("it is a survey")),
    Signal("own_record", own_record, _plain("another record of the child itself")),
)
"""All first-pass signals, in the order of explanation."""

EXPLAINED_AWAY = "explained_away"
"""The second-pass signal: see :func:`ptm_graph.lineage.graph_signals.explained_away`."""


def say_explained_away(value: float) -> str:
    """The second-pass signal in words."""
    return f"{value:.0%} of its citing sentences also cite a stronger descendant of it"
