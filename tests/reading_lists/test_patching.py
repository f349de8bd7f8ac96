"""A patch adds papers to a list in its own form and order, and changes no line that is there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.line_forms import Described
from ptm_graph.reading_lists.patching import Newcomer, Patch, difference, patch
from ptm_graph.reading_lists.reading import read_bytes
from ptm_graph.words.model import PartialDate, SeedEntry


def paper(
    name: str, title: str, arxiv: str, day: str, authors: str = "", venue: str | None = None
) -> Described:
    told = tuple(filter(None, authors.split(", ")))
    return Described(title, (name,), {"arxiv": arxiv}, told, venue, PartialDate.parse(day))


ALPHA = paper(
    "ALPHA",
    "ALPHA: Learning Trees from Text",
    "1801.00001",
    "2018-01-02",
    "Ann Ash, Bo Birch",
    "ACL",
)
BETA = paper(
    "BETA",
    "BETA: Growing Trees without Labels",
    "1902.00002",
    "2019-02-03",
    "Cy Cedar, Di Date",
    "EMNLP",
)
GAMMA = paper(
    "GAMMA", "GAMMA: Pruning What Was Grown", "2003.00003", "2020-03-04", "Ed Elm, Flo Fir", "ICLR"
)
DELTA = paper(
    "DELTA",
    "DELTA: Forests of Small Trees",
    "2104.00004",
    "2021-04-05",
    "Gus Gum, Hal Holly",
    "ACL",
)
KNOWN = (ALPHA, BETA, GAMMA, DELTA)
NEW = paper(
    "NOVA",
    "NOVA: Grafting One Tree onto Another",
    "2008.00005",
    "2020-08-06",
    "Ida Ivy, Jo Juniper",
    "NAACL",
)
LATE = paper(
    "OMEGA",
    "OMEGA: What Is Left of a Tree",
    "2209.00006",
    "2022-09-07",
    "Kim Kauri, Lee Lime",
    "ACL",
)


def newcomer(described: Described, near: Sequence[Described] = (GAMMA,)) -> Newcomer:
    first = described.published
    return Newcomer(
        SeedEntry(
            title=described.title,
            aliases=described.names,
            identifiers=described.identifiers,
            authors=described.authors or None,
            year=first.year if first else None,
        ),
        described,
        tuple(near),
    )


def patched(place: Path, text: str | bytes, *new: Newcomer, name: str = "README.md") -> Patch:
    file = place / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return patch(file, new or (newcomer(NEW),), KNOWN)


def added(made: Patch) -> list[str]:
    """The lines that are added; none goes."""
    changed = made.difference.decode().split("\n")[2:]
    assert not [line for line in changed if line.startswith("-")]
    return [line[1:] for line in changed if line.startswith("+")]


def link(one: Described) -> str:
    return f"https://arxiv.org/abs/{one.identifiers['arxiv']}"


def after_line(made: Patch, line: str) -> str:
    """The line that stands before an added one."""
    lines = made.after.decode().split("\n")
    return lines[lines.index(line) - 1]


def bullets(one: Described) -> str:
    return f"- [{one.title}]({link(one)})"


def year(one: Described) -> int:
    assert one.published
    return one.published.year


def dated(one: Described) -> str:
    pdf = f"https://arxiv.org/pdf/{one.identifiers['arxiv']}.pdf"
    tail = one.title.split(": ")[1]
    return f"* **{one.names[0]}**: {tail} ({one.venue} {year(one)}) [[pdf]]({pdf})"


def badged(one: Described) -> str:
    number = one.identifiers["arxiv"]
    badge = f"[![arXiv](https://img.shields.io/badge/arXiv-{number}-b31b1b.svg)]({link(one)})"
    return f"- {one.title}, *{one.authors[0]} et al.*, {badge}"


def row(one: Described) -> str:
    return f"| {one.title} | {', '.join(one.authors)} | {year(one)} | [paper]({link(one)}) |"


def numbered(at: int, one: Described) -> str:
    surname = one.authors[0].split()[-1]
    return f"{at}. {surname} et al. {one.title}. {year(one)}. {link(one)}"


HEAD = "# Trees\n\nSome words about trees.\n\n## Papers\n\n"


Write = Callable[[Described], str]


def many(write: Write, *which: Described) -> str:
    return "\n".join(map(write, which or KNOWN)) + "\n"


def test_bullets_by_date_get_one_at_its_date(tmp_path: Path) -> None:
    made = patched(tmp_path, HEAD + many(bullets) + "\n## More\n\nNothing yet.\n")
    assert added(made) == [bullets(NEW)]
    assert after_line(made, bullets(NEW)) == bullets(GAMMA)


def test_the_newest_may_come_first(tmp_path: Path) -> None:
    made = patched(tmp_path, HEAD + many(dated, *KNOWN[::-1]))
    assert added(made) == [dated(NEW)]
    assert after_line(made, dated(NEW)) == dated(DELTA)


def test_badges_and_authors_are_written_as_beside(tmp_path: Path) -> None:
    assert added(patched(tmp_path, HEAD + many(badged))) == [badged(NEW)]


def test_a_table_gets_a_row(tmp_path: Path) -> None:
    table = "| Title | Authors | Year | Link |\n|---|---|---|---|\n"
    made = patched(tmp_path, HEAD + table + many(row) + "\nThe end.\n")
    assert added(made) == [row(NEW)]
    assert after_line(made, row(NEW)) == row(GAMMA)


def test_a_numbered_list_goes_on_with_the_next_number(tmp_path: Path) -> None:
    lines = "\n".join(numbered(at, one) for at, one in enumerate(KNOWN, start=1)) + "\n"
    made = patched(tmp_path, HEAD + lines, newcomer(NEW), newcomer(LATE))
    assert added(made) == [numbered(5, NEW), numbered(6, LATE)]


def test_numbers_that_count_down_are_left_alone(tmp_path: Path) -> None:
    lines = "".join(f"{numbered(4 - at, one)}\n" for at, one in enumerate(KNOWN))
    made = patched(tmp_path, HEAD + lines)
    assert made.difference == b""
    assert "numbering other entries" in str(made.left[0][1])


def test_a_list_that_leaves_counting_to_others_stays_in_order(tmp_path: Path) -> None:
    made = patched(tmp_path, HEAD + many(lambda one: numbered(1, one)))
    assert after_line(made, numbered(1, NEW)) == numbered(1, GAMMA)


def test_cells_of_a_table_are_as_wide_as_those_above(tmp_path: Path) -> None:
    def wide(one: Described) -> str:
        return f"| {one.title} [pdf]({link(one)})".ljust(99) + f" | {year(one)} |"

    head = "| Title | Year |\n|---|---|\n"
    assert added(patched(tmp_path, HEAD + head + many(wide))) == [wide(NEW)]


def test_a_name_that_is_the_link_is_followed_by_the_rest_of_the_title(tmp_path: Path) -> None:
    def named(one: Described) -> str:
        return f"- [{one.names[0]}]({link(one)}): {one.title.split(': ')[1]}"

    assert added(patched(tmp_path, HEAD + many(named))) == [named(NEW)]


def test_headings_with_a_link_below_are_a_form_too(tmp_path: Path) -> None:
    def headed(one: Described) -> str:
        return f"### {one.title}\n{link(one)}\n"

    made = patched(tmp_path, "# Trees\n\n" + many(headed))
    assert "\n".join(added(made)) + "\n" == headed(NEW) + "\n"


def test_a_nested_list_gets_a_nested_entry_below_what_hangs_on_the_last(tmp_path: Path) -> None:
    nested = "".join(f"  {bullets(one)}\n    - a remark on {one.names[0]}\n" for one in KNOWN[:3])
    made = patched(tmp_path, f"{HEAD}- Old ones\n{nested}- The rest\n")
    assert added(made) == [f"  {bullets(NEW)}"]
    assert after_line(made, f"  {bullets(NEW)}") == "    - a remark on GAMMA"


def test_links_to_code_and_descriptions_are_nobody_elses(tmp_path: Path) -> None:
    lines = "".join(
        f"{bullets(one)} - Words only {one.names[0]} deserves. [code](https://github.com/x/{one.title[0]})\n"
        for one in KNOWN
    )
    assert added(patched(tmp_path, HEAD + lines)) == [bullets(NEW)]


def test_an_alphabetical_list_stays_so(tmp_path: Path) -> None:
    by_title = sorted(KNOWN, key=lambda one: one.title)
    lines = many(lambda one: f"+ {one.title}: {link(one)}", *by_title)
    made = patched(
        tmp_path,
        HEAD + lines,
        newcomer(NEW),
        newcomer(paper("CEDAR", "CEDAR: A Tree", "2001.00009", "2020-01")),
    )
    assert added(made) == [
        "+ CEDAR: A Tree: https://arxiv.org/abs/2001.00009",
        f"+ {NEW.title}: {link(NEW)}",
    ]


def test_restructured_text_and_org_are_lists_too(tmp_path: Path) -> None:
    rst = "Trees\n=====\n\n" + many(lambda one: f"* `{one.title} <{link(one)}>`_")
    assert added(patched(tmp_path, rst, name="trees.rst")) == [f"* `{NEW.title} <{link(NEW)}>`_"]
    org = "* Trees\n" + many(lambda one: f"- [[{link(one)}][{one.title}]]")
    assert added(patched(tmp_path, org, name="trees.org")) == [f"- [[{link(NEW)}][{NEW.title}]]"]


def test_a_csv_gets_a_row_with_quotes_where_they_are_needed(tmp_path: Path) -> None:
    comma = paper("ODD", "ODD: Trees, Shrubs and Herbs", "2007.00008", "2020-07")
    text = "title,year,url\n" + many(lambda one: f"{one.title},{year(one)},{link(one)}")
    made = patched(tmp_path, text, newcomer(comma), name="trees.csv")
    assert added(made) == [f'"{comma.title}",2020,{link(comma)}']


BIB = "".join(
    f"""@article{{{one.names[0].lower()},
    title         = {{{one.title}}},
    author        = {{{" and ".join(one.authors)}}},
    year          = {{{year(one)}}},
    eprint        = {{{one.identifiers["arxiv"]}}},
    archivePrefix = {{arXiv}},
}}

"""
    for one in KNOWN
)


def test_bibtex_gets_an_entry_with_its_fields(tmp_path: Path) -> None:
    made = patched(tmp_path, BIB, name="trees.bib")
    lines = added(made)
    assert "    title         = {NOVA: Grafting One Tree onto Another}," in lines
    assert "    archivePrefix = {arXiv}," in lines


def test_a_seed_list_gets_an_entry(tmp_path: Path) -> None:
    text = "# mine\npapers:\n" + "".join(
        f'  - title: "{one.title}"\n    identifiers: {{arxiv: "{one.identifiers["arxiv"]}"}}\n'
        for one in KNOWN
    )
    made = patched(tmp_path, text, name="trees.yaml")
    assert any(NEW.title in line for line in added(made))


# --- bytes -----------------------------------------------------------------------------------


def test_marks_ends_and_spaces_of_lines_are_kept(tmp_path: Path) -> None:
    text = ("\ufeff" + HEAD + many(lambda one: f"{bullets(one)}  ")).replace("\n", "\r\n")
    made = patched(tmp_path, text)
    assert added(made) == [f"{bullets(NEW)}  \r"]
    assert made.after.startswith(b"\xef\xbb\xbf# Trees\r\n")
    assert made.after.count(b"\n") == made.after.count(b"\r\n")


def test_a_last_line_without_an_end_stays_without(tmp_path: Path) -> None:
    mixed = [GAMMA, ALPHA, DELTA, BETA]
    made = patched(tmp_path, (HEAD + many(bullets, *mixed)).rstrip("\n"))
    assert added(made) == [bullets(NEW)]
    assert not made.after.endswith(b"\n")


def test_what_git_applies_is_what_was_promised(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    made = patched(tmp_path, HEAD + many(bullets), newcomer(NEW), newcomer(LATE), name="my list.md")
    (tmp_path / "p.diff").write_bytes(made.difference)
    subprocess.run([git, "apply", "--unidiff-zero", "p.diff"], cwd=tmp_path, check=True)
    assert (tmp_path / "my list.md").read_bytes() == made.after


# --- what is not guessed ----------------------------------------------------------------------


def test_a_list_whose_entries_are_all_unlike_is_not_understood(tmp_path: Path) -> None:
    prose = f"Read {ALPHA.title} ({link(ALPHA)}) first, then"
    text = f"# Trees\n\n{prose}\n\n- {link(BETA)}, which is about growing\n"
    made = patched(tmp_path, text)
    assert made.difference == b""
    assert str(made.left[0][1]).startswith("no two entries")


def test_a_paper_near_none_of_the_list_has_no_place(tmp_path: Path) -> None:
    text = f"# Trees\n## Old\n{many(bullets, ALPHA, BETA)}## New\n{many(bullets, GAMMA, DELTA)}"
    made = patched(tmp_path, text, newcomer(NEW, ()), newcomer(LATE, (BETA,)))
    assert added(made) == [bullets(LATE)]
    assert after_line(made, bullets(LATE)) == bullets(BETA)
    assert [one.described for one, _ in made.left] == [NEW]


def test_a_paper_that_is_there_is_not_added_again(tmp_path: Path) -> None:
    made = patched(tmp_path, HEAD + many(bullets), newcomer(BETA))
    assert (made.difference, made.before) == (b"", made.after)
    assert str(made.left[0][1]) == "is on the list already"


@pytest.mark.parametrize("name", ["list.ris", "list.json"])
def test_a_format_that_is_no_list_of_lines_is_refused(tmp_path: Path, name: str) -> None:
    text = {
        "list.ris": "TY  - JOUR\nTI  - ALPHA: Learning Trees from Text\nER  - \n",
        "list.json": '[{"type": "article", "title": "ALPHA: Learning Trees from Text"}]',
    }[name]
    with pytest.raises(ReadingListError, match="no entries are added"):
        patched(tmp_path, text, name=name)


def test_text_of_others_stays_one_line_and_is_read_as_its_paper_or_left_out(tmp_path: Path) -> None:
    titles = [
        "A [B](https://evil.example/2001.00001) C of Trees",
        "Trees\n## Heading\n- x https://arxiv.org/abs/2001.00002",
        "<script>alert(1)</script> for Trees",
        "Trees | Tables | and *stars* and `code`",
        "$x_1$-Trees and \\emph{more} {braces}",
    ]
    odd = [
        newcomer(paper(f"N{at}", title, f"2011.1000{at}", "2020-11"))
        for at, title in enumerate(titles)
    ]
    for write, name in ((bullets, "README.md"), (row, "table.md")):
        head = HEAD + (
            "| Title | Authors | Year | Link |\n|---|---|---|---|\n" if write is row else ""
        )
        made = patched(tmp_path, head + many(write), *odd, name=name)
        assert len(added(made)) == len(made.added)
        assert len(made.added) + len(made.left) == len(odd)
        before, after = (len(read_bytes(held, name).entries) for held in (made.before, made.after))
        assert after == before + len(made.added)


words = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=30)


@given(
    before=st.lists(words),
    places=st.lists(st.tuples(st.integers(0, 9), words), max_size=5),
    ends=st.booleans(),
)
def test_a_difference_turns_one_text_into_the_other(
    before: list[str], places: list[tuple[int, str]], ends: bool
) -> None:
    lines = [f"{one}\n".encode() for one in before]
    if lines and not ends:
        lines[-1] = lines[-1][:-1]
    held = list(lines)
    for place, text in places:
        held.insert(min(place, max(0, len(held) - 1)), f"{text}\n".encode())
    told = difference(b"".join(lines), b"".join(held), "a")
    assert applied(b"".join(lines), told) == b"".join(held)


def applied(before: bytes, told: bytes) -> bytes:
    """What a patch makes of a text, by its own account of lines."""
    old = before.split(b"\n")
    old = [one + b"\n" for one in old[:-1]] + ([old[-1]] if old[-1] else [])
    found: list[bytes] = []
    at, last = 0, b""
    steps = told.split(b"\n")[2:-1] if told else []
    for step in steps:
        sign, line = step[:1], step[1:] + b"\n"
        if sign == b"@":
            start = int(step.split()[1][1:].split(b",")[0])
            count = int(step.split()[1].split(b",")[1])
            begin = start - 1 if count else start
            found += old[at:begin]
            at = begin
        elif sign == b"\\":
            if last != b"-":
                found[-1] = found[-1].removesuffix(b"\n")
        elif sign == b"+":
            found.append(line)
        else:
            assert old[at].rstrip(b"\n") == line.rstrip(b"\n")
            if sign == b" ":
                found.append(old[at])
            at += 1
        last = sign
    return b"".join([*found, *old[at:]])


@settings(max_examples=25)
@given(
    which=st.sampled_from([bullets, dated, badged]),
    order=st.permutations(KNOWN),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
    cut=st.booleans(),
)
def test_whatever_the_list_the_old_entries_stay_and_the_new_ones_are_read(
    tmp_path_factory: pytest.TempPathFactory,
    which: Write,
    order: list[Described],
    end: str,
    mark: bool,
    cut: bool,
) -> None:
    text = HEAD + many(which, *order)
    text = (text.rstrip("\n") if cut else text).replace("\n", end)
    made = patched(
        tmp_path_factory.mktemp("list"), ("\ufeff" * mark) + text, newcomer(NEW), newcomer(LATE)
    )
    assert len(made.added) == 2
    before, after = (read_bytes(held, "README.md").entries for held in (made.before, made.after))
    ids = [one.identifiers["arxiv"] for one in after]
    fresh = {NEW.identifiers["arxiv"], LATE.identifiers["arxiv"]}
    assert [one for one in ids if one not in fresh] == [one.identifiers["arxiv"] for one in before]
    assert set(ids) >= fresh
    assert len(ids) == len(before) + 2
    assert applied(made.before, made.difference) == made.after
