"""Names by which people speak of papers."""

from collections.abc import Mapping, Sequence

from ptm_graph.facts.short_names import Hearing, short_names
from ptm_graph.words.model import Paper


def named(
    *papers: Paper, said: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """The names, where each sentence said of a paper is another citing paper's."""
    hearing = Hearing()
    for paper in papers:
        for sentence in (said or {}).get(paper.key, ()):
            hearing.add(paper, [sentence])
    return short_names(papers, hearing)


DEEP = Paper("deep", "Deep residual map folding", authors=("Ann Ruler", "Bob Singer"), year=2016)


def test_a_title_or_an_abstract_coins_a_name() -> None:
    plain = Paper("b", "Folding maps", abstract="We call it FoldNet. It folds.")
    assert named(Paper("a", "SSR: single shot ruler"), plain) == {
        "a": ("SSR",),
        "b": ("FoldNet",),
    }


def test_those_who_cite_a_paper_name_it_with_enough_support() -> None:
    said = [
        "We use MapNet [12].",
        "A MapNet (Ruler et al., 2016) folds.",
        "The MapNet model [3] is.",
    ]
    assert named(DEEP, said={"deep": said}) == {"deep": ("MapNet",)}
    assert named(DEEP, said={"deep": said[:2]}) == {}


def test_a_full_text_s_own_mark_counts_wholly() -> None:
    assert named(DEEP, said={"deep": ["We fold with MapNet [*]."] * 3}) == {"deep": ("MapNet",)}


def test_variants_speak_for_the_name_they_are_made_of() -> None:
    said = ["MapNet-50 [1] folds.", "With MapNet-101 [2].", "As MapNet [3].", "So MapNet-50 [3]."]
    assert named(DEEP, said={"deep": said})["deep"][0] == "MapNet"


def test_authors_and_words_of_a_sentence_are_no_names() -> None:
    assert named(DEEP, said={"deep": ["As Singer [3] says."] * 5}) == {}
    assert named(DEEP, said={"deep": ["In this Work [3] it says."] * 5}) == {}
    assert named(DEEP, said={"deep": ["MapNet and others (Other, 2016) fold."] * 5}) == {}


def test_the_clear_owner_alone_has_a_name() -> None:
    other = Paper("other", "MapNet: maps of networks", authors=("Cy Low",), year=2019)
    said = {"deep": ["We use MapNet [2]."] * 20, "other": []}
    assert named(DEEP, other, said=said) == {"deep": ("MapNet",)}


def test_a_name_that_two_claim_is_shown_with_author_and_year() -> None:
    one = Paper("one", "ERNA: a map", authors=("Ann Sun",), year=2019)
    two = Paper("two", "ERNA: another", authors=("Bo Zhang",), year=2020)
    assert named(one, two) == {
        "one": ("ERNA (Sun 2019)", "ERNA"),
        "two": ("ERNA (Zhang 2020)", "ERNA"),
    }


def test_two_records_of_one_title_do_not_contend() -> None:
    one = Paper("one", "Mask R-MAP", year=2017, citation_count=5)
    two = Paper("two", "Mask R-MAP", year=2020, citation_count=9)
    assert named(one, two) == {"two": ("Mask R-MAP",)}


def test_the_reading_list_s_word_comes_first() -> None:
    listed = Paper("listed", "Folding", aliases=("ERNA",))
    assert named(listed, Paper("two", "ERNA: a map", citation_count=10**6)) == {"listed": ("ERNA",)}


def test_names_without_their_texts_stay() -> None:
    carried = Paper("a", "Folding maps", short_names=("MapNet", "MapNet-50"))
    assert set(named(carried)["a"]) == {"MapNet", "MapNet-50"}
