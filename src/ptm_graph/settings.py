"""Settings from the environment, checked once, with their defaults and units."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ptm_graph.errors import InputError

_ENDPOINT = re.compile(r"PTM_GRAPH_([A-Z0-9]+)_(URL|INTERVAL|API_KEY)")
USUAL_KEYS = {"S2_API_KEY": "s2", "ZOTERO_API_KEY": "zotero", "OPENALEX_API_KEY": "openalex"}
"""Variables under which other programs, too, look for the key of a service."""
NETWORK = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
"""How to reach the services, as other programs read it; in small letters, too."""
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
"""Whom to trust instead of the usual authorities; the first one that is set counts."""
_ADDRESS = "PTM_GRAPH_MAILTO"
_PASSED_ON = (
    *("PTM_GRAPH_BACKOFF", "PTM_GRAPH_DEADLINE", "PTM_GRAPH_SERVICES", "XDG_STATE_HOME"),
    _ADDRESS,
)
_MAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PATHS = ("PTM_GRAPH_DECISIONS", "PTM_GRAPH_CORPUS", *CERTIFICATES)
_USER_PART = re.compile(r"(?<=://)[^/\s]*@")
_SHORTEST_SECRET = 6
"""Characters; whatever is shorter stands in a text by chance, too."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is set for one service; None: as the service itself has it."""

    url: str | None = field(default=None, repr=False)
    """Base URL of its API, without the path; it may hold a password."""
    interval: float | None = None
    """Least seconds between two requests."""
    key: str | None = field(default=None, repr=False)
    """Its key; never printed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside; every field has a working default."""

    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    """Short name of a service (``s2``, ``arxiv``) → what is set for it."""
    backoff: float = 2.0
    """Seconds to wait before the first repetition of a failed request; doubles each time."""
    deadline: float = 45.0
    """Most seconds one request may take, from first byte sent to last byte received."""
    library: Path | None = None
    """Where the library is; None: in the user's data directory."""
    decisions: Path | None = None
    """File of people's decisions; None: beside the reading list."""
    corpus: Path | None = None
    """Folder of a corpus that is asked before all services; None: there is none."""
    services: tuple[str, ...] | None = None
    """Names of the services that are asked; None: the usual ones."""
    mailto: str | None = field(default=None, repr=False)
    """Mail address that services are told, where one of them is kinder for it."""

    def endpoint(self, name: str) -> Endpoint:
        """What is set for the service with a short name."""
        return self.endpoints.get(name, Endpoint())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``PTM_GRAPH_*``, ``S2_API_KEY``, ``OPENALEX_API_KEY`` and ``ZOTERO_API_KEY``.

        A service with the short name ``s2`` is set by ``PTM_GRAPH_S2_URL``,
        ``PTM_GRAPH_S2_INTERVAL`` and ``PTM_GRAPH_S2_API_KEY``.

        Raises
        ------
        InputError
            If a number, a URL or a key cannot be used; the message names the variable.
        """
        env = os.environ if environment is None else environment
        library = env.get("PTM_GRAPH_LIBRARY", "").strip()
        decisions = env.get("PTM_GRAPH_DECISIONS", "").strip()
        corpus = env.get("PTM_GRAPH_CORPUS", "").strip()
        return cls(
            endpoints=_endpoints(env),
            backoff=_seconds(env, "PTM_GRAPH_BACKOFF", 2.0),
            deadline=_seconds(env, "PTM_GRAPH_DEADLINE", 45.0),
            library=expanded(library) if library else None,
            decisions=expanded(decisions) if decisions else None,
            corpus=expanded(corpus) if corpus else None,
            services=names_in(env.get("PTM_GRAPH_SERVICES", "")),
            mailto=_mail(env.get(_ADDRESS, "")),
        )


def names_in(text: str) -> tuple[str, ...] | None:
    """Names of services in a list with commas; None for an empty text.

    >>> names_in("arXiv, Semantic Scholar,openalex")
    ('arxiv', 'semantic-scholar', 'openalex')
    """
    found = (re.sub(r"[\s_-]+", "-", one.strip().lower()) for one in text.split(","))
    return tuple(dict.fromkeys(one for one in found if one)) or None


def library_path(given: Path | None = None) -> Path:
    """Where the library is: what is given, the environment, or the user's data directory."""
    return given or Settings.from_environment().library or default_library_path()


def expanded(path: str | Path) -> Path:
    """A path with ``~`` read as a home directory; an InputError where nobody has that name."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise InputError(f"{path}: there is no such user") from error


def default_library_path() -> Path:
    """``library.db`` in the user's data directory for ptm-graph."""
    from platformdirs import user_data_path

    return user_data_path("ptm-graph", appauthor=False) / "library.db"


def _endpoints(env: Mapping[str, str]) -> dict[str, Endpoint]:
    found: dict[str, Endpoint] = {}
    for variable in sorted(env):
        value, named = env[variable].strip(), _ENDPOINT.fullmatch(variable)
        if not value or (named is None and variable not in USUAL_KEYS):
            continue
        name = USUAL_KEYS[variable] if named is None else named[1].lower()
        known = found.get(name, Endpoint())
        if variable.endswith("_URL"):
            known = replace(known, url=_url(variable, value))
        elif variable.endswith("_INTERVAL"):
            known = replace(known, interval=_seconds(env, variable, 0.0))
        else:
            known = replace(known, key=usable_key(variable, value))
        found[name] = known
    return found


def _mail(text: str) -> str | None:
    address = text.strip().removeprefix("mailto:")
    if address and not _MAIL.fullmatch(address):  # not shown, as no key is
        raise InputError(f"{_ADDRESS}: is not a mail address such as ada@example.org")
    return address or None


def usable_key(where: str, text: str) -> str:
    """The key in a text, if it can be sent.

    Raises
    ------
    InputError
        If it is empty or contains what no key contains; the message does not show it.
    """
    key = text.strip()
    if not key:
        raise InputError(f"{where}: holds no key")
    if not re.fullmatch(r"[!-~]+", key):
        raise InputError(
            f"{where}: is no key; a key has no spaces, line breaks or letters outside ASCII"
        )
    return key


def without_secrets(text: str, *more: str) -> str:
    """A text of another program's making, such as that of an error, without keys and passwords.

    >>> without_secrets("cannot reach http://ada:hush@example.org/")
    'cannot reach http://…@example.org/'

    Parameters
    ----------
    text : str
        The text.
    *more : str
        Secrets beside those of the environment.
    """
    found = {part for secret in more for part in secret.split()}
    for variable, value in os.environ.items():
        named = _ENDPOINT.fullmatch(variable)
        if variable in (*USUAL_KEYS, _ADDRESS) or (named is not None and named[2] == "API_KEY"):
            found.update(value.split())
        elif (named is not None and named[2] == "URL") or variable.upper() in NETWORK:
            found.update(_passwords(value))
    for secret in sorted(found, key=lambda one: (-len(one), one)):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return _USER_PART.sub("…@", text)


def _passwords(url: str) -> set[str]:
    user_part = url.partition("://")[2].partition("/")[0].rpartition("@")[0]
    password = user_part.partition(":")[2] or user_part
    return {password, unquote(password)}


def passed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the settings of a shell that a run started elsewhere needs too; never a key.

    Paths are absolute, because a scheduler starts in another folder. Passwords in
    addresses are among them: see :func:`has_password`.
    """
    passed: dict[str, str] = {}
    for variable, value in environment.items():
        named = _ENDPOINT.fullmatch(variable)
        if not value.strip():
            continue
        if variable in _PATHS:
            passed[variable] = str(expanded(value).absolute())
        elif (
            variable in _PASSED_ON
            or variable.upper() in NETWORK
            or (named is not None and named[2] != "API_KEY")
        ):
            passed[variable] = value
    return passed


def has_password(value: str) -> bool:
    """Whether an address among the settings names a user or a password."""
    return any(_passwords(value))


def _url(variable: str, value: str) -> str:
    if not value.startswith(("http://", "https://")):  # not shown: it may hold a password
        raise InputError(f"{variable}: is not a URL; it must start with http:// or https://")
    try:
        urlsplit(value).port  # noqa: B018
    except ValueError as error:
        raise InputError(f"{variable}: its port is none (0 to 65535)") from error
    return value.rstrip("/")


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    value = env.get(name, "").strip()
    if not value:
        return default
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise InputError(f"{name}: “{value}” is not a number of seconds (0 or more)")
    return seconds
