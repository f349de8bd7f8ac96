"""The signals of descent as expressions over rows of references.

Each has the name of its twin in :data:`ptm_graph.lineage.signals.SIGNALS`, and null where that
has NaN. A row is one reference; what it has of its child begins with ``c_``, what it has of the
cited paper with ``d_``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, NumericValue, Table

from ptm_graph.lineage.relational.columns import STORED
from ptm_graph.lineage.relational.tables import material_share

Expression = Callable[[Table], NumericValue]

UNKNOWN = ibis.null("float64")

# --- of a row alone --------------------------------------------------------------------------


def spoken(t: Table) -> NumericValue:
    """Sentences that cite a reference or use its name, at least one; null: unknown."""
    found = ibis.coalesce(ibis.greatest(t.spoken_of, t.mentions), t.spoken_of, t.mentions)
    return ibis.ifelse(found < 1, 1.0, found.cast("float64"))


def _at_most(most: float, value: NumericValue) -> NumericValue:
    return ibis.ifelse(value > most, most, value)


def _log2(value: NumericValue) -> NumericValue:
    return (1.0 + value).log2()


def _cue(name: str) -> Expression:
    """A count of a cue: 0 where sentences were read and none fired."""
    return lambda t: ibis.ifelse(t[name].isnull() & (t.mentions > 0), 0.0, t[name])


def _own(name: str) -> Expression:
    cue = _cue(f"own_{name}")
    return lambda t: _at_most(1.0, cue(t))


def _share(name: str) -> Expression:
    cue = _cue(f"cue_{name}")
    return lambda t: ibis.ifelse(t.mentions > 0, _at_most(1.0, cue(t) / t.mentions), UNKNOWN)


def _fact(name: str) -> Expression:
    return lambda t: t[name]


def _read(t: Table) -> BooleanValue:
    return t.text_mentions.notnull()


def _in_text(name: str, *, counted: bool = False) -> Expression:
    def expression(t: Table) -> NumericValue:
        value = t[f"text_{name}"]
        found = ibis.ifelse(_read(t), value.fill_null(0.0), value)
        return _log2(found) if counted else found

    return expression


def _text_early(t: Table) -> NumericValue:
    return ibis.ifelse(_read(t), 1 - t.text_first.fill_null(1.0), UNKNOWN)


def _text_closest(t: Table) -> NumericValue:
    closest = ibis.ifelse(t.text_fewest > 0, 1 / t.text_fewest.nullif(0.0), 0.0)
    return ibis.ifelse(_read(t), closest, UNKNOWN)


def _influential(t: Table) -> NumericValue:
    return ibis.ifelse(t.mentions > 0, t.influential.cast("float64"), UNKNOWN)


def _abstract_name(t: Table) -> NumericValue:
    said = t.abstract_extends.fill_null(0.0) + t.abstract_compares.fill_null(0.0)
    return ibis.ifelse((said > 0) & t.abstract_name.notnull(), 0.0, _at_most(1.0, t.abstract_name))


def _shared_author(t: Table) -> NumericValue:
    known = (t.c_surnames.length() > 0) & (t.d_surnames.length() > 0)
    shared = (t.c_surnames.intersect(t.d_surnames).length() > 0).cast("float64")
    return ibis.ifelse(known, shared, UNKNOWN)


def years_before(t: Table) -> FloatingValue:
    """Years from a reference to the child, middle to middle."""
    days = t.c_first_day + t.c_last_day - (t.d_first_day + t.d_last_day)
    return days.cast("float64") / 2 / 365.25


def _recent(t: Table) -> NumericValue:
    years = years_before(t)
    return ibis.cases(
        (years.isnull(), UNKNOWN), (years <= 3.5, 1.0), (years <= 5.5, 0.0), else_=-1.0
    )


def _tool(t: Table) -> NumericValue:
    share = t.d_once.cast("float64") / t.d_told.nullif(0)
    return ibis.ifelse(t.d_told < 5, UNKNOWN, share)


def _used_by_others(t: Table) -> NumericValue:
    own = material_share(t)
    others = t.d_described - own.notnull().cast("int64")
    share = (t.d_as_material - own.fill_null(0.0)) / others.nullif(0)
    return ibis.ifelse(others < 2, UNKNOWN, share)


def _material(t: Table) -> NumericValue:
    return ibis.ifelse(t.c_material, 0.0, t.d_material.cast("float64"))


OF_ROWS: Mapping[str, Expression] = {
    "spoken_of": lambda t: _log2(spoken(t)),
    **{name: _own(name) for name in ("extends", "builds", "starts", "adapts", "based")},
    **{name: _fact(name) for name in ("listing", "alone")},
    "undivided": lambda t: _log2(t.shares),
    "adapts_often": lambda t: _at_most(2.0, _cue("cue_adapts")(t)),
    "compared_often": lambda t: _log2(_cue("cue_compares")(t)),
    "contrasts": _share("contrasts"),
    "used_as_material": _share("material"),
    "influential": _influential,
    "text_share": _in_text("share"),
    "text_rank": _in_text("rank", counted=True),
    "text_early": _text_early,
    "text_sections": _in_text("sections", counted=True),
    "text_introduction": _in_text("in_introduction", counted=True),
    "text_related": _in_text("in_related_work", counted=True),
    "text_method": _in_text("in_method", counted=True),
    "text_experiments": _in_text("in_experiments", counted=True),
    "text_closest": _text_closest,
    "text_undivided": _in_text("undivided", counted=True),
    "text_first_person": _in_text("first_person", counted=True),
    "text_named": _in_text("named", counted=True),
    "text_phrases": _in_text("phrases"),
    **{name: _fact(name) for name in STORED},
    **{name: _fact(name) for name in ("abstract_extends", "abstract_compares")},
    "abstract_name": _abstract_name,
    "shared_author": _shared_author,
    "recent": _recent,
    "tool": _tool,
    "used_by_others": _used_by_others,
    "material": _material,
    "survey": lambda t: t.d_survey.cast("float64"),
}
"""Signals that a row has by itself."""

# --- of a row among its list -----------------------------------------------------------------


def _cocitation(t: Table) -> NumericValue:
    counts = ibis.greatest(1, t.d_into) * t.c_into
    cosine = t.together.cast("float64") / counts.nullif(0).cast("float64").sqrt()
    return ibis.ifelse(t.c_into > 0, cosine, UNKNOWN)


def _coupling(t: Table) -> NumericValue:
    cosine = t.common.cast("float64") / (t.c_out * t.d_out).nullif(0).cast("float64").sqrt()
    return ibis.ifelse(t.d_out > 0, cosine, UNKNOWN)


PLACED: Mapping[str, Expression] = {
    "newest": lambda t: -t.years,
    "cited_much": lambda t: t.world.cast("float64"),
    "cocitation": _cocitation,
    "cocited_closely": lambda t: ibis.ifelse(t.seen, t.close.cast("float64"), UNKNOWN),
    "coupling": _coupling,
}
"""Signals that are the place of a value among those of the list; what is the value."""

RELATIVE: Mapping[str, str] = {
    "spoken_share": "spoken",
    "abstract_title": "abstract_title",
    "abstract_similarity": "abstract_similarity",
}
"""Signals that are a share of the largest value of the list; which column is the value."""


def cited_by_fellows(t: Table) -> NumericValue:
    """Share of the list's references that have references and cite this one."""
    share = t.fellows.cast("float64") / t.citing_fellows.nullif(0)
    return ibis.ifelse(t.citing_fellows < 3, UNKNOWN, share)


OF_LISTS = (*PLACED, *RELATIVE, "cited_by_fellows", "explained_away")
"""Signals that need the whole list."""


def placed(t: Table) -> Table:
    """Replace each value of :data:`PLACED` by its place among those of the list.

    The share of the other known values that lie below it, ties half; one alone has 0.5.
    """
    t = t.mutate(**{name: value(t) for name, value in PLACED.items()})
    places = {}
    for name in PLACED:
        part = [t.citing, t[name].notnull()]
        upto = ibis.range_window(following=0, group_by=part, order_by=t[name])
        below = ibis.rank().over(ibis.window(group_by=part, order_by=t[name]))
        count = t.count().over(ibis.window(group_by=part))
        place = (below + t[name].count().over(upto) - 1).cast("float64") / 2 / (count - 1).nullif(0)
        places[name] = ibis.ifelse(t[name].notnull(), place.fill_null(0.5), UNKNOWN)
    return t.mutate(**places)


def relative(t: Table, name: str) -> NumericValue:
    """Value of a signal of :data:`RELATIVE`; the largest of the list is in ``most_…``."""
    most = t[f"most_{name}"]
    return t[RELATIVE[name]] / ibis.ifelse(most > 0, most, 1.0)
