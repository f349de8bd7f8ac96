"""Measure how well reading lists are understood, against lists written by hand.

    python benchmarks/reading_lists.py FOLDER [--expected tests/reading_lists/expected]
    python benchmarks/reading_lists.py --fields --speed

FOLDER holds the documents; for ``name.md`` the expected list is ``name.json``:
``papers`` with ``title``, ``as_written``, ``aliases``, ``identifiers``, ``linked``,
``resources`` (addresses) and ``inferred`` (true where the document means the paper
without naming it, which no reader can find).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ptm_graph.reading_lists import ReadingList, read_file, read_text
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import normal, similarity

ALIKE = 90.0
"""Least similarity of two titles of one paper (a title written as its author wrote it)."""


@dataclass
class Count:
    """Right ones among those found, and among those expected."""

    right: int = 0
    found: int = 0
    expected: int = 0
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def precision(self) -> str:
        """Share of the found that is right."""
        return f"{self.right / self.found:.2f}" if self.found else "–"

    def recall(self) -> str:
        """Share of the expected that was found."""
        hits = self.expected - len(self.missing)
        return f"{hits / self.expected:.2f}" if self.expected else "–"


def key(name: str) -> str:
    """A name without case, spaces and marks."""
    return normal(name).replace(" ", "")


def address(url: str) -> str:
    """An address without fragment, and without the tracking of WeChat articles."""
    parts = urlsplit(url)
    query = parts.query
    if parts.hostname == "mp.weixin.qq.com" and query:
        kept = [
            (name, value)
            for name, value in parse_qsl(query)
            if name in ("__biz", "mid", "idx", "sn")
        ]
        query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")).rstrip("/")


def matches(entry: SeedEntry, paper: dict[str, Any]) -> bool:
    """Whether an entry is the paper: by identifier, else by title, else by name."""
    shared = set(entry.identifiers) & set(paper["identifiers"])
    if shared:
        return any(entry.identifiers[kind] == paper["identifiers"][kind] for kind in shared)
    titles = [title for title in (paper["title"], paper["as_written"]) if title]
    if entry.title and any(similarity(entry.title, title) >= ALIKE for title in titles):
        return True
    if entry.title and len(entry.title.split()) > 3:
        return False
    names = set(map(key, [*paper["aliases"], paper["as_written"]]))
    return bool(names & set(map(key, [*entry.aliases, entry.title or ""])))


def mentioned(result: ReadingList, paper: dict[str, Any]) -> bool:
    """Whether the paper is among the mentions."""
    names = set(map(key, [*paper["aliases"], paper["as_written"], paper["title"]]))
    return any(
        key(mention.text) in names
        or similarity(mention.text, paper["title"]) >= ALIKE
        or (len(paper["as_written"]) > 20 and mention.text.startswith(paper["as_written"]))
        for mention in result.mentions
    )


def measure(result: ReadingList, papers: list[dict[str, Any]]) -> dict[str, Count]:
    """Compare what was read with what was expected."""
    counts = {
        name: Count()
        for name in ("linked", "named", "papers", "aliases", "identifiers", "resources")
    }
    for paper in papers:
        owners = [entry for entry in result.entries if matches(entry, paper)]
        if paper["linked"]:
            _tally(counts["linked"], bool(owners), paper["as_written"])
        elif not paper.get("inferred"):
            _tally(counts["named"], bool(owners) or mentioned(result, paper), paper["as_written"])
        if paper.get("inferred"):
            continue
        names = {key(alias) for entry in owners for alias in entry.aliases}
        names |= {key(mention.text) for mention in result.mentions}
        for name in {key(alias): alias for alias in paper["aliases"]}.values():
            _tally(counts["aliases"], key(name) in names, name)
        for kind, value in paper["identifiers"].items():
            right = any(entry.identifiers.get(kind) == value for entry in owners)
            _tally(counts["identifiers"], right, f"{kind}:{value}")
        given = {address(resource.url) for entry in owners for resource in entry.resources}
        for url in paper["resources"]:
            _tally(counts["resources"], address(url) in given, url)
    _count_found(result, papers, counts)
    return counts


def _tally(count: Count, right: bool, what: str) -> None:
    count.expected += 1
    if not right:
        count.missing.append(what)


def _count_found(
    result: ReadingList, papers: list[dict[str, Any]], counts: dict[str, Count]
) -> None:
    def judge(name: str, items: Iterable[tuple[str, bool]]) -> None:
        for what, right in items:
            counts[name].found += 1
            counts[name].right += right
            if not right:
                counts[name].wrong.append(what)

    known = {key(alias) for paper in papers for alias in paper["aliases"]}
    owners: Callable[[SeedEntry], list[dict[str, Any]]] = lambda entry: [  # noqa: E731
        paper for paper in papers if matches(entry, paper)
    ]
    judge("papers", ((entry.name, bool(owners(entry))) for entry in result.entries))
    judge(
        "papers",
        (
            (
                mention.text,
                any(mentioned(ReadingList(mentions=(mention,)), paper) for paper in papers),
            )
            for mention in result.mentions
        ),
    )
    for entry in result.entries:
        mine = owners(entry)
        judge("aliases", ((alias, key(alias) in known) for alias in entry.aliases))
        judge(
            "identifiers",
            (
                (f"{kind}:{value}", any(paper["identifiers"].get(kind) == value for paper in mine))
                for kind, value in entry.identifiers.items()
            ),
        )
        urls = {address(url) for paper in mine for url in paper["resources"]}
        judge(
            "resources",
            (
                (resource.url, address(resource.url) in urls)
                for resource in entry.resources
                if resource.kind != "paper"
            ),
        )


@dataclass
class Right:
    """How a list came out, against its expected titles and identifiers."""

    titles: float
    identifiers: float
    superfluous: int
    """Entries that are none of the papers expected."""
    wrong: list[str] = field(default_factory=list)


def right_in(document: Path, papers: list[dict[str, Any]]) -> Right:
    """Compare the entries of a list with what is right, word by word."""
    left = list(read_file(document).entries)
    titles = identifiers = 0
    wrong: list[str] = []
    for paper in papers:
        entry = _entry_of(paper, left)
        if entry is None:
            wrong.append(f"missing: {paper['title'] or paper['identifiers']}")
            continue
        left.remove(entry)
        titles += entry.title == paper["title"]
        identifiers += dict(entry.identifiers) == paper["identifiers"]
        if (entry.title, dict(entry.identifiers)) != (paper["title"], paper["identifiers"]):
            wrong.append(f"{paper} came out as {entry.title!r} {dict(entry.identifiers)}")
    wrong += [f"superfluous: {entry.title or dict(entry.identifiers)}" for entry in left]
    return Right(titles / len(papers), identifiers / len(papers), len(left), wrong)


def _entry_of(paper: dict[str, Any], entries: list[SeedEntry]) -> SeedEntry | None:
    wanted = paper["identifiers"].items()
    by_identifier = [entry for entry in entries if set(wanted) & set(entry.identifiers.items())]
    by_title = [entry for entry in entries if entry.title == paper["title"]]
    return next(iter([*by_identifier, *by_title]), None)


def print_fields(folder: Path) -> None:
    """Print a row for each list of another field."""
    print("| list | papers | right titles | right identifiers | superfluous entries |")
    print("|---|---|---|---|---|")
    for expected in sorted(folder.glob("*.json")):
        papers = json.loads(expected.read_text(encoding="utf-8"))["papers"]
        document = next(
            path for path in sorted(folder.glob(f"{expected.stem}.*")) if path != expected
        )
        found = right_in(document, papers)
        print(
            f"| {expected.stem} | {len(papers)} | {found.titles:.0%} | {found.identifiers:.0%} "
            f"| {found.superfluous} |"
        )
        for line in found.wrong:
            print(f"    {line}")


_FORMS = (
    "- [Widgets number {0} in the rivers of the north](https://arxiv.org/abs/{1}) - a remark\n",
    "- **Widgets Number {0} and Their Uses**, J. Doe et al., 2019 [[pdf](https://arxiv.org/pdf/{1})]\n",
    "- Doe J, Roe AB. Widgets number {0} in patients. N Engl J Med. 2019;380(1):23-34. PMID: {0}\n",
    "- A study of widgets with the number {0} in cold water\n",
    "Widgets in Lakes and Seas, Number {0}\nJane Doe, Max Muster\nhttps://doi.org/10.1234/w.{0}\n\n",
    "We say of widget {0} that it is old, and of others not [@doi:10.1234/v.{0}].\n\n",
)


def print_speed() -> None:
    """Print how the time of each form of entry grows: ten thousand against one thousand."""
    print("| form | 1,000 entries (s) | 10,000 entries (s) | times |\n|---|---|---|---|")
    for form in (*_FORMS, "".join(_FORMS)):
        times = [_seconds(form, count) for count in (1_000, 10_000)]
        shown = form.split("{", 1)[0].strip() if form in _FORMS else "all of them"
        print(f"| `{shown}…` | {times[0]:.2f} | {times[1]:.2f} | {times[1] / times[0]:.1f} |")


def _seconds(form: str, count: int) -> float:
    repeats = count if form in _FORMS else count // len(_FORMS)
    text = "# Widgets\n\n" + "".join(
        form.format(count * 100 + number, f"19{1 + number % 12:02d}.{count // 100 + number:05d}")
        for number in range(repeats)
    )
    read_text("- warm", "markdown")
    started = time.process_time()
    read_text(text, "markdown")
    return time.process_time() - started


def _bibtex_of(count: int) -> str:
    """BibTeX records with accents, braces and formulas, always the same."""
    people = (
        r"M{\"u}ller, J{\'e}r{\^o}me",
        r"\v{S}imi{\'c}, Zoran",
        r"{\O}st, S{\o}ren",
        "Owl, A.",
    )
    words = (
        "{\\'E}tude",
        "of",
        "{DNA}",
        "$\\alpha_{2}$-owls",
        "in",
        'th{\\"u}ringischen',
        "rivers",
    )
    return "\n".join(
        f"@article{{owl{number},\n  title = {{{' '.join(words[number % 3 :])} {number}}},\n"
        f"  author = {{{' and '.join(people[number % 4 :] + people[: number % 4])}}},\n"
        f'  journal = {{Zeitschrift f{{\\"u}}r Eulen}},\n  year = {{{1990 + number % 30}}},\n'
        f"  doi = {{10.1000/owl.{number}}},\n  abstract = {{{'r{{e}}sum{{e}} ' * 40}}}\n}}"
        for number in range(count)
    )


def print_speed_of_bibtex(compared: int, count: int) -> None:
    """Print how long BibTeX takes, as a ratio to bibtexparser in the same run.

    Fewer records are compared than are read: bibtexparser needs ten seconds for a thousand.
    """
    import logging

    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    text = _bibtex_of(compared)
    start = time.process_time()
    parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    theirs = time.process_time() - start
    ours = _seconds_of_bibtex(text, compared)
    print(
        f"{compared:,} BibTeX records: {ours:.2f} s, {ours / theirs:.2f} × bibtexparser; "
        f"{count:,}: {_seconds_of_bibtex(_bibtex_of(count), count):.2f} s"
    )


def _seconds_of_bibtex(text: str, count: int) -> float:
    start = time.process_time()
    entries = read_text(text, "bibtex").entries
    taken = time.process_time() - start
    assert len(entries) == count
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument(
        "--fields",
        type=Path,
        nargs="?",
        const=Path("tests/reading_lists/other_fields"),
        help="measure lists of other fields, each beside its JSON, in place of the documents",
    )
    parser.add_argument("--speed", action="store_true", help="measure how time grows with a list")
    parser.add_argument("--expected", type=Path, default=Path("tests/reading_lists/expected"))
    parser.add_argument("--details", action="store_true", help="list what is missing and wrong")
    arguments = parser.parse_args()
    if arguments.speed:
        print_speed()
        print_speed_of_bibtex(2_000, 10_000)
    if arguments.fields is not None:
        print_fields(arguments.fields)
    if arguments.folder is None:
        return
    print(
        "| document | linked papers: recall | named papers: recall | papers: precision "
        "| aliases P / R | identifiers P / R | resources P / R |\n|---|---|---|---|---|---|---|"
    )
    for expected in sorted(arguments.expected.glob("*.json")):
        papers = json.loads(expected.read_text(encoding="utf-8"))["papers"]
        document = next(
            (path for path in sorted(arguments.folder.glob(f"{expected.stem}.*"))), None
        )
        if document is None:
            sys.exit(f"{arguments.folder}: no document named {expected.stem}")
        counts = measure(read_file(document), papers)
        name = re.sub(r"_[0-9a-f]{16}$", "", expected.stem)
        both = " | ".join(
            f"{counts[part].precision()} / {counts[part].recall()}"
            for part in ("aliases", "identifiers", "resources")
        )
        print(
            f"| {name} | {counts['linked'].recall()} | {counts['named'].recall()} "
            f"| {counts['papers'].precision()} | {both} |"
        )
        if arguments.details:
            for part, count in counts.items():
                print(f"    {part}: missing {count.missing}; wrong {count.wrong}")


if __name__ == "__main__":
    main()
