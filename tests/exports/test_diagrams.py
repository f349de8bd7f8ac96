"""DOT, Mermaid and Markdown."""

from __future__ import annotations

import html
import re

import networkx as nx
from markdown_it import MarkdownIt

from ptm_graph.exports import to_bytes
from ptm_graph.words.characters import one_line
from ptm_graph.words.markup import escaped

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][\w]*|-?\d+(?:\.\d+)?|->|[{}\[\]=,;]|\s+', re.S)


def text(graph: nx.DiGraph[str], name: str) -> str:
    return to_bytes(graph, name).decode("utf-8")


def dot_tokens(graph: nx.DiGraph[str]) -> list[str]:
    body = "\n".join(line for line in text(graph, "dot").split("\n") if not line.startswith("//"))
    tokens, end = [], 0
    while end < len(body):
        match = TOKEN.match(body, end)
        assert match, f"no DOT token at {body[end : end + 40]!r}"
        tokens.append(match[0])
        end = match.end()
    return [token for token in tokens if token.strip()]


def test_dot_has_only_tokens_of_its_grammar_and_closed_brackets(any_graph: nx.DiGraph[str]) -> None:
    tokens = dot_tokens(any_graph)
    assert tokens[:2] == ["digraph", "lineage"]
    for opening, closing in ("{}", "[]"):
        assert tokens.count(opening) == tokens.count(closing)


def test_siblings_with_one_label_share_one_arrow(family: nx.DiGraph[str]) -> None:
    family.edges["arxiv:1810.04805", "arxiv:1906.08237"]["tier"] = "A"
    assert text(family, "dot").count('label="more data"') == 1
    assert text(family, "dot").count("shape=point") == 1
    assert text(family, "mmd").count('"more data"') == 1
    assert re.search(r'n1 ===\|"more data"\| j\d\n  j\d ==> n2\n  j\d ==> n3', text(family, "mmd"))


def test_siblings_of_different_tiers_keep_their_own_arrows(family: nx.DiGraph[str]) -> None:
    assert text(family, "dot").count('label="more data"') == 2
    assert "shape=point" not in text(family, "dot")


def test_diagrams_draw_proposals_dotted_and_say_perhaps(family: nx.DiGraph[str]) -> None:
    proposed = [line for line in text(family, "dot").split("\n") if "perhaps" in line]
    assert len(proposed) == 1
    assert "style=dotted" in proposed[0]
    assert text(family, "dot").count("style=dotted") == 1
    assert 'n0 -.->|"perhaps"| n3' in text(family, "mmd").replace("n2", "n3")
    assert text(family, "mmd").count("-.->") == 1


def test_a_name_only_is_a_double_line_in_dot_and_has_a_word(family: nx.DiGraph[str]) -> None:
    family.edges["arxiv:1810.04805", "arxiv:1906.08237"]["tier"] = "name only"
    double = [line for line in text(family, "dot").split("\n") if ":#" in line]
    assert len(double) == 1
    assert 'label="more data (name only)"' in double[0]
    assert '"more data (name only)"' in text(family, "mmd")
    assert "name only: the child names it, but no reference to it is known" in text(family, "md")


def test_every_paper_is_a_node_of_its_family(family: nx.DiGraph[str]) -> None:
    dot = text(family, "dot")
    cluster = dot[dot.index('label="BERT family"') :].split("}")[0]
    assert all(f'label="{name}"' in cluster for name in ("BERT", "RoBERTa", "XLNet"))


def test_every_line_of_mermaid_is_one_of_few_forms(any_graph: nx.DiGraph[str]) -> None:
    quoted = r'"(?:[\w .,:()/+\-]|[^\x00-\x7f]|#\d+;)+"'
    forms = [
        r"---",
        r'title: "(?:[^"\\]|\\.)*"',
        r"%% [^{}]*",
        r"flowchart LR",
        rf"  subgraph f\d+ \[{quoted}\]",
        rf"    n\d+\({quoted}\)",
        r"  end",
        r"  style f\d+ fill:#[0-9A-F]{6},stroke:#[0-9A-F]{6}",
        rf"  n\d+ (-->|==>|-\.->)(\|{quoted}\|)? n\d+",
        rf"  n\d+ (---|===|-\.-)\|{quoted}\| j\d+",
        r"  j\d+\(\( \)\)",
        r"  j\d+ (-->|==>|-\.->) n\d+",
    ]
    for line in text(any_graph, "mmd").removesuffix("\n").split("\n"):
        assert any(re.fullmatch(form, line) for form in forms), line


def test_markdown_lists_papers_by_date_with_parents_and_links(family: nx.DiGraph[str]) -> None:
    account = text(family, "md")
    assert account.index("### BERT") < account.index("### XLNet") < account.index("### RoBERTa")
    assert "from **ELMo**: Transformer; BERT names ELMo in four sentences" in account
    assert "3 relations and 1 proposal." in account
    assert "- *perhaps* from **ELMo**: structure alone, confidence 27%" in account
    assert account.count("*perhaps* from") == 1
    assert "[arXiv](<https://arxiv.org/abs/1810.04805>)" in account


def test_hostile_texts_stay_text_in_markdown(hostile: nx.DiGraph[str]) -> None:
    page = MarkdownIt("commonmark", {"html": True}).render(text(hostile, "md"))
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {"h1", "h2", "h3", "p", "ul", "li", "em", "strong", "a", "hr"}
    assert set(re.findall(r'href="(\w+:)', page)) <= {"https:"}


def test_markdown_shows_each_text_as_it_is(hostile: nx.DiGraph[str]) -> None:
    renderer = MarkdownIt("commonmark", {"html": True})
    for _, data in hostile.nodes(data=True):
        line = one_line(data["title"])
        shown = html.unescape(re.sub(r"</?p>", "", renderer.render(escaped(line)))).strip()
        assert shown == line
