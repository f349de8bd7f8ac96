"""Empty, locked, corrupt, older, read-only: each state says what it is and what to do."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, texts

from ptm_graph.dashboard import app as dashboard
from ptm_graph.library import Library
from ptm_graph.words.model import Note, Resource, SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.workflow import building, decisions

PAGES = (
    "",
    "papers",
    "routes",
    "reading-order",
    "compare",
    "news",
    "reading-list",
    "proposals",
    "review",
    "quality",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_opens_in_every_language(
    visit: Visit, small_library_path: Path, page: str, language: str
) -> None:
    app = visit(small_library_path, page or None, lang=language)
    assert not app.exception
    assert not app.error


def test_without_a_library_the_bundled_one_is_built(
    visit: Visit, bundled_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # with what it is filled is told by the tests of bundled libraries
    monkeypatch.setattr(
        building, "fill_bundled", lambda to: bundled_library._connection.backup(to._connection)
    )
    path = tmp_path / "new" / "library.db"
    app = visit(path)
    assert not app.exception
    assert path.exists()
    assert len(app.get("echarts_chart")) == 1


def test_an_empty_library_says_what_to_do(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path, writable=True).close()
    for page in PAGES:
        app = visit(path, page or None)
        assert not app.exception
        assert "no papers yet" in texts(app)


@pytest.mark.parametrize("content", [b"no database at all", b""])
def test_a_file_that_is_no_library_is_left_alone(
    visit: Visit, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    app = visit(path)
    assert not app.exception
    assert app.error
    assert app.button(key="again")
    assert path.read_bytes() == content


def test_an_older_library_is_told_in_chinese_and_can_be_upgraded(
    visit: Visit, small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    shutil.copy(small_library_path, path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    app = visit(path, lang="zh")
    assert not app.exception
    assert "版本较旧" in app.error[0].value
    assert "schema" not in app.error[0].value
    assert app.button(key="upgrade")


def test_a_damaged_library_is_told_from_a_missing_one(
    visit: Visit, small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    data = bytearray(small_library_path.read_bytes())
    data[4096 * 4 : 4096 * 60] = b"\xff" * (4096 * 56)
    path.write_bytes(data)
    app = visit(path)
    assert not app.exception
    assert app.error


def test_a_library_that_another_process_writes_to_can_be_read(
    visit: Visit, small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    shutil.copy(small_library_path, path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    app = visit(path)
    assert not app.exception
    assert not app.error
    writer.execute("ROLLBACK")
    writer.close()


def test_read_only_means_no_decision_no_import_and_no_refresh(
    visit: Visit, small_library_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_READ_ONLY", "1")
    for page, query in (
        (None, {"from": BERT, "to": ROBERTA}),
        ("review", {}),
        ("news", {}),
        ("reading-list", {"part": "add"}),
        ("reading-order", {}),
        ("proposals", {}),
    ):
        app = visit(small_library_path, page, **query)
        assert not app.exception
        keys = {one.key for one in app.button}
        assert not keys & {"accept", "reject", "refresh", "save list"}
        assert not app.text_area
        assert all(box.disabled for box in app.checkbox)


def test_read_only_without_a_library_builds_none(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_READ_ONLY", "1")
    app = visit(tmp_path / "library.db")
    assert not app.exception
    assert app.warning
    assert not (tmp_path / "library.db").exists()


ATTACK = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> **bold** $x^2$ :smile: {b} "
    "\u202eesrever\u202c [link](javascript:alert(1)) "
)
HOSTILE = ATTACK + "long " * 400


@pytest.fixture
def hostile_library(tmp_path: Path) -> Path:
    """Two papers whose every field is an attack, one citing the other."""
    path = tmp_path / "hostile.db"
    entries = [
        SeedEntry(
            title=f"{HOSTILE} {number}",
            aliases=(f"{HOSTILE} {number}",),
            identifiers={"arxiv": f"190{number}.00001"},
            family=HOSTILE,
            resources=(Resource("code", "javascript:alert(1)", HOSTILE, HOSTILE),),
            notes=(Note(HOSTILE, "en"),),
            tags=(HOSTILE,),
            properties={ATTACK: HOSTILE},
            year=2018 + number,
        )
        for number in (1, 2)
    ]
    with Library.open(path, writable=True) as library, library.writing() as writer:
        one, _ = writer.replace_entries(entries)
        for number in (1, 2):
            writer.store_paper(_attack(number))
        writer.store_references(
            one + 1,
            ReferenceList(
                source="semantic scholar",
                references=(
                    ReferenceRecord(
                        cited=_attack(1),
                        influential=True,
                        intents=("methodology",),
                        sentences=tuple(f"We extend {HOSTILE} {n}" for n in range(5)),
                    ),
                ),
                stated_count=1,
            ),
        )
    return path


def _attack(number: int) -> PaperRecord:
    return PaperRecord(
        source="semantic scholar",
        identifiers={"arxiv": f"190{number}.00001"},
        title=f"{HOSTILE} {number}",
        authors=tuple(f"{ATTACK if author % 10 else HOSTILE} {author}" for author in range(3000)),
        venue=HOSTILE,
        abstract=HOSTILE,
        comment=HOSTILE,
    )


def test_hostile_records_are_shown_as_text_on_every_page(
    visit: Visit, hostile_library: Path
) -> None:
    for page in PAGES:
        app = visit(hostile_library, page or None)
        assert not app.exception
        assert_harmless(texts(app))
    app = visit(hostile_library, paper="arxiv:1902.00001")
    assert not app.exception
    assert_harmless(texts(app))
    app = visit(hostile_library, **{"from": "arxiv:1901.00001", "to": "arxiv:1902.00001"})
    assert not app.exception
    assert_harmless(texts(app))


def assert_harmless(said: str) -> None:
    assert "<script" not in said
    assert "<img" not in said
    assert 'href="javascript' not in said
    assert "\u202e" not in said
    assert len(said) < 400_000


def test_a_library_that_is_gone_is_not_replaced_unasked(
    visit: Visit, small_library_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # that the bundled library is what is made then is tested above
    monkeypatch.setattr(dashboard, "make_bundled", lambda to: shutil.copy(small_library_path, to))
    path = tmp_path / "library.db"
    shutil.copy(small_library_path, path)
    app = visit(path)
    path.unlink()
    app.run()
    assert not app.exception
    assert "no longer exists" in app.warning[0].value
    assert not path.exists()
    app.button(key="make").click().run()
    assert path.exists()


def test_a_tick_that_cannot_be_kept_is_told(
    visit: Visit, small_library_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError("no")

    monkeypatch.setattr("ptm_graph.dashboard.pages.reading_order.mark", refused)
    app = visit(small_library_path, "reading-order")
    app.checkbox[0].check().run()
    assert not app.exception
    assert "not ticked off" in app.error[0].value


def test_who_has_no_name_can_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert decisions.person().split()[0] in ("user", "somebody")
