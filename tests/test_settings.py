"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptm_graph.errors import InputError
from ptm_graph.settings import (
    Endpoint,
    Settings,
    default_library_path,
    has_password,
    passed_on,
    without_secrets,
)


def test_an_empty_environment_gives_working_defaults() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.endpoint("s2") == Endpoint(), "each service knows where it is"
    assert settings.library is None


def test_every_setting_is_read() -> None:
    settings = Settings.from_environment(
        {
            "PTM_GRAPH_S2_URL": "http://127.0.0.1:8765/",
            "PTM_GRAPH_ARXIV_URL": "http://127.0.0.1:8766",
            "PTM_GRAPH_S2_INTERVAL": "0",
            "PTM_GRAPH_ARXIV_INTERVAL": "4.5",
            "PTM_GRAPH_BACKOFF": "0.01",
            "PTM_GRAPH_DEADLINE": "7",
            "S2_API_KEY": " secret ",
            "PTM_GRAPH_NEW_URL": "http://127.0.0.1:8767",
            "PTM_GRAPH_NEW_API_KEY": "other",
            "OTHER_API_KEY": "not ours",
            "PTM_GRAPH_LIBRARY": "~/my.db",
            "PTM_GRAPH_DECISIONS": "d.yaml",
        }
    )
    assert settings.endpoint("s2") == Endpoint("http://127.0.0.1:8765", 0.0, "secret")
    assert settings.endpoint("arxiv") == Endpoint("http://127.0.0.1:8766", 4.5)
    assert settings.endpoint("new") == Endpoint("http://127.0.0.1:8767", key="other")
    assert (settings.backoff, settings.deadline) == (0.01, 7.0)
    assert settings.library == Path.home() / "my.db"
    assert settings.decisions == Path("d.yaml")


def test_the_key_is_never_shown() -> None:
    assert "secret" not in repr(Settings({"s2": Endpoint(key="secret")}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PTM_GRAPH_S2_URL", "api.semanticscholar.org"),
        ("PTM_GRAPH_ARXIV_URL", "file:///etc/passwd"),
        ("PTM_GRAPH_S2_INTERVAL", "fast"),
        ("PTM_GRAPH_ARXIV_INTERVAL", "-1"),
        ("PTM_GRAPH_BACKOFF", "inf"),
        ("PTM_GRAPH_DEADLINE", "nan"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(InputError, match=name):
        Settings.from_environment({name: value})


@pytest.mark.parametrize("name", ["S2_API_KEY", "PTM_GRAPH_S2_API_KEY", "PTM_GRAPH_NEW_API_KEY"])
@pytest.mark.parametrize("key", ["hush\nhush", "hush\r\nX: hush", "húsh", "hush hush", "hush\x00"])
def test_a_key_that_cannot_be_sent_is_refused_unseen(name: str, key: str) -> None:
    with pytest.raises(InputError, match=f"^{name}: is no key") as caught:
        Settings.from_environment({name: key})
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert Settings.from_environment({name: " hush\n"}).endpoints, "a line break at the end is none"


def test_passwords_in_addresses_are_not_shown() -> None:
    value = "ada:hush-hush@example.org"
    with pytest.raises(InputError, match="PTM_GRAPH_S2_URL") as caught:
        Settings.from_environment({"PTM_GRAPH_S2_URL": value})
    assert "hush" not in str(caught.value)
    assert "hush" not in repr(Settings.from_environment({"PTM_GRAPH_S2_URL": f"http://{value}"}))


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("https://ada:hush@example.org/api", True),
        ("https://token@example.org", True),
        ("https://example.org/@ada", False),
        ("proxy:3128", False),
        ("0.5", False),
    ],
)
def test_an_address_with_a_password_is_known(address: str, there: bool) -> None:
    assert has_password(address) is there


@pytest.mark.parametrize("name", ["PTM_GRAPH_S2_INTERVAL", "PTM_GRAPH_S2_URL", "S2_API_KEY"])
def test_an_empty_variable_is_an_unset_one(name: str) -> None:
    assert Settings.from_environment({name: " "}) == Settings.from_environment({})


def test_the_library_lies_in_the_users_data_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_library_path() == tmp_path / "ptm-graph" / "library.db"


def test_a_run_elsewhere_gets_what_leads_to_the_services_and_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    same = {
        "PTM_GRAPH_S2_URL": "http://127.0.0.1:1",
        "PTM_GRAPH_NEW_INTERVAL": "2",
        "PTM_GRAPH_BACKOFF": "1",
        "PTM_GRAPH_SERVICES": "arxiv",
        "PTM_GRAPH_MAILTO": "ada@example.org",
        "HTTPS_PROXY": "http://proxy:3128",
        "https_proxy": "http://proxy:3128",
        "no_proxy": "localhost",
        "XDG_STATE_HOME": "/state",
    }
    paths = ("PTM_GRAPH_DECISIONS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
    others = (
        "S2_API_KEY",
        "OPENALEX_API_KEY",
        "PTM_GRAPH_NEW_API_KEY",
        "PTM_GRAPH_LIBRARY",
        "PATH",
        "HOME",
    )
    environment = {**same, **dict.fromkeys((*paths, *others), "file"), "NO_PROXY": " "}
    assert passed_on(environment) == {**same, **dict.fromkeys(paths, str(tmp_path / "file"))}


def test_services_are_named_in_any_way_of_writing_them() -> None:
    named = Settings.from_environment({"PTM_GRAPH_SERVICES": " Semantic Scholar,openalex ,arXiv,"})
    assert named.services == ("semantic-scholar", "openalex", "arxiv")
    assert Settings.from_environment({"PTM_GRAPH_SERVICES": " , "}).services is None


@pytest.mark.parametrize("told", ["ada@example.org", " mailto:ada@example.org\n"])
def test_a_mail_address_is_read_and_not_shown(told: str) -> None:
    settings = Settings.from_environment({"PTM_GRAPH_MAILTO": told})
    assert settings.mailto == "ada@example.org"
    assert "ada@" not in repr(settings)


@pytest.mark.parametrize(
    "told", ["somebody", "ada@hush", "ada@ex.org\r\nX: y", "a@b.c d", "ädä@ex.org"]
)
def test_what_is_no_mail_address_is_refused_unseen(told: str) -> None:
    with pytest.raises(InputError, match="PTM_GRAPH_MAILTO") as caught:
        Settings.from_environment({"PTM_GRAPH_MAILTO": told})
    assert told not in str(caught.value)


def test_a_mail_address_is_taken_out_of_what_others_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTM_GRAPH_MAILTO", "ada@example.org")
    assert without_secrets("from ada@example.org") == "from …"
