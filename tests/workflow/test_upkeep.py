"""A library goes out into a folder of text and comes back; a proposal says what it adds."""

from __future__ import annotations

import datetime
import html
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices, serving
from synthetic_world import reading_list, sha_of

from ptm_graph.errors import InputError
from ptm_graph.library import Library
from ptm_graph.reading_lists.line_forms import Described
from ptm_graph.workflow import decisions
from ptm_graph.workflow.changes.atom import as_atom
from ptm_graph.workflow.changes.telling import as_email, as_markdown, as_text
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.growing import Proposals, described, patch_of, proposals
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.upkeep import (
    DIGEST,
    FEED,
    MEMORY,
    MESSAGE,
    SNAPSHOT,
    Upkeep,
    request,
    shared_out,
    unlinked,
    upkeep,
)

NO_AGE = datetime.timedelta(0)


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with serving() as running:
        yield running


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    path = tmp_path / "seeds.yaml"
    path.write_text(reading_list(), encoding="utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path, services: FakeServices, seeds: Path) -> Path:
    """A folder after its first upkeep."""
    tend(services, seeds, tmp_path / "kept")
    services.heal()
    return tmp_path / "kept"


def tend(
    services: FakeServices, seeds: Path, folder: Path, name: str = "first", **options: Any
) -> Upkeep:
    return upkeep(
        folder.parent / f"{name}.db",
        [seeds],
        folder,
        folder.parent / "out",
        settings=services.settings(),
        **options,
    )


def test_a_library_comes_back_with_what_it_held_and_remembered(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    before = {one.name: one.read_bytes() for one in kept.iterdir()}
    done = tend(services, seeds, kept, "second")
    assert done.refreshed.report.new_papers == 0
    assert services.requests == []
    with Library.open(tmp_path / "first.db") as first, Library.open(tmp_path / "second.db") as now:
        assert {one.key for one in first.iter_papers()} == {one.key for one in now.iter_papers()}
        assert first.citation_count() == now.citation_count()
        assert first.checked("references") == now.checked("references")
        assert [one.number for one in now.history.refreshes()] == [1, 2]
        assert now.faults() == []
    assert (kept / SNAPSHOT).read_bytes() == before[SNAPSHOT]


def test_what_is_asked_again_after_coming_back_is_no_news_and_what_changed_is(
    tmp_path: Path, services: FakeServices, seeds: Path
) -> None:
    folder = tmp_path / "kept"
    tend(services, seeds, folder, citations=2)
    done = tend(services, seeds, folder, "second", citations=2, max_age=NO_AGE)
    assert services.requests and done.refreshed.report.requests
    assert (done.refreshed.report.new_papers, done.refreshed.report.new_citations) == (0, 0)
    assert done.refreshed.digest.stories == ()
    services.world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    done = tend(services, seeds, folder, "third", citations=2, max_age=NO_AGE)
    (story,) = done.refreshed.digest.stories
    assert "A Better Place" in story.said()
    assert "A Better Place" in (folder / DIGEST).read_text("utf-8")
    assert "A Better Place" in (folder / FEED).read_text("utf-8")
    assert (tmp_path / "out" / MESSAGE).read_text("utf-8").count("\n") == 1


def test_the_feed_has_what_an_earlier_run_told(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    for name, venue in (("second", "A Better Place"), ("third", "The Best Place")):
        services.world.papers[sha_of("seed-2")]["venue"] = venue
        tend(services, seeds, kept, name, max_age=NO_AGE)
    feed = (kept / FEED).read_text("utf-8")
    assert feed.count("<entry>") == 2
    assert "Better" in feed


def test_what_is_new_is_told_with_the_decisions_that_were_named(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    named = tmp_path / "elsewhere" / "named.yaml"
    named.parent.mkdir()
    with Library.open(tmp_path / "first.db") as library:
        decided = lineage_of(library)
    cited, family = decided.citations, decided.graph
    child, parent = next(
        (child, parent)
        for child, parent in cited.edges
        if not family.has_edge(parent, child)
        and cited.nodes[child].get("seed")
        and not family.has_edge(child, parent)
    )
    decisions.record(named, Decision(child, parent, "accepted", "Ada", "2026-01-01"))
    done = tend(services, seeds, kept, "second", max_age=NO_AGE, decisions_file=named)
    assert any(one.relation for one in done.refreshed.digest.stories)
    assert (kept / DIGEST).read_text("utf-8") == unlinked(as_markdown(done.refreshed.digest))


def test_a_spent_budget_leaves_the_rest_to_the_next_run(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    whole = Library.open(tmp_path / "first.db")
    folder, runs = tmp_path / "slow", 0
    left = 1
    while left:
        runs += 1
        services.heal()
        done = tend(services, seeds, folder, f"slow-{runs}", budget=3)
        report = done.refreshed.report
        left = report.left
        assert not report.failed
        assert sum(report.requests.values()) <= 4  # a portion may take a second page
        assert not done.refreshed.digest.stories, "the library is still being filled"
    assert runs > 2
    with whole, Library.open(tmp_path / f"slow-{runs}.db") as slow:
        assert {one.key for one in slow.iter_papers()} == {one.key for one in whole.iter_papers()}
        assert slow.citation_count() == whole.citation_count()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (MEMORY, ""),
        (MEMORY, "{}"),
        (MEMORY, '["ptm-graph memory", 2]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n["shadow", 1]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n["refresh", 1]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n[]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n["told", {}, []]\n'),
        (MEMORY, "[" * 100_000),
        (SNAPSHOT, "no json"),
    ],
)
def test_what_is_damaged_is_named_and_leaves_no_half_library(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path, name: str, text: str
) -> None:
    (kept / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        tend(services, seeds, kept, "second")
    assert not (tmp_path / "second.db").exists()
    assert services.requests == []


# --- what is proposed --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(bundled_library_path: Path) -> Proposals:
    with Library.open(bundled_library_path) as library:
        return proposals(library, Path("none.yaml"))


def link(one: Described) -> str:
    return f"https://arxiv.org/abs/{one.identifiers['arxiv']}"


def year(one: Described) -> int:
    assert one.published
    return one.published.year


def bib(one: Described) -> str:
    number = one.identifiers["arxiv"]
    fields = {"title": one.title, "author": " and ".join(one.authors), "year": str(year(one))}
    fields |= {"eprint": number, "archivePrefix": "arXiv"}
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@article{{p{number.replace('.', '')},\n{told}}}\n"


def seed(one: Described) -> str:
    title = one.title.replace('"', "'")
    return f'  - title: "{title}"\n    identifiers: {{arxiv: "{one.identifiers["arxiv"]}"}}'


STYLES: dict[str, tuple[str, Callable[[Described], str]]] = {
    "bullets.md": ("# L\n\n## P\n\n", lambda one: f"- [{one.title}]({link(one)})"),
    "stars.md": ("# L\n\n", lambda one: f"* **{one.title}** ({year(one)}) [[pdf]]({link(one)})"),
    "plus.md": ("# L\n\n", lambda one: f"+ {one.title}: {link(one)}"),
    "table.md": (
        "# L\n\n| Title | Year | Link |\n|---|---|---|\n",
        lambda one: f"| {one.title} | {year(one)} | [paper]({link(one)}) |",
    ),
    "numbers.md": ("# L\n\n", lambda one: f"1. {one.title}. {year(one)}. {link(one)}"),
    "headings.md": ("# L\n\n", lambda one: f"### {one.title}\n{link(one)}\n"),
    "list.rst": ("L\n=\n\n", lambda one: f"* `{one.title} <{link(one)}>`_"),
    "list.org": ("* L\n", lambda one: f"- [[{link(one)}][{one.title}]]"),
    "list.bib": ("", bib),
    "list.yaml": ("papers:\n", seed),
    "windows.md": ("# L\r\n\r\n", lambda one: f"- [{one.title}]({link(one)})\r"),
}


def test_lists_of_all_styles_get_lines_and_lose_none(tmp_path: Path, found: Proposals) -> None:
    nodes = found.citations.nodes
    listed = [described(data) for _, data in nodes(data=True) if data.get("seed")]
    listed = [one for one in listed if "arxiv" in one.identifiers and one.published]
    listed.sort(key=lambda one: (year(one), one.identifiers["arxiv"]))
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    repository = tmp_path / "lists"
    repository.mkdir()
    subprocess.run(["git", "init", "--quiet", str(repository)], check=True)
    patches, before = b"", {}
    for name, (head, write) in STYLES.items():
        text = head + "\n".join(map(write, listed)) + "\n"
        (repository / name).write_bytes(text.encode())
        before[name] = text.encode().split(b"\n")
        made = patch_of(found, found.made[:10], repository / name)
        assert len(made.added) >= 5, name
        patches += made.difference
    (tmp_path / "all.diff").write_bytes(patches)
    apply = ["git", "-C", str(repository), "apply", str(tmp_path / "all.diff")]
    subprocess.run(apply, check=True)
    for name, lines in before.items():
        after = (repository / name).read_bytes().split(b"\n")
        assert len(after) > len(lines)
        rest = iter(after)
        assert all(line in rest for line in lines), f"{name}: a line is gone or moved"


def test_a_paper_goes_to_the_first_list_that_takes_it_and_others_are_told(
    tmp_path: Path, found: Proposals
) -> None:
    likely = found.made[:3]
    (tmp_path / "prose.md").write_text("Read BERT first.\n", encoding="utf-8")
    added, left = shared_out(found, likely, [tmp_path / "prose.md"])
    assert added == []
    assert len(left) == 3
    assert all(str(reason) for _, reason in left)
    assert len(shared_out(found, likely, [])[1]) == 3


def test_nobody_is_called_and_no_issue_is_closed_by_a_title() -> None:
    said = unlinked("Fixes #12, closes ada/x#3 and GH-4, by @bo: https://github.com/a/b/issues/1")
    for alive in ("#12", "#3", "GH-4", "@bo", "github.com"):
        assert alive not in said
    assert said.replace("\u200b", "").endswith("https://github.com/a/b/issues/1")


def test_mail_feed_markdown_folder_and_proposal_tell_the_same(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path, found: Proposals
) -> None:
    services.world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    services.world.papers[sha_of("seed-3")]["year"] = 2016
    news = tend(services, seeds, kept, "second", max_age=NO_AGE).refreshed.digest
    assert news.stories
    told = [as_email(news, "x"), as_markdown(news), as_text(news), request(found, [], news)]
    told += [as_atom([news], "x").decode(), (kept / DIGEST).read_text("utf-8")]
    told.append((kept / FEED).read_text("utf-8"))
    for text in told:
        plain = " ".join(html.unescape(text).replace("\\", "").split())
        for story in news.stories:
            assert story.said() in plain
