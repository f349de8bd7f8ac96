"""Who is asked: the services that are chosen, and a corpus that lies on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ptm_graph.settings import Settings, expanded, names_in
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import chosen


def openers(settings: Settings, *, alone: bool = False) -> Sequence[Callable[[Settings], Service]]:
    """How those that the settings name are opened.

    Where there is a corpus, it comes first, and ``alone`` nobody else is asked.

    Raises
    ------
    CorpusError
        If the corpus is missing, half made, damaged, or of a newer layout.
    InputError
        If there is no service of such a name.
    """
    others = chosen(settings.services)
    if settings.corpus is None:
        return others
    from ptm_graph.corpus.service import opener

    return (opener(settings.corpus),) if alone else (opener(settings.corpus), *others)


def settings_asking(services: str | None, corpus: Path | None = None) -> Settings:
    """The settings of the environment, with those whom somebody names.

    Parameters
    ----------
    services : str, optional
        Names of services in a list with commas.
    corpus : Path, optional
        Folder of a corpus.

    Raises
    ------
    InputError
        If there is no service of such a name.
    """
    settings = Settings.from_environment()
    if services is not None:
        settings = replace(settings, services=names_in(services) or ("",))
    if corpus is not None:
        settings = replace(settings, corpus=expanded(corpus))
    chosen(settings.services)
    return settings
