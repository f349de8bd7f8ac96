import pytest

from ptm_graph.reading_lists.links import (
    address_key,
    is_title_label,
    label_role,
    language_of,
    use_of,
)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("pdf", "paper"),
        ("[PDF]", "paper"),
        ("论文", "paper"),
        ("📖 VITA-1.5 Paper", "paper"),
        ("pdf: NIPS 2013", "paper"),
        ("Official Code", "code"),
        ("code & model", "code"),
        ("Checkpoint", "model"),
        ("Project Page", "other"),
        ("中文解读", "article"),
        ("BERT", None),
        ("Memory networks", None),
        ("75 Languages, 1 Model", None),
        ("Better Language Models and Their Implications", None),
    ],
)
def test_a_label_says_what_its_link_is(label: str, role: str | None) -> None:
    assert label_role(label) == role


@pytest.mark.parametrize(
    "label",
    ["pdf", "论文", "NAACL 2018", "Brown et al., 2020", "https://x.org", "1", "", "1810.04805"],
)
def test_some_labels_are_no_titles(label: str) -> None:
    assert not is_title_label(label)


@pytest.mark.parametrize(
    ("url", "role", "kind"),
    [
        ("https://arxiv.org/abs/1810.04805", "paper", "other"),
        ("https://papers.nips.cc/paper/5346-sequence.pdf", "paper", "other"),
        ("http://proceedings.mlr.press/v37/x.html", "paper", "other"),
        (
            "https://s3.amazonaws.com/openai-assets/language_understanding_paper.pdf",
            "paper",
            "other",
        ),
        ("https://github.com/google-research/bert", "resource", "code"),
        ("https://vimeo.com/277672840", "resource", "video"),
        ("https://zhuanlan.zhihu.com/p/70257427", "resource", "article"),
        ("https://huggingface.co/datasets/x/y", "resource", "dataset"),
        ("https://huggingface.co/bert-base/x", "resource", "model"),
        ("https://x.org/talk.pptx", "resource", "slides"),
        ("https://img.shields.io/badge/x.svg", "nothing", "other"),
        ("#contents", "nothing", "other"),
        ("mailto:a@b.org", "nothing", "other"),
        ("file:///Users/me/x.pdf", "local", "other"),
        ("notes/bert.md", "local", "other"),
        ("javascript:alert(1)", "nothing", "other"),
        ("https://", "nothing", "other"),
        ("http://[::1", "nothing", "other"),
    ],
)
def test_an_address_says_what_it_is_good_for(url: str, role: str | None, kind: str) -> None:
    use = use_of(url)
    assert (use.role, use.kind) == (role, kind)


def test_the_language_is_told_by_label_and_host_and_is_unknown_otherwise() -> None:
    assert language_of("https://vimeo.com/1", "对 ELMo 的视频介绍") == "zh"
    assert language_of("https://zhuanlan.zhihu.com/p/1", "") == "zh"
    assert language_of("https://x.org", "Dissecting BERT Part One") == "en"
    assert language_of("https://github.com/x/y", "") is None


def test_tracking_and_spelling_make_no_difference_between_addresses() -> None:
    assert address_key("http://www.X.org/a/#b") == address_key("https://x.org/a?utm_source=n")
    weixin = "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=2&sn=3"
    assert address_key(weixin) == address_key(f"{weixin}&chksm=4&scene=21#wechat_redirect")
    assert address_key(weixin) != address_key(weixin.replace("mid=1", "mid=2"))


def test_a_deposit_is_what_its_label_says() -> None:
    for address in ("https://zenodo.org/record/123456", "https://doi.org/10.5061/dryad.abc12"):
        data = use_of(address, "dataset")
        assert (data.role, data.kind, data.identifier) == ("resource", "dataset", None)
        assert use_of(address, "Widgets of the North").role == "paper"
