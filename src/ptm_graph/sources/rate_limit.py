"""One pace for each service, shared by all processes of the user.

The services limit a person, not a process: a nightly refresh and one started by
hand must together keep the pace. The time of the last request lies in a small file
under a lock that every process takes.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_state_path

from ptm_graph.errors import SourceError, UnavailableError
from ptm_graph.files import lock, write_text

LONGEST_TURN = 180.0
"""Seconds to wait for another process's turn to end; no request takes so long."""


def is_public(url: str) -> bool:
    """Whether a URL leads to the open internet (not loopback or a private network)."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def allowed_interval(url: str, asked: float, least: float) -> float:
    """Seconds between requests: a public service may be slowed, never sped up."""
    return max(asked, least) if is_public(url) else asked


class SharedPace:
    """Let at most one request start in every ``interval`` seconds, over all processes.

    Parameters
    ----------
    base_url : str
        The service; each base URL has a pace of its own.
    interval : float
        Seconds between two requests; 0 switches the pace off.
    one_at_a_time : bool, default False
        Hold the turn until the request has ended (services that allow one connection).
    folder : Path, optional
        Where the state is kept; default: the user's state directory.
    clock, sleep : callable
        The clock must be the same for all processes that share the state.
    """

    def __init__(
        self,
        base_url: str,
        interval: float,
        *,
        one_at_a_time: bool = False,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.interval = interval
        self.one_at_a_time = one_at_a_time
        self._clock = clock
        self._sleep = sleep
        name = hashlib.sha256(base_url.encode()).hexdigest()[:16]
        self._folder = folder or user_state_path("ptm-graph", appauthor=False)
        self._file = self._folder / f"pace-{name}"
        self._lock = lock(self._folder / f"pace-{name}.lock")

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        """Wait for one's turn, then hold it as long as the service demands.

        What it gives is to be called when the request has left. Until then nobody else's may
        leave, and the next one keeps its distance from then.
        """
        if self.interval <= 0:
            yield lambda: None
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=LONGEST_TURN)
        except TimeoutError as error:
            raise UnavailableError(
                f"another process has held the turn for {LONGEST_TURN:.0f} s; end it"
            ) from error
        except OSError as error:
            raise SourceError(
                f"{self._folder}: the pace of requests cannot be kept there "
                f"({error.strerror or error}); make the folder writable or set XDG_STATE_HOME"
            ) from error
        left = threading.Event()

        def sent() -> None:
            if not left.is_set():
                self._stamp()
                left.set()
                if not self.one_at_a_time:
                    self._lock.release()

        try:
            self._wait()
            yield sent
        finally:
            if self.one_at_a_time or not left.is_set():
                self._stamp()
                self._lock.release()

    def _stamp(self) -> None:
        # another process may be reading: it must never see a file that is being written
        write_text(self._file, repr(self._clock()), "pace", durable=False)

    def _wait(self) -> None:
        # a clock that was set back, or a damaged file, must not stop us for long
        waited = 0.0
        while (wait := self._left()) > 0 and waited < 2 * self.interval:
            step = min(wait, self.interval)
            self._sleep(step)
            waited += step

    def _left(self) -> float:
        """Seconds until the next request may leave."""
        try:
            last = float(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0
        return last + self.interval - self._clock()
