"""Score, confidence and choice of parents as one expression over the tables of a corpus.

The twin of :mod:`ptm_graph.lineage.score` and :mod:`ptm_graph.lineage.judging` where parents may
be any reference. Scores are rounded before they are compared, because engines differ in the
last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import ibis
from ibis import _
from ibis.expr.types import NumericValue, StringValue, Table, Value

from ptm_graph.lineage.relational.signals import (
    OF_LISTS,
    OF_ROWS,
    RELATIVE,
    UNKNOWN,
    cited_by_fellows,
    placed,
    relative,
    spoken,
    years_before,
)
from ptm_graph.lineage.relational.tables import (
    CorpusTables,
    triangle_counts,
    triangles,
    undivided_shares,
)
from ptm_graph.lineage.signals import EXPLAINED_AWAY, SIGNALS
from ptm_graph.lineage.time_order import TOLERANCE
from ptm_graph.lineage.weights import KNOWLEDGE, Weights

TIMES = ("before", "concurrent", "after")
"""Time orders by the number that a row has."""

_OF_CHILDREN = (
    *("first_day", "last_day", "surnames", "material", "survey", "out", "into", "missing"),
    "measured",
)
_OF_CITED = (
    *("first_day", "last_day", "surnames", "material", "survey", "out", "into", "world"),
    *("told", "once", "described", "as_material"),
)


@dataclass(frozen=True)
class RelationalLineage:
    """Expressions for the lineage of a corpus under some weights."""

    tables: CorpusTables
    weights: Weights

    # --- signals -----------------------------------------------------------------------------

    @cached_property
    def _papers(self) -> Table:
        return self.tables.keep(self.tables.counted_papers)

    @cached_property
    def _shares(self) -> Table:
        return undivided_shares(self.tables.lists)

    @cached_property
    def _triangles(self) -> Table:
        return self.tables.keep(triangles(self.tables.around))

    def _references(self, lists: Table) -> Table:
        """Rows of references with what the signals of a row read, and those as ``s_…``."""
        papers = self._papers
        child = papers.select(citing="paper", **{f"c_{one}": papers[one] for one in _OF_CHILDREN})
        cited = papers.select(cited="paper", **{f"d_{one}": papers[one] for one in _OF_CITED})
        t = _with(lists, self._shares).join(child, "citing").join(cited, "cited")
        return t.mutate(**{f"s_{name}": signal(t) for name, signal in OF_ROWS.items()})

    @cached_property
    def _rows(self) -> Table:
        """What the windows over a list read, and the points of all signals of a row."""
        t = self._references(self.tables.lists)
        around = self.tables.around
        back = around.select(citing="cited", cited="citing", back=ibis.literal(True))
        t = _with(t, back)
        return t.select(
            *("citing", "cited", "abstract_title", "abstract_similarity"),
            *("c_into", "d_into", "c_out", "d_out"),
            **{f"points_{state}": self._points(t, state) for state in range(len(KNOWLEDGE))},
            spoken=spoken(t),
            years=years_before(t),
            world=t.d_world,
            missing=t.c_missing,
            is_survey=t.c_survey,
            measured=t.c_measured,
            time=_time(t),
            tier=self._tier(t),
            read=t.text_mentions.notnull(),
            told=((t.spoken_of > 0) | (t.mentions > 0)).fill_null(False),
        )

    def _points(self, t: Table, state: int) -> NumericValue:
        weights = self.weights.by_state[state]
        points: NumericValue = ibis.literal(weights.intercepts["all"], "float64")
        for name in OF_ROWS:
            if weights.of(name):
                points = points + t[f"s_{name}"].fill_null(0.0) * weights.of(name)
        return points

    def _tier(self, t: Table) -> StringValue:
        stated = [
            (t[f"s_{signal.name}"] >= 0.5).fill_null(False)
            for signal in SIGNALS
            if signal.kind == "explicit" and self.weights.of(signal.name) > 0
        ]
        told = [t.mentions, t.influential.cast("int64"), t.spoken_of]
        counted = [one.fill_null(0) != 0 for one in told]
        return ibis.cases((ibis.or_(*stated), "A"), (ibis.or_(*counted), "B"), else_="C")

    @cached_property
    def _values(self) -> Table:
        """The signals of whole lists, but for the second pass."""
        rows = self._rows
        lists = rows.group_by("citing").agg(
            citing_fellows=(_.d_out > 0).sum(),
            state=ibis.ifelse(_.read.any(), 0, ibis.ifelse(_.told.any(), 1, 2)),
            middle=_.abstract_similarity.median(),
            **{f"most_{name}": rows[column].max() for name, column in RELATIVE.items()},
        )
        around = self.tables.around
        seen = around.filter(around.sentence_numbers.length() > 0).select(citing="cited").distinct()
        t = _with(rows, triangle_counts(self._triangles)).join(lists, "citing")
        t = t.left_join(seen, "citing").mutate(seen=_.citing_right.notnull()).drop("citing_right")
        t = t.mutate(**{name: t[name].fill_null(0) for name in COUNTS})
        values = {name: relative(t, name) for name in RELATIVE}
        t = t.mutate(**values, cited_by_fellows=cited_by_fellows(t), middle=_median(t))
        return placed(t)

    # --- score -------------------------------------------------------------------------------

    @cached_property
    def _first(self) -> Table:
        """The scores of the first pass."""
        t = self._values
        points = self._by_state(t, [t[f"points_{state}"] for state in range(len(KNOWLEDGE))])
        for name in OF_LISTS:
            if name != EXPLAINED_AWAY:
                points = points + self._weight(t, name) * filled(t, name)
        return self.tables.keep(t.mutate(score=points).drop(*_SPENT))

    @cached_property
    def _second(self) -> Table:
        """The scores of all references: how much of each is explained away is known."""
        first = self._first
        score = exact(first.score)
        better = first.select(x="citing", y="cited", better=score)
        worse = first.select(x="citing", z="cited", worse=score)
        pairs = self._triangles.filter((_.both > 0) & (2 * _.both >= _.of))
        pairs = pairs.join(better, ["x", "y"]).join(worse, ["x", "z"])
        pairs = pairs.filter(pairs.better > pairs.worse)
        away = pairs.group_by(citing="x", cited="z").agg(
            explained_away=(_.both.cast("float64") / _.of).max()
        )
        t = _with(first, away)
        return t.mutate(
            score=t.score + self._weight(t, EXPLAINED_AWAY) * t.explained_away.fill_null(0.0)
        )

    def _by_state(self, t: Table, values: Sequence[NumericValue | float | str]) -> Value:
        full, sentences, structure = values
        return ibis.cases((t.state == 0, full), (t.state == 1, sentences), else_=structure)

    def _weight(self, t: Table, signal: str) -> NumericValue:
        return self._by_state(t, self.weights.column(signal).tolist())

    # --- confidence and choice ---------------------------------------------------------------

    @cached_property
    def candidates(self) -> Table:
        """All references with score, confidence, tier and time order.

        Columns ``citing``, ``cited``, ``score``, ``confidence``, ``tier`` and ``time`` (a place in
        :data:`TIMES`), and what the choice reads.
        """
        t = self._second
        eligible = (t.time == 0) | ((t.time == 1) & (t.tier == "A"))
        t = t.mutate(eligible=eligible, start=self._by_state(t, self._starts))
        listed = ibis.window(group_by=t.citing)
        rivals = ibis.ifelse(t.eligible, t.score, UNKNOWN).max().over(listed).fill_null(0.0)
        t = t.mutate(top=ibis.greatest(rivals, 0.0, ibis.ifelse(t.missing > 0, t.start, 0.0)))
        t = t.mutate(above=ibis.greatest(0.0, t.score - t.top))
        t = t.mutate(each=(t.score - t.top - t.above).exp())
        summed = ibis.ifelse(t.eligible, t.each, 0.0).sum().over(ibis.window(group_by=t.citing))
        others = (-t.top).exp() + t.missing * (t.start - t.top).exp()
        t = t.mutate(whole=summed + others)
        whole = ibis.ifelse(t.eligible, t.whole, t.whole * (-t.above).exp() + t.each)
        return t.mutate(confidence=self._probability(t, t.each / whole)).drop(
            *("top", "above", "each", "whole", "start")
        )

    @property
    def _starts(self) -> list[float]:
        return [one.intercepts["all"] for one in self.weights.by_state]

    def _probability(self, t: Table, share: NumericValue) -> NumericValue:
        spared = _within(1 - share).pow(self.weights.parents)
        sharpness = self._by_state(t, [one.sharpness for one in self.weights.by_state])
        odds = ((1 - spared) / spared).pow(sharpness)
        chance = _within(odds / (1 + odds))
        moved = self.weights.recalibration
        if moved is None:
            return chance
        logit = moved.slope * (chance / (1 - chance)).ln() + moved.shift
        return _within(1 / (1 + (-logit).exp()))

    @cached_property
    def parents(self) -> Table:
        """The chosen references of every child, ranked: column ``rank``."""
        t, weights = self.candidates, self.weights
        order = [~t.eligible, exact(t.score).desc(), t.world.desc(), t.cited]
        ranked = ibis.window(group_by=t.citing, order_by=order)
        t = t.mutate(
            place=ibis.row_number().over(ranked),
            best_score=exact(t.score).first().over(ranked),
            best_confidence=t.confidence.first().over(ranked),
        )
        behind = t.best_score - exact(t.score)
        further = (
            (t.confidence >= weights.further["all"])
            & (t.tier != "C")
            & (behind <= weights.margin * 1e9)
        )
        sure = (t.best_confidence >= weights.thresholds["all"]) & ~t.is_survey & t.eligible
        t = t.filter(sure & ((t.place == 0) | further))
        chosen = ibis.window(group_by=t.citing, order_by=t.place)
        t = t.mutate(rank=1 + ibis.row_number().over(chosen))
        return self.tables.keep(t.filter(t.rank <= weights.most_parents))

    def relations(self, broken: Table | None = None) -> Table:
        """The lineage: parents with score, confidence, rank, tier, knowledge and terms.

        A term is a column ``term_<signal>``, what the signal adds to the score; ``start`` is what
        any reference has. They add up to ``score``, all rounded to nine digits. Rows are
        by child and rank, without those of ``broken`` (columns ``citing`` and ``cited``).
        """
        parents = self.parents
        if broken is not None:
            left = parents.anti_join(broken, ["citing", "cited"])
            ranked = ibis.window(group_by=left.citing, order_by=left["rank"])
            parents = left.mutate(rank=1 + ibis.row_number().over(ranked))
        chosen = self.tables.lists.semi_join(parents, ["citing", "cited"])
        own = self._references(chosen)
        own = own.select("citing", "cited", **{f"s_{name}": own[f"s_{name}"] for name in OF_ROWS})
        t = parents.join(own, ["citing", "cited"])
        terms = {
            f"term_{name}": self._weight(t, name)
            * (filled(t, name) if name in OF_LISTS else t[f"s_{name}"].fill_null(0.0))
            for name in (*(signal.name for signal in SIGNALS), EXPLAINED_AWAY)
            if self.weights.column(name).any()
        }
        numbers = {"score": t.score, "confidence": t.confidence, **terms}
        return t.select(
            **{"child": t.citing, "parent": t.cited, "rank": t["rank"].cast("int32")},
            **{name: rounded(value) for name, value in numbers.items()},
            tier=t.tier,
            knowledge=self._by_state(t, KNOWLEDGE),
            time=self._by_number(t.time, TIMES),
            measured=t.measured,
            start=self._by_state(t, self._starts),
        ).order_by("child", "rank")

    def _by_number(self, number: NumericValue, names: Sequence[str]) -> StringValue:
        return ibis.cases(*((number == at, name) for at, name in enumerate(names)))


COUNTS = ("together", "close", "common", "fellows")
_SPENT = (
    *(f"points_{state}" for state in range(len(KNOWLEDGE))),
    *(f"most_{name}" for name in RELATIVE),
    *COUNTS,
    *("c_into", "d_into", "c_out", "d_out", "spoken", "years", "read", "told", "seen"),
    "citing_fellows",
)
"""Columns that nothing reads after the first pass."""


def exact(score: NumericValue) -> NumericValue:
    """A score in a form that is the same in every engine."""
    return (score * 1e9).round().cast("int64")


def rounded(value: NumericValue) -> NumericValue:
    """A number as it is written: the same in every run, and no −0."""
    return (value + 0.0).round(9)


def filled(t: Table, name: str) -> NumericValue:
    """What a signal of a list counts as where it is unknown: nothing, or the median."""
    return t[name].fill_null(t.middle).fill_null(0.0) if name in MEDIAN else t[name].fill_null(0.0)


MEDIAN = frozenset(signal.name for signal in SIGNALS if signal.unknown == "median")


def _median(t: Table) -> NumericValue:
    most = t.most_abstract_similarity
    return t.middle / ibis.ifelse(most > 0, most, 1.0)


def _within(share: NumericValue) -> NumericValue:
    return ibis.greatest(1e-6, ibis.least(1 - 1e-6, share))


def _time(t: Table) -> NumericValue:
    """Time order of a row, as a place in :data:`TIMES`."""
    days = t.d_first_day + t.d_last_day - t.c_first_day - t.c_last_day
    later = days.cast("float64") / 2
    widest = ibis.greatest(t.d_last_day - t.c_first_day, t.c_last_day - t.d_first_day)
    dated = t.d_first_day.notnull() & t.c_first_day.notnull()
    return ibis.cases(
        (dated & (t.d_first_day > t.c_last_day) & (later > TOLERANCE), 2),
        (dated & (t.d_last_day < t.c_first_day) & (later < -TOLERANCE), 0),
        (t.back.notnull() | (dated & (widest <= TOLERANCE)), 1),
        else_=0,
    )


def _with(t: Table, other: Table) -> Table:
    """The rows of a table with the columns that another has of the same citation, if any."""
    found = t.left_join(other, ["citing", "cited"])
    return found.drop("citing_right", "cited_right")
