"""When the next scheduled refresh of a library runs, from the user's crontab or timer.

Only what ``ptm-graph schedule`` set up on this machine can be seen; a workflow on GitHub
cannot.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ptm_graph.errors import PtmGraphError
from ptm_graph.workflow.schedule.cron import read_crontab, without_line
from ptm_graph.workflow.schedule.systemd import is_enabled, timers_of

Where = Literal["cron", "systemd"]
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
"""Least and greatest value of the five fields of a crontab line; 7 is a Sunday, too."""
_FIELD = re.compile(r"(\*|\d{1,2}(?:-\d{1,2})?)(?:/(\d{1,2}))?")
_FARTHEST = 5 * 366
"""Days that are looked through for the next time."""
_CALENDAR = re.compile(r"(Mon )?\*-\*-(\*|01) (\*|\d\d):(\d\d):00")
"""The calendar expressions that this project writes."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A refresh that runs automatically."""

    where: Where
    at: datetime.datetime | None
    """When it runs next, in local time; None where its times are not understood."""
    times: str
    """The times as crontab or timer state them."""
    enabled: bool = True
    """False for a timer that was written but not started."""


def scheduled(library: Path, now: datetime.datetime) -> Scheduled | None:
    """The next refresh of a library; None where none is set up.

    Parameters
    ----------
    library : Path
        The library file.
    now : datetime.datetime
        Local time.
    """
    found = [one for one in (_cron(library, now), _systemd(library, now)) if one is not None]
    return min(found, key=_soonest) if found else None


def _soonest(one: Scheduled) -> tuple[bool, bool, datetime.datetime]:
    return not one.enabled, one.at is None, one.at or datetime.datetime.max


# --- cron ------------------------------------------------------------------------------------


def _cron(library: Path, now: datetime.datetime) -> Scheduled | None:
    try:
        crontab = read_crontab()
    except PtmGraphError:
        return None
    others = without_line(crontab, library).splitlines()
    for line in crontab.splitlines():
        if line not in others and not line.lstrip().startswith("#"):
            times = " ".join(line.split()[:5])
            return Scheduled("cron", next_time(times, now), times)
    return None


def next_time(times: str, now: datetime.datetime) -> datetime.datetime | None:
    """The first minute after now that the five fields of a crontab line name.

    >>> next_time("30 3 * * *", datetime.datetime(2026, 1, 2, 4, 0))
    datetime.datetime(2026, 1, 3, 3, 30)

    None for fields with names of months or days, for @reboot and the like, and for dates
    that do not come within five years.
    """
    fields = times.split()
    if len(fields) != len(_RANGES):
        return None
    parsed = [_values(field, *limits) for field, limits in zip(fields, _RANGES, strict=True)]
    if any(values is None for values in parsed):
        return None
    minutes, hours, days, months, weekdays = (values or frozenset() for values in parsed)
    clocks = [datetime.time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)]
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    for step in range(_FARTHEST):
        day = now.date() + datetime.timedelta(days=step)
        fits = (day.day in days, bool({day.isoweekday(), day.isoweekday() % 7} & weekdays))
        # where both a day of the month and one of the week are named, cron takes either
        if day.month not in months or not (any(fits) if either else all(fits)):
            continue
        for clock in clocks:
            at = datetime.datetime.combine(day, clock)
            if at > now:
                return at
    return None


def _values(field: str, least: int, most: int) -> frozenset[int] | None:
    found: set[int] = set()
    for part in field.split(","):
        match = _FIELD.fullmatch(part)
        if match is None:
            return None
        span, step = match.group(1), int(match.group(2) or 1)
        first, _, last = span.partition("-")
        low = least if span == "*" else int(first)
        high = most if span == "*" or (match.group(2) and not last) else int(last or first)
        if not (step and least <= low <= high <= most):
            return None
        found.update(range(low, high + 1, step))
    return frozenset(found)


# --- systemd ---------------------------------------------------------------------------------


def _systemd(library: Path, now: datetime.datetime) -> Scheduled | None:
    for timer in timers_of(library):
        for line in _lines(timer):
            if line.startswith("OnCalendar="):
                times = line.removeprefix("OnCalendar=")
                return Scheduled("systemd", _next_calendar(times, now), times, is_enabled(timer))
    return None


def _next_calendar(times: str, now: datetime.datetime) -> datetime.datetime | None:
    match = _CALENDAR.fullmatch(times)
    if match is None:
        return None
    weekday, day, hour, minute = match.groups()
    fields = (minute, hour, day, "*", "1" if weekday else "*")
    return next_time(" ".join(field.lstrip("0") or "0" for field in fields), now)


def _lines(path: Path) -> Collection[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
