from ptm_graph.reading_lists.plain import read


def test_one_identifier_link_or_title_a_line() -> None:
    result = read(
        "1810.04805\nhttps://aclanthology.org/N18-1202/\n10.1000/xyz\nN19-1423\n"
        "- Attention is all you need\n2) CoVe\nhttps://example.org/\n",
        "x.txt",
    )
    assert [(entry.title, dict(entry.identifiers), entry.line) for entry in result.entries] == [
        (None, {"arxiv": "1810.04805"}, 1),
        (None, {"acl": "N18-1202"}, 2),
        (None, {"doi": "10.1000/xyz"}, 3),
        (None, {"acl": "N19-1423"}, 4),
        ("Attention is all you need", {}, 5),
        ("CoVe", {}, 6),
    ]
    assert [(problem.line, problem.subject) for problem in result.unused] == [
        (7, "https://example.org/")
    ]


def test_a_title_with_its_link_on_one_line_is_one_entry() -> None:
    (entry,) = read("Attention is all you need https://arxiv.org/abs/1706.03762\n").entries
    assert (entry.title, dict(entry.identifiers)) == (
        "Attention is all you need",
        {"arxiv": "1706.03762"},
    )


def test_headings_give_the_family() -> None:
    (entry,) = read("# Encoders\n1810.04805\n").entries
    assert entry.family == "Encoders"
