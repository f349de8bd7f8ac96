"""Notebooks, bookmarks, outlines and AsciiDoc are read as Markdown is, with their own lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.result import ReadingList


def told(result: ReadingList) -> list[tuple[str | None, dict[str, str], str | None, int | None]]:
    return [(one.title, dict(one.identifiers), one.family, one.line) for one in result.entries]


NOTEBOOK = json.dumps(
    {
        "cells": [
            {
                "cell_type": "markdown",
                "metadata": {},
                "source": [
                    "# Owls\n",
                    '- [Owls of the "far" North](https://arxiv.org/abs/1901.00001)',
                ],
            },
            {
                "cell_type": "code",
                "source": ["# https://arxiv.org/abs/1901.00009"],
                "outputs": [{"text": "https://arxiv.org/abs/1901.00008"}],
            },
            {
                "cell_type": "markdown",
                "source": "## Nächte\n\n- [Hunting at night](https://doi.org/10.1234/night)\n",
            },
        ],
        "metadata": {"kernelspec": {"name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
    indent=1,
)


def line_of(words: str, text: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("name", ["list.ipynb", "list.json", None])
def test_the_cells_of_a_notebook_are_one_document(name: str | None) -> None:
    assert told(read_text(NOTEBOOK, file=name)) == [
        (
            'Owls of the "far" North',
            {"arxiv": "1901.00001"},
            "Owls",
            line_of("Owls of the", NOTEBOOK),
        ),
        (
            "Hunting at night",
            {"doi": "10.1234/night"},
            "Owls / Nächte",
            line_of("Hunting", NOTEBOOK),
        ),
    ]


def test_a_notebook_of_old_has_sheets_and_cells_that_are_headings() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Owls"]},
        {"cell_type": "markdown", "source": "- [Hunting at night](https://doi.org/10.1234/night)"},
    ]
    found = read_text(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}), "notebook")
    assert [(one.title, one.family) for one in found.entries] == [("Hunting at night", "Owls")]


@pytest.mark.parametrize("text", ["[]", '{"nbformat": 4}', "{", '{"cells": 3}'])
def test_json_that_is_no_notebook_is_one_clear_error(text: str) -> None:
    with pytest.raises(ReadingListError):
        read_text(text, "notebook")


BOOKMARKS = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><H3 ADD_DATE="1">Owls &amp; co</H3>
        <DL><p>
            <DT><A HREF="https://arxiv.org/abs/1901.00001" ADD_DATE="1">[1901.00001] Far owls</A>
            <DD>To be read first.
            <DT><H3>Night</H3>
            <DL><p>
                <DT><A HREF="https://doi.org/10.1234/night_x">Hunting at night | Nature Ecology</A>
            </DL><p>
            <DT><A HREF="https://aclanthology.org/N19-1423/">Parsing owls - ACL Anthology</A>
        </DL><p>
        <DT><A HREF="https://www.youtube.com/watch?v=1">Funny owls - YouTube</A>
    </DL><p>
</DL><p>
"""


def test_folders_of_bookmarks_are_families_that_end_where_the_folder_ends() -> None:
    result = read_text(BOOKMARKS, file="bookmarks.html")
    assert told(result) == [
        ("Far owls", {"arxiv": "1901.00001"}, "Owls & co", 10),
        ("Hunting at night", {"doi": "10.1234/night_x"}, "Owls & co / Night", 14),
        ("Parsing owls", {"acl": "N19-1423"}, "Owls & co", 16),
    ]
    assert [(one.subject.partition(" http")[0], one.line) for one in result.unused] == [
        ("Funny owls - YouTube", 18)
    ]
    assert result.entries[0].note == "To be read first."


OPML = """\
<?xml version="1.0"?>
<opml version="2.0"><head><title>List</title></head><body>
<outline text="Owls">
 <outline text="Far owls fly" type="link" url="https://arxiv.org/abs/1901.00001"/>
 <outline text="Night">
  <outline text="Hunting at night" url="https://doi.org/10.1234/night" _note="good &amp; short"/>
 </outline>
 <outline text="Parsing owls" url="https://aclanthology.org/N19-1423/"/>
</outline></body></opml>
"""


def test_an_outline_is_read_with_its_folders() -> None:
    assert told(read_text(OPML)) == [
        ("Far owls fly", {"arxiv": "1901.00001"}, "Owls", 4),
        ("Hunting at night", {"doi": "10.1234/night"}, "Owls / Night", 6),
        ("Parsing owls", {"acl": "N19-1423"}, "Owls", 8),
    ]


ASCIIDOC = """\
= Reading list
Jane Doe
:toc:

== Owls

// a comment https://arxiv.org/abs/1901.00009
* https://arxiv.org/abs/1901.00001[Gadgets *considered* harmful]
** link:https://github.com/doe/x[code^]
* https://doi.org/10.1234/w.47[Widgets in rivers,window=_blank] -- Doe 2015

.Papers
[%header,cols=2*]
|===
|Title
|Link

|Sleeping by day
|https://arxiv.org/abs/1901.00003[pdf]

|Eggs in the nest
|https://arxiv.org/abs/1901.00004
|===

|===
|Title |Year |Link

|Feathers of birds |2019 |https://arxiv.org/abs/1901.00005[arXiv]
|===

[source,bibtex]
----
@article{x, title={Feathers and flight}, doi={10.1234/feathers}}
----
"""


def test_asciidoc_is_read_with_lists_tables_and_code() -> None:
    result = read_text(ASCIIDOC)
    assert [(one.title, dict(one.identifiers), one.line) for one in result.entries] == [
        ("Gadgets considered harmful", {"arxiv": "1901.00001"}, 8),
        ("Widgets in rivers", {"doi": "10.1234/w.47"}, 10),
        ("Sleeping by day", {"arxiv": "1901.00003"}, 18),
        ("Eggs in the nest", {"arxiv": "1901.00004"}, 21),
        ("Feathers of birds", {"arxiv": "1901.00005"}, 28),
        ("Feathers and flight", {"doi": "10.1234/feathers"}, 33),
    ]
    assert [one.kind for one in result.entries[0].resources] == ["code"]
    assert [result.entries[place].year for place in (1, 4)] == [2015, 2019]


def test_folders_within_folders_keep_their_names() -> None:
    names = "abcdefgh"
    folders = "".join(f"<DT><H3>{name}</H3>\n<DL>" for name in names)
    bookmark = "<DT><A HREF='https://arxiv.org/abs/1901.00001'>Owls of the North</A>"
    found = read_text(f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>{folders}{bookmark}", "bookmarks")
    assert [one.family for one in found.entries] == [" / ".join(names)]


PIECES = st.sampled_from(
    [
        *("\n", "= ", "== Owls\n", "* ", "** ", ". ", "|===\n", "|a |b\n", "|", "----\n", "--\n"),
        *("https://arxiv.org/abs/1901.00001", "[label]", "link:", "[", "]", "_", "*", "`", "::"),
        *("<DL>", "</DL>", "<DT>", "<H3>Owls</H3>", '<A HREF="https://arxiv.org/a">', "</A>", "[["),
        *(
            "<DD>",
            "<outline text='a'>",
            "</outline>",
            "<opml>",
            "<",
            "&",
            "owls of the wood",
            "+\n",
        ),
    ]
)


@given(
    st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["asciidoc", "bookmarks", "opml"])
)
def test_no_pieces_of_markup_make_a_reader_stumble(text: str, format: str) -> None:
    result = read_text(text, format)
    lines = [one.line or 1 for one in result.entries] + [one.line or 1 for one in result.unused]
    assert max(lines, default=1) <= text.count("\n") + 1
