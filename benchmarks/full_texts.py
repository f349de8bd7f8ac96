"""Measure how quickly full texts are read, beside a bare parse of the same files.

    python benchmarks/full_texts.py FOLDER [--most 300] [--json FILE] [--library FILE]

FOLDER holds full texts of any format. Rates are papers a processor second, so that other
work on the machine counts little; what matters is the ratio to the bare parser of the
format (lxml, json, pylatexenc) in the same run. For TEI, the table also says for how many
references the number of citing sentences is the number of links in the file. With a library,
it is also measured how long the facts of its reference lists take to read from their texts.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

from ptm_graph.errors import PtmGraphError
from ptm_graph.facts.citation_facts import for_reference_list
from ptm_graph.full_texts import tei
from ptm_graph.full_texts.formats import files_in, read_file, recognised
from ptm_graph.library import Library
from ptm_graph.words.model import Citation

ROUNDS = 3
"""The best of so many runs counts."""

_TEI = "{http://www.tei-c.org/ns/1.0}"


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    format: str
    papers: int
    megabytes: float
    seconds: float
    bare_seconds: float

    @property
    def rate(self) -> float:
        """Papers a processor second."""
        return self.papers / self.seconds


def bare_latex(data: bytes) -> object:
    """Parse as pylatexenc does it alone."""
    from pylatexenc.latexwalker import LatexWalker

    return LatexWalker(data.decode("utf-8", "replace")).get_latex_nodes()


def bare_json(data: bytes) -> object:
    """Parse each record, without its annotations."""
    return [json.loads(line) for line in data.splitlines() if line.strip()]


BARE: dict[str, Callable[[bytes], object]] = {
    "tei": etree.fromstring,
    "jats": lambda data: etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, recover=True)
    ),
    "s2orc": bare_json,
    "latex": bare_latex,
}


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of the best of some runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def read_all(paths: Sequence[Path]) -> int:
    """Read files; gives how many papers are in them."""
    papers = 0
    for path in paths:
        try:
            papers += sum(1 for _ in read_file(path))
        except PtmGraphError as error:
            print(f"not read: {error}")
    return papers


def measured(name: str, paths: Sequence[Path]) -> Line:
    """Measure one format."""
    texts = [data for path in paths for data in sources(path)]
    papers = read_all(paths)
    return Line(
        name,
        papers,
        round(sum(map(len, texts)) / 1e6, 1),
        seconds(lambda: read_all(paths)),
        seconds(lambda: [BARE[name](data) for data in texts]),
    )


def sources(path: Path) -> list[bytes]:
    """The bytes that a bare parser gets: of a folder, each file of TeX."""
    files = sorted(path.rglob("*.tex")) if path.is_dir() else [path]
    return [one.read_bytes() for one in files]


def agreement(paths: Sequence[Path]) -> tuple[int, int]:
    """References with as many citing sentences as links, and all references."""
    same = every = 0
    for path in paths:
        data = path.read_bytes()
        text = etree.fromstring(data).find(f"{_TEI}text")
        found = [] if text is None else text.iter(f"{_TEI}ref")
        links = Counter((one.get("target") or "")[1:] for one in found if one.get("type") == "bibr")
        for paper in tei.read(data):
            ours = Counter(key for one in paper.sentences for key in one.references)
            every += len(paper.references)
            same += sum(ours[one.key] == links[one.key] for one in paper.references)
    return same, every


def facts(library: Library) -> tuple[int, float]:
    """Reference lists with texts, and the processor seconds for all their facts."""
    papers = {paper.key: paper for paper in library.iter_papers()}
    listed: dict[str, list[Citation]] = {}
    for one in library.iter_citations():
        listed.setdefault(one.citing, []).append(one)
    told = [
        (papers[citing], [(papers[one.cited], one) for one in citations])
        for citing, citations in listed.items()
        if papers[citing].abstract or any(one.sentences or one.passages for one in citations)
    ]
    begun = time.process_time()
    for paper, references in told:
        for_reference_list(paper, references)
    return len(told), time.process_time() - begun


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=300, help="files of each format")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--library", type=Path)
    given = parser.parse_args()
    by_format: dict[str, list[Path]] = {}
    for path in files_in(given.folder):
        known = "latex" if path.is_dir() else name_of(path)
        if known in BARE:
            by_format.setdefault(known, []).append(path)
    lines = [measured(name, paths[: given.most]) for name, paths in sorted(by_format.items())]
    print(f"{'format':8}{'papers':>8}{'MB':>8}{'papers/s':>10}{'× bare parse':>14}")
    for line in lines:
        ratio = line.seconds / line.bare_seconds
        print(
            f"{line.format:8}{line.papers:>8,}{line.megabytes:>8}{line.rate:>10.1f}{ratio:>14.1f}"
        )
    if "tei" in by_format:
        same, every = agreement(by_format["tei"])
        print(
            f"TEI: as many citing sentences as links: {same:,} of {every:,} references, "
            f"{same / every:.1%}"
        )
    if given.library:
        with Library.open(given.library) as library:
            count, took = facts(library)
        print(f"facts of {count:,} lists: {took:.1f} s, {1000 * took / count:.1f} s a thousand")
    if given.json:
        given.json.write_text(json.dumps([asdict(line) for line in lines], indent=2), "utf-8")


def name_of(path: Path) -> str:
    """Name of a file's format; empty for one that is none."""
    with path.open("rb") as file:
        known = recognised(path.name, file.read(65_536))
    return known.name if known else ""


if __name__ == "__main__":
    main()
