"""Nobody's session is kept: not in the list, and in no file that is written."""

from __future__ import annotations

import pytest

from ptm_graph.reading_lists import read_text
from ptm_graph.words.addresses import without_sessions


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://o.example/a?utm_source=x&utm_medium=y", "https://o.example/a"),
        ("https://o.example/a?id=3&fbclid=Iw&v=2#top", "https://o.example/a?id=3&v=2#top"),
        ("https://o.example/a?sessionid=1&id=3", "https://o.example/a?id=3"),
        ("https://o.example/a?id=3&amp;token=1&amp;v=2", "https://o.example/a?id=3&amp;v=2"),
        (r"https://o.example/a?id=3\&access_token=1\&v=2", r"https://o.example/a?id=3\&v=2"),
        (r"https://o.example/a?id=3\u0026sid=ab12\u0026v=2", r"https://o.example/a?id=3\u0026v=2"),
        ("https://o.example/a;jsessionid=A1.f02?id=3", "https://o.example/a?id=3"),
        ("https://o.example/#access_token=abc", "https://o.example/#"),
        ("https://b.example/x?spm=1.2&vd_source=3", "https://b.example/x"),
        (
            "https://mp.weixin.qq.com/s?__biz=A==&mid=1&idx=2&sn=3&chksm=4&scene=5&key=6&uin=7#rd",
            "https://mp.weixin.qq.com/s?__biz=A==&mid=1&idx=2&sn=3#rd",
        ),
        ("www.o.example/a?utm_source=x", "www.o.example/a"),
        ("https://docs.google.com/sheet?key=0A&token=1", "https://docs.google.com/sheet?key=0A"),
        ("https://youtube.com/watch?v=abc&t=3", "https://youtube.com/watch?v=abc&t=3"),
        ("https://o.example/keys?monkey=1&tokens=2", "https://o.example/keys?monkey=1&tokens=2"),
    ],
)
def test_an_address_keeps_only_what_it_needs(address: str, expected: str) -> None:
    for before, behind in (("", ""), ("[Owls](", ")"), ('<a href="', '">Owls</a>'), ("(see ", ")")):
        assert without_sessions(f"{before}{address}{behind}") == f"{before}{expected}{behind}"


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("markdown", "- [Owls of the North](https://arxiv.org/abs/1601.01234)\n\n    read: {}\n"),
        ("bibtex", "@misc{{a, title={{Owls}}, url={{{}}}, annote={{see {}}}}}"),
        ("ris", "TY  - JOUR\nTI  - Owls\nUR  - {}\nN1  - see {}\nER  - \n"),
        ("csl-json", '[{{"title": "Owls", "URL": "{}", "note": "see {}"}}]'),
        ("csv", "title,url,note\nOwls,{},see {}\n"),
        ("yaml", "papers:\n- title: Owls\n  resources:\n  - {{kind: article, url: '{}'}}\n"),
    ],
)
def test_no_list_keeps_a_session(format: str, text: str) -> None:
    address = "https://blog.example/post?id=7&pass_ticket=SECRET&uin=SECRET&key=SECRET"
    read = read_text(text.format(address, address), format)
    assert "Owls" in repr(read.entries)
    assert "blog.example/post?id=7" in repr(read)
    assert "SECRET" not in repr(read)


def test_many_addresses_without_end_take_no_time() -> None:
    for piece in ("https://", "https://a?", "&key=", "https://a/?key=1&", ";jsessionid=", "?&"):
        without_sessions("https://a?b=" + piece * 50_000)
