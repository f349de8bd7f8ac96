from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.errors import InputError, ReadingListError
from ptm_graph.reading_lists import read_file, read_text
from ptm_graph.reading_lists.seed_file import addition, entry_lines, scalar, write
from ptm_graph.words.model import Note, Resource, SeedEntry

MINE = """\
# My list. Do not sort.
papers:
  # the first
  - title: "BERT: Pre-training"   # a remark
    aliases: [BERT]
    identifiers: {arxiv: 1810.04805}   # no quotes on purpose

  - title: Attention is all you need
    note: >
      folded over
      two lines

# the end
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_a_new_file_is_made_with_the_entries_and_their_origin(tmp_path: Path) -> None:
    path = tmp_path / "new" / "mine.yaml"
    change = addition(
        path, [SeedEntry("A: b", ("A",), {"arxiv": "1810.10140"}, file="x/n.md", line=3)]
    )
    assert change.before is None
    write(change)
    assert "# n.md:3\n" in path.read_text()
    (entry,) = read_file(path).entries
    assert (entry.title, entry.aliases, dict(entry.identifiers)) == (
        "A: b",
        ("A",),
        {"arxiv": "1810.10140"},
    )


def test_what_is_there_keeps_its_comments_order_and_wording(mine: Path) -> None:
    new = [
        SeedEntry("CoVe", ("CoVe",)),
        SeedEntry(
            "BERT",
            ("BERT", "Google's: BERT"),
            {"arxiv": "1810.04805", "acl": "N19-1423"},
            resources=(Resource("code", "https://github.com/g/bert", "Code #1", "en"),),
        ),
    ]
    change = addition(mine, new)
    assert [entry.title for entry in change.added] == ["CoVe"]
    assert [entry.title for entry in change.extended] == ["BERT: Pre-training"]
    write(change)
    text = mine.read_text(encoding="utf-8")
    for kept in MINE.splitlines():
        if "aliases" not in kept and "identifiers" not in kept:
            assert kept in text.splitlines()
    assert "# no quotes on purpose" in text
    assert text.index("# the first") < text.index("BERT") < text.index("Attention")
    assert text.index("Attention") < text.index("CoVe") < text.index("# the end")
    bert, attention, cove = read_file(mine).entries
    assert bert.aliases == ("BERT", "Google's: BERT")
    assert bert.identifiers == {"arxiv": "1810.04805", "acl": "N19-1423"}
    assert bert.resources == new[1].resources
    assert attention.note == "folded over two lines"
    assert cove.title == "CoVe"


def test_the_difference_is_shown_and_adding_twice_changes_nothing(mine: Path) -> None:
    entries = [
        SeedEntry("CoVe", ("CoVe",)),
        SeedEntry("Attention is all you need", ("Transformer",)),
    ]
    change = addition(mine, entries)
    lines = change.difference().splitlines()
    assert "+    aliases:" in lines
    assert "+  - title: CoVe" in lines
    assert not [line for line in lines if line.startswith("-") and not line.startswith("---")]
    write(change)
    again = addition(mine, entries)
    assert again.is_empty
    assert again.difference() == ""
    assert again.known == 2


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# nothing yet\n",
        "papers:\n",
        "papers: []\n",
        "- title: A\n",
        "papers:\n- A\n\n\n",
        "papers:\n  - title: A\n# last\nother: x\n",
        "papers:\n  - 1810.04805",
    ],
)
def test_every_shape_of_a_list_can_be_added_to(tmp_path: Path, before: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(before)
    known = len(read_file(path).entries)
    write(addition(path, [SeedEntry("Something new", notes=(Note("no"),))]))
    result = read_file(path)
    assert len(result.entries) == known + 1
    assert result.entries[-1].title == "Something new"
    assert result.entries[-1].note == "no"


def test_a_short_entry_grows_into_a_full_one(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("papers:\n  - 1810.04805\n  - CoVe  # keep\n")
    write(addition(path, [SeedEntry("BERT: x", ("BERT",), {"arxiv": "1810.04805"})]))
    assert path.read_text().endswith("  - CoVe  # keep\n")
    assert read_file(path).entries[0].aliases == ("BERT",)


def test_lists_that_cannot_be_edited_line_by_line_are_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("papers: [{title: A}, {title: B}]\n")
    with pytest.raises(ReadingListError, match=r"x\.yaml:1: .*dash"):
        addition(path, [SeedEntry("C")])
    path.write_text("papers: [\n")
    with pytest.raises(ReadingListError, match="not valid YAML"):
        addition(path, [SeedEntry("C")])


def test_a_file_changed_meanwhile_is_not_overwritten(mine: Path) -> None:
    change = addition(mine, [SeedEntry("CoVe")])
    mine.write_text(MINE + "# mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="meanwhile"):
        write(change)
    assert mine.read_text(encoding="utf-8") == MINE + "# mine\n"


def test_a_failed_write_leaves_the_old_file_and_no_other(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = addition(mine, [SeedEntry("CoVe")])

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(InputError, match="No space left"):
        write(change)
    assert mine.read_text(encoding="utf-8") == MINE
    assert [path.name for path in mine.parent.iterdir()] == ["mine.yaml"]


_TEXTS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"]),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() == text)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_any_text_stands_in_yaml_as_it_is(text: str) -> None:
    (entry,) = read_text(f"papers:\n- title: {scalar(text)}\n  note: x\n", "yaml").entries
    assert (
        entry.title
        == read_text(f"papers:\n- note: x\n  title: {scalar(text)}\n", "yaml").entries[0].title
    )
    import unicodedata

    assert entry.title == unicodedata.normalize("NFC", text)


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=4, unique_by=str.casefold), st.sampled_from([0, 2, 4]))
def test_an_entry_written_is_the_entry_read(texts: list[str], indent: int) -> None:
    entry = SeedEntry(
        texts[0],
        tuple(dict.fromkeys(texts)),
        {"arxiv": "2301.10140"},
        family=texts[-1],
        resources=(Resource("code", "https://x.org/a#b", texts[0], "en"),),
        notes=(Note(texts[-1]),),
        year=2019,
    )
    lines = entry_lines(entry, indent, "from x.md:1")
    (read,) = read_text("\n".join(["papers:", *lines]), "yaml").entries
    for name in ("identifiers", "resources", "year"):
        if name != "resources":
            assert getattr(read, name) == getattr(entry, name)
    assert len(read.resources) == 1
    assert len(read.aliases) == len(entry.aliases)


NAMES = {"Vision": {"en": "Vision", "zh": "视觉"}, "a: b": {"zh": "甲 # 乙"}}


def test_names_of_families_are_added_to_a_list_that_lacks_them(mine: Path, tmp_path: Path) -> None:
    for path in (mine, tmp_path / "new.yaml"):
        write(addition(path, [SeedEntry("CoVe", family="Vision")], NAMES))
        listed = read_file(path)
        assert (listed.family_names, listed.unused) == (NAMES, ())
        assert addition(path, [], NAMES).is_empty
    assert "# the first" in mine.read_text() and "# the end" in mine.read_text()


def test_names_that_a_list_gives_stay_and_others_follow(mine: Path) -> None:
    mine.write_text("family_names:\n    Vision: 看   # mine\n\npapers:\n- A paper\n", "utf-8")
    write(addition(mine, [], NAMES))
    assert read_file(mine).family_names == {"Vision": {"zh": "看"}, "a: b": NAMES["a: b"]}
    assert "看   # mine" in mine.read_text(encoding="utf-8")


def test_names_of_families_have_no_place_in_a_bare_list(mine: Path) -> None:
    mine.write_text("- A paper\n", encoding="utf-8")
    with pytest.raises(ReadingListError, match="papers:"):
        addition(mine, [], NAMES)
