"""``ptm-graph corpus``."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import json_option, print_json
from ptm_graph.cli.screen import examples, say
from ptm_graph.words.model import percent

if TYPE_CHECKING:
    from ptm_graph.corpus.layout import Corpus
    from ptm_graph.workflow.corpora import By


_MOST_SHOWN = 40
"""Relations on the screen."""


@click.group(
    "corpus",
    epilog=examples(
        "corpus import s2ag dump/ -o s2ag/",
        "corpus lineage s2ag/ --field Medicine -o lineage.parquet",
        "corpus top s2ag/ lineage.parquet",
    ),
)
def command() -> None:
    """Work on whole fields and dumps: millions of papers as Parquet, on DuckDB or Spark."""


_corpus_argument = click.argument(
    "corpus", type=click.Path(path_type=Path, file_okay=False), metavar="CORPUS"
)
_field_option = click.option("--field", metavar="FIELD", help="Only papers of this field of study.")
_since_option = click.option(
    "--since", type=click.IntRange(1, 9999), metavar="YEAR", help="Only papers from this year on."
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
@click.option(
    "-o",
    "--out",
    metavar="OUT",
    help="The Parquet file to write [default: none, the surest relations are shown].",
)
@_field_option
@click.option(
    "--around",
    multiple=True,
    metavar="LIST",
    type=click.Path(path_type=Path),
    help="Only papers of this reading list, what they cite and what cites them.",
)
@_since_option
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
    out: str | None,
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

    with tempfile.TemporaryDirectory(prefix="ptm-graph-") as scratch:
        place = out or str(Path(scratch) / "lineage.parquet")
        made = corpora.lineage(
            corpus,
            place,
            on=engine,
            memory=memory,
            folder=temporary,
            field=field,
            since=since,
            around=around,
        )
        for one in () if out else corpora.relations(corpus, Path(place), _MOST_SHOWN):
            say(f"{one.child}\n    from {one.parent}, confidence {percent(one.confidence)}")
    if made.not_found:
        say(f"not in the corpus: {len(made.not_found):,} entries of the list", err=True)
        for name in made.not_found:
            say(f"  {name}", err=True)
    written = made.written
    where = f": {out}" if out else ""
    say(f"{written.relations:,} relations of {written.children:,} papers{where}")
    if not out and written.relations > _MOST_SHOWN:
        say(f"the {_MOST_SHOWN} surest are shown; -o keeps all of them in a file")
    if written.broken:
        say(f"{written.broken:,} relations that closed a cycle were left out")


@command.command(
    "library",
    epilog=examples(
        'corpus library s2ag/ --field "Computer Science" --limit 50000 -o field.db',
        "corpus library s2ag/ --around reading-list.yaml -o around.db",
    ),
)
@_corpus_argument
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="LIBRARY",
    help="The library to make.",
)
@_field_option
@click.option(
    "--around",
    multiple=True,
    metavar="LIST",
    type=click.Path(path_type=Path),
    help="Only papers of this reading list, what they cite and what cites them; it becomes the "
    "list of the library.",
)
@_since_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50_000,
    show_default=True,
    metavar="N",
    help="Papers at most: those that are cited most.",
)
def library(
    corpus: Path,
    out: Path,
    field: str | None,
    around: tuple[Path, ...],
    since: int | None,
    limit: int,
) -> None:
    """Make a library of a part of a corpus, which page and exports open.

    It has the most cited papers of the part, since the others are what one would miss least,
    the citations among them, and what texts say of these.
    """
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow import corpora

    with watched() as progress:
        made, missing = corpora.library(
            corpus, out, field=field, since=since, around=around, limit=limit, progress=progress
        )
    if missing:
        say(f"not in the corpus: {len(missing):,} entries of the list", err=True)
        for name in missing:
            say(f"  {name}", err=True)
    say(f"{out}: {made.papers:,} papers, {made.citations:,} citations among them")
    if made.papers < made.records:
        say(f"{made.records - made.papers:,} records are of one work with another, or of nothing")
    if made.records < made.among:
        by = "in the corpus, which tells no other number" if made.in_corpus else "in the world"
        say(f"the most cited of {made.among:,} papers, by how often they are cited {by}")


@command.command("top", epilog=examples("corpus top s2ag/ lineage.parquet --by line"))
@_corpus_argument
@click.argument("lineage", type=click.Path(path_type=Path))
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


_memory_option = click.option(
    "--memory",
    default="4GB",
    show_default=True,
    metavar="SIZE",
    help="What may be used over all processes; beyond that it goes on on disk.",
)
_release_option = click.option(
    "--release", default="", metavar="NAME", help="Which state of the source it is: 2026-11-03."
)


@command.command(
    "import",
    epilog=examples(
        "corpus import s2ag dump/ -o s2ag/ --sentences --release 2026-11-03",
        "corpus import openalex openalex-snapshot/data/ -o openalex/ --memory 16GB",
    ),
)
@click.argument("dump", type=click.Choice(["s2ag", "openalex", "opencitations"]))
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option(
    "-o", "--out", "corpus", required=True, type=click.Path(path_type=Path), metavar="CORPUS"
)
@click.option(
    "--sentences",
    is_flag=True,
    help="Keep citing sentences, too; a corpus with sentences can be updated only so.",
)
@_release_option
@_memory_option
@click.option("--dry-run", is_flag=True, help="Say what there is and how much disk it needs.")
def import_(
    dump: str,
    folder: Path,
    corpus: Path,
    sentences: bool,
    release: str,
    memory: str,
    dry_run: bool,
) -> None:
    """Make a corpus of the files of a dump: JSON lines or Parquet, packed or not.

    What cannot be used is counted with its reason. An import that was cut off goes on where it
    stopped when it is started again; an older corpus stays until the new one is whole.
    """
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow import dumps

    planned = dumps.plan(dump, folder, corpus, memory)
    say(
        f"{len(planned.files):,} files of {planned.dump.title}, {dumps.in_words(planned.size)}"
        + (f"; {planned.read:,} of them are read already" if planned.read else "")
    )
    say(
        f"needs about {dumps.in_words(planned.needed)} of disk while it is made; "
        f"{dumps.in_words(planned.free)} are free"
    )
    if planned.others:
        say(f"not needed: {len(planned.others):,} files, such as {planned.others[0]}")
    if dry_run:
        return
    with watched() as progress:
        made = dumps.import_dump(
            dump, folder, corpus, memory, sentences=sentences, release=release, progress=progress
        )
    _tell(made, corpus)


@command.command("update", epilog=examples("corpus update s2ag/ diffs/ --release 2026-12-01"))
@_corpus_argument
@click.argument("diffs", type=click.Path(path_type=Path), metavar="DIFFS")
@_release_option
@_memory_option
def update(corpus: Path, diffs: Path, release: str, memory: str) -> None:
    """Bring a corpus up to date with the changes of a release.

    DIFFS is a folder of files as the dump has them: rows that are new or changed, and, in
    folders whose names contain “delete”, rows that are not there any more.
    """
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow import dumps

    with watched() as progress:
        made = dumps.update(corpus, diffs, memory, release=release, progress=progress)
    _tell(made, corpus)


@command.command("info", epilog=examples("corpus info s2ag/ --json"))
@_corpus_argument
@json_option
def info(corpus: Path, as_json: bool) -> None:
    """Say what a corpus is of, how large it is, and what was left out."""
    from ptm_graph.workflow import dumps

    found = dumps.opened(corpus)
    if as_json:
        print_json(dataclasses.asdict(found.info))
    else:
        _tell(found, corpus)


@command.command("check", epilog=examples("corpus check s2ag/"))
@_corpus_argument
@_memory_option
def check(corpus: Path, memory: str) -> None:
    """Read a corpus from end to end and say what is wrong with it; then the status is 1."""
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow import dumps

    with watched() as progress:
        found = dumps.check(corpus, memory, progress=progress)
    for one in found:
        say(str(one))
    if found:
        click.get_current_context().exit(1)
    say(f"{corpus}: whole")


def _tell(corpus: Corpus, path: Path) -> None:
    about = corpus.info
    say(f"{path}: {about.source}{f', {about.release}' if about.release else ''}")
    for name, count in about.rows.items():
        say(f"{count:>15,}  {name}")
    if about.left_out:
        say("left out:")
    for reason, count in about.left_out.items():
        say(f"{count:>15,}  {reason}")
