"""Compare what the LaTeX reader finds with facts that were established by hand.

    python scripts/check_latex.py DATA [--misses]

DATA holds one folder a paper, with an ``EXPECTED.json`` in those that have facts. The table
between the markers of ``docs/full-texts.md`` is renewed: numbers, and the keys of what is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ptm_graph.full_texts.full_text import CitingSentence, FullText
from ptm_graph.full_texts.latex import read_latex
from ptm_graph.words.titles import normal, similarity

PAGE = Path(__file__).parent.parent / "docs" / "full-texts.md"
MARKERS = ("<!-- latex: begin -->", "<!-- latex: end -->")
_MARK = re.compile(r"\[[^\[\]]*\]")


@dataclass(slots=True)
class Score:
    """What was checked of one paper."""

    paper: str
    expected: int
    found: int
    checked: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Each miss in full."""

    def check(self, kind: str, subject: str, found: object, expected: object) -> None:
        """Count one fact."""
        self.checked[kind] = self.checked.get(kind, 0) + 1
        self.right[kind] = self.right.get(kind, 0) + (found == expected)
        if found != expected:
            self.missed.append(f"{subject}: {kind}")
            self.told.append(f"{subject}: {kind} {found!r}, expected {expected!r}")


def words(text: str) -> list[str]:
    """Words of a text without its citations and its LaTeX."""
    text = re.sub(r"\\[a-zA-Z]+", " ", _MARK.sub(" ", text))
    return normal(re.sub(r"[\\${}#]", "", text)).split()


def _times(sentence: CitingSentence, key: str) -> int:
    marks = (mark[1:-1].split("; ") for mark in _MARK.findall(sentence.text))
    return sum(key in keys for keys in marks)


def _same_title(found: str | None, expected: str | None) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    return " ".join(words(found)) == " ".join(words(expected)) or similarity(found, expected) >= 95


def _path(text: str | None) -> tuple[str, ...]:
    return tuple(" ".join(words(one)) for one in (text or "").split(" > "))


def scored(name: str, paper: FullText, facts: dict[str, Any]) -> Score:
    """Check one paper."""
    score = Score(name, facts["reference_count"], len(paper.references))
    score.check("title", "paper", _same_title(paper.title, facts["title"]), True)
    headings = {_path(path)[-1] for path in paper.headings}
    for heading in facts["section_headings"]:
        subject = f"heading “{heading['heading'][:40]}”"
        score.check("heading", subject, _path(heading["heading"])[-1] in headings, True)
    listed = {one.key: one for one in paper.references}
    for fact in facts["chosen_references"]:
        key = fact["key"]
        one = listed.get(key)
        title, year = fact["title"], fact["year"]
        if title is not None:
            score.check("reference title", key, one and _same_title(one.title, title), True)
        if year is not None:
            score.check("year", key, one and one.year, int(year))
        for kind, found, expected in _sentence_facts(paper, fact):
            score.check(kind, key, found, expected)
    return score


def _sentence_facts(paper: FullText, fact: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    key = fact["key"]
    citing = [one for one in paper.sentences if key in one.references]
    yield "times", sum(_times(one, key) for one in citing), fact["times_cited"]
    yield "sentences", len(citing), fact["distinct_citing_sentences"]
    sections = sorted({_path(one.section) for one in citing})
    yield "sections", sections, sorted({_path(one) for one in fact["sections"]})
    first = words(fact["fact"]["first_six_words"])[:6]
    section = fact["fact"].get("section")
    matching = any(
        words(one.text)[: len(first)] == first
        and (section is None or _path(one.section) == _path(section))
        for one in citing
    )
    yield "first words", matching, True


def table(scores: list[Score]) -> str:
    """The table of the page."""
    lines = [
        "| paper | references | expected | facts right | checked | missed |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for one in scores:
        missed = "; ".join(
            dict.fromkeys(
                miss.split(",")[0].split(" ")[0] + " " + miss.split(": ", 1)[1].split(" ")[0]
                for miss in one.missed
            )
        )
        lines.append(
            f"| {one.paper} | {one.found} | {one.expected} | {sum(one.right.values())} "
            f"| {sum(one.checked.values())} | {missed or '–'} |"
        )
    kinds = list(dict.fromkeys(kind for one in scores for kind in one.checked))
    told = ", ".join(
        f"{kind} {sum(one.right.get(kind, 0) for one in scores)} of "
        f"{sum(one.checked.get(kind, 0) for one in scores)}"
        for kind in kinds
    )
    return "\n".join([*lines, "", f"By kind of fact: {told}.", ""])


def main() -> None:
    """Score, print, and renew the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every miss in full")
    arguments = parser.parse_args()
    scores = []
    for facts in sorted(arguments.data.glob("*/EXPECTED.json")):
        paper = read_latex(facts.parent)
        expected = json.loads(facts.read_text(encoding="utf-8"))
        scores.append(scored(facts.parent.name, paper, expected))
    if not scores:
        sys.exit(f"{arguments.data}: no EXPECTED.json in its folders")
    text = table(scores)
    print(text)
    for score in scores if arguments.misses else ():
        for miss in score.told:
            print(f"{score.paper[:12]}  {miss}")
    if PAGE.exists():
        page = PAGE.read_text(encoding="utf-8")
        before, begin, rest = page.partition(MARKERS[0])
        _, end, after = rest.partition(MARKERS[1])
        if begin and end:
            PAGE.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
