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


@pytest.mark.parametrize(
    ("known", "stated", "whole"),
    [(19, 19, True), (18, 19, False), (19, 20, True), (18, 20, False), (98, 100, True),
     (97, 100, False), (9, None, False), (21, 20, True)],
)  # fmt: skip
def test_a_long_list_that_lacks_next_to_nothing_can_be_judged_as_a_whole(
    known: int, stated: int | None, whole: bool
) -> None:
    references = (ReferenceRecord(cited=None, title="A title"),) * known
    listed = ReferenceList("semantic scholar", references, stated)
    assert listed.as_good_as_complete == whole
    assert listed.complete == (stated is not None and known >= stated)
    assert not ReferenceList("semantic scholar", references, stated, True).as_good_as_complete
