"""Titles, and what stands beside them: authors, labels, venues, headings, sentences."""

import textwrap

import pytest

from ptm_graph.reading_lists import read_text
from ptm_graph.words.model import SeedEntry


def entries(text: str) -> tuple[SeedEntry, ...]:
    return read_text(textwrap.dedent(text)).entries


def told(text: str) -> list[tuple[str | None, dict[str, str]]]:
    return [(entry.title, dict(entry.identifiers)) for entry in entries(text)]


def titles(text: str) -> list[str | None]:
    return [entry.title for entry in entries(text)]


@pytest.mark.parametrize("mark", ["", "- ", "1. ", "* **", "## "])
def test_each_pasted_title_is_an_entry(mark: str) -> None:
    pasted = [
        "Slow Rivers and the Shape of Deltas",
        "Why do beavers build where they build?",
        "Sediment transport after the removal of small dams",
    ]
    close = "**" if mark.endswith("**") else ""
    assert titles("\n".join(f"{mark}{title}{close}" for title in pasted)) == pasted


def test_few_words_in_title_case_among_titles_are_a_title() -> None:
    pasted = [
        "Wide River Networks",
        "Slow Rivers and the Shape of Deltas",
        "Rivers as Lines",
        "Meandering Channel Models",
        "Sediment transport after the removal of small dams",
    ]
    assert titles("\n".join(pasted)) == pasted


def test_few_words_among_sentences_are_no_title() -> None:
    said = ["Wide River Networks", "We met on Monday and spoke of dams.", "Nobody took notes."]
    assert titles("\n".join([*said, "Slow Rivers and the Shape of Deltas"])) == []


def test_a_single_pasted_title_is_an_entry() -> None:
    assert titles("Sediment transport after the removal of small dams") == [
        "Sediment transport after the removal of small dams"
    ]


def test_headings_over_titles_are_families() -> None:
    found = entries("""\
        # Rivers
        - Slow Rivers and the Shape of Deltas
        - **The Silence of Frozen Streams**

        # Lakes
        - A Hundred Years of Lake Ice: Records from Harbours
        """)
    assert [entry.family for entry in found] == ["Rivers", "Rivers", "Lakes"]


def test_a_link_does_not_belong_to_the_last_of_several_titles_above() -> None:
    assert told("""\
        Slow Rivers and the Shape of Deltas
        The Silence of Frozen Streams
        https://arxiv.org/abs/2001.00003
        """) == [
        ("Slow Rivers and the Shape of Deltas", {}),
        ("The Silence of Frozen Streams", {}),
        (None, {"arxiv": "2001.00003"}),
    ]


def test_titles_and_links_in_turn_are_pairs() -> None:
    assert told("""\
        Slow Rivers and the Shape of Deltas
        https://arxiv.org/abs/2001.00003
        The Silence of Frozen Streams
        https://arxiv.org/abs/2001.00004
        """) == [
        ("Slow Rivers and the Shape of Deltas", {"arxiv": "2001.00003"}),
        ("The Silence of Frozen Streams", {"arxiv": "2001.00004"}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We read these papers in the spring. They are all rather good.",
        "Here is what I would read first if I were you:",
        "- uses a different gauge\n- adds two stations upstream",
        "Contributions are welcome!",
        "A curated list of papers about rivers",
        "- Hidden Markov Model (HMM)\n- Long Term Memory",
    ],
)
def test_sentences_remarks_and_labels_are_no_titles(text: str) -> None:
    assert entries(text) == ()


@pytest.mark.parametrize("host", ["elifesciences.org/articles/9", "press.example.org/x?id=7"])
def test_a_paper_on_an_unknown_host_stays_an_entry_of_its_own(host: str) -> None:
    first, second = entries(f"""\
        - **DeltaNet: where rivers end** [[paper](https://arxiv.org/abs/2001.00001)]
        - **Silt predicts the course of streams** [[paper](https://{host})] \
[[code](https://github.com/x/silt)]
        """)
    assert first.resources == ()
    assert second.title == "Silt predicts the course of streams"
    assert [one.kind for one in second.resources] == ["paper", "code"]


def test_a_titled_link_to_an_unknown_host_is_a_paper_unless_its_section_is_of_something_else() -> (
    None
):
    assert titles("""\
        ## Papers
        - [Silt predicts the course of streams](https://press.example.org/silt)
        ## Tutorials
        - [Reading gauges for the course of streams](https://press.example.org/gauges)
        ## Elsewhere
        - [Where the course of streams begins](https://en.wikipedia.org/wiki/Stream)
        """) == ["Silt predicts the course of streams"]


def test_authors_in_a_paragraph_below_belong_to_the_item() -> None:
    found = entries("""\
        1. **Slow Rivers.** WRR 2020. [paper](https://arxiv.org/abs/2001.00001)

            *Ada Brook, Max Ford, Ann Weir.*

        1. **Second Thoughts on Deltas.** WRR 2018. [paper](https://arxiv.org/abs/2001.00002)

            *Ada Brook, Max Ford.*
        """)
    assert [(entry.title, entry.authors) for entry in found] == [
        ("Slow Rivers", ("Ada Brook", "Max Ford", "Ann Weir")),
        ("Second Thoughts on Deltas", ("Ada Brook", "Max Ford")),
    ]


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        ("Delta Normalization (2016), J. Brook. [[pdf]](U)", "Delta Normalization", ("J. Brook",)),
        ("**Fast Streams** (2016), J. Brook et al. [[pdf]](U)", "Fast Streams", ("J. Brook",)),
        ("**Fast Streams**, J. Brook et al., 2016 [[pdf]](U)", "Fast Streams", ("J. Brook",)),
        ("**Eve** (2014), D. Ford [[pdf]](U)", "Eve", ("D. Ford",)),
        (
            "**Joining River Models with Lake Design.**  \nAda Brook, Max Ford, Ann Weir.\n"
            "*WRR 2022.*  \n[[arxiv](U)]",
            "Joining River Models with Lake Design",
            ("Ada Brook", "Max Ford", "Ann Weir"),
        ),
        (
            "**Delta Former.**  \nAda Brook, Max Ford.  \n*Preprint, May 2021.*  \n[[arxiv](U)]",
            "Delta Former",
            ("Ada Brook", "Max Ford"),
        ),
    ],
)
def test_words_with_capitals_are_no_authors_where_authors_follow(
    line: str, title: str, authors: tuple[str, ...]
) -> None:
    (entry,) = entries(
        f"- {line}".replace("U", "https://arxiv.org/abs/2001.00001")
        if "\n" not in line
        else line.replace("U", "https://arxiv.org/abs/2001.00001")
    )
    assert (entry.title, entry.authors) == (title, authors)


@pytest.mark.parametrize(
    "label",
    ["open access paper", "J River Soc paper", "Nature Reviews Rivers paper", "WRR", "Cell"],
)
def test_the_label_of_a_link_is_no_title_where_one_stands_before_it(label: str) -> None:
    assert titles(
        f"**(2021-11) A Unified View of Deltas** [[{label}](https://doi.org/10.1234/x)]"
    ) == ["A Unified View of Deltas"]


@pytest.mark.parametrize(
    "suffix", [" (paper)", " [PDF]", " (arXiv)", " | pdf", " (Preprint) [pdf]"]
)
def test_a_label_behind_a_title_is_cut_off(suffix: str) -> None:
    (entry,) = entries(
        f"1. [Rivers on a Single Map{suffix}](https://arxiv.org/abs/2001.00001) by Us"
    )
    assert (entry.title, entry.aliases) == ("Rivers on a Single Map", ())


def test_a_heading_over_a_table_is_no_title_and_gives_way_to_the_real_one() -> None:
    assert told("""\
        ## List of maps
        <table>
        <tr><td>PanDelta-β</td><td><a href="https://arxiv.org/abs/2001.00001">Paper</a></td></tr>
        <tr><td>mR9</td><td><a href="https://arxiv.org/abs/2001.00002">Paper</a></td></tr>
        </table>

        ## Papers
        1. **"PanDelta-β: Maps of All Deltas"**. *A. Brook*. [[Paper](https://arxiv.org/abs/2001.00001)]
        """) == [
        ("PanDelta-β: Maps of All Deltas", {"arxiv": "2001.00001"}),
        ("mR9", {"arxiv": "2001.00002"}),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "(Machine) Learning the Course of Rivers",
        "(Un)supervised maps for everybody",
        "(Really) large deltas considered",
        "[Re]drawing the maps of rivers",
        "Floods in rivers. II. Numerical results",
        "Floods in rivers. Part III. Observations",
    ],
)
def test_brackets_and_series_numbers_stay_in_the_title(title: str) -> None:
    assert titles(f"- [{title}](https://arxiv.org/abs/2001.00001)") == [title]


@pytest.mark.parametrize("mark", ["TSD2020", "AKBC 2020", "BioRiver2021", "EGU2020 Findings"])
def test_a_venue_with_its_year_is_no_name(mark: str) -> None:
    (entry,) = entries(f"- [How Context Affects Deltas](https://arxiv.org/abs/2001.00001) ({mark})")
    assert (entry.title, entry.aliases) == ("How Context Affects Deltas", ())


def test_a_sentence_before_a_citation_is_no_title() -> None:
    assert told("""\
        Deltas offer new ways of seeing rivers [@doi:10.1234/a; @doi:10.1234/b]. Flat maps are \
ideal for deltas [@doi:10.1234/c].
        """) == [
        (None, {"doi": "10.1234/a"}),
        (None, {"doi": "10.1234/b"}),
        (None, {"doi": "10.1234/c"}),
    ]


@pytest.mark.parametrize("heading", ["Installation", "Software and tools", "Similar collections"])
def test_a_title_alone_under_a_heading_of_something_else_is_no_paper(heading: str) -> None:
    assert entries(f"## {heading}\n\n- Slow Rivers and the Shape of Deltas\n") == ()


@pytest.mark.parametrize("text", ["- *", "- .", "- ()", "- []", "- “”", "- —", "[](https://a.b/c)"])
def test_what_holds_no_word_breaks_nothing(text: str) -> None:
    assert titles(f"{text}\n- Slow Rivers and the Shape of Deltas") == [
        "Slow Rivers and the Shape of Deltas"
    ]


@pytest.mark.parametrize("text", ["Mask R-CNN", "Fast R-CNN"])
def test_a_name_of_two_words_among_bare_titles_is_a_title(text: str) -> None:
    titles = ["Learning to Segment Every River", text, "Walking over Wide Bridges"]
    found = read_text("\n".join(titles))
    assert [entry.title for entry in found.entries] == titles


@pytest.mark.parametrize("text", ["BERT variants", "Object Detection", "ELMo"])
def test_a_label_or_a_nickname_among_bare_titles_is_none(text: str) -> None:
    found = read_text(f"Learning to Segment Every River\n{text}\nWalking over Wide Bridges\n")
    assert text not in [entry.title for entry in found.entries]
