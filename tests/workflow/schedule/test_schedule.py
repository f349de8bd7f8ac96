"""A refresh that runs by itself: the texts, and Debian's real cron."""

from __future__ import annotations

import datetime
import os
import shlex
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_services import serving
from hypothesis import given
from hypothesis import strategies as st
from synthetic_world import reading_list
from systems import posix_only

from ptm_graph.cli import main
from ptm_graph.errors import InputError, PtmGraphError
from ptm_graph.library import Library
from ptm_graph.library.history import Refresh
from ptm_graph.workflow import schedule
from ptm_graph.workflow.schedule import Job, cron
from ptm_graph.workflow.schedule.job import minute_and_hour, script, script_path, shell_command
from ptm_graph.workflow.schedule.systemd import timers_of

pytestmark = posix_only  # crontabs, units and shells; a Windows user gets a message instead

LIBRARY = Path("/data/my papers/library.db")

# --- the line -----------------------------------------------------------------------------------


def test_the_line_needs_nothing_of_crons_environment() -> None:
    job = Job(LIBRARY, seeds=(Path("/lists/my list.yaml"),), log=Path("/var/log/my log"))
    line = schedule.crontab_line(job)
    assert line.startswith("30 3 * * * ")
    words = shlex.split(line.split(maxsplit=5)[5], comments=True)
    assert sys.executable in words
    assert words[words.index("ptm_graph") :][:3] == ["ptm_graph", "refresh", "/lists/my list.yaml"]
    assert words[words.index("--library") + 1] == str(LIBRARY)
    assert words[-2:] == [">>/var/log/my log", "2>&1"]
    assert "--quiet" in words
    assert line.endswith(f"# ptm-graph refresh of {LIBRARY}")


def test_a_password_is_not_shown_and_stands_only_in_the_script(
    own_crontab: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    hush: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["schedule", "--library", str(tmp_path / "library.db")]
    assert main(arguments) == 1
    assert main([*arguments, "--install"]) == main([*arguments, "--systemd"]) == 0
    assert main([*arguments, "--github-actions", "list.md"]) == 0
    said = capsys.readouterr()
    assert f"{hush}: holds a password, which is not shown" in said.err
    kept = {path for path in tmp_path.rglob("*") if path.is_file() and b"hush" in path.read_bytes()}
    assert kept == {script_path(tmp_path / "library.db")}
    assert "hush" not in said.out + said.err


@pytest.fixture(params=["PTM_GRAPH_S2_URL", "PTM_GRAPH_NEW_URL", "HTTPS_PROXY", "all_proxy"])
def hush(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    monkeypatch.setenv(name, "https://ada:hush-hush@example.org/")
    return name


@pytest.mark.parametrize(
    ("every", "times"),
    [
        ("hour", "5 * * * *"),
        ("day", "5 4 * * *"),
        ("week", "5 4 * * 1"),
        ("month", "5 4 1 * *"),
    ],
)
def test_the_times_are_as_asked(every: schedule.Every, times: str) -> None:
    assert schedule.crontab_line(Job(LIBRARY, every=every, at="04:05")).startswith(f"{times} ")


@pytest.mark.parametrize("at", ["24:00", "3", "03:60", "noon", "", "-1:00", "3:5", "03:30:00"])
def test_what_is_no_time_of_day_is_refused(at: str) -> None:
    with pytest.raises(InputError, match="time of day"):
        Job(LIBRARY, at=at)


@given(st.times())
def test_every_time_of_day_is_read(at: datetime.time) -> None:
    assert minute_and_hour(f"{at:%H:%M}") == (at.minute, at.hour)


def test_a_percent_sign_does_not_end_the_command() -> None:
    line = schedule.crontab_line(Job(Path("/data/100%/library.db")))
    assert line.count("%") == line.count(r"\%") == 2


def test_a_line_break_in_a_path_is_refused() -> None:
    with pytest.raises(InputError, match="line break"):
        schedule.crontab_line(Job(Path("/data/two\nlines.db")))


def test_the_key_comes_from_a_file_and_never_stands_in_the_line(tmp_path: Path) -> None:
    key = tmp_path / "the key"
    key.write_text("hush-hush\n")
    key.chmod(0o600)
    told = tmp_path / "told"
    told.write_text('#!/bin/sh\necho "$S2_API_KEY"\n')
    told.chmod(0o755)
    job = Job(LIBRARY, key_file=key, python=told)
    assert "hush" not in schedule.crontab_line(job) + script(job)
    for command in (shell_command(job), script(job)):
        assert said_by(command).stdout == "hush-hush\n"
    key.write_text("\n")
    done = said_by(script(job))
    assert (done.returncode, done.stdout) == (1, "")
    assert "holds no key" in done.stderr


def said_by(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    key = tmp_path / "key"
    key.write_text("hush")
    key.chmod(mode)
    with pytest.raises(InputError, match="chmod 600"):
        Job(LIBRARY, key_file=key)


def test_on_windows_no_permissions_are_asked_for_because_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    key.write_text("hush")
    key.chmod(0o644)
    monkeypatch.setattr("ptm_graph.workflow.schedule.job.os", SimpleNamespace(name="nt"))
    assert Job(LIBRARY, key_file=key).key_file == key


@pytest.mark.parametrize("content", ["", "two words", "two\nlines", "schlüssel", None])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: str | None) -> None:
    key = tmp_path / "key"
    if content is not None:
        key.write_text(content)
        key.chmod(0o600)
    with pytest.raises(InputError, match="key") as caught:
        Job(LIBRARY, key_file=key)
    assert content is None or not content or content not in str(caught.value)


# --- the crontab --------------------------------------------------------------------------------

THEIRS = "# mine\nMAILTO=me\n0 1 * * * backup %\n\n5 5 * * * other # ptm-graph refresh of /other.db"


OLD = (
    "30 3 * * * PTM_GRAPH_S2_INTERVAL=2 /usr/bin/python3 -m ptm_graph refresh --library "
    f"'{LIBRARY}' --quiet # ptm-graph refresh of {LIBRARY}"
)
"""The line of an earlier version."""


def test_without_a_crontab_what_to_use_instead_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PtmGraphError, match="install cron"):
        cron.read_crontab()
    monkeypatch.setattr("ptm_graph.workflow.schedule.cron.os", SimpleNamespace(name="nt"))
    with pytest.raises(PtmGraphError, match="Task Scheduler"):
        cron.read_crontab()


def test_other_lines_are_left_as_they_are() -> None:
    job = Job(LIBRARY)
    once = cron.with_line(THEIRS, job)
    assert cron.with_line(f"{THEIRS}\n{OLD}\n", job) == once
    assert once == f"{THEIRS}\n{schedule.installed_line(job)}\n"
    assert cron.with_line(once, job) == once
    later = cron.with_line(once, Job(LIBRARY, at="05:00"))
    assert later.count(str(LIBRARY)) == once.count(str(LIBRARY))
    assert cron.without_line(later, LIBRARY) == f"{THEIRS}\n"
    assert cron.without_line(THEIRS + "\n", LIBRARY) == f"{THEIRS}\n"


def test_installing_twice_is_installing_once_and_removing_takes_only_ours(
    own_crontab: Path,
) -> None:
    assert schedule.install(Job(LIBRARY))
    first = own_crontab.read_text()
    assert not schedule.install(Job(LIBRARY))
    assert own_crontab.read_text() == first
    own_crontab.write_text(f"{THEIRS}\n{first}")
    assert schedule.install(Job(LIBRARY, every="week"))
    assert schedule.remove(LIBRARY)
    assert own_crontab.read_text() == f"{THEIRS}\n"
    assert not schedule.remove(LIBRARY)


def test_cron_calls_a_script_that_only_its_owner_can_read(
    own_crontab: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    told.write_text('#!/bin/sh\necho "$PTM_GRAPH_BACKOFF" "$@"\n')
    told.chmod(0o755)
    library = tmp_path / "my library.db"
    job = Job(library, python=told, environment={"PTM_GRAPH_BACKOFF": "it's 100 %"})
    assert schedule.install(job)
    called = shlex.split(own_crontab.read_text().split(maxsplit=5)[5], comments=True)
    assert called == [str(script_path(library))]
    assert stat.S_IMODE(script_path(library).stat().st_mode) == 0o700
    assert said_by(called[0]).stdout.startswith("it's 100 % -m ptm_graph refresh --library")
    later = Job(library, python=told, environment={"PTM_GRAPH_BACKOFF": "3"})
    assert schedule.install(later), "the line stays, the script changes"
    assert not schedule.install(later)
    assert said_by(called[0]).stdout.startswith("3 -m")
    assert schedule.remove(library) == ("your crontab",)
    assert not script_path(library).exists()


def test_a_library_with_two_names_has_one_schedule(own_crontab: Path, tmp_path: Path) -> None:
    library, link = tmp_path / "library.db", tmp_path / "link.db"
    link.symlink_to(library)
    assert schedule.install(Job(library))
    assert schedule.install(Job(link, at="04:00"))
    assert own_crontab.read_text().count("ptm-graph refresh of") == 1
    assert schedule.remove(library)
    assert own_crontab.read_text() == ""


def test_a_crontab_that_refuses_says_why(own_crontab: Path, tmp_path: Path) -> None:
    (tmp_path / "refuse").touch()
    with pytest.raises(PtmGraphError, match="bad minute"):
        schedule.install(Job(LIBRARY))


def test_without_cron_there_is_a_hint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PtmGraphError, match="--systemd"):
        schedule.install(Job(LIBRARY))


def test_the_command_prints_installs_and_removes(
    own_crontab: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["schedule", "--library", str(tmp_path / "l.db"), "--every", "day", "--at", "03:30"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("30 3 * * * ")
    assert not own_crontab.exists(), "printing changes nothing"
    assert not (tmp_path / "data").exists()
    assert main([*arguments, "--install"]) == 0
    assert own_crontab.read_text() in capsys.readouterr().out
    assert main([*arguments, "--remove"]) == 0
    assert "removed from your crontab" in capsys.readouterr().out
    assert own_crontab.read_text() == ""
    assert main([*arguments, "--remove"]) == 0
    assert "was not scheduled here" in capsys.readouterr().out
    assert main([*arguments, "--at", "late"]) == 1
    assert main(["schedule", "nowhere.yaml"]) == 1
    assert main(["schedule", "--every", "now"]) == 2


# --- systemd and GitHub -------------------------------------------------------------------------


def test_the_units_are_what_systemd_takes(own_crontab: Path, tmp_path: Path) -> None:
    job = Job(tmp_path / "100% $mine" / "library.db")
    paths = schedule.write_systemd_units(job, tmp_path / "units")
    service, timer = (path.read_text() for path in paths)
    assert "OnCalendar=*-*-* 03:30:00" in timer
    assert "SuccessExitStatus=3 75" in service
    assert f'ExecStart="{script_path(job.library)}"' in service
    assert "100%% $mine" in service
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--user", *map(str, paths)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        )
        assert "Unknown" not in done.stderr, done.stderr


def test_each_library_has_a_timer_of_its_own_and_removing_takes_only_that(
    own_crontab: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (tmp_path / folder / "library.db" for folder in ("a", "b"))
    for library in (first, second):
        assert main(["schedule", "--library", str(library), "--systemd"]) == 0
    assert "loginctl enable-linger" in capsys.readouterr().out
    timers = {library: timers_of(library) for library in (first, second)}
    assert all(len(found) == 1 for found in timers.values())
    assert timers[first] != timers[second]
    assert main(["schedule", "--library", str(first), "--remove"]) == 0
    assert f"removed from {timers[first][0]}" in capsys.readouterr().out
    assert timers_of(first) == []
    assert timers_of(second) == timers[second]
    assert not script_path(first).exists()
    assert script_path(second).exists()


def test_a_timer_of_an_earlier_version_is_replaced_and_removed(
    own_crontab: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "systemd" / "user"
    (folder / "timers.target.wants").mkdir(parents=True)

    def write_old() -> None:
        for end in ("service", "timer"):
            (folder / f"ptm-graph-refresh.{end}").write_text(
                f"[Unit]\nDescription=Refresh the ptm-graph library {LIBRARY}\n"
            )
        (folder / "timers.target.wants" / "ptm-graph-refresh.timer").symlink_to(
            folder / "ptm-graph-refresh.timer"
        )

    write_old()
    schedule.write_systemd_units(Job(tmp_path / "other.db"))
    assert (folder / "ptm-graph-refresh.timer").exists(), "it belongs to another library"
    schedule.write_systemd_units(Job(LIBRARY))
    assert len(timers_of(LIBRARY)) == 1
    assert not list((folder / "timers.target.wants").iterdir())
    write_old()
    assert len(schedule.remove(LIBRARY)) == 4
    assert timers_of(LIBRARY) == []


# --- the real cron ------------------------------------------------------------------------------


@pytest.fixture
def real_cron() -> Iterator[None]:
    """Debian's cron, running; the user's crontab is as before afterwards."""
    in_ci = os.environ.get("CI") == "true"
    if shutil.which("cron") is None or shutil.which("crontab") is None:
        reason = "no cron found; install it (Debian: apt install cron) to run this test"
        if in_ci:
            pytest.fail(reason)
        pytest.skip(reason)
    if not in_ci and os.environ.get("PTM_GRAPH_TEST_CRON") != "1":
        pytest.skip("sets up a job in your crontab for a minute; PTM_GRAPH_TEST_CRON=1 allows it")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    # a second cron finds the first one's lock and leaves at once, which is as well
    daemon = subprocess.Popen(["cron", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait()
        if before.returncode == 0:
            subprocess.run(["crontab", "-"], input=before.stdout, text=True, check=True)
        else:
            subprocess.run(["crontab", "-r"], capture_output=True, check=False)


@pytest.mark.slow
def test_the_job_fires_and_the_history_has_a_new_row(
    real_cron: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, library, log = (tmp_path / name for name in ("se eds.yaml", "library.db", "log"))
    seeds.write_text(reading_list(2), encoding="utf-8")
    with serving() as services:
        for name, value in services.environment().items():
            monkeypatch.setenv(name, value)
        arguments = ["schedule", str(seeds), "--library", str(library), "--log", str(log)]
        install_for_the_next_minute(arguments)
        try:
            rows = wait_for_history(library)
        finally:
            assert main([*arguments, "--remove"]) == 0
    assert [row.outcome for row in rows] == ["done"], log.read_text()
    assert str(library) not in cron.read_crontab()
    assert "the library was filled" in log.read_text()


def install_for_the_next_minute(arguments: list[str]) -> None:
    """Install a job before the minute begins in which it is due."""
    due = datetime.datetime.now()
    while datetime.datetime.now() >= due:
        due = datetime.datetime.now() + datetime.timedelta(minutes=1, seconds=5)
        due = due.replace(second=0, microsecond=0)
        assert main([*arguments, "--at", f"{due:%H:%M}", "--install"]) == 0


def wait_for_history(library: Path) -> list[Refresh]:
    """Wait until a refresh has ended; cron and the refresh tell nobody but the library."""
    give_up = time.monotonic() + 300
    while time.monotonic() < give_up:
        time.sleep(0.5)
        try:
            with Library.open(library) as opened:
                rows = [row for row in opened.history.refreshes() if row.outcome is not None]
        except PtmGraphError:
            continue
        if rows:
            return rows
    return []
