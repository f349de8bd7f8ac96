"""A refresh that runs by itself: the texts, and Debian's real cron."""

from __future__ import annotations

import datetime
import os
import shlex
import shutil
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
from ruamel.yaml import YAML
from synthetic_world import reading_list
from systems import posix_only

from ptm_graph.cli import main
from ptm_graph.errors import InputError, PtmGraphError
from ptm_graph.library import Library
from ptm_graph.library.history import Refresh
from ptm_graph.workflow import schedule
from ptm_graph.workflow.schedule import Job, cron
from ptm_graph.workflow.schedule.job import minute_and_hour, shell_command

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


def test_a_file_of_decisions_named_in_the_shell_is_passed_on_by_its_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    passed = schedule.settings_to_pass_on({"PTM_GRAPH_DECISIONS": "mine.yaml", "S2_API_KEY": "k"})
    assert passed == {"PTM_GRAPH_DECISIONS": str(tmp_path / "mine.yaml")}


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
    assert "hush" not in schedule.crontab_line(job)
    done = subprocess.run(
        ["/bin/sh", "-c", shell_command(job)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "hush-hush\n"


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


@pytest.mark.parametrize("content", ["", "two words", None])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: str | None) -> None:
    key = tmp_path / "key"
    if content is not None:
        key.write_text(content)
        key.chmod(0o600)
    with pytest.raises(InputError, match="key"):
        Job(LIBRARY, key_file=key)


# --- the crontab --------------------------------------------------------------------------------

THEIRS = "# mine\nMAILTO=me\n0 1 * * * backup %\n\n5 5 * * * other # ptm-graph refresh of /other.db"


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
    assert once == f"{THEIRS}\n{schedule.crontab_line(job)}\n"
    assert cron.with_line(once, job) == once
    later = cron.with_line(once, Job(LIBRARY, at="05:00"))
    assert later.count(str(LIBRARY)) == once.count(str(LIBRARY))
    assert cron.without_line(later, LIBRARY) == f"{THEIRS}\n"
    assert cron.without_line(THEIRS + "\n", LIBRARY) == f"{THEIRS}\n"


@pytest.fixture
def own_crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for ``crontab`` that keeps the table in a file of this test."""
    table, program = tmp_path / "table", tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = -l ]; then [ -e "{table}" ] && exec cat "{table}"; '
        'echo "no crontab for you" >&2; exit 1; fi\n'
        f'[ -e "{tmp_path}/refuse" ] && {{ echo "bad minute" >&2; exit 1; }}\n'
        f'exec cat > "{table}"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return table


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
    line = capsys.readouterr().out
    assert line.startswith("30 3 * * * ")
    assert not own_crontab.exists(), "printing changes nothing"
    assert main([*arguments, "--install"]) == 0
    assert own_crontab.read_text() == line
    assert main([*arguments, "--remove"]) == 0
    assert own_crontab.read_text() == ""
    assert main([*arguments, "--at", "late"]) == 1
    assert main(["schedule", "nowhere.yaml"]) == 1
    assert main(["schedule", "--every", "now"]) == 2


# --- systemd and GitHub -------------------------------------------------------------------------


def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("hush")
    key.chmod(0o600)
    job = Job(
        tmp_path / "100% $mine" / "library.db",
        key_file=key,
        environment={"PTM_GRAPH_S2_URL": "http://127.0.0.1:1"},
        log=tmp_path / "log",
    )
    paths = schedule.write_systemd_units(job, tmp_path / "units")
    service, timer = (path.read_text() for path in paths)
    assert "OnCalendar=*-*-* 03:30:00" in timer
    assert "SuccessExitStatus=3 75" in service
    assert "hush" not in service
    assert "100%% $$mine" in service
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--user", *map(str, paths)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        )
        assert "Unknown" not in done.stderr, done.stderr


def test_the_workflow_is_yaml_and_runs_every_night() -> None:
    job = Job(LIBRARY, at="04:05", options=("--citations=5",))
    text = schedule.github_workflow(job, ["seeds/my list.yaml"])
    workflow = YAML(typ="safe").load(text)
    assert workflow["on"]["schedule"] == [{"cron": "5 4 * * *"}]
    steps = workflow["jobs"]["refresh"]["steps"]
    (run,) = [step["run"] for step in steps if "refresh" in step.get("run", "")]
    assert run.startswith("ptm-graph refresh 'seeds/my list.yaml' --library library.db")
    assert "--citations=5" in run
    assert all(set(step) <= {"name", "uses", "run", "with", "env", "if"} for step in steps)


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
