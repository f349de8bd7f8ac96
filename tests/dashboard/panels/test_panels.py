"""What a panel shows first, and what it folds together."""

from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, texts

from ptm_graph.dashboard.panels.paper import by_change
from ptm_graph.lineage.score import INTERCEPT
from ptm_graph.words.model import Label, Relation


def relation(child: str, *labels: Label) -> Relation:
    return Relation("p", child, 1.0, 0.9, "A", labels=labels)


def test_children_are_grouped_by_their_first_class_of_change() -> None:
    distils, faster = Label("distils", "distils"), Label("faster", "faster")
    own = Label("a new thing", "key phrases")
    groups = by_change(
        [
            relation("a"),
            relation("b", own),
            relation("c", faster, own),
            relation("d", own, distils),
            relation("e", distils, faster),
        ]
    )
    children = {name: [one.child for one in held] for name, held in groups.items()}
    assert children == {"distils": ["d", "e"], "faster": ["c"], "own words": ["b"], "untold": ["a"]}
    assert list(groups) == ["distils", "faster", "own words", "untold"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_of_terms_ends_with_what_every_reference_starts_from(
    visit: Visit, bundled_library_path: Path, language: str
) -> None:
    said = texts(visit(bundled_library_path, lang=language, **{"from": BERT, "to": ROBERTA}))
    rows = said[said.index("<tbody>") : said.index("</tbody>")].split("<tr>")[1:]
    start = {"en": "starting value", "zh": "起始分"}[language]
    small = {"en": "smaller terms together", "zh": "较小的依据合计"}[language]
    assert start in rows[-2] and "pg-bar" not in rows[-2]
    assert sum(small in row for row in rows) <= 1
    assert "<b>" in rows[-1]
    points = [float(row.split("pg-points")[1].split(">")[1].split("<")[0]) for row in rows[:-1]]
    total = float(rows[-1].split("<b>")[1].split("<")[0])
    assert sum(points) == pytest.approx(total, abs=0.005 * len(points))
    assert INTERCEPT not in said
