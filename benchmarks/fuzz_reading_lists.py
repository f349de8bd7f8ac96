"""Fuzz the readers: mutate small lists of every format until time is up.

    python benchmarks/fuzz_reading_lists.py [SECONDS] [SEED]

Every input must give a reading list or one ``PtmGraphError``, in less than
``SLOWEST`` seconds. The first input that does not is written to ``fuzz-failure.txt``.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from ptm_graph.errors import PtmGraphError
from ptm_graph.reading_lists import FORMATS, read_text

SLOWEST = 20.0
SEEDS = {
    "markdown": (
        "# A\n1. **T of x**. *J Doe, K Roe*. [[pdf](https://arxiv.org/abs/1810.04805)] (**X**)\n"
        "| Paper | Code |\n|---|---|\n| [T](http://x.org/a.pdf) | <a href='//y'>c</a> |\n《书》"
    ),
    "rst": ("A\n=\n\n- **T** `pdf <https://arxiv.org/abs/1810.04805>`__ |x|\n\n.. |x| image:: y\n"),
    "bibtex": ('@article{k, title={{T} \\\'e}, eprint={1810.04805}, author="A B and C" # d}\n'),
    "ris": "TY  - JOUR\nTI  - T\nDO  - 10.1000/x\nER  - \n",
    "nbib": (
        "PMID- 1\nTI  - T of\n      x\nLID - 10.1000/x [doi]\nFAU - Doe, J\nSO  - J. 2019.\n\n"
    ),
    "web-of-science": "FN X\nVR 1\nPT J\nAU Doe, J\n   Roe, R\nTI T\nDI 10.1000/x\nER\n\nEF\n",
    "refer": "%0 Book\n%A Doe, J\n%T T\n%R 10.1000/x\n%< note\n%U https://x.org\n",
    "pubmed-xml": (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T"
        " &amp; <i>x</i></ArticleTitle></Article></MedlineCitation></PubmedArticle>"
        "</PubmedArticleSet>"
    ),
    "endnote-xml": (
        '<xml><records><record><titles><title><style face="subscript">T</style></title></titles>'
        "<urls><url>https://x.org&#xD;</url></urls></record></records></xml>"
    ),
    "csl-json": '[{"title": "T", "DOI": "10.1000/x", "issued": {"date-parts": [[2019]]}}]',
    "csv": 'title,doi\n"T, x",10.1000/x\n',
    "yaml": "papers:\n  - title: 'T'\n    identifiers: {arxiv: 1810.04805}\n    resources: []\n",
    "text": "1810.04805\nA title\nhttps://arxiv.org/abs/1706.03762\n",
}
PIECES = (
    *"[](){}<>*_`#|\\\"'&!:-\n\t \0@,;=/~$%^+.《》（）：，。",
    *("https://arxiv.org/abs/", "](", "**", "<!--", "<td>", "\ud800", "\u202e", "{{", "10.1/"),
    *(
        ".. include:: /etc/passwd",
        "@article{",
        "TY  - ",
        "ER  - ",
        "PMID- ",
        "%T ",
        "<record>",
        "<!DOCTYPE [",
        "&a ",
        "*a ",
        "!!python/object",
    ),
    *("ER  - ", "PMID- ", "%T ", "<record>", "<!DOCTYPE [", "&#0;"),
    *("\\begin{", "中文", "et al."),
)


def mutated(text: str, source: random.Random) -> str:
    """The text with some pieces put in, cut out, doubled or repeated often."""
    for _ in range(source.randint(1, 12)):
        at, end = sorted((source.randint(0, len(text)), source.randint(0, len(text))))
        piece = source.choice(PIECES)
        action = source.randint(0, 4)
        if action == 0:
            text = text[:at] + piece + text[at:]
        elif action == 1:
            text = text[:at] + text[end:]
        elif action == 2:
            text = text[:end] + text[at:end] + text[end:]
        elif action == 3:
            text = text[:at] + piece * source.randint(1, 3_000) + text[at:]
        else:
            text = text[:at] + text[at:end] * source.randint(1, 20) + text[end:]
        text = text[:200_000]
    return text


def main() -> None:
    """Fuzz until time is up."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    source = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    end = time.monotonic() + seconds
    count, slowest, slowest_format = 0, 0.0, ""
    while time.monotonic() < end:
        format = source.choice(sorted(FORMATS.keys() & SEEDS.keys()))
        text = mutated(SEEDS[format], source)
        start = time.process_time()
        try:
            read_text(text, format, "fuzz")
        except PtmGraphError as error:
            if "\n" in str(error):
                fail(text, format, f"a message of several lines: {error}")
        except Exception as error:
            fail(text, format, repr(error))
        taken = time.process_time() - start
        if taken > SLOWEST:
            fail(text, format, f"took {taken:.1f} s")
        if taken > slowest:
            slowest, slowest_format = taken, format
        count += 1
    print(f"{count} inputs, none failed; the slowest took {slowest:.2f} s ({slowest_format})")


def fail(text: str, format: str, why: str) -> None:
    """Keep the input and stop."""
    Path("fuzz-failure.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
    sys.exit(f"{format}: {why}; the input is in fuzz-failure.txt")


if __name__ == "__main__":
    main()
