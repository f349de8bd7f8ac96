"""Fuzz the readers: mutate small lists of every format, read them, watch time and memory.

    python benchmarks/fuzz_reading_lists.py [--files N] [--seconds S] [--seed SEED]
                                            [--format NAME …] [--keep FOLDER]

Every input must give a reading list or one ``PtmGraphError`` of one line, in less than
``SLOWEST`` seconds, and all of them in a process of less than ``MOST_MEMORY``. An input
that does not is kept in a file whose name says its format; the count and the slowest input
of each format are told at the end. The same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from ptm_graph.errors import PtmGraphError
from ptm_graph.reading_lists import read_bytes

SLOWEST = 5.0
"""Seconds that one input may take."""
LONGEST = 100_000
"""Characters of an input; docutils alone would need five seconds for twice as many."""
MOST_MEMORY = 500 * 1024 * 1024
"""Bytes that the process may use."""
PAPER = "https://arxiv.org/abs/1810.04805"
_ITEM = {
    "title": "T of <i>x</i>",
    "DOI": "10.1000/x",
    "issued": {"date-parts": [[2019]]},
    "author": [{"family": "Doe", "given": "J"}],
}
SAMPLES: dict[str, str] = {
    "markdown": (
        "---\ntitle: L\n---\n# A\n1. **T of x**. *J Doe, K Roe*. [[pdf]("
        + PAPER
        + ")] (**X**)\n   - its note\n   - layers:: 24\n"
        "| Paper | Code |\n|---|---|\n| [T](http://x.org/a.pdf) | <a href='//y'>c</a> |\n《书》"
    ),
    "rst": f"A\n=\n\n- **T** `pdf <{PAPER}>`__ |x|\n\n.. |x| image:: y\n",
    "asciidoc": f"= A\n\nintro\n\n== B\n\n* *T of x* {PAPER}[pdf]\n** link:y.html[c]\n|===\n|a|b\n",
    "org": (
        f"#+TITLE: L\n* TODO T of x :tag:\n:PROPERTIES:\n:DOI: 10.1000/x\n:END:\n- [[{PAPER}][T]]\n"
        "| Paper | Code |\n|---+---|\n| T of y | [[http://x.org][c]] |\n cite:doe2019\n"
    ),
    "bibtex": '@string{j = "J"}\n@article{k, title={{T} \\\'e $x^2$}, eprint={1810.04805}, '
    'journal=j # " x", author="A B and {C and D}" # d}\n',
    "bbl": (
        "\\begin{thebibliography}{9}\n\\bibitem[Doe(2019)]{k} J. Doe. \\newblock {\\em T of x}. "
        "\\newblock \\emph{J.}, 2019. \\url{" + PAPER + "}\n\\end{thebibliography}\n"
    ),
    "ris": "TY  - JOUR\nTI  - T\nAU  - Doe, J\nPY  - 2019\nDO  - 10.1000/x\nN1  - n\nER  - \n",
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
    "zotero-rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:z="http://www.zotero.org/namespaces/'
        'export#"><bib:Article rdf:about="#i"><dc:title>T of x</dc:title><dc:identifier>DOI '
        '10.1000/x</dc:identifier><dcterms:isReferencedBy rdf:resource="#n"/></bib:Article>'
        '<bib:Memo rdf:about="#n"><rdf:value>&lt;p&gt;n&lt;/p&gt;</rdf:value></bib:Memo>'
        '<z:Collection rdf:about="#c"><dc:title>C</dc:title><dcterms:hasPart rdf:resource="#i"/>'
        "</z:Collection></rdf:RDF>"
    ),
    "feed": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/1810.04805v1'
        "</id><title>T of\n x</title><author><name>J Doe</name></author><published>2018-10-11"
        f'</published><link href="{PAPER}"/></entry></feed>'
    ),
    "opml": (
        '<opml version="2.0"><body><outline text="A"><outline text="T of x" type="link" '
        f'url="{PAPER}"/></outline></body></opml>'
    ),
    "bookmarks": (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>A</H3>\n<DL><p>\n"
        f'<DT><A HREF="{PAPER}" TAGS="x,y">[1810.04805] T of x</A>\n<DD>n\n</DL><p></DL>'
    ),
    "notebook": json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", f"- [T]({PAPER})"]},
                {"cell_type": "code", "metadata": {}, "source": ["x"], "outputs": []},
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    ),
    "csl-json": json.dumps([_ITEM, {"data": {"itemType": "note", "note": "<p>n</p>"}, "key": "K"}]),
    "json-lines": f'{json.dumps(_ITEM)}\n{{"id": "https://openalex.org/W1", "title": "T"}}\n',
    "csl-yaml": (
        "references:\n- id: k\n  type: article\n  title: T of x\n  DOI: 10.1000/x\n  author:\n"
        "  - family: Doe\n    given: J\n  issued: {date-parts: [[2019]]}\n"
    ),
    "csv": 'title,doi,authors,tags\n"T, x",10.1000/x,"Doe, J; Roe, R","a, b"\n',
    "yaml": "papers:\n  - title: 'T'\n    identifiers: {arxiv: 1810.04805}\n    resources: []\n",
    "text": f"1810.04805\nA title\n{PAPER}\n",
    "pdf": (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
        "/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 62>>stream\nBT /F 9 Tf 9 50 Td "
        "(arXiv:1810.04805v2 [cs.CL] 24 May 2019) Tj ET\nendstream endobj\n5 0 obj<</Type/Font"
        "/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        "6 0 obj<</Title(Widgets of deep rivers)>>endobj\n"
        "trailer<</Root 1 0 R/Info 6 0 R>>\n%%EOF"
    ),
}
"""Format → a small list of it."""
PIECES = (
    *"[](){}<>*_`#|\\\"'&!:-\n\t \0@,;=/~$%^+.《》（）：，。",
    *("https://arxiv.org/abs/", "](", "**", "<!--", "<td>", "\ud800", "\u202e", "{{", "10.1/"),
    *(".. include:: /etc/passwd", "@article{", "TY  - ", "ER  - ", "PMID- ", "%T ", "<record>"),
    *("<!DOCTYPE [", "&a ", "*a ", "!!python/object", "&#0;", "\\begin{", "\\bibitem{", "中文"),
    *("et al.", "- ", "  - ", "> ", "|---|", "| a ", '{"a":', "[[", "]]", ":: ", "=== ", "9" * 50),
    *("<outline>", "<entry>", "<bib:Memo>", "<DT><A HREF=", "\\frac{", "```\n", "\r", "\u2028"),
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
            text = text[:at] + piece * source.choice((1, 2, 5, 50, 3_000)) + text[at:]
        else:
            text = text[:at] + text[at:end] * source.randint(1, 20) + text[end:]
        text = text[:LONGEST]
    return text


class Hung(BaseException):
    """An input took too long: no ``except Exception`` of a reader may take it."""


def main() -> None:
    """Fuzz until the inputs or the seconds are used up."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=10**9, help="most inputs")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", action="append", choices=sorted(SAMPLES), default=None)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    asked = parser.parse_args()
    signal.signal(signal.SIGALRM, _hung)
    source, end = random.Random(asked.seed), time.monotonic() + asked.seconds
    counts: dict[str, int] = {}
    slowest: dict[str, float] = {}
    failed = 0
    while sum(counts.values()) < asked.files and time.monotonic() < end:
        format = source.choice(asked.format or sorted(SAMPLES))
        data = mutated(SAMPLES[format], source).encode("utf-8", "surrogatepass")
        start = time.process_time()
        why = tried(data, format)
        taken = time.process_time() - start
        slowest[format] = max(slowest.get(format, 0.0), taken)
        counts[format] = counts.get(format, 0) + 1
        if why is not None:
            failed += 1
            asked.keep.mkdir(parents=True, exist_ok=True)
            place = asked.keep / f"{format}-{asked.seed}-{sum(counts.values())}"
            place.write_bytes(data)
            print(f"{place}: {why}", flush=True)
    for format in sorted(counts):
        print(f"{format:15} {counts[format]:7} inputs, the slowest {slowest[format]:.2f} s")
    print(f"{sum(counts.values())} inputs, {failed} failed; {memory() / 2**20:.0f} MB at most")
    sys.exit(failed > 0 or memory() > MOST_MEMORY)


def tried(data: bytes, format: str) -> str | None:
    """Read an input; why it counts as failed, or None."""
    before = memory()
    signal.alarm(int(SLOWEST) * 6)  # the machine may be busy with something else
    start = time.process_time()
    try:
        read_bytes(data, "fuzz", format)
    except PtmGraphError as error:
        if "\n" in str(error):
            return f"a message of several lines: {error}"
    except Hung:
        return f"hung: {time.process_time() - start:.1f} s of work"
    except Exception as error:
        return repr(error)
    finally:
        signal.alarm(0)
    if (taken := time.process_time() - start) > SLOWEST:
        return f"took {taken:.1f} s"
    if before < MOST_MEMORY < memory():
        return f"took {memory() / 2**20:.0f} MB"
    return None


def _hung(_signal: int, _frame: FrameType | None) -> None:
    raise Hung


def memory() -> int:
    """Bytes that this process has used at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


if __name__ == "__main__":
    main()
