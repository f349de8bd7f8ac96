"""Input made to take all time and memory gives entries or one clear error, soon."""

import random
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from effort import calls, within
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.errors import PtmGraphError
from ptm_graph.reading_lists import FORMATS, read_bytes, read_text

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
    "bookmarks without end": ("bookmarks", "<!DOCTYPE NETSCAPE-Bookmark>" + "<a href=" * 50_000),
    "html without end": ("markdown", "<p>" + "<a href='" * 20_000),
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


def _fuzzing() -> ModuleType:
    place = Path(__file__).parents[2] / "benchmarks" / "fuzz_reading_lists.py"
    found = spec_from_file_location("fuzz_reading_lists", place)
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


FUZZING = _fuzzing()


def test_every_format_is_fuzzed() -> None:
    assert FUZZING.SAMPLES.keys() == FORMATS.keys()
    for format, sample in FUZZING.SAMPLES.items():
        assert read_bytes(sample.encode(), None, format).entries, format


@pytest.mark.parametrize("format", FORMATS)
def test_mutated_lists_give_entries_or_one_clear_error(format: str) -> None:
    source = random.Random(17)
    for _ in range(4):
        text = FUZZING.mutated(FUZZING.SAMPLES[format], source)[:5_000]
        assert FUZZING.tried(text.encode("utf-8", "surrogatepass"), format) is None


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(("feed", "zotero-rdf", "notebook", "csl-yaml", "opml", "bookmarks")),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(FUZZING.PIECES) | st.text()),
        max_size=4,
    ),
)
def test_lists_of_programs_may_be_broken_anywhere(
    format: str, changes: list[tuple[float, int, str]]
) -> None:
    text = FUZZING.SAMPLES[format]
    for share, cut, piece in changes:
        place = int(share * len(text))
        text = text[:place] + piece + text[place + cut :]
    assert FUZZING.tried(text.encode("utf-8", "surrogatepass"), format) is None


@pytest.mark.parametrize("text", ["<![4805 x>", "<![x", "<!x <![CDATA[ ]]>"])
def test_declarations_that_html_does_not_have_are_passed_over(text: str) -> None:
    link = f'<A HREF="{FUZZING.PAPER}">T of x</A>'
    marked = f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT>{link}<DT>{text}"
    assert len(read_text(marked, "bookmarks").entries) == 1
    assert len(read_text(f"<p>{link}{text}</p>", "markdown").entries) == 1


LONG_PARAGRAPHS: dict[str, Callable[[int], str]] = {
    "titled links": lambda number: " ".join(
        f"[A title of x{one}](https://arxiv.org/abs/1901.{one:05d})" for one in range(number)
    ),
    "titles on any host": lambda number: " ".join(
        f"[A title of x {one}](https://x{one}.org/a)" for one in range(number)
    ),
    "bare links": lambda number: " ".join(
        f"see https://arxiv.org/abs/1901.{one:05d}" for one in range(number)
    ),
    "items of one item": lambda number: (
        "- [T of x](https://arxiv.org/abs/1901.00001)\n" + "  - the same is used in it\n" * number
    ),
}


@pytest.mark.parametrize("shape", LONG_PARAGRAPHS)
def test_work_in_one_paragraph_grows_with_its_length(shape: str) -> None:
    def work(number: int) -> int:
        return calls(lambda: read_text(LONG_PARAGRAPHS[shape](number), "markdown"))

    work(5)
    few = work(180)  # longer than what is parsed as Markdown, as the other one is
    assert work(900) < 7 * few
