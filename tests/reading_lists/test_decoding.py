import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.decoding import decode, decoded
from ptm_graph.reading_lists.limits import LARGEST

CHINESE = "预训练语言模型的论文列表：中文解读\r\n- BERT 模型"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)) == CHINESE.replace("\r\n", "\n")


def test_western_text_is_not_taken_for_chinese() -> None:
    text = "- Naïve Bayes, by René Müller – a café classic\n" * 3
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n...",
        b"PK\x03\x04zip",
        b"\x89PNG\r\n",
        bytes(range(256)) * 4,
        b"\0" * 100,
        b"\xff\xfe\x00\xd8\x00",
    ],
)
def test_binary_data_is_one_clear_error(data: bytes) -> None:
    with pytest.raises(ReadingListError) as caught:
        decode(data, "x.md")
    assert str(caught.value).startswith("x.md:")
    assert "\n" not in str(caught.value)


def test_what_is_too_large_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(ReadingListError, match="larger than 32 MB"):
        decode(b"a" * (LARGEST + 1))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        assert "\r" not in decode(data)
    except ReadingListError as error:
        assert str(error)


def test_joined_files_of_several_encodings_are_read_line_by_line_and_told() -> None:
    western = "title = {Widgets für Tübingen},\n"
    other = "title = {Étude des gadgets à Montréal}\n"
    text, odd = decoded(western.encode("cp1252") + b"\n" + other.encode() * 3, "x.bib")
    assert text == western + "\n" + other * 3
    (problem,) = odd
    assert (problem.subject, problem.line) == ("title = {Widgets für Tübingen},", 1)
    assert problem.reason == "not UTF-8 as the rest, read as Windows-1252: lines 1"

    chinese = CHINESE.replace("\r", "") + "\n"
    mixed = other.encode() + chinese.encode("gbk") * 2 + other.encode() + chinese.encode("gbk")
    text, odd = decoded(mixed)
    assert text == other + chinese * 2 + other + chinese
    assert [problem.reason.split("read ")[1] for problem in odd] == ["as GB18030: lines 2–5, 7–8"]
    assert decoded("\ufeffA\n\ufeffé\n".encode()) == ("A\né\n", ())


def test_a_text_that_was_cut_within_a_letter_is_read_to_its_end() -> None:
    text, (problem,) = decoded("Müller\nStraße".encode()[:-2])
    assert text == "Müller\nStra\ufffd"
    assert problem.line == 2


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_without_its_mark(encoding: str) -> None:
    assert decode("Müller\nWidgets in rivers".encode(encoding)) == "Müller\nWidgets in rivers"


WORDS = st.text(st.sampled_from("aeiou nst äöüéèñß"), max_size=30)


@given(st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=12))
def test_lines_of_two_encodings_come_out_as_they_were(lines: list[tuple[str, bool]]) -> None:
    lines = [*lines, ("Präludium für Gänse", True), ("Präludium für Gänse", False)]
    data = b"\n".join(line.encode("cp1252" if odd else "utf-8") for line, odd in lines)
    assert decoded(data)[0] == "\n".join(line for line, _ in lines)
