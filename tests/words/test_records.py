"""When a reference list counts as complete."""

from __future__ import annotations

import pytest

from ptm_graph.words.records import ReferenceList, ReferenceRecord

ONE = ReferenceRecord(None, title="A Paper")


@pytest.mark.parametrize(
    ("listed", "stated", "elided", "complete"),
    [
        ((ONE, ONE), 2, False, True),
        ((ONE, ONE), 1, False, True),
        ((ONE,), 2, False, False),
        ((ONE,), None, False, False),
        ((), None, True, False),
    ],
)
def test_a_list_is_complete_if_nothing_that_is_counted_is_missing(
    listed: tuple[ReferenceRecord, ...], stated: int | None, elided: bool, complete: bool
) -> None:
    assert ReferenceList("snapshot", listed, stated, elided).complete is complete
