"""Org is read with what its headlines, properties and links say."""

from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.org import read

LIST = """\
#+TITLE: My list
#+TODO: TOREAD | SEEN

* TOREAD Birds [1/2]                     :birds:
  DEADLINE: <2020-01-01 Wed>
** TOREAD [#A] Owls of the far North: a study  :owls:night:
   SCHEDULED: <2020-01-01 Wed>
   :PROPERTIES:
   :CUSTOM_ID: doe2020
   :AUTHOR: Doe, Jane and Roe, Ann
   :YEAR: 2020
   :JOURNAL: J. Owls
   :DOI: https://doi.org/10.1234/owls.1
   :END:
   :LOGBOOK:
   - State "SEEN" from "TOREAD" [2020-01-02 Thu]
   :END:
   Its code is [[https://github.com/doe/owls][here]].
** SEEN [[arxiv:1901.00001][Gadgets /considered/ harmful]]  :tools:
** Without identifiers
   :PROPERTIES:
   :TITLE: The title of the property
   :BTYPE: article
   :AUTHOR: A. Roe
   :END:
"""


def test_a_headline_with_properties_is_a_paper() -> None:
    result = read(LIST, "l.org")
    owls, gadgets, untitled = result.entries
    assert owls.title == "Owls of the far North: a study"
    assert owls.identifiers == {"doi": "10.1234/owls.1"}
    assert (owls.authors, owls.year, owls.venue) == (("Jane Doe", "Ann Roe"), 2020, "J. Owls")
    assert (owls.family, owls.tags, owls.line) == ("Birds", ("owls", "night"), 6)
    assert [(one.kind, one.url) for one in owls.resources] == [
        ("code", "https://github.com/doe/owls")
    ]
    assert (gadgets.title, gadgets.tags) == ("Gadgets considered harmful", ("tools",))
    assert gadgets.identifiers == {"arxiv": "1901.00001"}
    assert (untitled.title, untitled.identifiers, untitled.authors) == (
        "The title of the property",
        {},
        ("A. Roe",),
    )
    assert result.unused == ()


def test_links_of_all_kinds_are_followed_in_items_and_the_keys_of_citations_are_told() -> None:
    result = read(
        "* Night\n"
        "  - [X] [[https://arxiv.org/abs/1901.00002][Hunting *at* night]]\n"
        "  - [ ] [[doi:10.1234/x_y_z][Under_score title of owls]] [cite:@roe2020; @doe2019]\n"
        "  + [[file:owls.pdf][Owls on my disk]]\n"
        "  - cite:zoe2000\n"
    )
    assert [(one.title, dict(one.identifiers), one.line) for one in result.entries] == [
        ("Hunting at night", {"arxiv": "1901.00002"}, 2),
        ("Under_score title of owls", {"doi": "10.1234/x_y_z"}, 3),
    ]
    told = [(one.subject, one.line) for one in result.unused if "citation key" in one.reason]
    assert told == [("roe2020", 3), ("doe2019", 3), ("zoe2000", 5)]
    assert "Owls on my disk" in next(one.subject for one in result.unused if one.line == 4)


def test_tables_with_and_without_names_of_columns_are_read() -> None:
    result = read(
        "* Table\n"
        "| Title             | Link                                      | Year |\n"
        "|-------------------+-------------------------------------------+------|\n"
        "| Sleeping by day   | [[https://arxiv.org/abs/1901.00003][pdf]] | 2019 |\n"
        "|-------------------+-------------------------------------------+------|\n"
        "| Nests of the wood | https://arxiv.org/abs/1901.00004          | 2018 |\n"
        "\n"
        "| Eggs in the nest | https://arxiv.org/abs/1901.00005 |\n"
    )
    assert [(one.title, one.year, one.line) for one in result.entries] == [
        ("Sleeping by day", 2019, 4),
        ("Nests of the wood", 2018, 6),
        ("Eggs in the nest", None, 8),
    ]


def test_of_blocks_only_bibtex_is_read() -> None:
    (entry,) = read(
        "* Bib\n#+BEGIN_SRC bibtex\n@article{x, title={Feathers and flight},\n doi={10.1234/f}}\n"
        "#+END_SRC\n#+begin_src python\n# https://arxiv.org/abs/1901.00009\n#+end_src\n"
        "# - https://arxiv.org/abs/1901.00008\n"
    ).entries
    assert (entry.title, entry.line) == ("Feathers and flight", 3)


def test_a_note_about_one_paper_is_that_paper() -> None:
    (entry,) = read(
        ":PROPERTIES:\n:ROAM_REFS: cite:doe https://doi.org/10.1234/owls.1\n:END:\n"
        "#+title: Owls of the far North\n#+filetags: :owls:\n\n* Notes\n\nThey fly by night.\n"
    ).entries
    assert entry.identifiers == {"doi": "10.1234/owls.1"}
    assert (entry.title, entry.tags, entry.line) == ("Owls of the far North", ("owls",), 4)


def test_it_is_recognised_without_a_name() -> None:
    assert next(one.title for one in read_text(LIST).entries) == "Owls of the far North: a study"


PIECES = st.sampled_from(
    [
        *(
            "\n",
            "* ",
            "** TODO ",
            ":PROPERTIES:\n",
            ":END:\n",
            ":DOI: ",
            "10.1234/x",
            ":a:b:\n",
            "| ",
        ),
        *(
            "|--+--|\n",
            "[[",
            "][",
            "]]",
            "https://arxiv.org/abs/1901.00001",
            "cite:",
            "[cite:@",
            "]",
        ),
        *("#+BEGIN_SRC ", "#+END_SRC", "#+TITLE: ", "  - ", "/", "*", "=", "~", "owls of the wood"),
        *("<2020-01-01>", ":AUTHOR: J. Doe\n", "```", "<", "\\", "[ ]", ":LOGBOOK:\n", ": "),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_pieces_of_org_make_the_reader_stumble(text: str) -> None:
    result = read(text)
    assert not any("2999." in one.identifiers.get("arxiv", "") for one in result.entries)
