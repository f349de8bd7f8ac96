"""What the replay counts as settled, and by how many keys."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from confirming_replay import every_source, one_by_one, page_by_page, put_right


def paper(
    marked: list[int], candidates: int = 10, unknown: int = 0, chances: list[float] | None = None
) -> tuple[Any, Any]:
    """A paper whose candidates are ranked in order of their numbers."""
    drawn = np.isin(np.arange(candidates), marked)
    example = SimpleNamespace(
        drawn=drawn, eligible=np.ones(candidates, dtype=bool), drawn_in_all=len(marked) + unknown
    )
    held = np.array(chances or [0.1] * candidates)
    judged = SimpleNamespace(order=np.arange(candidates), chances=held, named=np.array([0]))
    return example, judged


@pytest.mark.parametrize(
    ("marked", "unknown", "single", "pages", "every"),
    [
        ([0], 0, 1, 1, 1),
        ([2], 0, 3, 1, 1),
        ([0, 2], 0, 1, 1, 2),
        ([0, 3], 0, 1, 1, None),
        ([0], 1, 1, 1, None),
        ([4], 0, None, 2, None),
        ([9], 0, None, None, None),
    ],
)
def test_keys_until_a_paper_is_settled(
    marked: list[int], unknown: int, single: int | None, pages: int | None, every: int | None
) -> None:
    replayed = paper(marked, unknown=unknown)
    assert one_by_one(*replayed) == single
    assert page_by_page(*replayed) == pages
    assert every_source(*replayed) == every


def test_a_marked_source_that_may_be_no_parent_is_not_offered() -> None:
    example, judged = paper([0])
    example.eligible[0] = False
    assert one_by_one(example, judged) is None


def test_papers_with_more_to_put_right_come_first_by_expected_gain() -> None:
    sure = paper([0], 3, chances=[0.9, 0.01, 0.01])
    unsure = paper([1], 3, chances=[0.55, 0.45, 0.01])
    papers = [sure] * 400 + [unsure] * 100
    found: Any = SimpleNamespace(
        data=[example for example, _ in papers], splits=[[judged for _, judged in papers]]
    )
    gained, surest = put_right(found)
    assert gained[0] == 1
    assert surest[-1] == 0
