"""What the doctor finds: each thing by itself, whatever else is broken."""

from __future__ import annotations

import datetime
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import own_loop
import pytest
from fake_services import FakeServices, Reply, Request
from running import Run

from ptm_graph.settings import Settings
from ptm_graph.sources import transport
from ptm_graph.sources.probing import ASKED_FOR, HIDDEN, NOBODY, redacted, redacted_url
from ptm_graph.sources.semantic_scholar import PAPER_FIELDS
from ptm_graph.sources.services import SERVICES, chosen, opened
from ptm_graph.sources.shapes import SHAPES, Difference, compared
from ptm_graph.words.wording import sentence
from ptm_graph.workflow import doctor
from ptm_graph.workflow.doctor import Finding, State, Topic
from ptm_graph.workflow.schedule import Job, install, write_systemd_units

KNOWN = {"arxiv": "1901.00001"}
KEY = "averysecretkey0123"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, own_crontab: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(tmp_path / "none.db"))
    monkeypatch.delenv("PTM_GRAPH_DECISIONS", raising=False)
    assert own_crontab.parent.is_dir()


@pytest.fixture
def library(small_library_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_library_path, tmp_path / "own.db"))


def states(found: Iterator[Finding]) -> dict[Topic, State]:
    worst: dict[Topic, State] = {}
    order = ("ok", "look", "wrong")
    for one in found:
        worst[one.topic] = max(worst.get(one.topic, "ok"), one.state, key=order.index)
        assert str(one.said)
        assert sentence(one.said, "zh")
    return worst


def codes(found: Iterator[Finding], topic: Topic) -> list[str | None]:
    return [one.said.code for one in found if one.topic == topic]


def note_refresh(path: Path, at: str, outcome: str, message: str | None = None) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO refresh (started, first_fill, outcome, message) VALUES (?, 0, ?, ?)",
            (at, outcome, message),
        )
    connection.close()


def test_nothing_is_wrong_with_a_new_library(library: Path) -> None:
    found = states(doctor.examine(library))
    assert "wrong" not in found.values()
    assert found["library"] == "ok"
    assert found["refresh"] == "look"


def test_without_a_library_all_else_is_told(tmp_path: Path) -> None:
    found = states(doctor.examine(tmp_path / "nowhere" / "none.db"))
    assert found["library"] == "look"
    assert {"versions", "packages", "disk", "keys"} <= found.keys()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_library_is_wrong_and_all_else_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(content)
    found = states(doctor.examine(path))
    assert found["library"] == "wrong"
    assert {"versions", "disk", "keys"} <= found.keys()
    assert path.read_bytes() == content


def test_a_damaged_page_of_the_library_is_seen(library: Path) -> None:
    content = bytearray(library.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096 * 40] = b"\xaa" * 4096 * 40
    library.write_bytes(bytes(content))
    assert states(doctor.examine(library))["library"] == "wrong"


def test_a_library_that_is_a_folder_is_wrong(tmp_path: Path) -> None:
    assert states(doctor.examine(tmp_path))["library"] == "wrong"


def test_how_the_last_refresh_ended_is_told(library: Path) -> None:
    note_refresh(library, "2026-01-01T00:00:00+00:00", "refused", "no such key")
    told = [one for one in doctor.examine(library) if one.topic == "refresh"]
    assert [one.state for one in told] == ["look"]
    assert "no such key" in str(told[0].said)


@pytest.mark.parametrize("name", ["PTM_GRAPH_S2_URL", "PTM_GRAPH_BACKOFF"])
def test_an_unusable_setting_is_wrong_and_all_else_is_told(
    name: str, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "ftp:nonsense")
    found = states(doctor.examine(library))
    assert found["settings"] == "wrong"
    assert found["library"] == "ok"
    assert states(doctor.examine_live()) == {}


def test_keys_are_told_by_name_only(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S2_API_KEY", KEY)
    monkeypatch.setenv("PTM_GRAPH_S2_URL", f"https://ada:hush-hush@example.org/?api_key={KEY}")
    outcome = run("doctor", "--library", library)
    assert "S2_API_KEY is set" in outcome.out
    assert "ZOTERO_API_KEY is not set" in outcome.out
    assert "https://example.org/" in outcome.out
    assert KEY not in outcome.out
    assert "hush-hush" not in outcome.out


def test_the_exit_status_says_whether_something_is_wrong(
    run: Run, library: Path, tmp_path: Path
) -> None:
    assert run("doctor", "--library", library).status == 0
    (tmp_path / "broken.db").write_bytes(b"no database")
    outcome = run("doctor", "--json", "--library", tmp_path / "broken.db")
    assert outcome.status == 1
    told = json.loads(outcome.out)
    assert {"about", "state", "code", "text"} == set(told[0])
    assert [one["about"] for one in told if one["state"] == "wrong"] == ["library"]


def test_a_decisions_file_that_cannot_be_read_is_wrong(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(doctor.examine(library), "decisions") == ["doctor.no decisions"]
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    (tmp_path / "decisions.yaml").write_text("decisions: [", encoding="utf-8")
    assert states(doctor.examine(library))["decisions"] == "wrong"


@pytest.mark.parametrize("every", ["hour", "day", "week", "month"])
def test_a_schedule_is_found_and_told_late_when_no_refresh_came(library: Path, every: Any) -> None:
    assert codes(doctor.examine(library), "schedule") == ["doctor.not scheduled"]
    install(Job(library, every=every))
    found = [one for one in doctor.examine(library) if one.topic == "schedule"]
    assert [one.said.code for one in found] == ["doctor.schedule late"]
    assert every in str(found[0].said)
    now = datetime.datetime.now(datetime.UTC).isoformat()
    note_refresh(library, now, "done")
    assert codes(doctor.examine(library), "schedule") == ["doctor.scheduled"]


def test_a_timer_that_is_not_enabled_is_to_be_looked_at(library: Path) -> None:
    timer = write_systemd_units(Job(library, every="week"))[-1]
    assert codes(doctor.examine(library), "schedule") == ["doctor.timer off"]
    wants = timer.parent / "timers.target.wants"
    wants.mkdir()
    (wants / timer.name).symlink_to(timer)
    found = [one for one in doctor.examine(library) if one.topic == "schedule"]
    assert "week" in str(found[0].said)


# --- live --------------------------------------------------------------------------------------


def live(record: Path | None = None) -> list[Finding]:
    found = list(doctor.examine_live(record, KNOWN, chosen(("semantic-scholar", "arxiv"))))
    assert {one.topic for one in found} == {"live"}
    return found


def test_each_service_is_asked_once_and_answers_as_expected(services: FakeServices) -> None:
    found = live()
    assert [one.state for one in found] == ["ok", "ok"]
    assert sorted(one.service for one in services.requests) == ["arxiv", "s2"]


@pytest.mark.parametrize(
    ("kind", "state"),
    [("503", "wrong"), ("429", "look"), ("reset", "wrong"), ("garbage", "wrong"), ("403", "wrong")],
)
def test_a_service_that_fails_has_one_line_and_is_asked_once(
    services: FakeServices, kind: str, state: str
) -> None:
    services.fail(kind)
    found = live()
    assert [one.state for one in found] == [state, state]
    assert len(services.requests) == 2


def test_beside_a_running_loop_as_a_notebook_has_it_nothing_is_otherwise(
    services: FakeServices,
) -> None:
    async def beside() -> list[Finding]:
        return live()

    found = own_loop.run(beside())
    assert [one.state for one in found] == ["ok", "ok"]
    assert len(services.requests) == 2


def _changed(services: FakeServices, change: Any) -> None:
    def tamper(request: Request, reply: Reply) -> Reply:
        if request.service != "s2":
            return reply
        data = [change(one) for one in json.loads(reply.body)]
        return reply._replace(body=json.dumps(data).encode())

    services.tamper = tamper


def test_a_field_that_is_gone_is_named(services: FakeServices) -> None:
    _changed(services, lambda one: {k: v for k, v in one.items() if k != "citationCount"})
    told = live()[0]
    assert (told.state, told.said.code) == ("wrong", "doctor.otherwise")
    assert "citationCount" in str(told.said)


def test_a_field_of_another_type_is_named(services: FakeServices) -> None:
    _changed(services, lambda one: {**one, "year": "2019", "citationCount": True})
    told = live()[0]
    assert told.state == "wrong"
    assert "citationCount, year" in str(told.said)


def test_a_field_nobody_knows_is_named_and_does_no_harm(services: FakeServices) -> None:
    _changed(services, lambda one: {**one, "novelty": 3})
    told = live()[0]
    assert (told.state, told.said.code) == ("ok", "doctor.answers, with more")
    assert "novelty" in str(told.said)


def test_answers_are_kept_without_keys_and_mail_addresses(
    services: FakeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S2_API_KEY", KEY)
    _changed(services, lambda one: {**one, "novelty": f"ada@example.net says {KEY}"})
    folder = tmp_path / "kept" / "answers"
    live(folder)
    files = sorted(one.name for one in folder.iterdir())
    assert files == [
        *("arxiv-0.meta.json", "arxiv-0.xml"),
        *("semantic-scholar-0.json", "semantic-scholar-0.meta.json"),
    ]
    text = "".join(one.read_text("utf-8") for one in folder.iterdir())
    assert KEY not in text
    assert "ada@example.net" not in text
    assert NOBODY in text
    about = json.loads((folder / "semantic-scholar-0.meta.json").read_text("utf-8"))
    assert about["request"]["method"] == "POST"
    assert about["response"]["status"]["code"] == 200
    kept = (folder / "semantic-scholar-0.json").read_bytes()
    difference = compared("semantic scholar", kept)
    assert difference is not None
    assert not difference.harmful


@pytest.mark.parametrize(
    ("name", "value"), [("HTTPS_PROXY", "nonsense://x"), ("SSL_CERT_FILE", "/nowhere.pem")]
)
def test_what_keeps_every_service_from_being_asked_is_one_line_for_each(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    transport._trusted.cache_clear()
    monkeypatch.setenv(name, value)
    found = live()
    monkeypatch.undo()
    transport._trusted.cache_clear()
    assert [one.state for one in found] == ["wrong", "wrong"]
    assert all(name in str(one.said) for one in found)
    assert services.requests == []


def test_answers_that_cannot_be_kept_are_told_and_the_next_service_is_asked(
    services: FakeServices, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    found = live(tmp_path / "file" / "answers")
    assert [one.state for one in found] == ["ok", "wrong", "ok", "wrong"]
    assert len(services.requests) == 2


def test_recording_without_asking_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("doctor", "--record", tmp_path / "kept").status == 2


def test_an_address_loses_who_asks() -> None:
    url = f"https://ada:hush@example.org/works?mailto=ada@example.net&api_key={KEY}&q=a,b#x"
    assert redacted_url(url) == (
        f"https://example.org/works?mailto={HIDDEN}&api_key={HIDDEN}&q=a,b"
    )
    assert redacted("write to Ada <ada.l@cs.example.ac.uk>.") == f"write to Ada <{NOBODY}>."


def test_every_service_has_a_shape_and_can_be_asked_for_the_paper() -> None:
    assert {one.source.name for one in SERVICES} == SHAPES.keys()
    for service in SERVICES:
        with opened(Settings(), [service]) as (one,):
            assert one.asked_as(ASKED_FOR)


WORK = {
    "id": "https://openalex.org/W1",
    "ids": {"openalex": "https://openalex.org/W1"},
    "title": "Made Up",
    "authorships": [],
    "publication_year": 2020,
    "is_retracted": False,
}
MESSAGE = {"DOI": "10.5555/1", "title": ["T"], "type": "book", "issued": {}, "references-count": 0}


@pytest.mark.parametrize("several", [True, False])
@pytest.mark.parametrize("name", ["openalex", "crossref"])
def test_answers_of_one_and_of_several_works_are_compared(name: str, several: bool) -> None:
    work: dict[str, Any] = WORK if name == "openalex" else {"message": MESSAGE}
    if several:
        work = {"results": [WORK]} if name == "openalex" else {"message": {"items": [MESSAGE]}}
    assert compared(name, json.dumps(work).encode()) == Difference()
    changed = json.dumps(work).replace("title", "heading").encode()
    difference = compared(name, changed)
    assert difference is not None
    assert (difference.missing, difference.new) == (("title",), ("heading",))


def test_an_address_of_mail_and_unknown_services_are_told(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_MAILTO", "ada@example.net")
    monkeypatch.setenv("PTM_GRAPH_SERVICES", "arxiv,crossref")
    outcome = run("doctor", "--library", library)
    assert "PTM_GRAPH_MAILTO is set" in outcome.out
    assert "ada@example.net" not in outcome.out
    assert "a refresh asks arxiv, crossref" in outcome.out
    monkeypatch.setenv("PTM_GRAPH_SERVICES", "nobody")
    assert states(doctor.examine(library))["services"] == "wrong"


def test_what_is_asked_of_semantic_scholar_is_what_its_shape_has() -> None:
    assert set(SHAPES["semantic scholar"].fields) == set(PAPER_FIELDS)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", b"[1]", b"<a/>", b"[" * 100_000])
def test_an_answer_without_records_is_seen(name: str, body: bytes) -> None:
    difference = compared(name, body)
    assert difference is not None
    assert difference.unread
