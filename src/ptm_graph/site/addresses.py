"""Where the page of each paper is: an address that depends on its key alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_LONGEST = 80


def page_of(key: str) -> str:
    """Name of the page of a paper, the same in every site.

    What an address cannot hold is replaced, and a part of a hash then keeps two papers
    apart.

    >>> page_of("arxiv:1907.11692")
    'paper/arxiv-1907.11692.html'
    >>> page_of("doi:10.1000/a(b)")
    'paper/doi-10.1000-a-b-bf05f397.html'
    """
    plain = key.casefold().replace(":", "-", 1)
    safe = re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")[:_LONGEST].strip("-.")
    name = safe if safe == plain and safe.isascii() else f"{safe}-{_hash(key)}".strip("-")
    return f"paper/{name}.html"


def pages_of(keys: Iterable[str]) -> dict[str, str]:
    """Key → its page; keys that differ in upper and lower case alone stay apart."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        page = page_of(key)
        if page in taken:
            page = f"{page.removesuffix('.html')}-{_hash(key)}.html"
        taken.add(page)
        found[key] = page
    return found


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
