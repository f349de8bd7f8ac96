"""Only pages that the server served itself, under a name it answers to, may talk to it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dashboard_driver import TIMEOUT, serving

from ptm_graph.dashboard.serving import server
from ptm_graph.errors import InputError

BASE = "/lists/papers"
STREAM = f"{BASE}/_stcore/stream"
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, small_library_path: Path) -> Iterator[str]:
    """Host and port of a dashboard under a path, behind a name."""
    options = "--base-path", BASE, "--allow-host", "papers.example"
    with serving(small_library_path, *options) as running:
        assert urlsplit(running.url).path == BASE
        yield urlsplit(running.url).netloc


def asked(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    """Status of an answer and its content, none of an open websocket."""
    connection = http.client.HTTPConnection(address, timeout=TIMEOUT)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, b"" if answer.status == 101 else answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/papers", "/_stcore/health", "/_stcore/metrics", "/_stcore/host-config"]
)
def test_another_name_is_refused_whatever_is_asked_for(address: str, path: str) -> None:
    status, content = asked(address, f"{BASE}{path}", Host="evil.example")
    assert (status, content) == (400, b"Invalid host header")
    port = address.rpartition(":")[2]
    for name in (address, f"localhost:{port}", "papers.example"):
        assert asked(address, f"{BASE}{path}", Host=name)[0] == 200


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://{address}", "{address}", 101),
        ("http://localhost:{port}", "localhost:{port}", 101),
        ("https://papers.example", "papers.example", 101),
        ("http://127.0.0.1:1", "{address}", 403),
        ("http://localhost:1", "localhost:{port}", 403),
        ("http://127.0.0.1", "{address}", 403),
        ("https://papers.example:8443", "papers.example", 403),
        ("https://evil.example", "{address}", 403),
        ("https://evil.example", "evil.example", 400),
        ("null", "{address}", 403),
        ("http://[", "{address}", 403),
    ],
)
def test_a_session_is_opened_only_by_our_own_page(
    address: str, origin: str, host: str, status: int
) -> None:
    places = {"address": address, "port": address.rpartition(":")[2]}
    headers = {**HANDSHAKE, "Origin": origin.format(**places), "Host": host.format(**places)}
    assert asked(address, STREAM, **headers)[0] == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_another_port_of_this_machine_changes_nothing(address: str, method: str) -> None:
    path = f"{BASE}/_stcore/upload_file/session/file"
    status, content = asked(address, path, method, Origin="http://127.0.0.1:1")
    assert (status, content) == (403, b"another origin")
    assert asked(address, path, method, Origin=f"http://{address}")[1] != b"another origin"


@pytest.mark.parametrize("path", ["../up", "a b", "a//b", "a?b", "ä", "http://example.org"])
def test_what_is_no_path_is_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_check_free", pytest.fail)
    with pytest.raises(InputError, match="is no path"):
        server.serve(port=0, base_path=path)
