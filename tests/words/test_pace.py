"""Progress is told in papers and minutes."""

import pytest

from ptm_graph.words.pace import Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("passed", "later", "left"),
    [
        (37.0, 41.0, "about 2 minutes left"),
        (37.0, 0.0, "about a minute left"),
        (3.7, 0.0, "less than a minute left"),
        (37.0, 4 * 3600.0, "about 4 hours left"),
    ],
)
def test_it_is_told_in_papers_and_minutes(passed: float, later: float, left: str) -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.later(later)
    pace.stage("reference lists", 116)
    assert [str(one) for one in pace.said()] == ["0 of 116 papers"], "nobody knows how fast it is"
    clock.now = passed
    pace.advance(37)
    assert [str(one) for one in pace.said()] == ["37 of 116 papers", left]
    assert pace.share == pytest.approx(37 / 116)


def test_files_are_files_and_what_has_no_steps_is_not_counted() -> None:
    pace = Pace()
    assert pace.said() == ()
    pace.stage("reading", 3)
    assert str(pace.said()[0]) == "0 of 3 files"
    pace.stage("lineage", 1)
    assert pace.said() == ()
    pace.stage("reference lists", 0)
    assert (pace.said(), pace.share) == ((), 0.0)
