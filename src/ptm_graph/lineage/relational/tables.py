"""What the relational lineage starts from: tables of a corpus, and joins over them.

Nothing here reads or writes: every function makes expressions of expressions, which an engine
compiles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import _
from ibis.expr.types import Table

from ptm_graph.lineage.index import REVIEW_LENGTH
from ptm_graph.lineage.reference_lists import USUAL_LENGTH

Keep = Callable[[Table], Table]
"""How an engine computes a table once that is read several times."""


@dataclass(frozen=True)
class CorpusTables:
    """Tables as :mod:`ptm_graph.corpus.layout` describes them."""

    papers: Table
    citations: Table
    cited_by: Table
    children: Table | None = None
    """Column ``paper``: whose parents are sought; None: of all papers."""
    keep: Keep = lambda table: table

    @property
    def lists(self) -> Table:
        """The reference lists of the children."""
        return self._among(self.citations, "citing", self.children)

    @property
    def near(self) -> Table | None:
        """The children and what they cite; None: all papers."""
        if self.children is None:
            return None
        cited = self.lists.select(paper="cited")
        return ibis.union(self.children.select("paper"), cited, distinct=True)

    @property
    def around(self) -> Table:
        """The citations by the children, by what they cite, and by who cites the children."""
        near = self.near
        if near is None or self.children is None:
            return self.citations
        citers = self._among(self.cited_by, "cited", self.children).select(paper="citing")
        return self._among(self.citations, "citing", ibis.union(near, citers, distinct=True))

    def _among(self, table: Table, column: str, papers: Table | None) -> Table:
        return table if papers is None else table.semi_join(papers, table[column] == papers.paper)

    @property
    def counted_papers(self) -> Table:
        """Papers with what the lineage reads of them and how they cite and are cited."""
        near = self.near
        out = self._among(self.citations, "citing", near).group_by("citing").agg(out=_.count())
        share = material_share(self.cited_by)
        cited = self._among(self.cited_by.mutate(share=share), "cited", near)
        into = cited.group_by("cited").agg(
            into=_.count(),
            told=(_.mentions > 0).sum(),
            once=(_.mentions == 1).sum(),
            described=_.share.count(),
            as_material=_.share.sum(),
        )
        papers = self._among(self.papers, "paper", near)
        table = papers.left_join(out, papers.paper == out.citing).drop("citing")
        table = table.left_join(into, table.paper == into.cited).drop("cited")
        counts = {name: _[name].fill_null(0) for name in ("out", "into", "told", "once")}
        table = table.mutate(**counts, described=_.described.fill_null(0))
        length = ibis.greatest(table.out, table.reference_count.fill_null(0))
        usual = ibis.ifelse(
            table.complete.fill_null(False), table.out, ibis.greatest(table.out, USUAL_LENGTH)
        )
        return table.select(
            *("paper", "first_day", "last_day", "surnames", "measured"),
            *("out", "into", "told", "once", "described", "as_material"),
            material=table.material.fill_null(False),
            survey=table.survey.fill_null(False)
            | (table.review.fill_null(False) & (length >= REVIEW_LENGTH)),
            world=ibis.greatest(table.citation_count.fill_null(0), table.into),
            missing=ibis.greatest(table.reference_count.fill_null(usual) - table.out, 0),
        )


def material_share(citations: Table) -> ibis.Value:
    """Share of a citation's sentences that describe the work as data or a tool."""
    share = citations.cue_material.fill_null(0.0) / citations.mentions.nullif(0)
    known = (citations.mentions > 0) & citations.first_person.notnull()
    return ibis.ifelse(known, ibis.ifelse(share > 1, 1.0, share), ibis.null("float64"))


def triangles(citations: Table) -> Table:
    """Each x that cites y and z of which y cites z: columns x, y, z, both, of.

    ``both``: sentences of x that cite y and z; ``of``: those that cite z. Unknown where those
    of either are. What signals count over three papers are groups of these rows: two that are
    cited together (y, z), what a child has in common with a reference (x, y), and which of its
    references others of them cite (x, z). Their number is that of the citations times the
    length of a list, and does not blow up at a paper that everybody cites.
    """
    xy = citations.select(x="citing", y="cited", s="sentence_numbers")
    yz = citations.select(y2="citing", z="cited")
    xz = citations.select(x3="citing", z3="cited", s3="sentence_numbers")
    walk = xy.join(yz, xy.y == yz.y2).select("x", "y", "z", "s")
    closed = walk.join(xz, (walk.x == xz.x3) & (walk.z == xz.z3))
    told = (_.s.length() > 0) & (_.s3.length() > 0)
    both = ibis.ifelse(told, _.s.intersect(_.s3).length(), ibis.null("int64"))
    return closed.select("x", "y", "z", both=both, of=_.s3.length())


def triangle_counts(found: Table) -> Table:
    """Count triangles by each of their sides.

    How often both papers are cited together (``close``: in one sentence), what they cite in
    common, and how many fellow references cite the cited one.
    """
    sides = {"together": ("y", "z"), "common": ("x", "y"), "fellows": ("x", "z")}
    close = (found.both > 0).fill_null(False).cast("int64")
    parts = [
        found.select(
            citing=found[citing],
            cited=found[cited],
            close=close if name == "together" else ibis.literal(0, "int64"),
            **{one: ibis.literal(int(one == name), "int64") for one in sides},
        )
        for name, (citing, cited) in sides.items()
    ]
    sums = {name: _[name].sum() for name in ("close", *sides)}
    return ibis.union(*parts).group_by("citing", "cited").agg(**sums)


def undivided_shares(lists: Table) -> Table:
    """By citation: its sentences, each shared evenly among the references that it cites."""
    told = lists.filter(lists.sentence_numbers.length() > 0)
    each = told.select("citing", "cited", sentence=told.sentence_numbers.unnest())
    works = each.count().over(ibis.window(group_by=["citing", "sentence"]))
    each = each.mutate(share=1 / works.cast("float64"))
    return each.group_by("citing", "cited").agg(shares=_.share.sum())
