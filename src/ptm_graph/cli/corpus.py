"""``ptm-graph corpus``."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import json_option, print_json
from ptm_graph.cli.screen import examples, say

if TYPE_CHECKING:
    from ptm_graph.workflow.corpora import By


@click.group(
    "corpus",
    epilog=examples(
        "corpus lineage s2ag/ --field “computer science” -o lineage.parquet",
        "corpus top s2ag/ lineage.parquet",
    ),
)
def command() -> None:
    """Work on whole fields and dumps: millions of papers as Parquet, on DuckDB or Spark."""


_corpus_argument = click.argument(
    "corpus", type=click.Path(path_type=Path, file_okay=False), metavar="CORPUS"
)


@command.command(
    "lineage",
    epilog=examples(
        "corpus lineage s2ag/ -o lineage.parquet --memory 16GB",
        "corpus lineage s2ag/ --around reading-list.yaml -o around.parquet",
        "corpus lineage s2ag/ --engine sc://127.0.0.1:15002 -o lineage.parquet",
    ),
)
@_corpus_argument
@click.option("-o", "--out", required=True, metavar="OUT", help="The Parquet file to write.")
@click.option("--field", metavar="FIELD", help="Only papers of this field of study.")
@click.option(
    "--around",
    multiple=True,
    metavar="LIST",
    type=click.Path(path_type=Path),
    help="Only papers of this reading list, what they cite and what cites them.",
)
@click.option("--since", type=int, metavar="YEAR", help="Only papers from this year on.")
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    metavar="ENGINE",
    help="“duckdb”, in this process, or the Spark Connect server of a cluster: sc://HOST:PORT.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    help="What DuckDB may use (4GB); beyond that it goes on on disk [default: most of it].",
)
@click.option(
    "--temporary",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Where DuckDB puts what does not fit [default: that of the system].",
)
def lineage(
    corpus: Path,
    out: str,
    field: str | None,
    around: tuple[Path, ...],
    since: int | None,
    engine: str,
    memory: str | None,
    temporary: Path | None,
) -> None:
    """Infer the parents of all papers of a corpus, or of a part of it.

    Parents may be any references. OUT has a row for each relation: child, parent, rank, score,
    confidence, tier, what is known of the child, and what each signal adds to the score. With
    a cluster, OUT may be an address (s3a://…, hdfs://…), where its workers write.
    """
    from ptm_graph.workflow import corpora

    made = corpora.lineage(
        corpus,
        out,
        on=engine,
        memory=memory,
        folder=temporary,
        field=field,
        since=since,
        around=around,
    )
    if made.not_found:
        say(f"not in the corpus: {len(made.not_found):,} entries of the list", err=True)
        for name in made.not_found:
            say(f"  {name}", err=True)
    written = made.written
    say(f"{written.relations:,} relations of {written.children:,} papers: {out}")
    if written.broken:
        say(f"{written.broken:,} relations that closed a cycle were left out")


@command.command("top", epilog=examples("corpus top s2ag/ lineage.parquet --by line"))
@_corpus_argument
@click.argument("lineage", type=click.Path(path_type=Path, exists=True, dir_okay=True))
@click.option(
    "--by",
    type=click.Choice(["descendants", "line", "family"]),
    default="descendants",
    show_default=True,
    help="Papers with most descendants, longest lines, or largest families.",
)
@click.option("-n", "count", type=click.IntRange(1), default=10, show_default=True)
@json_option
def top(corpus: Path, lineage: Path, by: By, count: int, as_json: bool) -> None:
    """Show what stands out in a lineage that “corpus lineage” wrote."""
    from ptm_graph.workflow import corpora

    found = corpora.top(corpus, lineage, by, count)
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
        return
    for one in found:
        if by == "line":
            say(f"{one.count:,} papers")
            for paper in one.papers:
                say(f"  {paper}")
        else:
            say(f"{one.count:>9,}  {one.papers[0]}")
