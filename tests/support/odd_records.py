"""Records of papers as odd as any that lists hold; the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ptm_graph.words.model import SeedEntry

TITLES = (
    "{} of Deep Models",
    "@{}: a Survey",
    "- {} and Its Limits",
    "# {} in Rivers",
    "+ {} = More?",
    "= {}",
    "1. {} First",
    "* {} *",
    "_{}_ in `Code`",
    "“{}”: 'Quoted' \"Twice\"",
    "{} | Pipes || and \\ Backslashes",
    "{{{}}} in Braces {{and}} More",
    "R&D; AT&amp;T on {} &lt;now&gt;",
    "{} at 100% & $5 ~ #1",
    "On $\\alpha_{{i}}^2$-{} and $\\sqrt{{s}}=13$ TeV",
    "{}: état de l’art, œuvre — naïve Ångström",
    "自然语言处理中的{}：综述",
    "{}のための深層学習モデル",
    "نماذج اللغة {} العميقة",
    "מודלי שפה של {} עמוקים",
    "{}, Commas, and Semicolons; Colons: All",
    "(Un)supervised {} [Extended] <Version>",
    "{} -- a --- b ``c'' d",
    "What Is {}? Why!",
    "TY  - {} ER  -",
    "and {} and others",
    "{} 𝒪(n²) ½ ﬁ ＝１",
    "{} " + "very long words of a title that does not end " * 12 + "here",
    "{} ⁂ ☃ 🦉",
    "A {} % B",
    "{}…",
    "C++ and C# for {}",
    "[[{}]]",
    "![{}](x)",
    "> {} Quoted",
    "| {} |",
    "\\textbf{{{}}} As Text",
    "{} et al.",
    "http and www of {}",
    "<script>alert({})</script>",
)
WORDS = (
    *("Attention", "Owls", "Widgets", "Entropy", "Proteins", "Graphs", "Rivers", "Syntax"),
    *("BERT", "GPT-3", "Müller Cells", "C. elegans", "p53", "X-rays", "词向量", "النص"),
)
AUTHORS = (
    *("Ada One", "J. R. R. Tolkien", "Ludwig van Beethoven", "Laurens van der Maaten", "李明"),
    *("Harry Connick Jr.", "Guy L. Steele III", "Plato", "Seán Ó Briain", "Jean-Luc de la Tour"),
    *("The ATLAS Collaboration", "AT&T; Labs", "Johnson and Johnson", "World Health Organization"),
    *("Google, Inc.", "Smith, Wesson and Sons", "محمد علي", "山田太郎", "O'Neil | Sons", "A {B} C"),
    *(
        "Team 50% & Co",
        "Nguyễn Văn A",
        "María del Carmen García",
        "0 |",
        "@home",
        "# one",
        "X Æ A-12",
    ),
)
DOIS = (
    *("10.1000/a_b", "10.1577/1548-8659(1981)110<446:eotofr>2.0.co;2", "10.1000/x{y}z"),
    *(
        "10.1002/(sici)1097-4571(199901)50:1<12::aid-asi3>3.0.co;2-h",
        "10.1000/a&b",
        "10.1000/a-b.c",
    ),
    *("10.1016/s0140-6736(98)01234-5", "10.1000/a;b", "10.1000/a(b)c[d]", "10.1000/ünd"),
)


def odd_records(count: int, seed: int = 17) -> Iterator[SeedEntry]:
    """Make records with titles all different; the identifiers are of papers of their own."""
    source = random.Random(seed)
    for number in range(count):
        word = f"{source.choice(WORDS)} {number}"
        title = TITLES[number % len(TITLES)].format(word)
        yield SeedEntry(
            title=title,
            identifiers=_identifiers(source, number),
            authors=tuple(source.sample(AUTHORS, source.randint(1, 4))) if number % 7 else None,
            year=source.randint(1950, 2029) if number % 5 else None,
            venue=source.choice((None, "J. Odd. Res.", "NeurIPS", "Cell & Tissue", "ACM {TOG}")),
            family=source.choice((None, "Odd, & rare", "常见", "Plain")),
        )


def _identifiers(source: random.Random, number: int) -> dict[str, str]:
    known = {
        "arxiv": f"{source.choice(('1901', '2112'))}.{number:05d}",
        "doi": f"10.{1000 + number}/{source.choice(DOIS).partition('/')[2]}",
        "acl": f"N{10 + number % 80}-{1000 + number}",
        "openreview": f"r1x-H_{number:05d}",
        "s2": f"{number:040x}",
        "corpus": str(10_000 + number),
        "mag": str(20_000_000 + number),
        "pmid": str(30_000_000 + number),
        "pmcid": f"PMC{7_000_000 + number}",
        "openalex": f"W{40_000_000 + number}",
        "dblp": f"conf/odd/One{number}",
    }
    if number % 11 == 0:
        return {}
    kinds = [kind for kind in known if source.random() < 0.3] or ["doi"]
    return {kind: known[kind] for kind in kinds}
