"""Reference lists of TeX are read as they print, whatever style wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.bbl import read

NATBIB = r"""\begin{thebibliography}{2}
\expandafter\ifx\csname natexlab\endcsname\relax\def\natexlab#1{#1}\fi

\bibitem[{Doe et~al.(2018)Doe, {de la Roe}, and M{\"u}ller}]{Doe2018}
Jane~Mary Doe, Ann {de la Roe}, and Max M{\"u}ller. 2018.
\newblock \href {https://doi.org/10.1234/W18-1064} {{Owls of the
  Far North}}.
\newblock In \emph{Proceedings of the Owl Conference}, pages 697--707.

\bibitem[{Roe(2017{\natexlab{a}})}]{Roe2017}
Ann Roe. 2017{\natexlab{a}}.
\newblock {Findings of the Second Count of Owls (COUNT17)}.
\newblock \url{https://example.org/owls%
  /count_17}.
\end{thebibliography}
"""


def test_blocks_of_a_style_are_authors_title_and_venue() -> None:
    doe, roe = read(NATBIB, "p.bbl").entries
    assert doe.title == "Owls of the Far North"
    assert doe.authors == ("Jane Mary Doe", "Ann de la Roe", "Max Müller")
    assert (doe.year, doe.venue) == (2018, "Proceedings of the Owl Conference")
    assert doe.identifiers == {"doi": "10.1234/w18-1064"}
    assert roe.title == "Findings of the Second Count of Owls (COUNT17)"
    assert (roe.year, roe.authors) == (2017, ("Ann Roe",))
    assert [resource.url for resource in roe.resources] == ["https://example.org/owls/count_17"]
    assert (doe.line, roe.line) == (4, 10)


REVTEX = r"""\begin{thebibliography}{3}%
\makeatletter
\providecommand \bibinfo  [0]{\@secondoftwo}%
\bibitem [{\citenamefont {{Doe}}\ and\ \citenamefont {Roe}(2002)}]{Doe2002}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {J.}~\bibnamefont
  {{Doe}}}\ and\ \bibinfo {author} {\bibfnamefont {A.~M.}\ \bibnamefont {Roe}},\ }\bibfield
  {title} {\enquote {\bibinfo {title} {{The $d$-wave of owls}},}\ }\href {\doibase
  10.1234/S0370-1573(01)00098-9} {\bibfield  {journal} {\bibinfo  {journal} {Owl Lett.}\ }\textbf
  {\bibinfo {volume} {363}},\ \bibinfo {pages} {223--386} (\bibinfo {year} {2002})}\BibitemShut
  {NoStop}%
\bibitem [{Note1()}]{Note1}%
  \BibitemOpen
  \bibinfo {note} {The owl in the second figure is a barn owl.}\BibitemShut {Stop}%
\bibitem [{\citenamefont {Roe}(2017)}]{Roe2017}%
  \bibinfo {author} {\bibfnamefont {A.}~\bibnamefont {Roe}},\ \bibinfo {title} {Hunting at night},\
  \Eprint {http://arxiv.org/abs/1703.06505} {arXiv:1703.06505} \BibitemShut {NoStop}%
\end{thebibliography}%
"""


def test_fields_that_a_style_tells_are_taken_and_a_footnote_is_no_paper() -> None:
    result = read(REVTEX)
    doe, roe = result.entries
    assert (doe.title, doe.authors) == ("The $d$-wave of owls", ("J. Doe", "A. M. Roe"))
    assert (doe.year, doe.venue) == (2002, "Owl Lett.")
    assert doe.identifiers == {"doi": "10.1234/s0370-1573(01)00098-9"}
    assert (roe.title, roe.year) == ("Hunting at night", 2017)
    assert roe.identifiers == {"arxiv": "1703.06505"}
    (note,) = result.unused
    assert note.subject.startswith("The owl in the second figure")
    assert note.line == 12


def biber(*entries: str) -> str:
    return (
        "% $ biblatex auxiliary file $\n\\datalist[entry]{nty/global//global/global}\n"
        + "".join(entries)
    )


OLD = r"""\entry{doe97}{article}{}
  \name{author}{2}{}{%
    {{}%
     {M{\"u}ller}{M.}%
     {Jane~B.}{J.~B.}%
     {}{}%
     {}{}}%
    {{}%
     {Roe}{R.}%
     {A.}{A.}%
     {}{}%
     {}{}}%
  }
  \field{abstract}{%
  Not kept.%
  }
  \field{title}{{The owls of $[0,
  1]^d$}}
  \verb{doi}
  \verb 10.1234/owls.97
  \endverb
  \field{journaltitle}{Owl \& Co}
  \field{year}{1997}
\endentry
"""
NEW = r"""\entry{roe20}{inproceedings}{}
  \name{author}{1}{}{%
    {{hash=1}{family={Roe}, familyi={R\bibinitperiod}, given={Ann}, giveni={A}, prefix={de}}}%
  }
  \field{title}{Hunting}
  \field{subtitle}{At Night}
  \field{eprinttype}{arXiv}
  \verb{eprint}
  \verb 2001.00001
  \endverb
  \verb{url}
  \verb https://example.org/
  \verb long
  \endverb
  \field{year}{2020}
\endentry
"""


def test_bibers_lists_are_read_in_both_forms_and_each_key_once() -> None:
    result = read(biber(OLD, NEW, OLD))
    doe, roe = result.entries
    assert (doe.title, doe.year, doe.venue) == ("The owls of $[0, 1]^d$", 1997, "Owl & Co")
    assert doe.authors == ("Jane B. Müller", "A. Roe")
    assert (doe.identifiers, doe.line) == ({"doi": "10.1234/owls.97"}, 3)
    assert (roe.title, roe.authors) == ("Hunting: At Night", ("Ann de Roe",))
    assert roe.identifiers == {"arxiv": "2001.00001"}
    assert [resource.url for resource in roe.resources] == ["https://example.org/long"]


WRITTEN_BY_HAND = r"""\begin{thebibliography}{99}
% \bibitem{gone} A. Nobody. \emph{Not printed}. 1999.
\bibitem{one} J. Doe and A. Roe, \textit{Owls of the far North}, Springer, 2001.
\bibitem{two} J. Doe, ``Hunting at night,'' {\em J. Owls} {\bf 3} (2002) 12, \doi{10.1234/h_1}.
\bibitem{three} \bysame, Sleeping by day, Owl Lett. 7 (2003), 1--9. [arXiv:hep-th/0301001]
\end{thebibliography}
\end{document}
"""


def test_lists_written_by_hand_are_read_and_comments_are_not() -> None:
    result = read(WRITTEN_BY_HAND)
    assert [entry.title for entry in result.entries] == [
        "Owls of the far North",
        "Hunting at night",
        "Sleeping by day",
    ]
    assert [entry.year for entry in result.entries] == [2001, 2002, 2003]
    assert [dict(entry.identifiers) for entry in result.entries] == [
        {},
        {"doi": "10.1234/h_1"},
        {"arxiv": "hep-th/0301001"},
    ]
    assert result.entries[2].authors == ("J. Doe",)


def test_amsrefs_are_read() -> None:
    (entry,) = read(
        "\\begin{biblist}\n\\bib{doe}{article}{\n  author={Doe, Jane},\n  author={Roe, Ann},\n"
        "  title={Owls},\n  journal={J. Owls},\n  date={2004},\n  doi={10.1234/owls},\n}\n"
        "\\end{biblist}"
    ).entries
    assert (entry.title, entry.authors, entry.year) == ("Owls", ("Jane Doe", "Ann Roe"), 2004)
    assert entry.identifiers == {"doi": "10.1234/owls"}


@pytest.mark.parametrize("text", [NATBIB, REVTEX, biber(OLD), WRITTEN_BY_HAND])
def test_they_are_recognised_by_content(text: str) -> None:
    assert all(entry.title for entry in read_text(text, file="list.txt").entries)
    assert [entry.title for entry in read_text(text).entries] == [
        entry.title for entry in read(text).entries
    ]


PIECES = st.sampled_from(
    [
        *("\\bibitem", "{", "}", "[", "]", "{key}", "\\newblock ", "\\emph{", "\\href{", "\n", "%"),
        *("\\bibinfo{title}{", "{\\em ", "\\entry{a}{b}{}", "\\endentry", "\\name{author}{1}{}{"),
        *(
            "family={",
            "\\verb{doi}\n\\verb ",
            "\\bib{a}{b}{",
            "title={",
            "J. Doe",
            "2019",
            "~",
            "\\",
        ),
        *("10.1234/x", "arXiv:1901.00001", "\\field{title}{", "$", "\\begin{thebibliography}"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_pieces_of_tex_make_the_reader_stumble(text: str) -> None:
    try:
        result = read(text)
    except ReadingListError:
        return
    assert all(entry.title or entry.identifiers for entry in result.entries)
