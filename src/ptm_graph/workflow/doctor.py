"""How a ptm-graph is doing: its versions, its library, its settings, and its services.

What is found are types; nothing here fails because something else is broken.
"""

from __future__ import annotations

import contextlib
import datetime
import platform
import re
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from ptm_graph._version import __version__
from ptm_graph.errors import LibraryMissingError, PtmGraphError, UnavailableError
from ptm_graph.library import Library
from ptm_graph.library.checking import SQLITE_VERSION
from ptm_graph.library.history import Outcome, Refresh
from ptm_graph.library.schema import MIGRATIONS
from ptm_graph.settings import USUAL_KEYS, Settings, library_path
from ptm_graph.sources import services
from ptm_graph.sources.probing import ASKED_FOR, Probed, keep, probe, redacted_url
from ptm_graph.sources.service import Service
from ptm_graph.words.wording import Said, Value, said_by
from ptm_graph.workflow import decisions, evidence, schedule
from ptm_graph.workflow.checking import explained
from ptm_graph.workflow.opening import decisions_path

State = Literal["ok", "look", "wrong"]
Topic = Literal[
    "versions",
    "packages",
    "library",
    "refresh",
    "schedule",
    "decisions",
    "full texts",
    "disk",
    "settings",
    "keys",
    "mail",
    "services",
    "live",
]

_REQUIREMENT = re.compile(r"[\w.-]+")
_OUTCOMES: Mapping[Outcome | None, str] = {
    "done": "doctor.done",
    "some failed": "doctor.some failed",
    "refused": "doctor.refused",
    "error": "doctor.error",
    "cut off": "doctor.cut off",
    None: "doctor.running",
}
_LITTLE_ROOM = 200 << 20
"""Free bytes below which a refresh of a large library may not fit."""
_NO_ROOM = 10 << 20
_LATE = {"hour": 1, "day": 2, "week": 8, "month": 32}
"""Days after which a refresh that is scheduled so often should have been there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    topic: Topic
    state: State
    said: Said


def examine(path: Path | None = None) -> Iterator[Finding]:
    """Look at everything that needs no network, one thing after the other.

    Parameters
    ----------
    path : Path, optional
        The library; default: as everywhere.
    """
    yield from _versions()
    settings = yield from _settings()
    place = None
    with contextlib.suppress(PtmGraphError):  # told among the settings
        place = library_path(path)
    if place is not None:
        yield from _library(place)
        yield _disk(place)
    if settings is not None:
        yield from _access(settings)


def examine_live(
    record: Path | None = None,
    identifiers: Mapping[str, str] = ASKED_FOR,
    some: Sequence[Callable[[Settings], Service]] | None = None,
) -> Iterator[Finding]:
    """Ask each service for one paper, and say how it answers.

    Parameters
    ----------
    record : Path, optional
        Folder in which the answers are kept, without keys and addresses.
    identifiers : mapping
        Of the paper that is asked for.
    some : sequence, optional
        How the services are opened; default: all there are.
    """
    try:
        settings = Settings.from_environment()
    except PtmGraphError:
        return  # told among the settings
    secrets = [one.key for one in settings.endpoints.values() if one.key]
    secrets += [settings.mailto] if settings.mailto else []
    wanted = services.SERVICES if some is None else some
    with services.opened(settings, wanted) as open_services:
        for service in open_services:
            probed = probe(service, identifiers)
            if probed is None:
                continue
            yield _verdict(probed)
            if record is not None and probed.exchanges:
                yield from _kept(record, probed, secrets)


# --- one thing after the other -----------------------------------------------------------------


def _found(topic: Topic, state: State, said: Said | str) -> Finding:
    return Finding(topic, state, said if isinstance(said, Said) else Said(None, text=said))


def _versions() -> Iterator[Finding]:
    values: dict[str, Value] = {
        "version": __version__,
        "python": platform.python_version(),
        "sqlite": SQLITE_VERSION,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
    }
    yield Finding("versions", "ok", Said("doctor.versions", values))
    found, missing = [], []
    for name in _requirements():
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    yield Finding("packages", "ok", Said("doctor.packages", {"packages": ", ".join(found)}))
    if missing:
        said = Said("doctor.packages missing", {"packages": ", ".join(missing)})
        yield Finding("packages", "wrong", said)


def _requirements() -> list[str]:
    """Names of what this package cannot do without; none where it was never installed."""
    try:
        told = metadata.requires("ptm-graph") or []
    except metadata.PackageNotFoundError:
        return []
    return sorted(
        found[0] for one in told if "extra ==" not in one and (found := _REQUIREMENT.match(one))
    )


def _settings() -> Generator[Finding, None, Settings | None]:
    try:
        settings = Settings.from_environment()
    except PtmGraphError as error:
        yield _found("settings", "wrong", said_by(error))
        return None
    return settings


def _library(path: Path) -> Iterator[Finding]:
    try:
        with Library.open(path) as library:
            yield from _of_library(library, path)
    except LibraryMissingError as error:
        yield _found("library", "look", said_by(error))
    except PtmGraphError as error:
        yield _found("library", "wrong", said_by(error))
    except Exception as error:
        damage = explained(error, path)
        if damage is None:
            raise
        yield _found("library", "wrong", said_by(damage))


def _of_library(library: Library, path: Path) -> Iterator[Finding]:
    damage = library.quick_check()
    values: dict[str, Value] = {
        "library": str(path),
        "schema": len(MIGRATIONS),
        "papers": library.paper_count(),
        "size": _size(path.stat().st_size),
    }
    yield Finding("library", "ok", Said("doctor.library", values))
    if damage:
        said = Said("library.damaged values", {"library": str(path), "error": damage})
        yield Finding("library", "wrong", said)
        return
    last = next(reversed(library.history.refreshes()), None)
    yield _refresh(last)
    yield _scheduled(path, last)
    yield _decisions(library)
    told = evidence.status(library)
    said = Said("doctor.full texts", {"papers": len(told.papers), "files": len(told.unused)})
    yield Finding("full texts", "look" if told.unused else "ok", said)


def _refresh(last: Refresh | None) -> Finding:
    if last is None:
        return Finding("refresh", "look", Said("doctor.never refreshed"))
    values: dict[str, Value] = {"at": last.started, "outcome": Said(_OUTCOMES[last.outcome])}
    if last.outcome in ("done", None):
        return Finding("refresh", "ok", Said("doctor.refreshed", values))
    why = last.message or next(iter(last.failures), None)
    if why is None:
        return Finding("refresh", "look", Said("doctor.refreshed", values))
    return Finding(
        "refresh", "look", Said("doctor.refreshed, with reason", values | {"error": why})
    )


def _scheduled(path: Path, last: Refresh | None) -> Finding:
    places: dict[str, str] = {}
    with contextlib.suppress(PtmGraphError, OSError):  # no cron here
        every = schedule.crontab_every(schedule.read_crontab(), path)
        places |= {"crontab": every} if every else {}
    for timer in schedule.timers_of(path):
        if schedule.is_enabled(timer):
            places["systemd"] = schedule.timer_every(timer)
        else:
            return Finding("schedule", "look", Said("doctor.timer off", {"timer": timer.name}))
    if not places:
        return Finding("schedule", "ok", Said("doctor.not scheduled"))
    values: dict[str, Value] = {
        "places": ", ".join(f"{place} ({every})" for place, every in places.items())
    }
    days = min(_LATE[every] for every in places.values())
    if last is None or _age(last.started) > datetime.timedelta(days=days):
        return Finding("schedule", "look", Said("doctor.schedule late", values))
    return Finding("schedule", "ok", Said("doctor.scheduled", values))


def _age(started: str) -> datetime.timedelta:
    try:
        at = datetime.datetime.fromisoformat(started)
    except ValueError:  # of a damaged library
        return datetime.timedelta.max
    at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    return datetime.datetime.now(datetime.UTC) - at


def _decisions(library: Library) -> Finding:
    try:
        path = decisions_path(library)
        count = len(decisions.read(path))
    except PtmGraphError as error:
        return _found("decisions", "wrong", said_by(error))
    values: dict[str, Value] = {"file": str(path), "decisions": count}
    if not path.exists():
        return Finding("decisions", "ok", Said("doctor.no decisions", values))
    return Finding("decisions", "ok", Said("doctor.decisions", values))


def _disk(path: Path) -> Finding:
    folder = next((one for one in (path, *path.absolute().parents) if one.is_dir()), Path.cwd())
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return _found("disk", "look", str(error))
    room = 2 * path.stat().st_size if path.is_file() else 0
    state: State = (
        "wrong" if free < _NO_ROOM else "look" if free < max(room, _LITTLE_ROOM) else "ok"
    )
    values: dict[str, Value] = {"size": _size(free), "folder": str(folder)}
    return Finding("disk", state, Said("doctor.disk", values))


def _access(settings: Settings) -> Iterator[Finding]:
    """Keys by name only, and addresses without passwords."""
    for variable, name in sorted(USUAL_KEYS.items()):
        there = settings.endpoint(name).key is not None
        code = "doctor.key" if there else "doctor.no key"
        yield Finding("keys", "ok", Said(code, {"key": variable}))
    code = "doctor.mail" if settings.mailto else "doctor.no mail"
    yield Finding("mail", "ok", Said(code))
    names = ", ".join(settings.services or services.USUAL)
    try:
        services.chosen(settings.services)
    except PtmGraphError as error:
        yield _found("services", "wrong", said_by(error))
    else:
        yield Finding("services", "ok", Said("doctor.services", {"services": names}))
    for name, endpoint in sorted(settings.endpoints.items()):
        if endpoint.url is not None:
            values: dict[str, Value] = {"service": name, "url": redacted_url(endpoint.url)}
            yield Finding("services", "look", Said("doctor.other address", values))


def _size(size: int) -> str:
    scaled, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if scaled < 1000 or unit == "TB":
            break
        scaled /= 1000
    return f"{scaled:.3g} {unit}" if scaled < 1000 else f"{scaled:,.0f} {unit}"


# --- services ----------------------------------------------------------------------------------


def _verdict(probed: Probed) -> Finding:
    values: dict[str, Value] = {"service": probed.service.source.title}
    failed: BaseException | None = probed.error
    if isinstance(failed, UnavailableError):  # that it was tried once need not be told
        failed = failed.__cause__ or failed
    error = said_by(failed) if failed is not None else ""
    if probed.status is None:
        return Finding("live", "wrong", Said("doctor.silent", values | {"error": error}))
    if probed.status == 429:
        return Finding("live", "look", Said("doctor.crowded", values))
    difference = probed.difference
    if probed.status != 200:
        values |= {"error": error, "status": str(probed.status)}
        return Finding("live", "wrong", Said("doctor.fails", values))
    if difference is not None and difference.unread:
        return Finding("live", "wrong", Said("doctor.not understood", values | {"error": error}))
    if difference is not None and difference.harmful:
        values |= {"missing": _names(difference.missing), "odd": _names(difference.odd)}
        return Finding("live", "wrong", Said("doctor.otherwise", values))
    if probed.error is not None or not probed.known:
        return Finding("live", "wrong", Said("doctor.not understood", values | {"error": error}))
    if difference is not None and difference.new:
        values |= {"new": _names(difference.new)}
        return Finding("live", "ok", Said("doctor.answers, with more", values))
    return Finding("live", "ok", Said("doctor.answers", values))


def _kept(folder: Path, probed: Probed, secrets: Sequence[str]) -> Iterator[Finding]:
    try:
        files = keep(folder, probed, secrets)
    except PtmGraphError as error:
        yield _found("live", "wrong", said_by(error))
        return
    for file in files[1::2]:
        yield Finding("live", "ok", Said("doctor.kept", {"file": str(file)}))


def _names(names: Sequence[str]) -> str:
    """Names of fields as a service gave them, a line at most."""
    return ", ".join(names)[:300] or "–"
