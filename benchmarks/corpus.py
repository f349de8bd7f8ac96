"""What a corpus costs: import, lineage, neighbourhoods, in one run.

    python benchmarks/corpus.py DATA WORK [--copies 1 8 80] [--papers 1000000] [--spark sc://…]

DATA holds a real graph, ``s2web_papers.jsonl.gz`` and ``s2web_references.jsonl.gz``. Of it are
made, in WORK, dumps in the shape of the Academic Graph: so many copies side by side, without
sentences, each copy with papers of its own. What is told are ratios within this run, and
seconds by the clock and of the processors. Nothing else should run meanwhile.

``--papers`` makes another dump of so many papers, with titles of the real ones, and twelve
citations each, by chance, of earlier papers, and times its import alone.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from packed_lines import packed_lines

FILES = 4
SEEDS = 10_000


def row(number: int, one: dict[str, Any]) -> dict[str, Any]:
    """A real paper as a row of the dump."""
    return {
        "corpusid": number,
        "externalids": {"CorpusId": str(number)},
        "url": f"https://www.semanticscholar.org/paper/{number:040x}",
        "title": one.get("title"),
        "authors": [{"authorId": "1", "name": each["name"]} for each in one.get("authors") or ()],
        "venue": one.get("venue") or "",
        "year": one.get("year"),
        "referencecount": one.get("referenceCount"),
        "citationcount": one.get("citationCount"),
        "influentialcitationcount": one.get("influentialCitationCount"),
        "s2fieldsofstudy": [{"category": each} for each in one.get("fieldsOfStudy") or ()],
        "publicationtypes": one.get("publicationTypes"),
        "publicationdate": one.get("publicationDate"),
    }


def written(folder: Path, papers: list[dict[str, Any]], pairs: Any, copies: int) -> None:
    """A dump of copies of a graph; the pairs are ``(citing, cited, influential)``."""
    shift = len(papers) + 1
    for part in range(min(FILES, max(copies, 1))):
        with writer(folder, "papers", part) as out, writer(folder, "citations", part) as cited:
            for copy in range(part, copies, FILES):
                for number, one in enumerate(papers, 1):
                    out.write(json.dumps(row(number + copy * shift, one)) + "\n")
                for citing, other, influential in pairs:
                    cited.write(
                        f'{{"citingcorpusid":{citing + copy * shift},'
                        f'"citedcorpusid":{other + copy * shift},'
                        f'"isinfluential":{"true" if influential else "false"}}}\n'
                    )


def writer(folder: Path, name: str, part: int) -> Any:
    """A file of the dump."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    return gzip.open(folder / name / f"{name}-{part}.jsonl.gz", "wt", compresslevel=4)


def by_chance(folder: Path, papers: list[dict[str, Any]], count: int) -> None:
    """A dump of many papers that cite twelve earlier ones each."""
    chance = random.Random(20)
    shares = [range(part, count, FILES) for part in range(FILES)]
    for part, share in enumerate(shares):
        with writer(folder, "papers", part) as out, writer(folder, "citations", part) as cited:
            for number in share:
                out.write(json.dumps(row(number + 1, papers[number % len(papers)])) + "\n")
                for _ in range(12 if number > 100 else 0):
                    other = int(number * chance.random() ** 2)
                    cited.write(
                        f'{{"citingcorpusid":{number + 1},"citedcorpusid":{other + 1},'
                        '"isinfluential":false}\n'
                    )


def timed(arguments: list[str]) -> dict[str, float]:
    """Run a command of ours; seconds by the clock, of processors, and the most memory (GB)."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, "-m", "ptm_graph", *arguments], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": round(time.monotonic() - began, 2),
        "processor": round(used, 2),
        "memory": round(after.ru_maxrss / 1e6, 2),
    }


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def in_memory(data: Path) -> float:
    """Processor seconds of the lineage of one copy by the code that serves libraries."""
    from ptm_graph.corpus.from_library import without_list
    from ptm_graph.lineage.index import CitationIndex
    from ptm_graph.lineage.judging import Engine as Judge

    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
    from real_graph import real_graph

    graph = without_list(real_graph(data))
    for _, _, edge in graph.edges(data=True):  # as without sentences
        for name in [name for name in edge if name != "influential"]:
            del edge[name]
    began = time.process_time()
    judge = Judge(CitationIndex(graph))
    list(judge.judged(judge.children(None), "all"))
    return time.process_time() - began


def neighbourhood(corpus: Path) -> float:
    """Seconds for the references and citations of many papers."""
    import duckdb

    began = time.monotonic()
    with duckdb.connect() as connection:
        seeds = (
            f"(SELECT paper FROM read_parquet('{corpus}/papers/*.parquet') "
            f"USING SAMPLE reservoir({SEEDS} ROWS) REPEATABLE (20))"
        )
        connection.sql(f"CREATE TEMP TABLE seeds AS {seeds}")
        for table, end in (("citations", "citing"), ("cited_by", "cited")):
            connection.sql(
                f"SELECT count(*) FROM (SELECT citing, cited FROM "
                f"read_parquet('{corpus}/{table}/*.parquet') "
                f"WHERE {end} IN (SELECT paper FROM seeds))"
            ).fetchall()
    return time.monotonic() - began


def same_rows(one: Path, other: Path) -> bool:
    """Whether two lineages are the same, scores rounded."""
    import duckdb

    with duckdb.connect() as connection:
        rows = "SELECT child, parent, rank, round(score, 9), tier FROM read_parquet('{}')"
        first, second = rows.format(one), rows.format(other)
        found = connection.sql(
            f"SELECT count(*) FROM (({first} EXCEPT {second}) UNION ALL ({second} EXCEPT {first}))"
        ).fetchall()
    return bool(found[0][0] == 0)


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--copies", type=int, nargs="*", default=[1, 8, 80])
    parser.add_argument("--papers", type=int, default=1_000_000)
    parser.add_argument("--spark", help="Spark Connect server: sc://HOST:PORT")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.2f}")
    found: dict[str, Any] = {}

    def tell(name: str, value: Any) -> None:
        found[name] = value
        print(f"{name:<44} {value}", flush=True)
        if options.json:
            options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")

    papers = list(packed_lines(options.data / "s2web_papers.jsonl.gz"))
    number = {one["paperId"]: at for at, one in enumerate(papers, 1)}
    told = {
        (number[one["citingId"]], number[one["citedId"]], bool(one.get("isInfluential")))
        for one in packed_lines(options.data / "s2web_references.jsonl.gz")
        if one["citingId"] in number and one.get("citedId") in number
    }
    pairs = sorted(told)
    measure(options, papers, pairs, tell)
    if options.papers:
        folder, corpus = options.work / "chance", options.work / "chance.corpus"
        if not folder.exists():
            by_chance(folder, papers, options.papers)
        shutil.rmtree(corpus, ignore_errors=True)
        tell(
            f"import of {options.papers:,} papers, {12 * options.papers:,} citations",
            timed(["corpus", "import", "s2ag", str(folder), "-o", str(corpus)]),
        )


def measure(
    options: argparse.Namespace,
    papers: list[dict[str, Any]],
    pairs: list[tuple[int, int, bool]],
    tell: Callable[[str, Any], None],
) -> None:
    """What copies of the real graph cost."""
    memory = in_memory(options.data)
    tell("in memory, 1 copy: processor seconds", round(memory, 2))
    cost: dict[int, dict[str, float]] = {}
    spark: dict[int, dict[str, float]] = {}
    for copies in options.copies:
        folder, corpus = (options.work / f"{copies}{end}" for end in ("", ".corpus"))
        if not folder.exists():
            written(folder, papers, pairs, copies)
        shutil.rmtree(corpus, ignore_errors=True)
        ingest = timed(["corpus", "import", "s2ag", str(folder), "-o", str(corpus)])
        tell(f"{copies} × import", ingest)
        tell(f"{copies} × Parquet / packed JSON", round(size(corpus) / size(folder), 3))
        near = neighbourhood(corpus)
        tell(f"{copies} × neighbourhood of 10,000 / import", round(near / ingest["seconds"], 4))
        out = options.work / f"{copies}.lineage.parquet"
        cost[copies] = timed(["corpus", "lineage", str(corpus), "-o", str(out)])
        tell(f"{copies} × lineage on DuckDB", cost[copies])
        if options.spark:
            there = options.work / f"{copies}.spark.parquet"
            arguments = ["--engine", options.spark, "-o", str(there)]
            spark[copies] = timed(["corpus", "lineage", str(corpus), *arguments])
            tell(f"{copies} × lineage on Spark (clock)", spark[copies])
            tell(f"{copies} × the same on Spark", same_rows(out, there))
    if 1 in cost:
        tell("1 × DuckDB / in memory", round(cost[1]["processor"] / memory, 2))
    for less, more in itertools.pairwise(options.copies):
        ratio = cost[more]["seconds"] / cost[less]["seconds"]
        tell(f"lineage, {more} × / {less} × the data", round(ratio, 2))
    most = options.copies[-1]
    third = options.work / "third.parquet"
    limit = f"{max(cost[most]['memory'] / 3, 0.2):.2f}GB"
    arguments = ["--memory", limit, "-o", str(third)]
    spare = timed(["corpus", "lineage", str(options.work / f"{most}.corpus"), *arguments])
    tell(f"{most} × with {limit} / all of it", round(spare["seconds"] / cost[most]["seconds"], 2))
    tell(
        f"{most} × with {limit}, the same",
        same_rows(options.work / f"{most}.lineage.parquet", third),
    )
    if len(spark) > 1:
        less, more = options.copies[0], options.copies[-1]
        marginal = spark[more]["seconds"] - spark[less]["seconds"]
        of_duckdb = cost[more]["seconds"] - cost[less]["seconds"]
        tell("Spark / DuckDB, a marginal citation (clock)", round(marginal / of_duckdb, 2))


if __name__ == "__main__":
    main()
