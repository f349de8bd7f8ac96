"""Check full texts as evidence on the annotated papers, and renew the table in the documents.

    python scripts/check_full_texts.py DATA [--folder FOLDER] [--write]

DATA is the folder that ``annotated_libraries.py`` describes; its full texts are added as a
user would add them, with a map of files and papers. FOLDER keeps the library that was made.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from annotated_libraries import HUNDREDS, made

from ptm_graph.files import write_text
from ptm_graph.library import Library
from ptm_graph.words.records import FULL_TEXT
from ptm_graph.workflow import evidence

PAGE = Path(__file__).parent.parent / "docs" / "full-texts.md"
BEGIN, END = "<!-- evidence: begin -->\n", "<!-- evidence: end -->"


def main() -> int:
    """Make the library, add the texts, count, and print or write the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--write", action="store_true")
    told = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = told.folder or work
        folder.mkdir(parents=True, exist_ok=True)
        made(told.data, [HUNDREDS], folder)
        rows = list(_rows(told.data, folder / f"{HUNDREDS}.db", work))
    table = "| | without the texts | with them | only the texts |\n|---|---:|---:|---:|\n"
    table += "".join(f"| {' | '.join(row)} |\n" for row in rows)
    print(table)
    if told.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        write_text(PAGE, before + BEGIN + table + END + rest.partition(END)[2])
    return 0


def _rows(data: Path, library: Path, work: Path) -> Iterator[tuple[str, ...]]:
    texts, named = _unpacked(data, work)
    whole, bare = work / "whole.db", work / "bare.db"
    shutil.copy(library, whole)
    with Library.open(whole, writable=True):
        pass  # of this version
    shutil.copy(whole, bare)
    _withhold(bare)
    before = _counts(data, whole)
    seconds = _added(whole, texts, named), _added(bare, texts, named)
    after, alone = _counts(data, whole), _counts(data, bare)
    for name in before:
        yield name, f"{before[name]:,}", f"{after[name]:,}", f"{alone[name]:,}"
    yield "seconds", "", f"{seconds[0]:.0f}", f"{seconds[1]:.0f}"


def _unpacked(data: Path, work: Path) -> tuple[Path, Path]:
    source, texts, named = data / "data" / "source_tracing", work / "texts", work / "map.csv"
    with tarfile.open(source / "full_texts.tar.xz") as archive:
        archive.extractall(texts, filter="data")
    with (source / "full_texts.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["file"], f"s2:{row['paper_id']}") for row in csv.DictReader(lines)]
    with named.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("file", "paper"), *rows])
    return texts, named


def _withhold(library: Path) -> None:
    """Forget all reference lists, as if no publisher gave any: only papers stay."""
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("DELETE FROM citation")
        connection.execute("DELETE FROM unresolved_reference")
        connection.execute("UPDATE paper SET references_state = 'unknown'")
        connection.commit()


def _added(library: Path, texts: Path, named: Path) -> float:
    started = time.process_time()
    evidence.add(library, [texts], named_in=named)
    return time.process_time() - started


def _counts(data: Path, library: Path) -> dict[str, int]:
    with closing(sqlite3.connect(library)) as connection:
        owner = dict(connection.execute("SELECT value, paper FROM identifier WHERE kind = 's2'"))
        cited = {
            (citing, number): (json.loads(givers), json.loads(passages or "[]"))
            for citing, number, givers, passages in connection.execute(
                "SELECT citing, cited, givers, passages FROM citation"
            )
        }
        (unresolved,) = connection.execute("SELECT count(*) FROM unresolved_reference").fetchone()
    with (data / "gold" / f"{HUNDREDS}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    gold = [(owner.get(row["child_id"]), owner.get(row["parent_id"])) for row in rows]
    found = [cited[ends] for ends in gold if ends in cited]
    return {
        "sources annotated": len(gold),
        "sources annotated that are citations": len(found),
        "… that the paper itself states": sum(FULL_TEXT in givers for givers, _ in found),
        "… with a sentence of the paper": sum(bool(said) for _, said in found),
        "citations": len(cited),
        "references known by their titles": unresolved,
    }


if __name__ == "__main__":
    sys.exit(main())
