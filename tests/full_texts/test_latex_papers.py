"""Whole papers after the public style files of conferences, journals and universities."""

from __future__ import annotations

from latex_sources import packed

from ptm_graph.full_texts.full_text import FullText
from ptm_graph.full_texts.latex import read_latex

BBL = r"""\begin{thebibliography}{9}
\bibitem{a} A. Owl. \newblock Of owls. \newblock 2001.
\bibitem{b} B. Cat. \newblock Of cats. \newblock 2002.
\end{thebibliography}"""
BIB = """@article{a, author={Иванов, И. И.}, title={Совы}, year={2001}}
@book{b, author={张三 and 李四}, title={猫头鹰}, date={2002-01}}"""


def paper(**files: str) -> FullText:
    """A paper of files named ``folder__name`` (``.tex``), with a list of references."""
    named = {f"{name.replace('__', '/')}.tex": text for name, text in files.items()}
    return read_latex(packed({**named, "main.bbl": BBL}))


def cited(text: FullText) -> list[tuple[str | None, str]]:
    return [(one.section, one.text) for one in text.sentences]


def test_a_paper_of_a_vision_conference() -> None:
    text = paper(
        main=r"""\documentclass[10pt,twocolumn]{article}\usepackage[review]{cvpr}\input{preamble}
        \title{\method: Seeing \\ Owls\vspace{-1em}}
        \author{Anna Owl$^{1,2}$\thanks{Equal} \quad Ben Cat$^2$\\ $^1$Uni A \quad $^2$Uni B}
        \begin{document}\maketitle\input{sec/abstract}\input{sec/intro}
        {\small\bibliography{main}}\maketitlesupplementary\section{Rationale} See \cite{b}.
        \end{document}""",
        preamble=r"""\newcommand{\method}{\textsc{OwlNet}\xspace}
        \newcommand{\etal}{\textit{et al.}\@}\def\onedot{.\@\xspace}
        \newcommand\ie{\emph{i.e}\onedot}\newcommand{\note}[1]{\color{red}[#1]}""",
        sec__abstract=r"\begin{abstract}We present \method. It sees.\end{abstract}",
        sec__intro=r"""\section{Introduction} Owl \etal~\cite{a} see. \method, \ie the net, is
        new~\cite{a,b}. \paragraph{Cats.} Cats \cite{b} too.
        \begin{table}\resizebox{\linewidth}{!}{\begin{tabular}{l|c} \toprule
        Method & \multicolumn{1}{c}{AP} \\ \rowcolor{gray} OwlNet~\cite{a} & \textbf{1} \\
        \end{tabular}}\end{table}""",
    )
    assert text.title == "OwlNet: Seeing Owls"
    assert text.authors == ("Anna Owl", "Ben Cat")
    assert text.abstract == "We present OwlNet. It sees."
    assert cited(text) == [
        ("Introduction", "Owl et al. [a] see."),
        ("Introduction", "OwlNet, i.e. the net, is new [a; b]."),
        ("Introduction > Cats.", "OwlNet [a] 1"),
        ("Introduction > Cats.", "Cats [b] too."),
        ("Rationale", "See [b]."),
    ]


def test_a_paper_of_a_learning_conference() -> None:
    text = paper(
        main=r"""\documentclass{article}\usepackage{icml2020}\icmltitlerunning{Short}
        \begin{document}\twocolumn[ \icmltitle{Owls at \\ Night}
        \begin{icmlauthorlist}\icmlauthor{Anna Owl}{to}\end{icmlauthorlist}
        \icmlaffiliation{to}{University} \icmlkeywords{Owls} \vskip 0.3in ]
        \printAffiliationsAndNotice{} \section{Introduction}
        As \citet{a} said, owls fly \citep[e.g.,][]{b}. But \citeauthor{b} (\citeyear{b}) do not.
        \bibliography{x}\appendix\section{More} Also \citep{a}.\end{document}"""
    )
    assert (text.title, text.authors) == ("Owls at Night", ("Anna Owl",))
    assert cited(text) == [
        ("Introduction", "As [a] said, owls fly [b]."),
        ("Introduction", "But [b] [b] do not."),
        ("More", "Also [a]."),
    ]
    assert text.sentences[-1].kind == "appendix"


def test_papers_of_astronomers() -> None:
    text = paper(
        main=r"""\documentclass[apj]{emulateapj}\shorttitle{S}\newcommand{\kms}{km~s$^{-1}$}
        \begin{document}\title{Owls at $\alpha$ \kms}
        \author{Anna Owl\altaffilmark{1,2}, Ben Cat\altaffilmark{1}}\altaffiltext{1}{University}
        \section{INTRODUCTION}\label{s} Owls fly.\citep{a} Cats do not \citep[see][]{b}.
        \begin{deluxetable*}{lc}\tablecaption{Owls \citep{a}}
        \tablehead{\colhead{N} & \colhead{M}}\startdata Owl & \citet{b} \\ Cat & 2 \enddata
        \tablecomments{From \citet{a}.}\end{deluxetable*}\end{document}"""
    )
    assert text.title == "Owls at α km s^-1"
    assert text.authors == ("Anna Owl", "Ben Cat")
    assert sorted(said for _, said in cited(text)) == [
        "Cats do not [b].",
        "From [a].",
        "Owl [b]",
        "Owls [a]",
        "Owls fly.[a]",
    ]


def test_a_russian_thesis() -> None:
    files = {
        "thesis.tex": r"""\documentclass{extreport}\input{common/setup}\begin{document}
        \include{parts/one}\printbibliography\end{document}""",
        "common/setup.tex": r"""\newcounter{sel}\ifnumequal{\value{sel}}{0}{\usepackage{cite}}{%
        \usepackage[backend=biber]{biblatex}\addbibresource{refs.bib}}
        \newcommand{\thesisTitle}{Ночной полёт сов\xspace}""",
        "parts/one.tex": r"""\chapter*{Введение} Совы летают~\cite{a, b}. Так, в~работе
        \autocite[с.~5]{b} показано. \chapter{Обзор литературы}\section{Совы} Как в~\cite{a}.""",
        "refs.bib": BIB,
    }
    text = read_latex(packed(files))
    assert text.title == "Ночной полёт сов"
    assert [(one.title, one.year) for one in text.references] == [("Совы", 2001), ("猫头鹰", 2002)]
    assert cited(text) == [
        ("Введение", "Совы летают [a; b]."),
        ("Введение", "Так, в работе [b] показано."),
        ("Обзор литературы > Совы", "Как в [a]."),
    ]


def test_a_chinese_thesis() -> None:
    files = {
        "thesis.tex": r"""\documentclass{thuthesis}\thusetup{
          title = {猫头鹰夜间飞行\\研究}, title* = {Owls}, author = {张三}}
        \begin{document}\mainmatter\input{data/one}\bibliography{refs}\end{document}""",
        "data/one.tex": "\\chapter{绪论}\\section{背景}猫头鹰\n会飞\\upcite{a}。它吃老鼠"
        "\\cite{b}，也睡觉。如文献\\inlinecite{a}所述。",
        "refs.bib": BIB,
    }
    text = read_latex(packed(files))
    assert text.title == "猫头鹰夜间飞行研究"
    assert cited(text) == [
        ("绪论 > 背景", "猫头鹰会飞[a]。"),
        ("绪论 > 背景", "它吃老鼠[b]，也睡觉。"),
        ("绪论 > 背景", "如文献[a]所述。"),
    ]


def test_a_french_thesis() -> None:
    text = paper(
        main=r"""\documentclass{book}\usepackage[french]{babel}\title{Vol de nuit}
        \begin{document}\chapter{État de l'art}\section{Les hiboux}
        D'apr\`es \textcite{a}, les hiboux volent\footcite{b}. C'est bien s\^ur l'\oe il \cite{b} .
        \end{document}"""
    )
    path = "État de l'art > Les hiboux"
    assert cited(text) == [
        (path, "D'après [a], les hiboux volent[b]."),
        (path, "C'est bien sûr l'œil [b] ."),
    ]


def test_what_authors_hide_is_not_read() -> None:
    text = paper(
        main=r"""\documentclass{article}\excludecomment{draft}\newif\iflong\longtrue
        \newenvironment{hide}{\comment}{\endcomment}\newcommand{\rem}[1]{}\begin{document}
        \begin{draft}No \cite{a}.\end{draft}\begin{hide}No \cite{a}.\end{hide}\rem{No \cite{a}.}
        \iflong Yes \cite{b}.\else No \cite{a}.\fi \ifdefined\nothing No \cite{a}.\fi
        \end{document}"""
    )
    assert cited(text) == [(None, "Yes [b].")]
