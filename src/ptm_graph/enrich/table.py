"""The table of what the services are asked, in the order in which they are."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from ptm_graph.enrich.citing import Preference
from ptm_graph.enrich.stages import (
    CitedIds,
    Citing,
    Notices,
    Records,
    References,
    Resolving,
    Stage,
    Untitled,
)
from ptm_graph.enrich.text_stages import FullTexts, ReferenceTitles, TextWishes
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import ranked


def stages(
    services: Sequence[Service],
    *,
    citations: int = 0,
    citations_by: Preference = "influential",
    citations_of: Container[str] | None = None,
    texts: TextWishes | None = None,
    keep: bool = False,
) -> tuple[Stage, ...]:
    """Give the table of what these services are asked, in the order in which they are.

    ``citations`` says how many of the papers that cite a seed are wanted, for each seed, and
    ``citations_by`` which, ``citations_of`` for which alone; ``texts`` whether and how full texts
    are, None: they are not; ``keep`` whether
    references without a record are kept until the refresh is over.
    """
    order = ranked(services)
    table: list[Stage] = []
    if any("titles" in one.offers for one in order):
        table.append(Resolving(order))
    for made in (Records, References, Untitled, FullTexts, Citing, CitedIds, Notices):
        options: Mapping[str, Any] = {}
        if made is Citing:
            options = {"count": citations, "preference": citations_by, "around": citations_of}
        elif made is FullTexts:
            options = {"wishes": texts}
        elif made is References:
            options = {"keep": keep}
        elif made is CitedIds:
            lists = next((one for one in table if isinstance(one, References)), None)
            options = {"lists": lists}
        same: list[Stage] = []
        for service in order:
            if made.capability in service.offers:
                same.append(made(service, tuple(same), **options))
        for stage in same:
            stage.same = same
        table.extend(same)
        if made is FullTexts:
            table.extend(_titles(order, same, texts))
    return tuple(table)


def _titles(
    order: Sequence[Service], texts: Sequence[Stage], wishes: TextWishes | None
) -> list[Stage]:
    """Looking up what full texts list, by the service that counts most alone."""
    read = [one for one in texts if isinstance(one, FullTexts)]
    asked = [one for one in order if "titles" in one.offers][:1] if read else []
    return [ReferenceTitles(one, read, wishes) for one in asked]
