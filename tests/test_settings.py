"""Settings are checked once, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptm_graph.errors import InputError
from ptm_graph.settings import Settings, default_library_path


def test_nothing_set_is_the_public_services_at_their_pace() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.s2_url == "https://api.semanticscholar.org"
    assert settings.arxiv_interval == 3.0
    assert settings.s2_api_key is None


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        {
            "PTM_GRAPH_S2_URL": "http://127.0.0.1:1/",
            "PTM_GRAPH_ARXIV_URL": "http://127.0.0.1:2",
            "PTM_GRAPH_S2_INTERVAL": "0",
            "PTM_GRAPH_ARXIV_INTERVAL": "4.5",
            "PTM_GRAPH_BACKOFF": "0.1",
            "PTM_GRAPH_DEADLINE": "9",
            "PTM_GRAPH_LIBRARY": "~/x.db",
            "PTM_GRAPH_DECISIONS": "d.yaml",
            "S2_API_KEY": " secret ",
        }
    )
    assert settings.s2_url == "http://127.0.0.1:1"
    assert (settings.s2_interval, settings.arxiv_interval) == (0.0, 4.5)
    assert (settings.backoff, settings.deadline) == (0.1, 9.0)
    assert settings.library == Path("~/x.db").expanduser()
    assert settings.decisions == Path("d.yaml")
    assert settings.s2_api_key == "secret"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PTM_GRAPH_S2_URL", "ftp://x"),
        ("PTM_GRAPH_ARXIV_INTERVAL", "soon"),
        ("PTM_GRAPH_S2_INTERVAL", "-1"),
        ("PTM_GRAPH_BACKOFF", "nan"),
        ("PTM_GRAPH_DEADLINE", "inf"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(InputError, match=name):
        Settings.from_environment({name: value})


def test_the_key_is_never_printed() -> None:
    assert "secret" not in repr(Settings(s2_api_key="secret"))


def test_the_default_library_lies_in_the_users_data() -> None:
    assert default_library_path().name == "library.db"
    assert "ptm-graph" in default_library_path().parts
