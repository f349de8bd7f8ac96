"""A vault for Obsidian, which a person and a program write together."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import yaml

from ptm_graph.errors import ExportError
from ptm_graph.exports import export, to_bytes
from ptm_graph.exports.job import key_of
from ptm_graph.exports.vault_notes import LEFT, MARK, file_name
from ptm_graph.files import editing


def vault(graph: nx.DiGraph[str], folder: Path) -> Path:
    return export(graph, folder / "vault", format="vault")


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def head(note: Path) -> dict[str, object]:
    told = yaml.safe_load(note.read_text("utf-8").split("---\n")[1])
    assert isinstance(told, dict)
    return told


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    for note in folder.rglob("*.md"):
        for place in re.findall(r"\[\[([^\]|]+)", note.read_text("utf-8").partition(MARK)[0]):
            yield note, place


def test_every_paper_and_family_has_a_note_and_every_link_leads_to_one(
    any_graph: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(any_graph, tmp_path)
    notes = list(folder.rglob("*.md"))
    told = [head(note) for note in notes]
    assert {one["ptm-graph"] for one in told if "ptm-graph" in one} == {*map(key_of, any_graph)}
    assert sum("ptm-graph-index" in one for one in told) == 1
    stems = [note.stem for note in notes]
    assert len({stem.casefold() for stem in stems}) == len(stems)
    assert {place for _, place in links(folder)} <= set(stems)
    assert {path.name for path in folder.iterdir()} == {note.name for note in notes}


def test_a_note_has_its_paper_its_sentence_and_its_relations(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(family, tmp_path)
    told = head(folder / "BERT.md")
    assert told["title"] == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert told["authors"] == ["Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"]
    assert (told["year"], told["confidence"], told["family"]) == (2019, 0.88, "BERT family")
    text = (folder / "BERT.md").read_text("utf-8")
    parents, children = text.split("## ")[1:]
    assert "- [[ELMo]] – Transformer · BERT names ELMo in four sentences" in parents
    assert "    > One made-up sentence." in parents
    assert "- [[RoBERTa]] – more data" in children and "made-up" not in children
    assert "BERT descends from ELMo: “Transformer”; 2 works descend from it." in text
    assert "- *perhaps* [[ELMo]]" in (folder / "XLNet.md").read_text("utf-8")
    assert "- 2018-10-11 [[BERT]] – BERT" in (folder / "BERT family.md").read_text("utf-8")


def test_a_second_export_touches_nothing(any_graph: nx.DiGraph[str], tmp_path: Path) -> None:
    folder = vault(any_graph, tmp_path)
    before = {path: path.stat().st_ino for path in folder.rglob("*")}
    vault(any_graph, tmp_path)
    assert {path: path.stat().st_ino for path in folder.rglob("*")} == before


def test_only_notes_that_say_something_else_are_written_again(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(family, tmp_path)
    before = content(folder)
    family.nodes["arxiv:1907.11692"]["venue"] = "Nowhere"
    vault(family, tmp_path)
    changed = {name for name, bytes_ in content(folder).items() if before[name] != bytes_}
    assert changed == {"RoBERTa.md"}


def test_what_a_person_wrote_stays_to_the_byte(family: nx.DiGraph[str], tmp_path: Path) -> None:
    note = vault(family, tmp_path) / "BERT.md"
    theirs = "My thoughts: [[ELMo]] …\r\n\r\n%% ptm-graph: mine %%\n---\nno end of line"
    fields = "# my own\nrating:   5   # out of 5\nread:\n- 2020\n  \n- 2021\n"
    text = note.read_text("utf-8").replace("\n---\n", f"\n{fields}---\n", 1)
    text = text.replace('aliases: ["BERT"]', "aliases:\n  - BERT\n  - Bertie")
    text = text.replace('"ptm-graph/paper"', '"ptm-graph/old", mine')
    note.write_bytes((text.rstrip("\n") + "\n" + theirs).encode())
    family.nodes["arxiv:1810.04805"]["venue"] = "Elsewhere"
    vault(family, tmp_path)
    now = note.read_bytes().decode()
    assert now.partition(f"{MARK}\n")[2] == theirs
    assert f"\n{fields}---\n" in now and "Elsewhere" in now
    told = head(note)
    assert told["aliases"] == ["BERT", "Bertie"]
    assert told["tags"] == ["ptm-graph/paper", "mine"]
    vault(family, tmp_path)
    assert note.read_bytes().decode() == now


def test_a_note_without_its_mark_loses_nothing(family: nx.DiGraph[str], tmp_path: Path) -> None:
    note = vault(family, tmp_path) / "BERT.md"
    note.write_text(note.read_text("utf-8").replace(MARK, "") + "and mine\n", "utf-8")
    vault(family, tmp_path)
    once = note.read_text("utf-8")
    assert once.count(MARK) == 1 and once.endswith("and mine\n")
    vault(family, tmp_path)
    assert note.read_text("utf-8") == once


def test_a_renamed_and_moved_note_is_found_again_and_linked_by_its_name(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(family, tmp_path)
    (folder / "read").mkdir()
    (folder / "BERT.md").rename(folder / "read" / "My favourite.md")
    vault(family, tmp_path)
    assert not (folder / "BERT.md").exists()
    assert "[[My favourite|BERT]]" in (folder / "RoBERTa.md").read_text("utf-8")
    (folder / "My favourite.md").write_text("of somebody else")
    vault(family, tmp_path)
    assert "[[read/My favourite|BERT]]" in (folder / "RoBERTa.md").read_text("utf-8")
    assert (folder / "My favourite.md").read_text() == "of somebody else"


def test_a_paper_that_left_is_marked_and_comes_back(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(family, tmp_path)
    whole = content(folder)
    note = folder / "RoBERTa.md"
    part = family.copy()
    part.remove_node("arxiv:1907.11692")
    note.write_text(note.read_text("utf-8") + "mine\n", "utf-8")
    for _ in range(2):
        vault(part, tmp_path)
        told = note.read_text("utf-8")
        assert head(note)[LEFT] is True and told.endswith("mine\n")
        assert told.count("no longer in the lineage") == 1 and head(note)["title"]
    vault(family, tmp_path)
    assert content(folder) == whole | {"RoBERTa.md": whole["RoBERTa.md"] + b"mine\n"}


def test_files_that_are_not_ours_are_never_touched(family: nx.DiGraph[str], tmp_path: Path) -> None:
    theirs = {
        "bert.md": b"of somebody",
        "ELMO.md": b"---\ntitle: ptm-graph\n---\n",
        "RoBERTa.md": b"---\nptm-graph: \xff\n---\n",
        "XLNet.MD": b"\nptm-graph: arxiv:1906.08237\n",
        ".obsidian/app.json": b"{}",
        ".trash/BERT.md": b'---\nptm-graph: "arxiv:1810.04805"\n---\nold',
    }
    for name, bytes_ in theirs.items():
        (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / name).write_bytes(bytes_)
    found = content(vault(family, tmp_path))
    assert found.items() >= theirs.items()
    names = [name.casefold() for name in found]
    assert len(set(names)) == len(names)
    assert "BERT (arxiv 1810.04805).md" in found


def test_what_a_killed_export_left_is_swept_and_what_a_running_one_writes_is_not(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(family, tmp_path)
    before = content(folder)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    parts = {number: f".BERT.md.{number}-ab12.part" for number in (ended.pid, os.getppid())}
    for part in parts.values():
        (folder / part).write_bytes(b"half a no")
    vault(family, tmp_path)
    assert content(folder) == before | {parts[os.getppid()]: b"half a no"}


def test_papers_of_one_name_keep_their_notes_whoever_comes_later(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = vault(family, tmp_path)
    family.add_node("arxiv:1001.00001", title="Another", name="bErT")
    family.add_node("arxiv:1001.00002", title="One more", name="BERT")
    vault(family, tmp_path)
    assert head(folder / "BERT.md")["ptm-graph"] == "arxiv:1810.04805"
    assert head(folder / "bErT (arxiv 1001.00001).md")["title"] == "Another"
    assert head(folder / "BERT (arxiv 1001.00002).md")["title"] == "One more"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b\\c:d", "a b c d"),
        ("NUL", "NUL_"),
        ("com1.txt", "com1.txt_"),
        ("[[x]]#y^z|w", "x y z w"),
        ("..hidden. ", "hidden"),
        ("模" * 100, "模" * 60),
        ("e\u0301", "é"),
        ("???", ""),
        ("x" * 300, "x" * 80),
    ],
)
def test_names_of_files_are_allowed_on_every_system(text: str, name: str) -> None:
    assert file_name(text) == name


def test_hostile_text_is_neither_link_nor_command_nor_mark(
    hostile: nx.DiGraph[str], tmp_path: Path
) -> None:
    key = next(iter(hostile))
    evil = f"[[Home]] ![[x]] #tag {MARK} <% tp.file %> ==y== ^block `= 1`"
    hostile.nodes[key].update(name=evil, title=evil, note=MARK, tags="a b#c; [[x]]")
    folder = vault(hostile, tmp_path)
    for note in folder.rglob("*.md"):
        text = note.read_text("utf-8")
        assert text.count("\n%% ptm-graph:") == 1
        assert not re.search(
            r"<%|<script|(?<!\\)!?\[\[Home\]|(?<![\\\w])#tag", text.split("---\n", 2)[2]
        )
    (note,) = [path for path in folder.rglob("*.md") if head(path).get("ptm-graph") == key]
    assert head(note)["title"] == evil
    assert head(note)["tags"] == ["ptm-graph/paper", "ptm-graph/a-b-c", "ptm-graph/x"]


@pytest.mark.parametrize("field", ["title: [", "x: &a 1", "- x"])
def test_front_matter_that_cannot_be_read_stops_before_anything_is_written(
    family: nx.DiGraph[str], tmp_path: Path, field: str
) -> None:
    folder = vault(family, tmp_path)
    note = folder / "BERT.md"
    note.write_text(note.read_text("utf-8").replace("---\n", f"---\n{field}\n", 1), "utf-8")
    before = content(folder)
    family.nodes["arxiv:1802.05365"]["venue"] = "Elsewhere"
    with pytest.raises(ExportError, match=r"BERT\.md: its front matter cannot be read"):
        vault(family, tmp_path)
    assert content(folder) == before


def test_sentences_are_left_out_where_nothing_is_to_be_quoted(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    family.graph["quoting"] = "none"
    assert not any(b"made-up" in one for one in content(vault(family, tmp_path)).values())


def test_the_zip_has_the_same_notes(family: nx.DiGraph[str], tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(to_bytes(family, "vault"))) as archive:
        zipped = {name: archive.read(name) for name in archive.namelist()}
    assert zipped == content(vault(family, tmp_path))


def test_chinese_notes_have_chinese_headings(family: nx.DiGraph[str], tmp_path: Path) -> None:
    export(family, tmp_path / "vault", format="vault", language="zh")
    text = (tmp_path / "vault" / "BERT.md").read_text("utf-8")
    assert "## 父论文" in text and "## Parents" not in text


def test_who_exports_to_the_same_folder_waits(
    family: nx.DiGraph[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    monkeypatch.setattr("ptm_graph.files.LONGEST_EDIT", 0.05)
    folder = vault(family, tmp_path)
    failed: list[BaseException] = []

    def other() -> None:
        try:
            vault(family, tmp_path)
        except ExportError as error:
            failed.append(error)

    with editing(folder / "ptm-graph", "export"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(60)
    assert "another program is changing it" in str(failed[0])
