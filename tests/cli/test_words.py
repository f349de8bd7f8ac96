"""What every command says to people: examples that work, words instead of our own data."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from rich.text import Text
from running import OURS, Run

from ptm_graph.cli import screen
from ptm_graph.cli.main import group

READING = (
    *("lineage", "why", "path", "main-path", "reading-order", "similar", "changes"),
    *("compare", "check", "seeds status", "relation list", "evidence status", "merge --list"),
)
"""Commands whose examples need nothing but a library."""
ELSEWHERE = ("word2vec", "--atom", "--since")
"""Words of examples for which a small library that was never refreshed has nothing."""


def commands(
    command: click.Command = group, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(names), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*names, name))


COMMANDS = dict(commands())


def examples_of(name: str) -> list[str]:
    lines = (COMMANDS[name].epilog or "").splitlines()
    return [line.removeprefix("  ptm-graph ") for line in lines if line.startswith("  ptm-graph ")]


def parsed(words: list[str]) -> click.Context:
    """Read a command line as click does, and run nothing."""
    command: click.Command = group
    while isinstance(command, click.Group):
        inner = command.get_command(click.Context(command), words[0])
        assert inner is not None, words
        command, words = inner, words[1:]
    return command.make_context(command.name, words)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example_that_is_understood(name: str, run: Run) -> None:
    examples = examples_of(name)
    assert examples
    shown = run(*name.split(), "--help").out
    for example in examples:
        assert example.startswith(name)
        assert f"\n    ptm-graph {example}\n" in shown
        if not example.endswith("--help"):
            assert parsed(shlex.split(example)).command is not group


def test_an_example_with_a_mistake_would_be_found() -> None:
    with pytest.raises(click.UsageError):
        parsed(["why", "RoBERTa", "--alle"])


@pytest.mark.parametrize("name", READING)
def test_answers_are_words_and_nothing_of_ours(
    name: str, run: Run, small_library_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(small_library_path.parent / "none.yaml"))
    lines = [name, *examples_of(name.removesuffix(" --list"))]
    ran = 0
    for example in lines:
        words = shlex.split(example)
        if example.startswith("merge") and "--list" not in words:
            continue
        if len(words) == 1 and words[0] in ("compare", "lineage", "why", "path", "similar"):
            continue
        if any(word in words for word in (*ELSEWHERE, "--library")):
            continue
        outcome = run(*words, "--library", small_library_path)
        assert outcome.status == 0, outcome.err
        assert not OURS.search(outcome.out + outcome.err)
        ran += 1
    assert ran


@pytest.mark.parametrize(
    "told",
    [
        "Candidate(title='A')",
        "PosixPath(x=1)",
        "a None b",
        "{'a': 1}",
        "<Paper BERT (2018)>",
        "[('a', 1)]",
    ],
)
def test_data_of_ours_would_be_found(told: str) -> None:
    assert OURS.search(told)


LIST = """\
@article{a, title={Attention}, author={Someone}, year={2017}}
@article{b, title={BERT: Pre-training of Deep Bidirectional Transformers for Language
  Understanding}, eprint={1810.04805}, archiveprefix={arXiv}, keywords={a; b}, note={mine}}
@misc{c, howpublished={nothing}}
"""


def test_lists_are_told_in_words(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "mine.bib"
    listed.write_text(LIST, encoding="utf-8")
    library = ("--library", tmp_path / "own.db")
    for words in (
        ("seeds", "read", listed),
        ("seeds", "check", listed),
        ("build", listed, *library),
        ("seeds", "status", *library),
        ("lineage", "--parentless", *library),
        ("relation", "set", "BERT", "1810.04805", *library),
        ("similar", "1810.04805", *library),
    ):
        outcome = run(*words)
        assert outcome.out + outcome.err
        assert not OURS.search(outcome.out + outcome.err), words


@pytest.fixture
def terminal(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow terminal with colours."""
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)  # each phase has its own
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")


ANSI = re.compile(r"\x1b\[[\d;]*m")


def test_a_terminal_gets_colours_and_lines_that_end_between_words(
    run: Run, small_library_path: Path, request: pytest.FixtureRequest
) -> None:
    asked = ("why", "RoBERTa", "--all", "--library", small_library_path)
    whole = run(*asked).out
    assert not ANSI.search(whole)
    assert max(map(len, whole.splitlines())) > 60
    request.getfixturevalue("terminal")
    told = run(*asked).out
    assert ANSI.search(told)
    lines = ANSI.sub("", told).splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(" ".join(lines).split()) == " ".join(whole.split())


@pytest.mark.parametrize("command", [("lineage", "RoBERTa"), ("main-path",), ("why", "RoBERTa")])
def test_the_style_of_a_name_ends_with_it(
    command: tuple[str, ...], run: Run, small_library_path: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("terminal")
    told = run(*command, "--library", small_library_path).out
    assert "\x1b[1m" in told and "\x1b[2m" in told
    assert "\x1b[1;2" not in told and "\x1b[2;3" not in told


@pytest.mark.usefixtures("terminal")
def test_no_color_is_heeded(
    run: Run, small_library_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    told = run("why", "RoBERTa", "--library", small_library_path).out
    assert not re.search(r"\x1b\[[\d;]*3\d", told)


@pytest.mark.usefixtures("terminal")
def test_an_address_longer_than_a_line_stays_whole(capfd: pytest.CaptureFixture[str]) -> None:
    address = f"https://example.org/{'a' * 90}"
    screen.say(f"  see {address} for more")
    assert capfd.readouterr().out == f"  see\n      {address}\n      for more\n"
    screen.say("预训练语言模型" * 10)
    lines = capfd.readouterr().out.splitlines()
    assert "".join(line.strip() for line in lines) == "预训练语言模型" * 10
    assert len(lines) == 3


@pytest.mark.parametrize("place", ["pipe", "terminal"])
def test_what_others_wrote_does_not_steer_the_terminal(
    place: str, capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    if place == "terminal":
        request.getfixturevalue(place)
    screen.say("a\x1b[2Jb\x9bc\u202ed")
    screen.say(Text("a\x1b[2Jb\x9bc\u202ed"))
    assert capfd.readouterr().out == "a\ufffd[2Jb\ufffdc\ufffdd\n" * 2


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("told", ["", "\n", "[bold]x[/bold]", " " * 200, "a" * 200 + " b"])
def test_odd_texts_are_printed_as_they_are(told: str, capfd: pytest.CaptureFixture[str]) -> None:
    screen.say(told)
    assert capfd.readouterr().out.split() == told.split()
