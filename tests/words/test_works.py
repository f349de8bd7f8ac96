"""Whether two lines of one reference list are the same work: what services really write."""

from __future__ import annotations

import pytest

from ptm_graph.words.works import AmongFew, Work, agreement, described


def line(title: str, year: int | None = 2019, *authors: str) -> Work:
    return described(None, title, authors, year)


OWLS = line("OwlNet: Deep Listening for Silent Flight", 2019, "Ada Heron", "Ben Lark")


@pytest.mark.parametrize(
    "other",
    [
        line("Owlnet: deep listening for silent flight", 2018, "A. Heron"),
        line("OwlNet : deep listening for silent‐flight", 2021, "Heron A"),
        line("OwlNet: deep listening to silent flights", 2019, "Heron"),
        line("OwlNet", 2019, "Heron"),
        line("Deep listening for silent flight", 2020, "Heron, A."),
        line("OwlNet: Deep Listening for Silent Flight", None),
    ],
)
def test_one_work_written_in_two_ways(other: Work) -> None:
    assert agreement(OWLS, other)
    assert agreement(other, OWLS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Finch-3 Technical Report", "Finch-4 Technical Report"),
        ("On the songs of larks. Part I", "On the songs of larks. Part II"),
        ("On the songs of larks. Part A: theory", "On the songs of larks. Part B: theory"),
        ("On the songs of larks", "On the songs of larks, second edition"),
        ("On the songs of larks", "On the songs of larks II"),
        ("On the songs of larks", "On the songs of larks: a reply"),
        ("Supervised learning of bird songs", "Unsupervised learning of bird songs"),
        ("Symmetric flight of the gulls", "Asymmetric flight of the gulls"),
        ("Bird detection in pictures", "Bird selection in pictures"),
        ("Gulls", "Gulls of the northern coast and their cries"),
        ("A survey of larks", "A survey of larks in winter"),
    ],
)
def test_two_works_that_are_alike(one: str, other: str) -> None:
    first, second = line(one, 2019, "Ada Heron"), line(other, 2019, "Ada Heron")
    assert agreement(first, second) is None
    assert agreement(second, first) is None


def test_equal_titles_of_others_or_of_other_years_are_two_works() -> None:
    assert agreement(OWLS, line(OWLS.title, 2019, "Cy Gull")) is None
    assert agreement(OWLS, line(OWLS.title, 2009, "Cy Gull")) is None
    book, article = line("Deep flight", 2016, "A Heron"), line("Deep flight", 2015, "A Heron")
    assert agreement(book, article) is None


def test_a_printed_line_names_the_work_whose_title_and_author_stand_in_it() -> None:
    few = AmongFew([OWLS, line("On the songs of larks", 2001, "Ben Lark")])
    printed = "Heron A, Lark B. OwlNet: deep listening for silent flight. J. Owls 3, 1–9 (2019)."
    second = "B. Lark, On the songs of larks II, J. Larks 7 (2001)."
    assert few.find([(line("", None), printed), (line("", None), second)]) == [0, None]


def test_a_title_cut_short_that_fits_two_works_is_neither() -> None:
    begun = "The very long story of how birds of the north came to the south"
    few = [line(f"{begun} {end}", 2019, "A Heron") for end in ("by sea and land", "by air alone")]
    assert AmongFew(few).find([(line(begun, 2019, "Heron"), None)]) == [None]
    assert AmongFew(few[:1]).find([(line(begun, 2019, "Heron"), None)]) == [0]


def test_thousands_of_like_titles_are_compared_in_time_that_grows_with_them() -> None:
    many = [line(f"The same beginning of a title, number {at}", 2019) for at in range(3000)]
    wanted = [(one, None) for one in reversed(many)]
    assert AmongFew(many).find(wanted) == list(reversed(range(3000)))
