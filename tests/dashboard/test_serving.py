"""The server reads the library before somebody asks, and is safe whoever starts it."""

import asyncio
import queue
import socket
import threading
import webbrowser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from dashboard_driver import TIMEOUT

from ptm_graph.dashboard import making
from ptm_graph.dashboard.serving import PAGE, SETTINGS, server
from ptm_graph.errors import PtmGraphError
from ptm_graph.library import Library
from ptm_graph.workflow import building


def test_streamlit_makes_no_pages_by_itself() -> None:
    assert not (PAGE.parent / "pages").exists()


def test_it_listens_on_this_machine_and_answers_only_under_known_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: dict[str, object] = {}
    monkeypatch.setattr(server, "_start_reading", lambda: None)
    monkeypatch.setattr(st.App, "run", lambda _app, config: said.update(config))
    server.serve(port=0, hosts=["papers.example"], base_path="/lists/")
    assert said["server.baseUrlPath"] == "lists"
    assert said["server.address"] == "127.0.0.1"
    assert said["server.allowedHosts"] == ["127.0.0.1", "localhost", "papers.example"]
    assert said["server.enableXsrfProtection"] is True
    assert said["browser.gatherUsageStats"] is False
    assert SETTINGS.items() <= said.items()


def test_the_browser_is_sent_where_the_server_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(server, "_start_reading", lambda: None)
    monkeypatch.setattr(webbrowser, "open", opened.put)
    monkeypatch.setattr(st, "get_option", {"server.port": 4711, "server.baseUrlPath": "papers"}.get)

    async def live(browser: bool) -> None:
        async with server.lifespan(browser=browser)(st.App(PAGE)):
            pass

    # a thread of its own: the browser of other tests keeps a loop running in this one
    for browser in (False, True):
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(asyncio.run, live(browser)).result(TIMEOUT)
    assert opened.get(timeout=TIMEOUT) == "http://127.0.0.1:4711/papers"
    assert opened.empty()


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PtmGraphError, match=rf"port {port} .*--port"):
            server.serve(port=port)


def test_a_library_is_made_whole_before_it_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "library.db"
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(path))
    threads = [threading.Thread(target=making.first_opened) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Library.open(path) as library:
        assert library.paper_count() > 1000
    assert not [one.name for one in path.parent.iterdir() if ".part" in one.name]


def test_a_library_that_another_process_made_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    monkeypatch.setattr(building, "fill_bundled", lambda _: path.write_text("theirs"))
    building.make_bundled(path)
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_made_where_nothing_may_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setenv("PTM_GRAPH_READ_ONLY", "1")
    assert making.first_opened() is None
    assert not (tmp_path / "library.db").exists()


def test_reading_ahead_keeps_quiet_about_what_the_page_will_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"no library")
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(path))
    server._read_ahead()
    assert path.read_bytes() == b"no library"
