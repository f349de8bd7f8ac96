from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.reading_lists.merge import merged, noted
from ptm_graph.reading_lists.result import Mention
from ptm_graph.words.model import Note, Resource, SeedEntry

BERT = SeedEntry(
    "BERT: Pre-training of Deep Transformers",
    ("BERT",),
    {"arxiv": "1810.04805"},
    file="a.md",
    line=3,
)


def test_entries_that_share_an_identifier_are_one_work_and_nothing_is_lost() -> None:
    other = SeedEntry(
        "BERT",
        ("Bert", "Google BERT"),
        {"arxiv": "1810.04805", "acl": "N19-1423"},
        family="Encoders",
        resources=(Resource("code", "https://github.com/g/bert"),),
        notes=(Note("read"),),
        year=2019,
        file="b.bib",
        line=7,
    )
    (work,) = merged([BERT, other])
    assert work.sources == (BERT, other)
    assert work.entry.title == BERT.title
    assert work.entry.aliases == ("BERT", "Google BERT")
    assert work.entry.identifiers == {"arxiv": "1810.04805", "acl": "N19-1423"}
    assert (work.entry.family, work.entry.note, work.entry.year) == ("Encoders", "read", 2019)
    assert work.entry.resources == other.resources
    assert (work.entry.file, work.entry.line) == ("a.md", 3)


def test_a_doi_of_the_anthology_meets_its_acl_id() -> None:
    one = SeedEntry("T", (), {"doi": "10.18653/v1/p19-1139"})
    assert len(merged([one, SeedEntry("U", (), {"acl": "P19-1139"})])) == 1


def test_titles_are_one_work_under_the_guards_only() -> None:
    def works(*entries: SeedEntry) -> int:
        return len(merged(entries))

    assert (
        works(
            SeedEntry("Deep contextualized word representations"),
            SeedEntry("Deep Contextualized Word Representation"),
        )
        == 1
    )
    assert works(SeedEntry("GPT-3 Technical Report"), SeedEntry("GPT-4 Technical Report")) == 2
    assert (
        works(
            SeedEntry("Deep learning", identifiers={"arxiv": "1810.00001"}),
            SeedEntry("Deep learning", identifiers={"arxiv": "1810.00002"}),
        )
        == 2
    )
    assert works(SeedEntry("Deep learning", year=2015), SeedEntry("Deep learning", year=2019)) == 2


def test_a_name_joins_the_only_paper_that_bears_it() -> None:
    name = SeedEntry("BERT", ("BERT",), resources=(Resource("article", "https://x.org/bert"),))
    for entries in ([BERT, name], [name, BERT]):
        (work,) = merged(entries)
        assert work.entry.title == BERT.title
        assert work.entry.identifiers == BERT.identifiers
        assert len(work.entry.resources) == 1


def test_a_name_of_two_papers_joins_none() -> None:
    ernies = [
        SeedEntry("ERNIE: Enhanced Representation", ("ERNIE",), {"arxiv": "1904.09223"}),
        SeedEntry("ERNIE: Enhanced Language", ("ERNIE",), {"acl": "P19-1139"}),
    ]
    assert len(merged([*ernies, SeedEntry("ERNIE", ("ERNIE",))])) == 3


def test_a_link_written_differently_is_one_resource() -> None:
    one = SeedEntry("A title", resources=(Resource("code", "http://www.x.org/a/#readme"),))
    other = SeedEntry("A title", resources=(Resource("code", "https://x.org/a?utm_source=n"),))
    (work,) = merged([one, other])
    assert len(work.entry.resources) == 1


_ENTRIES = st.lists(
    st.builds(
        SeedEntry,
        st.one_of(
            st.none(), st.sampled_from(["Deep learning", "Deep Learning.", "BERT", "GPT-3 x"])
        ),
        st.lists(st.sampled_from(["BERT", "Bert", "GPT"]), max_size=2).map(tuple),
        st.dictionaries(st.sampled_from(["arxiv", "acl"]), st.sampled_from(["1", "2"]), max_size=2),
    ).filter(lambda entry: entry.title or entry.identifiers),
    max_size=6,
)


@given(_ENTRIES)
def test_every_entry_ends_up_in_exactly_one_work(entries: list[SeedEntry]) -> None:
    works = merged(entries)
    assert sum(len(work.sources) for work in works) == len(entries)
    assert {id(source) for work in works for source in work.sources} == set(map(id, entries))
    for work in works:
        for source in work.sources:
            assert set(source.identifiers) <= set(work.entry.identifiers)


def test_what_one_list_says_of_a_name_goes_to_the_entry_of_another_that_bears_it() -> None:
    said = Mention("bert", notes=(Note("has 24 layers"),), properties={"heads": "16"})
    (entry,) = noted([BERT], [said, Mention("bert")])
    assert (entry.note, entry.properties) == ("has 24 layers", {"heads": "16"})
    works = [SeedEntry("One", ("ERNIE",)), SeedEntry("Another", ("ERNIE",))]
    assert noted(works, [replace(said, text="ERNIE")]) == tuple(works)


def test_notes_tags_and_properties_of_both_lists_are_kept_once() -> None:
    one = replace(BERT, notes=(Note("a", line=1), Note("b")), tags=("x",), properties={"l": "1"})
    other = replace(
        BERT, notes=(Note("c"), Note("a", line=9)), tags=("y", "x"), properties={"l": "2", "m": "3"}
    )
    (work,) = merged([one, other])
    assert work.entry.notes == (Note("a", line=1), Note("b"), Note("c"))
    assert (work.entry.tags, work.entry.properties) == (("x", "y"), {"l": "1", "m": "3"})
