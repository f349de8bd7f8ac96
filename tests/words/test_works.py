"""Whether two lines of one reference list are the same work: what services really write."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from effort import calls

from ptm_graph.words.works import AmongFew, Work, _Line, agreement, described


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


def test_a_title_is_cut_within_a_word_only_where_its_own_last_word_is_begun() -> None:
    whole = line(
        "The very long and sad story of all the birds in many a sequence, second edition",
        2019,
        "A Heron",
    )
    assert not agreement(
        line("The very long and sad story of all the birds in many a sequences", 2019, "Heron"),
        whole,
    )
    assert agreement(
        line("The very long and sad story of all the birds in many a sequ", 2019, "Heron"), whole
    )


def test_a_name_alone_is_that_of_the_work_whose_first_author_is_the_same() -> None:
    other = line("OwlNet: what is heard at night", 2019, "Cy Crane", "Ada Heron")
    assert not agreement(line("OwlNet", 2019, "Heron"), other)
    assert agreement(line("OwlNet", 2019, "C. Crane"), other)


@pytest.mark.parametrize("known_are_printed", [True, False])
def test_printed_lines_are_compared_with_few_works_each(
    known_are_printed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: Counter[int] = Counter()
    names = _Line.names

    def counted(self: _Line, known: Work) -> bool:
        compared[many] += 1
        return names(self, known)

    monkeypatch.setattr(_Line, "names", counted)
    for many in (100, 400):
        told = [f"{chr(97 + n % 26)}{n} owls were heard in valley {n}" for n in range(many)]
        titled = [(line(one, 2010, "Ann Heron"), None) for one in told]
        whole = [f"Heron, A. {one}. J. Owls 7 (2010)." for one in told]
        printed = [(line(one, None), one) for one in whole]
        known, wanted = (printed, titled) if known_are_printed else (titled, printed)
        assert AmongFew([one for one, _ in known]).find(wanted) == list(range(many))
    assert many <= compared[400] <= 2 * 400


def test_a_line_as_long_as_a_book_is_not_searched() -> None:
    few = AmongFew([OWLS])
    hostile = f"2019, Heron. {'.,' * 200_000} OwlNet: deep listening for silent flight."
    work = partial(few.find, [(line("", None), hostile)])
    assert calls(work) < 10_000
    assert work() == [None]


def test_thousands_of_like_titles_are_compared_in_time_that_grows_with_them() -> None:
    many = [line(f"The same beginning of a title, number {at}", 2019) for at in range(3000)]
    wanted = [(one, None) for one in reversed(many)]
    assert AmongFew(many).find(wanted) == list(reversed(range(3000)))
