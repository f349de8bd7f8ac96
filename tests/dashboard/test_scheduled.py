"""When the next refresh runs, read back from what “ptm-graph schedule” sets up."""

import datetime
from pathlib import Path

import pytest

from ptm_graph.dashboard import scheduled as module
from ptm_graph.dashboard.scheduled import next_time, scheduled
from ptm_graph.errors import PtmGraphError
from ptm_graph.workflow.schedule import Every, Job, crontab_line, write_systemd_units

NOW = datetime.datetime(2026, 1, 2, 4, 0)  # a Friday
NEXT: dict[Every, datetime.datetime] = {
    "hour": datetime.datetime(2026, 1, 2, 4, 30),
    "day": datetime.datetime(2026, 1, 3, 3, 30),
    "week": datetime.datetime(2026, 1, 5, 3, 30),
    "month": datetime.datetime(2026, 2, 1, 3, 30),
}


@pytest.fixture
def crontab(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Lines of the crontab, to be filled by the test; no timer."""
    lines: list[str] = []
    monkeypatch.setattr(module, "read_crontab", lambda: "".join(f"{line}\n" for line in lines))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return lines


@pytest.mark.parametrize("every", NEXT)
def test_a_line_of_the_crontab_says_when(crontab: list[str], tmp_path: Path, every: Every) -> None:
    library = tmp_path / "a library.db"
    crontab += ["# comment", "0 0 * * * true", crontab_line(Job(library, every=every))]
    found = scheduled(library, NOW)
    assert found is not None
    assert (found.where, found.at, found.enabled) == ("cron", NEXT[every], True)
    assert scheduled(tmp_path / "another.db", NOW) is None


@pytest.mark.parametrize("every", NEXT)
def test_a_timer_says_when_and_whether_it_runs(
    crontab: list[str], tmp_path: Path, every: Every
) -> None:
    library, folder = tmp_path / "library.db", tmp_path / "systemd" / "user"
    _, timer = write_systemd_units(Job(library, every=every))
    found = scheduled(library, NOW)
    assert found is not None
    assert (found.where, found.at, found.enabled) == ("systemd", NEXT[every], False)
    (folder / "timers.target.wants").mkdir()
    (folder / "timers.target.wants" / timer.name).symlink_to(timer)
    found = scheduled(library, NOW)
    assert found is not None
    assert found.enabled
    assert scheduled(tmp_path / "another.db", NOW) is None
    assert crontab == []


def test_without_cron_nothing_is_scheduled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse() -> str:
        raise PtmGraphError("there is no crontab here")

    monkeypatch.setattr(module, "read_crontab", refuse)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert scheduled(tmp_path / "library.db", NOW) is None


@pytest.mark.parametrize(
    ("times", "at"),
    [
        ("*/15 * * * *", datetime.datetime(2026, 1, 2, 4, 15)),
        ("0 6-8 * * *", datetime.datetime(2026, 1, 2, 6, 0)),
        ("0 3,5 * * 0", datetime.datetime(2026, 1, 4, 3, 0)),
        ("0 3 * * 7", datetime.datetime(2026, 1, 4, 3, 0)),
        ("0 0 29 2 *", datetime.datetime(2028, 2, 29, 0, 0)),
        ("0 0 13 * 5", datetime.datetime(2026, 1, 9, 0, 0)),
        ("0 0 31 2 *", None),
        ("0 0 * jan *", None),
        ("61 0 * * *", None),
        ("*/0 0 * * *", None),
        ("@daily", None),
    ],
)
def test_fields_mean_what_they_mean_to_cron(times: str, at: datetime.datetime | None) -> None:
    assert next_time(times, NOW) == at
