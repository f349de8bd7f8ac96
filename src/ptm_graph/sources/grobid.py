"""A GROBID service of the user's own, which makes TEI of a PDF."""

from __future__ import annotations

from ptm_graph.errors import UnavailableError
from ptm_graph.settings import Settings
from ptm_graph.sources.rate_limit import SharedPace
from ptm_graph.sources.transport import Answer, Transport

LONGEST_REQUEST = 180.0
"""Seconds that a long paper may take, unless the settings allow more."""

_BOUNDARY = "ptm-graph-a-paper-to-read"


class Grobid:
    """The service at ``PTM_GRAPH_GROBID_URL``; nothing is sent where it is not set."""

    def __init__(self, url: str, settings: Settings) -> None:
        self._url = f"{url.rstrip('/')}/api/processFulltextDocument"
        self._transport = Transport(
            "GROBID",
            SharedPace(url, settings.endpoint("grobid").interval or 0.0),
            backoff=settings.backoff,
            deadline=max(settings.deadline, LONGEST_REQUEST),
        )

    @classmethod
    def of(cls, settings: Settings) -> Grobid | None:
        """The service that is set; None without one."""
        url = settings.endpoint("grobid").url
        return None if url is None else cls(url, settings)

    def tei(self, pdf: bytes) -> bytes:
        """Let the service read a PDF.

        Raises
        ------
        SourceError
            If it gave no TEI.
        """
        return self._transport.request(
            "POST",
            self._url,
            check=_is_tei,
            headers={"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"},
            body=_form(pdf),
        )

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()


def _form(pdf: bytes) -> bytes:
    """The PDF, and the wish for the printed text of references."""
    part = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
    wish = f'{part}"includeRawCitations"\r\n\r\n1\r\n'
    paper = f'{part}"input"; filename="paper.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    return b"".join(((wish + paper).encode(), pdf, f"\r\n--{_BOUNDARY}--\r\n".encode()))


def _is_tei(answer: Answer) -> bytes:
    if b"<TEI" not in answer.body[:65_536]:
        raise UnavailableError("the answer is no TEI")
    return answer.body
