"""The guarded way to a service, against a server that misbehaves on demand."""

from __future__ import annotations

import datetime
import email.utils
import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fake_services import TRANSIENT, FakeServices
from keeping_time import Time

from ptm_graph.errors import (
    InputError,
    NotFoundError,
    PtmGraphError,
    RefusedError,
    RejectedError,
    UnavailableError,
)
from ptm_graph.settings import CERTIFICATES
from ptm_graph.sources import transport as module
from ptm_graph.sources.rate_limit import SharedPace
from ptm_graph.sources.transport import Answer, Transport, retry_after


def whole(answer: Answer) -> Any:
    try:
        data = json.loads(answer.body)
    except ValueError as error:
        raise UnavailableError("the answer is not complete JSON") from error
    if "paperId" not in data:
        raise UnavailableError("the answer is not a paper")
    return data


@pytest.fixture
def transport(services: FakeServices, time: Time) -> Iterator[Transport]:
    made = Transport(
        "Service",
        SharedPace(services.url, 0),
        headers={"x-api-key": "secret"},
        key_name="S2_API_KEY",
        sign_of_life=(f"{services.url}/graph/v1/paper/CorpusId:1", whole),
    )
    yield made
    made.close()


@pytest.fixture
def address(services: FakeServices) -> str:
    return f"{services.url}/graph/v1/paper/{next(iter(services.world.papers))}?fields=title"


@pytest.mark.parametrize("kind", [kind for kind in TRANSIENT if kind != "429ra"])
def test_a_fault_that_passes_is_repeated_until_it_has_passed(
    services: FakeServices, transport: Transport, address: str, kind: str
) -> None:
    services.fail(kind, times=2)
    assert transport.request("GET", address, check=whole)["title"]
    assert len(services.requests) == 3
    assert transport.repetitions == 2


@pytest.mark.parametrize("kind", ["429ra", "429date"])
def test_the_service_says_how_long_to_wait_and_is_believed(
    services: FakeServices, transport: Transport, time: Time, address: str, kind: str
) -> None:
    services.fail(kind, times=1)
    transport.request("GET", address, check=whole)
    assert len(services.requests) == 2
    (slept,) = time.slept
    # a date has whole seconds: “in one second” may be almost at once
    assert slept == 1.0 if kind == "429ra" else 0.0 <= slept <= 1.0


def test_a_wait_of_hours_is_cut_to_a_bearable_one(
    services: FakeServices,
    transport: Transport,
    time: Time,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.05)
    services.fail("429ra", times=1)
    transport.request("GET", address, check=whole)
    assert time.slept == [0.05]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("400", RejectedError),
        ("401", RefusedError),
        ("403", RefusedError),
        ("404", NotFoundError),
    ],
)
def test_what_is_final_is_never_repeated(
    services: FakeServices,
    transport: Transport,
    address: str,
    kind: str,
    error: type[PtmGraphError],
) -> None:
    services.fail(kind)
    with pytest.raises(error):
        transport.request("GET", address, check=whole)
    assert len(services.requests) == 1


def test_the_key_is_sent_but_never_said(
    services: FakeServices, transport: Transport, address: str
) -> None:
    services.fail("403")
    with pytest.raises(RefusedError) as caught:
        transport.request("GET", address, check=whole)
    assert services.requests[0].key == "secret"
    assert "S2_API_KEY" in str(caught.value)
    assert "secret" not in f"{caught.value!r} {caught.value}"


def test_what_the_network_library_says_is_told_without_the_key(
    services: FakeServices, address: str, time: Time
) -> None:
    made = Transport("Service", SharedPace(services.url, 0), headers={"x-api-key": "hush\nhush-2"})
    with pytest.raises(UnavailableError, match="Illegal header value") as caught:
        made.request("GET", address, check=whole)
    made.close()
    assert "hush-2" not in f"{caught.value}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "nowhere.pem"),
        ("REQUESTS_CA_BUNDLE", "nowhere.pem"),
        ("REQUESTS_CA_BUNDLE", __file__),
        ("HTTPS_PROXY", "fax://ada:hush-hush@example.org"),
    ],
)
def test_settings_of_the_network_that_cannot_be_used_are_named(
    transport: Transport, address: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    module._trusted.cache_clear()
    for other in CERTIFICATES:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=name) as caught:
        transport.request("GET", address, check=whole)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("kind", ["silent", "drip"])
def test_a_server_that_never_ends_its_answer_meets_a_deadline(
    services: FakeServices,
    address: str,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "TRIES", 2)
    services.fail(kind)
    transport = Transport("Service", SharedPace(services.url, 0), backoff=0.0, deadline=0.3)
    with pytest.raises(UnavailableError, match=r"complete answer within 0\.3 s.*after attempt 2"):
        transport.request("GET", address, check=whole)
    assert transport.requests == 2
    transport.close()


def test_a_server_that_is_not_there_costs_little(transport: Transport, time: Time) -> None:
    with socket.socket() as silent:  # bound, so that nobody else listens there; nor does it
        silent.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        with pytest.raises(UnavailableError, match="connection failed"):
            transport.request("GET", address, check=whole)
    assert transport.requests == module.TRIES
    assert sum(time.slept) <= 1.25 * (2 + 4 + 8 + 16), "seconds"


def test_no_usable_address_is_rejected(transport: Transport) -> None:
    with pytest.raises(RejectedError, match="address"):
        transport.request("GET", "http://127.0.0.1:port/", check=whole)


def test_an_answer_of_ten_megabytes_is_read(
    services: FakeServices, transport: Transport, address: str
) -> None:
    services.fail("big")
    assert transport.request("GET", address, check=whole)["title"]


def test_an_answer_beyond_any_size_is_not(
    services: FakeServices, transport: Transport, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_ANSWER", 1000)
    services.fail("big")
    with pytest.raises(UnavailableError, match="larger than"):
        transport.request("GET", address, check=whole)


def ask_until_down(transport: Transport, address: str) -> None:
    while True:
        with pytest.raises(UnavailableError):
            transport.request("GET", address, check=whole)
        if transport.down:
            return


def test_a_service_that_is_down_is_soon_not_asked_any_more(
    services: FakeServices, transport: Transport, address: str
) -> None:
    services.fail("503")
    ask_until_down(transport, address)
    asked = len(services.requests)
    assert asked < 20
    for _ in range(100):
        with pytest.raises(UnavailableError, match="not asked, the service is down"):
            transport.request("GET", address, check=whole)
    assert len(services.requests) == asked


def test_a_service_that_comes_back_is_asked_again(
    services: FakeServices, transport: Transport, time: Time, address: str
) -> None:
    services.fail("503")
    ask_until_down(transport, address)
    services.heal()
    time.pass_by(module.REST)
    assert transport.request("GET", address, check=whole)["title"]
    services.fail("503", times=2)
    assert transport.request("GET", address, check=whole)["title"], "and gets its full tries"


def test_a_service_that_stays_down_is_left_alone_ever_longer(
    services: FakeServices, transport: Transport, time: Time, address: str
) -> None:
    def rests() -> int:
        for rest in itertools.count():
            if not transport.down:
                return rest
            time.pass_by(module.REST)
        raise AssertionError

    services.fail("503")
    found = []
    for _ in range(8):
        ask_until_down(transport, address)
        found.append(rests())
    assert found == [1, 2, 4, 8, 16, 16, 16, 16]


def test_a_few_broken_papers_do_not_make_the_service_count_as_down(
    services: FakeServices, transport: Transport
) -> None:
    broken, fine = list(services.world.papers)[:4], list(services.world.papers)[4]
    for sha in broken:
        services.fail("500", naming=sha)
        with pytest.raises(UnavailableError):
            transport.request("GET", f"{services.url}/graph/v1/paper/{sha}", check=whole)
    assert transport.request("GET", f"{services.url}/graph/v1/paper/{fine}", check=whole)


class Watched(SharedPace):
    """A pace for which a request has left when the service has it.

    Fails where the transport calls a request sent that the service does not get.
    """

    def __init__(self, services: FakeServices, *args: Any, **options: Any):
        super().__init__(services.url, *args, **options)
        self._services = services

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        with super().turn() as sent:
            arrived = len(self._services.requests)

            def left() -> None:
                self._services.wait_for(arrived + 1)
                sent()

            yield left


def test_two_at_once_keep_the_interval_as_the_service_sees_it(
    services: FakeServices, time: Time, address: str, tmp_path: Path
) -> None:
    services.clock = time.now

    def ask() -> None:
        pace = Watched(services, 0.25, folder=tmp_path, clock=time.now, sleep=time.sleep)
        one = Transport("Service", pace)
        for _ in range(5):
            one.request("GET", address, check=whole)
        one.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert services.gaps("s2") == [0.25] * 9


def test_retry_after_is_understood_in_seconds_and_as_a_date() -> None:
    assert retry_after({"retry-after": "7"}) == 7
    before = datetime.datetime.now(datetime.UTC)
    later = (before + datetime.timedelta(seconds=100)).replace(microsecond=0)
    asked = retry_after({"retry-after": email.utils.format_datetime(later, usegmt=True)})
    after = datetime.datetime.now(datetime.UTC)
    assert asked is not None
    assert (later - after).total_seconds() <= asked <= (later - before).total_seconds()
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


@pytest.mark.parametrize("value", ["", "soon", "-3", "1e9", "٣", "99999999999999999999"])
def test_a_useless_retry_after_does_no_harm(value: str) -> None:
    asked = retry_after({"retry-after": value})
    assert asked is None or asked >= 0
