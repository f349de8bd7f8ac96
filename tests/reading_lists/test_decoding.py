import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.decoding import decode
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
