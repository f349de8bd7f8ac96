"""The table of what the services are asked, in the order in which they are."""

from __future__ import annotations

from collections import defaultdict
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
    options: Mapping[type[Stage], Mapping[str, Any]] = {
        Citing: {"count": citations, "preference": citations_by, "around": citations_of},
        FullTexts: {"wishes": texts},
        References: {"keep": keep},
    }
    same: dict[type[Stage], list[Stage]] = defaultdict(list)
    # all that is on this machine is asked first, so that it is known what it lacks
    for here in (True, False):
        some = [one for one in order if one.local == here]
        lists: References | None = None
        for made in (Records, References, Untitled, FullTexts, Citing, CitedIds, Notices):
            more = {"lists": lists} if made is CitedIds else options.get(made, {})
            for service in some:
                if made.capability in service.offers:
                    one = made(service, tuple(same[made]), **more)
                    lists = lists or (one if isinstance(one, References) else None)
                    same[made].append(one)
                    table.append(one)
            if made is FullTexts and not here:
                table.extend(_titles(some or order, same[made], texts))
    for alike in same.values():
        for stage in alike:
            stage.same = alike
    return tuple(table)


def _titles(
    order: Sequence[Service], texts: Sequence[Stage], wishes: TextWishes | None
) -> list[Stage]:
    """Looking up what full texts list, by the service that counts most alone."""
    read = [one for one in texts if isinstance(one, FullTexts)]
    asked = [one for one in order if "titles" in one.offers][:1] if read else []
    return [ReferenceTitles(one, read, wishes) for one in asked]
