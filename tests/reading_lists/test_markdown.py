import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.markdown import read
from ptm_graph.words.model import SeedEntry


def entries(text: str) -> tuple[SeedEntry, ...]:
    return read(textwrap.dedent(text), "list.md").entries


def only(text: str) -> SeedEntry:
    (entry,) = entries(text)
    return entry


MUST_READ = """\
    # Papers on language models

    ## Models

    1. **context2vec:Learning Generic Context Embedding with Bidirectional LSTM**. *Oren Melamud, \
Jacob Goldberger*. CoNLL 2016. [[pdf](https://www.aclweb.org/anthology/K16-1006.pdf)] \
[[project](http://u.cs.biu.ac.il/~nlp/context2vec/)] (**context2vec**)
    2. **Deep contextualized word representations**. *Matthew E. Peters, Mark Neumann and Luke \
Zettlemoyer*. NAACL 2018. [[pdf](https://arxiv.org/pdf/1802.05365.pdf)] \
[[project](https://allennlp.org/elmo)] (**ELMo**)
    3. **ERNIE: Enhanced Language Representation with Informative Entities**. *Zhengyan Zhang, Xu \
Han*. ACL2019. [[pdf](https://www.aclweb.org/anthology/P19-1139)] \
[[code & model](https://github.com/thunlp/ERNIE)] (**ERNIE (Tsinghua)** )
    4. **HUBERT Untangles BERT to Improve Transfer across NLP Tasks**. *Anonymous authors*. \
[[pdf](https://openreview.net/pdf?id=HJxnM1rFvr)]
    5. **A paper that has no link at all**. *Jane Doe, John Roe*. ACL 2020.
    """


def test_a_must_read_list_with_authors_in_italics_and_several_links_an_entry() -> None:
    found = entries(MUST_READ)
    assert [(entry.title, dict(entry.identifiers), entry.line) for entry in found] == [
        (
            "context2vec:Learning Generic Context Embedding with Bidirectional LSTM",
            {"acl": "K16-1006"},
            5,
        ),
        ("Deep contextualized word representations", {"arxiv": "1802.05365"}, 6),
        (
            "ERNIE: Enhanced Language Representation with Informative Entities",
            {"acl": "P19-1139"},
            7,
        ),
        (
            "HUBERT Untangles BERT to Improve Transfer across NLP Tasks",
            {"openreview": "HJxnM1rFvr"},
            8,
        ),
        ("A paper that has no link at all", {}, 9),
    ]
    assert found[0].aliases == ("context2vec",)
    assert found[1].aliases == ("ELMo",)
    assert found[1].authors == ("Matthew E. Peters", "Mark Neumann", "Luke Zettlemoyer")
    assert (found[1].venue, found[1].year) == ("NAACL 2018", 2018)
    assert "ERNIE (Tsinghua)" in found[2].aliases
    assert [(resource.kind, resource.url) for resource in found[2].resources] == [
        ("code", "https://github.com/thunlp/ERNIE")
    ]
    assert {entry.family for entry in found} == {"Papers on language models / Models"}


@pytest.mark.parametrize(
    ("line", "title", "identifiers"),
    [
        (
            "**[5]** Simonyan, Karen, and Andrew Zisserman. "
            '"**Very deep convolutional networks**." '
            "arXiv preprint arXiv:1409.1556 (2014). [[pdf]](https://arxiv.org/pdf/1409.1556.pdf) "
            "**(VGGNet,Very deep!)** :star::star:",
            "Very deep convolutional networks",
            {"arxiv": "1409.1556"},
        ),
        (
            "- **Maxout networks** (2013), I. Goodfellow et al. [[pdf]](http://arxiv.org/pdf/1302.4389v4)",
            "Maxout networks",
            {"arxiv": "1302.4389"},
        ),
        (
            '1. <u>FlashAttention</u>: **"FlashAttention: Fast and Exact Attention"**. '
            "*Tri Dao et al*. NeurIPS 2022. [[paper](https://arxiv.org/abs/2205.14135)]",
            "FlashAttention: Fast and Exact Attention",
            {"arxiv": "2205.14135"},
        ),
        (
            '* **3DETR**: "An End-to-End Transformer Model for 3D Object Detection", ICCV, 2021. '
            "[[Paper](https://arxiv.org/abs/2109.08141)][[PyTorch](https://github.com/f/3detr)]",
            "An End-to-End Transformer Model for 3D Object Detection",
            {"arxiv": "2109.08141"},
        ),
        (
            "- [2023/05] **Tree of Thoughts: Deliberate Problem Solving** "
            "[[paper](https://arxiv.org/abs/2305.10601)]",
            "Tree of Thoughts: Deliberate Problem Solving",
            {"arxiv": "2305.10601"},
        ),
        (
            "- `[NeurIPS 2022]` Chain-of-Thought Prompting Elicits Reasoning "
            "[[paper]](https://arxiv.org/abs/2201.11903)",
            "Chain-of-Thought Prompting Elicits Reasoning",
            {"arxiv": "2201.11903"},
        ),
        (
            "- Attention Is All You Need, Vaswani et al., NeurIPS 2017, "
            "https://arxiv.org/abs/1706.03762",
            "Attention Is All You Need",
            {"arxiv": "1706.03762"},
        ),
        (
            "- [LoRA: Low-Rank Adaptation](https://arxiv.org/abs/2106.09685) - Hu et al., 2021",
            "LoRA: Low-Rank Adaptation",
            {"arxiv": "2106.09685"},
        ),
        ("- https://arxiv.org/abs/2005.14165", None, {"arxiv": "2005.14165"}),
        ("- 2005.14165", None, {"arxiv": "2005.14165"}),
        (
            "- arXiv:1810.04805 BERT: Pre-training of Deep Bidirectional Transformers",
            "BERT: Pre-training of Deep Bidirectional Transformers",
            {"arxiv": "1810.04805"},
        ),
        (
            "- **[A title in a bold link](https://arxiv.org/abs/1901.00001)**<br>J. Doe, J. Roe",
            "A title in a bold link",
            {"arxiv": "1901.00001"},
        ),
        (
            "- A second title here [![arXiv](https://img.shields.io/badge/arXiv-2301.10140-red)]"
            "(https://arxiv.org/abs/2301.10140)",
            "A second title here",
            {"arxiv": "2301.10140"},
        ),
        (
            "**VITA: Towards an Omni Multimodal Model**  \n"
            "**[Project Page](https://vita.github.io/)** | **[Paper](https://arxiv.org/pdf/2408.05211)**",
            "VITA: Towards an Omni Multimodal Model",
            {"arxiv": "2408.05211"},
        ),
        (
            "- One work in two places [[arXiv](https://arxiv.org/abs/1901.00001)] "
            "[[ACL](https://aclanthology.org/P19-1001/)]",
            "One work in two places",
            {"arxiv": "1901.00001", "acl": "P19-1001"},
        ),
        (
            "- 《自然语言处理的预训练模型综述》 [论文](https://arxiv.org/abs/2003.08271)",
            "自然语言处理的预训练模型综述",
            {"arxiv": "2003.08271"},
        ),
    ],
)
def test_every_usual_form_of_an_entry(
    line: str, title: str | None, identifiers: dict[str, str]
) -> None:
    entry = only(line)
    assert (entry.title, dict(entry.identifiers)) == (title, identifiers)


def test_a_title_on_a_heading_and_its_link_below_are_one_entry() -> None:
    entry = only("""\
        # Notes
        ## Models
        #### [201906 ERNIE: Enhanced Language Representation（THU/ACL2019）](notes/ernie.md)
        https://www.aclweb.org/anthology/P19-1139.pdf
        - a remark
        """)
    assert entry.title == "ERNIE: Enhanced Language Representation"
    assert entry.aliases == ("ERNIE",)
    assert entry.identifiers == {"acl": "P19-1139"}
    assert (entry.family, entry.line, entry.year) == ("Notes / Models", 3, 2019)


def test_a_name_in_front_of_a_dated_title_or_behind_it_is_an_alias() -> None:
    found = entries("""\
        #### 201910 T5 Exploring the Limits of Transfer Learning with Text
        https://arxiv.org/abs/1910.10683
        #### [2018 ACL Deep contextualized word representations: ELMO](x.md)
        - https://arxiv.org/pdf/1802.05365.pdf
        """)
    assert [(entry.title, entry.aliases) for entry in found] == [
        ("Exploring the Limits of Transfer Learning with Text", ("T5",)),
        ("Deep contextualized word representations", ("ELMO",)),
    ]


def test_a_dated_heading_without_link_is_an_unresolved_paper() -> None:
    entry = only("#### 【Multi-Task Deep Neural Networks for Language（Microsoft/2019）\n")
    assert entry.title == "Multi-Task Deep Neural Networks for Language"
    assert entry.identifiers == {}


def test_links_in_nested_items_belong_to_the_item_above() -> None:
    entry = only("""\
        - Word2Vec
          - [pdf: NIPS 2013](https://arxiv.org/abs/1310.4546)
          - [reading notes](https://brooks.example.com/word2vec/)
          - Code: https://github.com/x/word2vec
        """)
    assert (entry.title, entry.aliases) == ("Word2Vec", ("Word2Vec",))
    assert entry.identifiers == {"arxiv": "1310.4546"}
    assert [resource.kind for resource in entry.resources] == ["article", "code"]


SECTIONS = """\
    ## 8.2 EMLO - TODO
    #### Paper
    [Deep contextualized word representations - AllenAI2018](https://arxiv.org/abs/1802.05365)
    #### Code
    - <https://github.com/allenai/bilm-tf> (Tensorflow)
    #### Article
    - [对 ELMo 的视频介绍](https://vimeo.com/277672840)
    ## 8.4 GPT
    #### Paper
    - GPT1: [Improving Language Understanding](https://x.example.org/language_understanding_paper.pdf)
    - GPT2: [Language Models are Unsupervised](https://x.example.org/language-models.pdf)
    #### Code
    - GPT2: <https://github.com/openai/gpt-2> (Tensorflow)
    ## 8.6 Flair
    #### Code
    - <https://github.com/zalandoresearch/flair> (PyTorch)
    """


def test_sections_of_papers_code_and_articles_belong_together() -> None:
    elmo, gpt, gpt2, flair = entries(SECTIONS)
    assert (elmo.title, elmo.aliases, elmo.family) == (
        "Deep contextualized word representations",
        ("EMLO",),
        "EMLO",
    )
    assert [(resource.kind, resource.language) for resource in elmo.resources] == [
        ("code", None),
        ("video", "zh"),
    ]
    assert (gpt.aliases, gpt2.aliases) == (("GPT1",), ("GPT2",))
    assert [resource.url for resource in gpt.resources if resource.kind == "code"] == []
    assert [resource.url for resource in gpt2.resources if resource.kind == "code"] == [
        "https://github.com/openai/gpt-2"
    ]
    assert (flair.title, [resource.kind for resource in flair.resources]) == ("Flair", ["code"])


def test_an_address_alone_takes_the_line_below_as_its_title() -> None:
    result = read(
        textwrap.dedent("""\
        # BERT

        《BERT: Pre-training of Deep Bidirectional Transformers》

        https://mp.weixin.qq.com/s/abc

        手把手教你用BERT模型

        https://mp.weixin.qq.com/s/def

        TinyBERT：模型小7倍
        """)
    )
    bert, tiny = result.entries
    assert bert.title == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert [(resource.title, resource.language) for resource in bert.resources] == [
        ("手把手教你用BERT模型", "zh")
    ]
    assert tiny.aliases == ("TinyBERT",)
    assert [resource.url for resource in tiny.resources] == ["https://mp.weixin.qq.com/s/def"]


def test_tables_are_read_by_their_columns() -> None:
    found = entries("""\
        | Date | keywords | Institute | Paper |
        |:--:|:--:|:--:|---|
        | 2019-09 | Megatron-LM | NVIDIA | [Training Models](https://arxiv.org/pdf/1909.08053) |

        | Paper | Link | Code |
        |---|---|---|
        | Few-Shot Language Learners | [arXiv](https://arxiv.org/abs/2005.14165) | \
[repo](https://github.com/o/gpt-3) |

        | 年份 | 名字 | 简介 |
        |---|---|---|
        | 2018 | [ELMo](https://arxiv.org/abs/1802.05365) | 词向量 |
        """)
    assert [(e.title, e.aliases, dict(e.identifiers), e.year, e.line) for e in found] == [
        ("Training Models", ("Megatron-LM",), {"arxiv": "1909.08053"}, 2019, 3),
        ("Few-Shot Language Learners", (), {"arxiv": "2005.14165"}, None, 7),
        ("ELMo", ("ELMo",), {"arxiv": "1802.05365"}, 2018, 11),
    ]
    assert [resource.kind for resource in found[1].resources] == ["code"]


def test_html_tables_are_read_too() -> None:
    found = entries("""\
        <table><tr><th>model</th><th>Link</th></tr>
        <tr><td>T5</td><td><a href="https://arxiv.org/abs/1910.10683">Paper</a></td></tr>
        <tr><td>mT5</td><td><a href="https://arxiv.org/abs/2010.11934">Paper</a></td></tr></table>
        """)
    assert [(e.title, dict(e.identifiers), e.line) for e in found] == [
        ("T5", {"arxiv": "1910.10683"}, 2),
        ("mT5", {"arxiv": "2010.11934"}, 3),
    ]


def test_a_link_repeated_is_one_entry_with_everything_said_about_it() -> None:
    entry = only("""\
        - [ELMo](https://arxiv.org/abs/1802.05365v1)
        - [Deep contextualized word representations](https://arxiv.org/pdf/1802.05365.pdf) \
[[code](https://github.com/allenai/bilm-tf)]
        """)
    assert entry.title == "Deep contextualized word representations"
    assert entry.aliases == ("ELMo",)
    assert [resource.kind for resource in entry.resources] == ["code"]


def test_images_badges_and_anchors_are_nothing() -> None:
    result = read("""\
# List [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)
![figure](https://x.org/figure.png) ![](resources/image.gif)
- [Contents](#contents)
""")
    assert (result.entries, result.mentions, result.unused) == ((), (), ())


def test_what_cannot_be_used_is_listed_with_line_and_reason() -> None:
    result = read("""\
- [Some tool](https://github.com/some/tool) that belongs to no paper
- 数据增强
- [My notes.pdf](file:///Users/me/My Papers/notes.pdf)
- [old](ftp://x.org/y)
""")
    assert [(problem.line, problem.reason) for problem in result.unused] == [
        (1, "a link that does not belong to a single paper of the list"),
        (2, "names no paper"),
        (3, "a file on somebody's own disk that nobody else can open"),
        (4, "addresses of the kind ftp: are not used"),
    ]


def test_names_in_running_text_are_mentions() -> None:
    result = read("""\
# 改进
包括：ULMFiT, Transformer, BERT, Flair

- RoBerta
- ERINE: Enhanced Representation through Knowledge Integration, Baidu
- 静态词向量：word2vec/glove
- 训练双向LM，采用NSP和MLM
""")
    assert [(mention.text, mention.line) for mention in result.mentions] == [
        ("ULMFiT", 2),
        ("Transformer", 2),
        ("BERT", 2),
        ("Flair", 2),
        ("RoBerta", 4),
        ("ERINE: Enhanced Representation through Knowledge Integration", 5),
        ("word2vec", 6),
        ("glove", 6),
    ]
    assert result.mentions[0].family == "改进"


def test_front_matter_is_passed_over_and_lines_still_count() -> None:
    entry = only("---\ntitle: [x](http://arxiv.org/abs/1810.04805)\n---\n- arXiv:1706.03762\n")
    assert (entry.identifiers, entry.line) == ({"arxiv": "1706.03762"}, 4)


def test_bibtex_in_a_code_block_is_read() -> None:
    entry = only(
        "```\n@article{x,\n title={A Survey of Things}, eprint={2303.18223},\n"
        " archivePrefix={arXiv}}\n```\n"
    )
    assert (entry.title, dict(entry.identifiers), entry.line) == (
        "A Survey of Things",
        {"arxiv": "2303.18223"},
        2,
    )


def test_an_awesome_list_of_a_hundred_kilobytes_is_read_completely() -> None:
    text = "# Awesome\n" + "".join(
        f"\n## Topic {topic}\n"
        + "".join(
            f"- **A study of subject {topic} with method {number}**. *Jane Doe, John Roe*. "
            f"ACL 2019. [[pdf](https://arxiv.org/abs/19{topic:02d}.{number:05d})] "
            f"[[code](https://github.com/x/{topic}-{number})]\n"
            for number in range(50)
        )
        for topic in range(1, 13)
    )
    found = read(text).entries
    assert len(text) > 90_000
    assert len(found) == 600
    assert all(entry.title and entry.title.startswith("A study of") for entry in found)
    assert all(len(entry.resources) == 1 and entry.identifiers for entry in found)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="#-*[](){}<>!|`_~\\\n :：《》“”./abcABC中文，。0123456789", max_size=300))
def test_any_text_is_read_without_error(text: str) -> None:
    result = read_text(text, "markdown")
    lines = text.count("\n") + 1
    for entry in result.entries:
        assert entry.title or entry.identifiers
        assert 1 <= (entry.line or 0) <= lines
    for problem in result.unused:
        assert problem.reason
        assert 1 <= (problem.line or 0) <= lines


_WORDS = st.lists(
    st.sampled_from(
        [
            "deep",
            "learning",
            "of",
            "large",
            "models",
            "for",
            "text",
            "with",
            "attention",
            "and",
            "memory",
        ]
    ),
    min_size=4,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(_WORDS, st.integers(1, 12), st.integers(0, 99_999)),
        min_size=1,
        max_size=8,
        unique_by=lambda paper: paper[1:],
    ),
    st.sampled_from(
        [
            "- [{title}](https://arxiv.org/abs/{id})",
            "- **{title}**. *Jane Doe, John Roe*. [[pdf](https://arxiv.org/pdf/{id}v2.pdf)]",
            "1. {title}. Jane Doe, John Roe. ACL 2019. [[PDF](http://arxiv.org/abs/{id})]",
            "### {title}\nhttps://arxiv.org/abs/{id}\n",
            '* "{title}", Jane Doe et al. arXiv:{id}',
        ]
    ),
)
def test_every_linked_paper_comes_out_with_title_and_identifier(
    papers: list[tuple[list[str], int, int]], form: str
) -> None:
    expected = [
        (" ".join([*words, "in transformers"]).capitalize(), f"19{month:02d}.{number:05d}")
        for words, month, number in papers
    ]
    text = "\n".join(form.format(title=title, id=identifier) for title, identifier in expected)
    found = read_text(text, "markdown").entries
    assert [entry.identifiers.get("arxiv") for entry in found] == [pair[1] for pair in expected]
    assert [entry.title for entry in found] == [pair[0] for pair in expected]


def test_fields_stated_below_an_item_count_more_than_its_line() -> None:
    text = (
        "- **A name, Of Owls**. *X*. 1999.\n  - title:: `# Owls [of] rivers`\n"
        "  - authors:: Ada One; Owls,, Inc.\n  - year:: 2019\n  - doi:: 10.1000/x[d]\n"
        "  - layers:: 24\n- [Widgets of the deep](https://arxiv.org/abs/1901.00001)\n"
        "  - pmid:: 31501885\n"
    )
    first, second = read_text(text, "markdown").entries
    assert (first.title, first.year) == ("# Owls [of] rivers", 2019)
    assert first.authors == ("Ada One", "Owls, Inc.")
    assert dict(first.identifiers) == {"doi": "10.1000/x[d]"}
    assert dict(first.properties) == {"layers": "24"}
    assert second.title == "Widgets of the deep"
    assert dict(second.identifiers) == {"arxiv": "1901.00001", "pmid": "31501885"}
