"""Input made to take all time and memory gives entries or one clear error, soon."""

import pytest
from effort import calls, within

from ptm_graph.errors import PtmGraphError
from ptm_graph.reading_lists import read_text

pytestmark = pytest.mark.no_cover

NEST = 10_000

CASES = {
    "fifty megabytes": ("markdown", "word " * 10_500_000),
    "a million links": ("markdown", "- [a](https://x.org/b)\n" * 1_000_000),
    "more links than a list has": ("text", "https://x.org/b\n" * 61_000),
    "nested quotes": ("markdown", "> " * NEST + "a"),
    "nested items": ("markdown", "- " * NEST + "a"),
    "nested lines": ("markdown", "".join(" " * (2 * level) + "- a\n" for level in range(600))),
    "brackets": ("markdown", "[" * 50_000),
    "broken links": ("markdown", "[" * 20_000 + "](" * 20_000),
    "short broken links": ("markdown", "[" * 3_900 + "](" * 1_900),
    "stars": ("markdown", "*a " * 50_000),
    "code ticks": ("markdown", " ".join("`" * length for length in range(1, 400))),
    "comments": ("markdown", "<!--" * 100_000),
    "tags": ("markdown", "<table><tr><td>" * 10_000),
    "open tags": ("markdown", "<div>" + "<" * 100_000),
    "one long item": ("markdown", "- " + "A B, " * 50_000),
    "dots": ("text", "https://" + "a." * 50_000 + "org/x"),
    "null bytes": ("markdown", "\0" * 1_000 + "- https://arxiv.org/abs/1810.04805"),
    "surrogates": (
        "markdown",
        "- **\ud800 Title of things** [pdf](http://arxiv.org/abs/1810.04805)",
    ),
    "bibtex without end": ("bibtex", "@article{x,title={" + "{" * 50_000),
    "bibtex of beginnings": ("bibtex", "@a{" * 5_000),
    "latex": ("bibtex", '@article{x,title="' + "\\frac{" * 5_000 + '"}'),
    "ris of beginnings": ("ris", "TY  - X\n" * 5_000),
    "json": ("csl-json", "[" * 100_000),
    "a table of quotes": ("csv", "title,doi\n" + '"' * 900_001),
    "a wide table": ("csv", ",".join(["title"] * 50_000) + "\n" + ",".join(["a"] * 50_000)),
    "a yaml bomb": ("yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"),
    "nested yaml": ("yaml", "[" * 100_000),
}


@pytest.mark.parametrize("case", CASES)
def test_hostile_input_gives_entries_or_one_clear_error_soon(case: str) -> None:
    format, text = CASES[case]

    def read() -> None:
        try:
            result = read_text(text, format, "x")
        except PtmGraphError as error:
            assert str(error).startswith("x:")
            assert "\n" not in str(error)
            assert len(str(error)) < 500
        else:
            assert len(result.unused) <= len(text)

    within(60, read)  # a safety net: what is hostile to a reader would take hours


@pytest.mark.parametrize("case", ["null bytes", "surrogates"])
def test_odd_characters_spoil_no_entry(case: str) -> None:
    format, text = CASES[case]
    (entry,) = read_text(text, format).entries
    assert entry.identifiers == {"arxiv": "1810.04805"}
    (entry.title or "").encode("utf-8")


def test_work_grows_with_the_length_of_the_list_and_not_with_its_square() -> None:
    def work(number: int) -> int:
        text = "# BERT\n" + "".join(
            f"- **Study {index} of things**. *Jane Doe, John Roe*. "
            f"[[pdf](https://arxiv.org/abs/1901.{index:05d})] [[code](https://github.com/x/{index})]\n"
            f"- [An article on BERT {index}](https://x.org/{index})\n- A remark {index}\n"
            for index in range(number)
        )
        found = []
        took = calls(lambda: found.append(read_text(text, "markdown")))
        assert len(found[0].entries) >= number
        return took

    work(1)
    # eight times the length; the square would take 64 times the work
    assert work(400) < 12 * work(50)
