"""Every error the package raises on purpose.

::

    PtmGraphError               a clear line for a person: what, where, what to do
    ├── InputError              a file or an argument that cannot be used
    │   ├── IdentifierError     a text that is not a valid identifier of its kind
    │   ├── ReadingListError    a reading list: names the file and the line
    │   ├── DecisionsError      a file of people's decisions
    │   └── FullTextError       a file that holds no readable paper
    ├── QueryError              a query that names no paper
    │   └── AmbiguousQueryError … or several: carries the choices
    ├── LibraryError            a library that cannot be opened, read or written
    │   ├── LibraryMissingError … because there is none yet
    │   ├── LibraryOlderError   … because it has to be upgraded
    │   └── LibraryBusyError    … because another process is writing
    ├── CorpusError             a corpus that cannot be opened, read or written
    ├── SourceError             a service that did not give what was asked
    │   ├── NotFoundError       the service has no such record
    │   ├── RejectedError       the service calls the request itself wrong (400)
    │   ├── RefusedError        401/403: the key is wrong; asking again is useless
    │   ├── OutageError         answers that show that the service is out of order
    │   └── UnavailableError    outage, throttling, or an unusable answer
    ├── WriteError              a file of ours that cannot be written
    └── ExportError             an export that cannot be written

The command line prints ``str(error)`` and nothing else, so each message is one
line that says what is wrong, where, and what to do about it. Where it is a
:class:`ptm_graph.words.wording.Said`, a page shows it in its own language.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class PtmGraphError(Exception):
    """Base of all errors of this package; the message is meant for a person."""

    exit_status = 1
    """Exit status of the command line when this error ends it."""


class InputError(PtmGraphError):
    """A file or an argument that cannot be used as given."""


class IdentifierError(InputError):
    """A text that is not a valid identifier of the kind it claims to be."""


class ReadingListError(InputError):
    """A reading list that cannot be read, at a known place.

    Parameters
    ----------
    message : str or Said
        What is wrong and what to do.
    file : str or Path, optional
        The file it is in.
    line : int, optional
        1-based line number.
    """

    def __init__(self, message: object, file: str | Path | None = None, line: int | None = None):
        super().__init__(message)
        self.file = None if file is None else str(file)
        self.line = line
        self.place = ":".join(str(part) for part in (self.file, line) if part is not None)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, super().__str__()) if part)


class DecisionsError(InputError):
    """A file of people's decisions that cannot be read or written."""


class FullTextError(InputError):
    """A file in which no paper can be read; what only spoils a part of one goes to ``unused``."""


class QueryError(PtmGraphError):
    """A query that names no paper of the library."""


class AmbiguousQueryError(QueryError):
    """A query that names several papers.

    Parameters
    ----------
    message : str or Said
        What is wrong and what to do.
    query : str
        What was asked.
    choices : sequence of str
        One readable line for each paper it may mean.
    """

    def __init__(self, message: object, query: str, choices: Sequence[str]):
        super().__init__(message)
        self.query, self.choices = query, tuple(choices)


class LibraryError(PtmGraphError):
    """A library that cannot be opened, read or written."""


class LibraryMissingError(LibraryError):
    """There is no library yet."""


class LibraryOlderError(LibraryError):
    """The library is empty or of an older version; opening it for writing upgrades it."""


class LibraryBusyError(LibraryError):
    """Another process holds the library for writing."""

    exit_status = 75  # EX_TEMPFAIL: cron wrappers know it as "try again later"


class CorpusError(PtmGraphError):
    """A corpus that cannot be opened, read or written."""


class SourceError(PtmGraphError):
    """A service did not give what was asked of it."""


class NotFoundError(SourceError):
    """The service answered that it has no such record."""


class OutageError(SourceError):
    """The service answers, but as it does only when it is out of order; no part will do better."""


class RejectedError(SourceError):
    """The service calls the request itself wrong; asking again is useless."""


class RefusedError(SourceError):
    """The service refused the request (401 or 403); asking again is useless.

    Parameters
    ----------
    message : str or Said
        What was refused and what to do.
    key_at_fault : bool, default True
        Whether the service takes a key, so that the key is what is wrong.
    """

    def __init__(self, message: object, *, key_at_fault: bool = True):
        super().__init__(message)
        self.key_at_fault = key_at_fault


class UnavailableError(SourceError):
    """An outage, throttling, or an answer that cannot be what was asked for."""


class WriteError(PtmGraphError):
    """A file of ours that cannot be written: a snapshot, a schedule, the marks of a reader."""


class ExportError(PtmGraphError):
    """An export that cannot be written."""
