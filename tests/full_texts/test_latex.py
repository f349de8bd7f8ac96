"""LaTeX papers: main file, text, citations and headings, whatever a paper defines itself."""

from __future__ import annotations

import gzip
import io
import tarfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from latex_sources import packed

from ptm_graph.errors import FullTextError
from ptm_graph.facts.coined_names import words_of
from ptm_graph.full_texts.full_text import FullText
from ptm_graph.full_texts.latex import read_latex

LIST = r"""
\begin{thebibliography}{9}
\bibitem{a} A. Author. \newblock Of owls. \newblock Journal of Owls, 2001.
\bibitem{b} B. Author. \newblock Of mice. \newblock Journal of Mice, 2002.
\bibitem{c} C. Author. \newblock Of cats. \newblock Journal of Cats, 2003.
\end{thebibliography}
"""


def document(body: str, preamble: str = "", references: str = LIST) -> str:
    return (
        rf"\documentclass{{article}}{preamble}\title{{Owls}}"
        rf"\begin{{document}}{body}{references}\end{{document}}"
    )


def read(body: str, preamble: str = "", references: str = LIST) -> FullText:
    return read_latex(document(body, preamble, references).encode(), "paper.tex")


def said(body: str, preamble: str = "") -> list[str]:
    return [one.text for one in read(body, preamble).sentences]


def test_sentences_have_section_kind_and_keys() -> None:
    paper = read(
        r"""\section{Introduction} Owls eat mice~\cite{b}. They fly.
        \section{Related \emph{work}} Cats too \citep[see][p.~3]{c,a}.
        \appendix\section{Proofs} As in \citet{a}."""
    )
    assert [(one.text, one.references, one.section, one.kind) for one in paper.sentences] == [
        ("Owls eat mice [b].", ("b",), "Introduction", "introduction"),
        ("Cats too [c; a].", ("c", "a"), "Related work", "related work"),
        ("As in [a].", ("a",), "Proofs", "appendix"),
    ]
    assert paper.title == "Owls"
    assert paper.headings == ("Introduction", "Related work", "Proofs")


@pytest.mark.parametrize(
    "citation",
    [
        r"\cite{a}",
        r"\cite [p.~1] {a}",
        r"\citep[{[}see{]}][]{a}",
        r"\citet*{ a }",
        r"\citealp{a}",
        r"\citeauthor{a}",
        r"\citeyear{a}",
        r"\citetalias{a}",
        r"\shortcite{a}",
        r"\onlinecite{a}",
        r"\citen{a}",
        r"\newcite{a}",
        r"\parencite[12]{a}",
        r"\textcite{a}",
        r"\autocite{a}",
        r"\footcite{a}",
        r"\parencites(see)(also){a}",
        r"\citeappendix{a}",
        r"\bibentry{a}",
        r"$^{\cite{a}}$",
        r"\own{a}",
        r"\twice[x]{a}",
        r"\plain{a}",
        r"\same{a}",
        r"\doc{a}",
        r"\robust{a}",
        "\\cite{%\n  a%\n}",
    ],
)
def test_every_citing_command_cites(citation: str) -> None:
    own = r"""\newcommand{\own}[1]{(see \cite{#1})}
    \newcommand*\twice[2][none]{\citep[#1]{#2}} \def\plain#1{\cite{#1}} \let\same=\citep
    \NewDocumentCommand{\doc}{s o m}{\IfBooleanTF{#1}{}{\cite{#3}}}
    \DeclareRobustCommand{\robust}[1]{\cite{#1}}"""
    (sentence,) = read(f"Owls {citation} fly. They sleep.", own).sentences
    assert sentence.references == ("a",)
    assert sentence.text.replace("(see", "").startswith("Owls")


def test_several_groups_of_keys_are_one_citation_and_nocite_is_none() -> None:
    (sentence,) = read(r"Owls \cites[1]{a}[2]{b,c} fly. \nocite{a} They sleep.").sentences
    assert sentence.references == ("a", "b", "c")


def test_what_cannot_be_seen_cites_nothing() -> None:
    hidden = r"""Seen \cite{a}. % \cite{b}
    \iffalse Hidden \cite{b}. \ifx\x\y \fi \cite{b} \else Shown \cite{c}. \fi
    \begin{comment} \cite{b} \end{comment} \verb|\cite{b}| \ifdraft Draft \cite{b}.\fi
    \hide{\cite{b}} \if0 Never \cite{b}. \fi
    \begin{lstlisting}
    \cite{b}
    \end{lstlisting}"""
    own = r"\newif\ifdraft \draftfalse \newcommand{\hide}[1]{}"
    assert {key for one in read(hidden, own).sentences for key in one.references} == {"a", "c"}


def test_a_name_of_a_reference_has_no_letter_case() -> None:
    paper = read(r"Owls \cite{A}. \cite{zz} is unknown. So is \cite{zz}.")
    assert paper.sentences[0].references == ("a",)
    assert [(one.what, one.reason) for one in paper.unused] == [
        ("zz", "cited (2 times), but not in the reference list")
    ]


def test_footnotes_captions_and_rows_are_sentences_of_their_own() -> None:
    paper = read(
        r"""Owls\footnote{Not all \cite{a}.} fly \cite{b}
        \begin{figure}\caption[Short]{An owl. It flies \cite{c}.}\end{figure}
        by night. \begin{table}\begin{tabular}{ll} Owl. & \cite{a} \\ Cat & \cite{b} \\
        \end{tabular}\end{table} \captionof{figure}{A cat \cite{c}}"""
    )
    kinds = {one.text: one.kind for one in paper.sentences}
    assert kinds == {
        "Not all [a].": "footnote",
        "An owl. It flies [c].": "caption",
        "Owl. [a]": "caption",
        "Cat [b]": "caption",
        "A cat [c]": "caption",
        "Owls fly [b] by night.": kinds["Owls fly [b] by night."],
    }


def test_a_theorem_says_whose_it_is() -> None:
    assert said(r"\begin{theorem}[Owl \cite{a}] All owls fly. \end{theorem} So.") == [
        "(Owl [a]) All owls fly."
    ]


def test_citations_after_the_full_stop_belong_to_the_sentence_before() -> None:
    assert said(r"Owls fly. \cite{a} They eat mice.\cite{b} Then they sleep.") == [
        "Owls fly. [a]",
        "They eat mice.[b]",
    ]


def test_text_is_plain() -> None:
    (sentence,) = said(
        r"""{\em Fran\c{c}ois} M\"uller's ``na\"{\i}ve'' \textbf{owls}---\LaTeX\ \& $x_1 \in \R$,
        see Fig.~\ref{f} and \url{http://x.org/a_b%20c} \cite{a}.""",
        r"\newcommand{\R}{\mathbb{R}}",
    )
    assert sentence == (
        "François Müller's “naïve” owls—LaTeX & x_1∈R, see Fig. # and http://x.org/a_b%20c [a]."
    )


def test_a_display_formula_does_not_end_a_sentence() -> None:
    body = (
        r"We have \begin{equation} x = 1. \label{e} \end{equation} which is \cite{a}. "
        r"We see \be y. \ee Z."
    )
    own = r"\def\be{\begin{equation}}\def\ee{\end{equation}}"
    assert said(body, own) == ["We have x=1. which is [a]."]


def test_headings_and_titles_may_be_made_by_macros() -> None:
    source = document(
        r"\notes Owls \cite{a}. \subsection{\texorpdfstring{$\alpha$}{alpha} \owl} Mice \cite{b}.",
        r"\newcommand{\notes}{\section*{Notes}}\newcommand{\owl}{owls\xspace}",
    ).replace(r"\title{Owls}", r"\title[Short]{All \owl\thanks{Money} \\ and mice}")
    paper = read_latex(source.encode(), "paper.tex")
    assert paper.title == "All owls and mice"
    assert paper.headings == ("Notes", "Notes > alpha owls")


@pytest.mark.parametrize(
    ("preamble", "page", "title"),
    [
        (r"\hypersetup{colorlinks, pdftitle={Of owls}}", "", "Of owls"),
        (r"\title{Of owls\thanksref{code}}", "", "Of owls"),
        (r"\icmltitle{Of owls}", "", "Of owls"),
        (r"\thusetup{title = {论猫头鹰}, title* = {Of owls}}", "", "论猫头鹰"),
        (r"\newcommand{\myTitle}{Of owls\xspace}", "", "Of owls"),
        (
            "",
            r"\begin{titlepage}\large Here \\ {\Huge Of owls}\\[1cm] A. Author\end{titlepage}",
            "Of owls",
        ),
    ],
)
def test_titles_come_in_many_ways(preamble: str, page: str, title: str) -> None:
    source = document(page + " Owls fly.", preamble).replace(r"\title{Owls}", "")
    assert read_latex(source.encode(), "paper.tex").title == title


@pytest.mark.parametrize(
    ("text", "encoding", "preamble"),
    [
        ("Hiboux élégants", "latin-1", r"\usepackage[latin1]{inputenc}"),
        ("Hiboux élégants", "latin-1", ""),
        ("Сова летает ночью", "cp1251", r"\usepackage[cp1251]{inputenc}"),
        ("Сова летает ночью", "koi8-r", r"\usepackage[russian]{babel}"),
        ("Сова летает ночью", "cp1251", r"\usepackage[russian]{babel}"),
        ("我们的猫头鹰在飞", "gbk", ""),
        ("我们的猫头鹰在飞", "utf-8", ""),
    ],
)
def test_old_encodings_are_read(text: str, encoding: str, preamble: str) -> None:
    source = document(rf"{text} \cite{{a}}.", preamble).encode(encoding)
    assert read_latex(source, "paper.tex").sentences[0].text == f"{text} [a]."


# sources


def test_files_are_put_together() -> None:
    main = document(
        r"\input{one} \include{parts/two.tex} \subfile{parts/three}\import{parts/}{four}\input gone"
    )
    paper = read_latex(
        packed(
            {
                "main.tex": main,
                "one.tex": r"One \cite{a}. \input{one} \endinput Never \cite{b}.",
                "parts/two.tex": r"Two \cite{b}.",
                "parts/three.tex": r"\documentclass[../main]{subfiles}\begin{document}"
                r"Three \cite{c}.\end{document}",
                "parts/four.tex": r"Four \cite{c}. \input{five}",
                "parts/five.tex": r"Five \cite{a}.",
            }
        )
    )
    assert [one.text for one in paper.sentences] == [
        "One [a].",
        "Two [b].",
        "Three [c].",
        "Four [c].",
        "Five [a].",
    ]
    assert {one.what for one in paper.unused} == {"one.tex", "gone"}


@pytest.mark.parametrize(
    "others",
    [
        {"aa.tex": document("Template.")},
        {"aa.tex": document("Long. " * 999), "00README.XXX": "main.tex toplevelfile\n"},
        {
            "aa.tex": document("Long. " * 999),
            "00README.json": '{"sources": [{"filename": "main.tex", "usage": "toplevel"}]}',
        },
        {"anc/aa.tex": document("Long. " * 9_999)},
        {"supplement.tex": document("Long. " * 50)},
        {"aa.tex": r"\documentclass[main]{subfiles}\begin{document}Part." + "x" * 9_999},
    ],
)
def test_the_main_file_is_found(others: dict[str, str]) -> None:
    files: dict[str, str | bytes] = {
        "main.tex": document(r"Main \cite{a}."),
        "main.bbl": "",
        **others,
    }
    assert [one.text for one in read_latex(packed(files)).sentences] == ["Main [a]."]


def test_a_source_is_read_however_it_is_packed(tmp_path: Path) -> None:
    text = document(r"Owls \cite{a}.")
    (tmp_path / "main.tex").write_text(text)
    archive = packed({"./main.tex": text})
    sources: list[Path | bytes] = [tmp_path, text.encode(), gzip.compress(text.encode()), archive]
    sources += [packed({"main.tex": text}, gzipped=False), gzip.compress(archive)]
    for source in sources:
        assert len(read_latex(source).sentences) == 1, source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"%PDF-1.4 ...", "is a PDF"),
        (gzip.compress(b"%PDF-1.4 ..."), "is a PDF"),
        (b"<!DOCTYPE html><p>Withdrawn", "may have been withdrawn"),
        (b"%!PS-Adobe", "PostScript"),
        (b"", "holds no LaTeX"),
        (b"\x1f\x8b broken", "broken archive"),
        (packed({"authors.xml": "<a/>"}), "holds no LaTeX"),
        (packed({"../main.tex": document("Owls.")}), "holds no LaTeX"),
        (gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))), "holds no LaTeX"),
    ],
)
def test_what_is_no_paper_is_refused_in_one_line(source: bytes, message: str) -> None:
    with pytest.raises(FullTextError, match=message) as raised:
        read_latex(source, "x")
    assert "\n" not in str(raised.value)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptm_graph.full_texts.latex_archive.LARGEST", 100_000)
    monkeypatch.setattr("ptm_graph.full_texts.latex_archive._UNPACKED", 200_000)
    for source in (
        gzip.compress(b"\\x" * 100_000),
        packed({"main.tex": "x" * 150_000}),
        packed({"figure.eps": "x" * 300_000, "main.tex": document("Owls.")}),
    ):
        with pytest.raises(FullTextError, match="larger than"):
            read_latex(source)


def test_links_and_paths_that_lead_out_are_listed() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        link = tarfile.TarInfo("secret.tex")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        for name in ("main.tex", "../out.tex", "/abs.tex"):
            data = document(
                r"\input{secret}\input{/etc/passwd}\input{../out} Owls \cite{a}."
            ).encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    paper = read_latex(stream.getvalue())
    assert len(paper.sentences) == 1
    assert {one.what for one in paper.unused} >= {"secret.tex", "../out.tex", "/abs.tex"}


def test_too_many_files_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptm_graph.full_texts.latex_archive.MOST_FILES", 3)
    files: dict[str, str | bytes] = {"main.tex": document("Owls.")}
    files.update({f"{number}.tex": "x" for number in range(5)})
    assert any("first 3 files" in one.reason for one in read_latex(packed(files)).unused)


@pytest.mark.parametrize(
    "definitions",
    [
        r"\def\x{\x}",
        r"\def\x{\x\x}",
        r"\def\x{a\y}\def\y{b\x}",
        r"\newcommand{\x}[1]{\x{#1#1}}",
        r"\newenvironment{e}{\begin{e}}{\end{e}}\def\x{\begin{e}}",
    ],
)
def test_a_definition_without_end_costs_only_itself(definitions: str) -> None:
    paper = read(r"One \cite{a}. \x{z} Two \cite{b}.", definitions)
    assert {key for one in paper.sentences for key in one.references} == {"a", "b"}
    assert any("without end" in one.reason for one in paper.unused)


def test_definitions_that_double_are_cut_off() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    doubling = r"\def\xa{owl owl owl }" + "".join(
        rf"\def\x{one}{{\x{before}\x{before}}}" for before, one in pairwise(names)
    )
    paper = read(r"One \cite{a}. \xz Two \cite{b}.", doubling)
    assert {key for one in paper.sentences for key in one.references} == {"a", "b"}
    assert any("without end" in one.reason for one in paper.unused)


def test_deep_nesting_ends() -> None:
    for opening, closing in (("{", "}"), (r"\footnote{", "}"), (r"\section{", "}"), ("$", "")):
        assert read(rf"One \cite{{a}}. {opening * 3_000}x{closing * 3_000} Two.").sentences
    assert read(r"\begin{theorem}" * 3_000 + r"One \cite{a}.").sentences


COMMANDS = words_of(
    r"""
    \cite { } [ ] \begin{figure} \end{figure} \begin{tabular} \end{tabular} \\ & $ $$ \( \[ % ~
    \section \footnote \caption \item \def\x \x #1 \newcommand \let \iffalse \else \fi \ifx \input
    \title \bibitem \verb| | \end{document} \begin{thebibliography} \end{thebibliography} \newblock
    \emph \" \' a, b . word \begin{abstract} \end{abstract} \begin{verbatim} \NewDocumentCommand
    \citep \href \url \, \expandafter \csname \begin{equation} \end{equation} \@ifnextchar
    """
)
PIECES = st.sampled_from(sorted(COMMANDS))


@given(st.lists(PIECES | st.text(max_size=5), max_size=60), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(pieces: list[str], spaced: bool) -> None:
    body = (" " if spaced else "").join(pieces)
    paper = read(body)
    for one in paper.sentences:
        assert set(one.references) <= {reference.key for reference in paper.references}


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for source in (data, gzip.compress(data), b"\x1f\x8b" + data):
        try:
            read_latex(source)
        except FullTextError as error:
            assert "\n" not in str(error)
