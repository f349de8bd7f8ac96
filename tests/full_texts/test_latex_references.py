"""Reference lists of LaTeX papers: every style of BibTeX, lists by hand, biber and ``.bib``."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from latex_sources import packed

from ptm_graph.full_texts.full_text import FullText, ListedReference
from ptm_graph.full_texts.latex import read_latex
from ptm_graph.reading_lists.printed_references import BLOCK, EMPHASIS, PLAIN, divided, names_in

TITLES = (
    "night flight of owls",
    "do owls fly? night flight of owls",
    "vol de nuit des hiboux",
    "ночной полет сов",
    "猫头鹰夜间飞行",
)
ENTRIES = {
    "icml": r"""
        \bibitem[Owl \& Cat(2016)Owl and Cat]{k} Owl, A.~B. and Cat, C. \newblock Night flight
        of owls. \newblock In \emph{Proceedings of the 36th International Conference on Owls},
        pp.\ 1--10. PMLR, 2016.""",
    "ieee fullname": r"""
        \bibitem{k} Anna Owl, Ben Cat, and Carl Mouse. \newblock Night flight of owls. \newblock
        In {\em CVPR}, pages 770--778, 2016.""",
    "ieee fullname2": r"""
        \bibitem{k} Anna Owl and Ben Cat. \newblock Night flight of owls. \newblock {\em arXiv
        preprint arXiv:1612.06980}, 2016.""",
    "ieee fullname3": r"""
        \bibitem{k} Anna Owl and Ben Cat. \newblock {\em Night flight of owls}. \newblock
        Springer, 2016.""",
    "acl": r"""
        \bibitem[{Owl et~al.(2016)Owl, Cat, and Mouse}]{k} Anna Owl, Ben Cat, and Carl Mouse.
        2016. \newblock \href {https://doi.org/10.18653/v1/N19-1423} {Night {F}light of owls}.
        \newblock In \emph{Proceedings of the 2016 Conference of {O}wls, Volume 1}, pages
        4171--4186, Minneapolis.""",
    "acl2": r"""
        \bibitem[{Owl(2016)}]{k} Anna Owl. 2016. \newblock \href
        {http://arxiv.org/abs/1612.11692} {Night flight of owls}. \newblock \emph{CoRR},
        abs/1612.11692.""",
    "acl3": r"""
        \bibitem[{Owl(2016)}]{k} Anna Owl. 2016. \newblock \emph{Night flight of owls}.
        \newblock Ph.D. thesis, University of Owls.""",
    "neurips": r"""
        \bibitem[Owl and Cat(2016)]{k} A.~Owl and B.~Cat. \newblock Night flight of owls.
        \newblock \emph{Nature}, 521\penalty0 (7553):\penalty0 436--444, 2016. \newblock
        \doi{10.1038/nature14539}. \newblock URL \url{http://x.org/1999/a}.""",
    "mnras book": r"""
        \bibitem[\protect\citeauthoryear{Owl \& Cat}{Owl \& Cat}{2016}]{k} Owl J.,  Cat S.,
        2016, {Night flight of owls}. Princeton University Press""",
    "mnras box": r"""
        \bibitem[\protect\citeauthoryear{Owl}{Owl}{2016}]{k} Owl J.,  2016, \mn@boxtitle{Night
        flight of owls}. Princeton University Press""",
    "apj book": r"""
        \bibitem[{{Owl} \& {Cat}(2016)}]{k} {Owl}, J., \& {Cat}, S. 2016, {Night flight of owls}
        (Princeton University Press)""",
    "aas7": r"""
        \bibitem[Owl et~al.(2016)]{k} {Owl}, A.~B., {Cat}, C., \& {Mouse}, D. 2016,
        \bibinfo{title}{Night flight of owls}, \aj, 156, 123, \dodoi{10.3847/1538-3881/aabc4f}""",
    "gost": r"""
        \bibitem{k} \selectlanguageifdefined{russian} \BibEmph{Иванов~И.~И., Петров~П.~П.}
        {Ночной полет сов}~// \BibEmph{Журнал зоологии}. \BibDash 2016. \BibDash Т.~12,
        {\textnumero}~3. \BibDash С.~45--67.""",
    "gost2": r"""
        \bibitem{k} \selectlanguageifdefined{russian} {Ночной полет сов}~/ И.~И.~Иванов,
        П.~П.~Петров~// \BibEmph{Журнал зоологии}. \BibDash \BibEmph{2016}. \BibDash Т.~12.
        \BibDash С.~45--67.""",
    "gost3": r"""
        \bibitem{k} Иванов И.И., Петров П.П. Ночной полет сов // Журнал зоологии. 2016. Т. 12.
        С. 45-67.""",
    "gost4": r"""
        \bibitem{k} \selectlanguageifdefined{russian} \BibEmph{Иванов~И.~И.} {Ночной полет сов}.
        \BibDash \BibEmph{М.}~: Наука, 2016. \BibDash 200~{с.}""",
    "gost5": r"""\bibitem{k} Иванов И. И. Ночной полет сов. — М.: Наука, 2016. — 200 с.""",
    "gb": r"""
        \bibitem[Owl et~al.(2016)Owl, Cat, and Mouse]{k} \textsc{OWL A, CAT B, MOUSE C, et~al}.
        Night flight of owls\allowbreak[C]//\allowbreak Proceedings of ICML. 2016: 1-10.""",
    "gb2": r"""
        \bibitem{k} 张三, 李四, 王五, 等. 猫头鹰夜间飞行[J]. 动物学报, 2016, 12\allowbreak (3):
        45-50.""",
    "gb3": r"""
        \bibitem{k} 李明. \newblock 猫头鹰夜间飞行\allowbreak[M]. \newblock 北京:
        清华大学出版社, 2016: 1-5.""",
    "gb4": r"""
        \bibitem{k} OWL A, CAT B. Night flight of owls[J/OL]. arXiv preprint arXiv:1612.01234,
        2016.""",
    "ieeetran": r"""
        \bibitem{k} A.~Owl and B.~Cat, ``Night flight of owls,'' \emph{{IEEE} Trans. Owls},
        vol.~1, no.~2, pp. 1--2, Apr. 2016.""",
    "ieeetran2": r"""
        \bibitem{k}\BIBentryALTinterwordspacing A.~Owl, \emph{Night flight of owls},
        2nd~ed.\hskip 1em plus 0.5em minus 0.4em\relax Springer, 2016. [Online]. Available:
        \url{https://x.org}\BIBentrySTDinterwordspacing""",
    "splncs": r"""
        \bibitem{k} Owl, A., Cat, B.: Night flight of owls. In: Proc. of ICML. pp. 1--10 (2016)""",
    "spmpsci": r"""
        \bibitem{k} Owl, A., Cat, B., Mouse, C.D.: Night flight of owls. \newblock J. Owls
        \textbf{12}(3), 1--10 (2016). \newblock \doi{10.1007/s1}""",
    "elsnum": r"""
        \bibitem{k} A.~Owl, B.~Cat, Night flight of owls, J. Owls 12~(3) (2016) 1--10. \newblock
        \href {https://doi.org/10.1016/j.owl.2016.01.001}
        {\path{doi:10.1016/j.owl.2016.01.001}}.""",
    "elsnum2": r"""
        \bibitem{k} A.~Owl, B.~Cat, \href{http://x.org/y}{Night flight of owls}, J. Owls 12~(3)
        (2016) 1--10. \newblock \href {https://doi.org/10.1016/j.owl}
        {\path{doi:10.1016/j.owl}}. \newline\urlprefix\url{http://x.org/y}""",
    "elsnum3": r"""
        \bibitem{k} A.~Owl, B.~Cat, Night flight of owls, Springer, Berlin, 2016.""",
    "elsnum4": r"""
        \bibitem{k} A.~Owl, B.~Cat, Night flight of owls, in: Proceedings of the Conference on
        Owls, IEEE, 2016, pp. 1--10.""",
    "aps2": r"""
        \bibitem [{\citenamefont {Owl}(2016)}]{k}%
         \BibitemOpen \bibfield  {author} {\bibinfo {author} {\bibfnamefont {A.~B.}\
        \bibnamefont {Owl}},\ }\bibfield  {title} {\bibinfo {title} {Night flight of owls},\
        }\href@noop {} {\bibfield {journal} {\bibinfo  {journal} {J. Owls}\ }\textbf {\bibinfo
        {volume} {1}} (\bibinfo {year} {2016})},\ \Eprint {https://arxiv.org/abs/1612.01234}
        {arXiv:1612.01234 [gr-qc]} \BibitemShut {NoStop}%""",
    "aps3": r"""
        \bibitem [{\citenamefont {Owl}(2016)}]{k}%
         \BibitemOpen \bibfield  {author} {\bibinfo {author} {\bibfnamefont {A.}~\bibnamefont
        {Owl}},\ }\href@noop {} {\emph {\bibinfo {title} {Night flight of owls}}}\ (\bibinfo
        {publisher} {Springer},\ \bibinfo {year} {2016})\BibitemShut {NoStop}%""",
    "jhep": r"""
        \bibitem{k} A.~Owl and B.~Cat, \emph{{Night flight of owls}},
        \href{https://doi.org/10.1007/JHEP01(2016)001}{\emph{JHEP} {\bfseries 01} (2016) 001}
        [\href{https://arxiv.org/abs/1512.01234}{{\ttfamily 1512.01234}}].""",
    "inspire": r"""
        \bibitem{k} A.~Owl, B.~Cat {\it et al.}, ``Night flight of owls,'' Phys.\ Rev.\ Lett.\
        {\bf 116}, 061102 (2016) doi:10.1103/PhysRevLett.116.061102 [arXiv:1602.03837 [gr-qc]].""",
    "siam": r"""
        \bibitem{k} {\sc A.~Owl and B.~Cat}, {\em Night flight of owls}, J. Owls, 12 (2016),
        pp.~1--10.""",
    "apalike": r"""
        \bibitem[Owl and Cat, 2016]{k} Owl, A. and Cat, B. (2016). \newblock Night flight of
        owls. \newblock {\em Journal of Owls}, 12(3):1--10.""",
    "apacite": r"""
        \bibitem [\protect \citeauthoryear {Owl \BBA {} Cat}{Owl \BBA {} Cat}{{\protect
        \APACyear {2016}}}]{k} \APACinsertmetastar {k}\begin{APACrefauthors}Owl, A.\BCBT {}\
        \BBA {} Cat, B.\end{APACrefauthors}\unskip\ \newblock \APACrefYearMonthDay{2016}{}{}.
        \newblock {\BBOQ}\APACrefatitle {Night flight of owls} {Night flight of owls}.{\BBCQ}
        \newblock \APACjournalVolNumPages{J Owls}{12}{3}{1--10}. \newblock
        \PrintBackRefs{\CurrentBib}""",
    "nature": r"""
        \bibitem{k} Owl, A. \& Cat, B. \newblock Night flight of owls. \newblock \emph{Nature}
        \textbf{521}, 436--444 (2016).""",
    "vancouver": r"""
        \bibitem{k} Owl A, Cat B. \newblock Night flight of owls. \newblock J Owls.
        2016;12(3):1--10.""",
    "agsm": r"""
        \harvarditem{Owl \harvardand\ Cat}{2016}{k} Owl, A. \harvardand\ Cat, B.
        \harvardyearleft 2016\harvardyearright , `Night flight of owls', {\em J. Owls} {\bf
        12}(3),~1--10.""",
    "by hand": r"""
        \bibitem{k} A. Owl and B. Cat. Night flight of owls. In Proc. of ICML, 2016.""",
    "by hand, APA": r"""
        \bibitem{k} Owl, A., \& Cat, B. (2016). Night flight of owls. \textit{Journal of Owls},
        12(3), 1-10. https://doi.org/10.1000/xyz""",
    "by hand, commas": r"""
        \bibitem{k} Anna Owl, Ben Cat, Night flight of owls, Journal of Owls 12, 2016.""",
    "by hand, quotes": r"""
        \bibitem{k} A. Owl, B. Cat, and C. Mouse, ``Night flight of owls'', in Proc. ICML, 2016.""",
    "french": r"""
        \bibitem{k} Anne Hibou et Bernard Chat. \newblock Vol de nuit des hiboux. \newblock {\em
        Revue des hiboux}, 2016.""",
    "french2": r"""\bibitem{k} A. Hibou, « Vol de nuit des hiboux », \emph{Revue}, 2016.""",
    "french3": r"""
        \bibitem{k} A. Hibou, \og Vol de nuit des hiboux \fg{}, \emph{Revue}, 2016.""",
    "mdpi": r"""
        \bibitem{k} Owl, A.; Cat, B. \newblock Night flight of owls. \newblock {\em J. Owls}
        {\bf 2016}, {\em 12},~1--10. \newblock {\url{https://doi.org/10.3390/x}}.""",
    "mdpi2": r"""
        \bibitem{k} Owl, A.; Cat, B. Night flight of owls. {\em J. Owls} {\bf 2016}, {\em 12},
        1--10.""",
    "achemso2": r"""
        \bibitem{k} Owl,~A.; Cat,~B. Night flight of owls. \emph{J. Am. Chem. Soc.}
        \textbf{2016}, \emph{12}, 1--10\relax""",
    "copernicus": r"""
        \bibitem[Owl and Cat(2016)]{k} Owl, A. and Cat, B.: Night flight of owls, J. Owls, 12,
        1--10, \doi{10.5194/x-1-2016}, 2016.""",
    "acm": r"""
        \bibitem[\protect\citeauthoryear{Owl and Cat}{Owl and Cat}{2016}]%
         {k} \bibfield{author}{\bibinfo{person}{Anna Owl} {and} \bibinfo{person}{Ben Cat}.}
        \bibinfo{year}{2016}\natexlab{}. \newblock \showarticletitle{Night flight of owls}. In
        \bibinfo{booktitle}{\emph{Proc}} \emph{(\bibinfo{series}{X '16})}.
        \bibinfo{publisher}{ACM}, \bibinfo{pages}{1--2}. \newblock
        \showDOI{\url{https://doi.org/10.1145/1234.5678}}""",
    "ams": r"""
        \bib{k}{article}{ author={Owl, A.}, author={Cat, B.}, title={Night flight of owls},
        journal={J. Owls}, volume={12}, date={2016}, pages={1--10}, }""",
    "mathnet": r"""
        \RBibitem{k} \by И.~И.~Иванов, П.~П.~Петров \paper Ночной полет сов \jour Матем. сб. \yr
        2016 \vol 12 \pages 1--10""",
    "chinese hand": r"""
        \bibitem{k} 张三，李四. 猫头鹰夜间飞行. 动物学报, 2016.""",
    "imsart": r"""
        \bibitem[\protect\citeauthoryear{Owl}{2016}]{k} \begin{barticle}[author]
        \bauthor{\bsnm{Owl},~\binits{A.}\bfnm{A.}} \AND \bauthor{\bsnm{Cat},~\bfnm{B.}}
        (\byear{2016}). \btitle{Night flight of owls}. \bjournal{J. Owls} \bvolume{12}
        \bpages{1--10}. \end{barticle} \endbibitem""",
    "chicago": r"""
        \bibitem[\protect\citeauthoryear{Owl and Cat}{Owl and Cat}{2016}]{k} Owl, A. and B.~Cat
        (2016). \newblock Night flight of owls. \newblock {\em Journal of Owls\/}~{\em 12\/}(3),
        1--10.""",
    "iclr": r"""
        \bibitem[Owl \& Cat(2016)Owl and Cat]{k} Anna Owl and Ben Cat. \newblock Night flight of
        owls. \newblock In \emph{International Conference on Learning Representations}, 2016.
        \newblock URL \url{https://openreview.net/forum?id=r1xMH1BtvB}.""",
    "iclr2": r"""
        \bibitem[Owl \& Cat(2016)Owl and Cat]{k} Anna Owl and Ben Cat. \newblock Night flight of
        owls. \newblock \emph{arXiv preprint arXiv:1612.01234}, 2016{\natexlab{a}}.""",
    "question": r"""
        \bibitem{k} A. Owl. \newblock Do owls fly? Night flight of owls. \newblock {\em Nature},
        2016.""",
}
"""An entry as each style writes it."""
WITHOUT_TITLE = {
    "mnras": r"""
        \bibitem[\protect\citeauthoryear{Owl \& Cat}{Owl \& Cat}{2016}]{k} Owl A.~B.,  Cat C.,
        2016, \mn@doi [\mnras] {10.1093/mnras/stw123}, \href
        {https://ui.adsabs.harvard.edu/abs/2016MNRAS.460.3494S} {460, 3494}""",
    "mnras et": r"""
        \bibitem[\protect\citeauthoryear{Owl et~al.}{Owl et~al.}{2016}]{k} Owl A.,  et~al.,
        2016, arXiv e-prints, \href {https://ui.adsabs.harvard.edu/abs/2019arXiv190710902A} {p.
        arXiv:1907.10902}""",
    "apj": r"""
        \bibitem[{{Owl} \& {Cat}(2016)}]{k} {Owl}, A.~B., \& {Cat}, C. 2016, \apj, 820, 1""",
    "apj arxiv": r"""
        \bibitem[{{Owl} {et~al.}(2016){Owl}, {Cat}, \& {Mouse}}]{k} {Owl}, J., {Cat}, S., \&
        {Mouse}, X. 2016, ArXiv e-prints, arXiv:1612.05243""",
    "aa": r"""
        \bibitem[{{Owl} \& {Cat}(2016)}]{k} {Owl}, A.~B. \& {Cat}, C. 2016, \aap, 594, A13""",
    "aps": r"""
        \bibitem [{\citenamefont {Owl}\ and\ \citenamefont {Cat}(2016)}]{k}%
         \BibitemOpen \bibfield  {author} {\bibinfo {author} {\bibfnamefont {A.~B.}\
        \bibnamefont {Owl}}\ and\ \bibinfo {author} {\bibfnamefont {C.}~\bibnamefont {Cat}},\
        }\href {https://doi.org/10.1103/PhysRevLett.116.061102} {\bibfield  {journal} {\bibinfo
        {journal} {Phys. Rev. Lett.}\ }\textbf {\bibinfo {volume} {116}},\ \bibinfo {pages}
        {061102} (\bibinfo {year} {2016})}\BibitemShut {NoStop}%""",
    "notitle": r"""\bibitem{k} A.~Owl and B.~Cat, Phys.\ Rev.\ D {\bf 12}, 345 (2016).""",
    "notitle2": r"""\bibitem{k} A.~Owl and B.~Cat, {\it Phys. Rev. D} {\bf 12}, 345 (2016).""",
    "notitle3": r"""
        \bibitem{k} A. Owl, B. Cat, and C. Mouse, Nature (London) {\bf 12}, 345 (2016).""",
    "achemso": r"""
        \bibitem{k} Owl,~A.; Cat,~B. \emph{J. Am. Chem. Soc.} \textbf{2016}, \emph{12},
        1--10\relax \mciteBstWouldAddEndPuncttrue
        \mciteSetBstMidEndSepPunct{\mcitedefaultmidpunct}
        {\mcitedefaultendpunct}{\mcitedefaultseppunct}\relax \EndOfBibitem""",
}
"""Entries of styles that print no titles."""


def list_of(*items: str) -> str:
    return rf"\begin{{thebibliography}}{{9}}{' '.join(items)}\end{{thebibliography}}"


def listed(body: str, **files: str) -> FullText:
    source = rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}"
    named = {name.replace("_", "."): text for name, text in files.items()}
    return read_latex(packed({"main.tex": source, **named}))


def first(item: str) -> ListedReference:
    return listed(rf"See \cite{{k}}.{list_of(item)}").references[0]


@pytest.mark.parametrize("style", ENTRIES)
def test_entries_of_every_style_are_taken_apart(style: str) -> None:
    found = first(ENTRIES[style])
    assert (found.title or "").lower() in TITLES
    assert found.year == 2016
    owls = ("owl", "hibou", "иванов", "张三", "李明")
    assert found.authors[0].split()[-1].lower() in owls
    assert "\\" not in (found.raw or "")


@pytest.mark.parametrize("style", WITHOUT_TITLE)
def test_styles_without_titles_give_none(style: str) -> None:
    found = first(WITHOUT_TITLE[style])
    assert found.title is None
    assert found.year == 2016
    assert found.authors[0].split()[-1].lower() == "owl"
    assert found.raw


def test_identifiers_come_from_links_and_text() -> None:
    assert first(ENTRIES["jhep"]).identifiers == {
        "doi": "10.1007/jhep01(2016)001",
        "arxiv": "1512.01234",
    }
    assert first(ENTRIES["acl"]).identifiers["doi"] == "10.18653/v1/n19-1423"
    assert first(ENTRIES["inspire"]).identifiers["arxiv"] == "1602.03837"
    assert first(r"\bibitem{k} A. Owl. Of owls. arXiv:1612.01234").year == 2016


def test_the_same_authors_are_those_of_the_entry_before() -> None:
    one, other = listed(
        list_of(
            r"\bibitem{a} Anna Owl, \emph{Owls}, Springer, 2001.",
            r"\bibitem{b} \bysame, \emph{Mice}, Springer, 2002.",
        )
    ).references
    assert (one.authors, one.title) == (("Anna Owl",), "Owls")
    assert (other.authors, other.title, other.year) == (("Anna Owl",), "Mice", 2002)


def test_a_list_of_biber_is_read_in_both_its_forms() -> None:
    bbl = r"""\begingroup \endgroup
    \entry{old}{book}{}
      \name{author}{2}{}{%
        {{}%
         {Owl}{O.}%
         {Anna}{A.}%
         {}{}%
         {}{}}%
        {{}%
         {M\"uller}{M.}%
         {Ben}{B.}%
         {}{}%
         {}{}}%
      }
      \field{title}{The {Owl}: a \emph{study}}
      \field{year}{2001}
    \endentry
    \entry{new}{article}{}{}
      \name{author}{1}{}{%
        {{un=0,uniquepart=base,hash=abc}{%
           family={Owl},
           familyi={O\bibinitperiod},
           given={Anna\bibnamedelima B.},
           giveni={A\bibinitperiod}}}%
      }
      \field{journaltitle}{Journal of Owls}
      \field{subtitle}{A study}
      \field{title}{Owls}
      \field{year}{2002}
      \field{eprinttype}{arxiv}
      \verb{doi}
      \verb 10.1000/xyz
      \endverb
      \verb{eprint}
      \verb 1612.01234
      \endverb
    \endentry"""
    old, new = listed(
        r"See \parencite{old}, \textcite{new}. \printbibliography", main_bbl=bbl
    ).references
    assert old == ListedReference("old", "The Owl: a study", ("Anna Owl", "Ben Müller"), 2001)
    assert new == ListedReference(
        "new",
        "Owls: A study",
        ("Anna B. Owl",),
        2002,
        "Journal of Owls",
        {"doi": "10.1000/xyz", "arxiv": "1612.01234"},
    )


BIB = """@string{owls = "Journal of Owls"}
@article{A, title={{Owls} and {\\"u}bermice}, author={Owl, Anna and Cat, Ben}, year=2001,
  journal=owls}
@inproceedings{b, title={Mice}, crossref={proc}} @proceedings{proc, title={Proc. Mice}, year=2002}
@misc{never, title={Never cited}} @misc{also, title={Also listed}}"""


def test_a_bib_file_gives_what_is_cited_in_its_order() -> None:
    paper = listed(r"\cite{b} and \cite{a}.\nocite{also}\bibliography{refs}", refs_bib=BIB)
    assert [(one.key, one.title, one.year) for one in paper.references] == [
        ("b", "Mice", 2002),
        ("a", "Owls and übermice", 2001),
        ("also", "Also listed", None),
    ]
    assert paper.references[1].authors == ("Anna Owl", "Ben Cat")
    assert paper.sentences[0].references == ("b", "a")
    assert len(listed(r"\nocite{*}\bibliography{refs}", refs_bib=BIB).references) == 5


def test_an_old_bbl_is_brought_up_to_date_from_the_bib() -> None:
    bbl = list_of(
        r"\bibitem{never} N. Owl. \newblock Never. \newblock 2000.",
        r"\bibitem{b} B. Owl. \newblock Mice as printed. \newblock 2002.",
        r"\bibitem{own} C. Owl. \newblock Only here. \newblock 2003.",
    )
    paper = listed(r"\cite{A,b}.\bibliography{refs}", main_bbl=bbl, refs_bib=BIB)
    assert {one.key: one.title for one in paper.references} == {
        "b": "Mice as printed",
        "own": "Only here",
        "A": "Owls and übermice",
    }
    assert [(one.what, one.reason) for one in paper.unused] == [
        ("never", "in an older list, no longer cited")
    ]
    fresh = listed(r"\cite{b}.\bibliography{refs}", main_bbl=bbl, refs_bib=BIB)
    assert [one.key for one in fresh.references] == ["never", "b", "own"]


def test_the_bbl_that_holds_what_is_cited_is_taken() -> None:
    item = r"\bibitem{%s} A. Owl. \newblock %s owls. \newblock 2000."
    paper = listed(
        r"\cite{k} \citeapp{z}.",
        other_bbl=list_of(item % ("x", "Other")),
        paper_bbl=list_of(item % ("k", "Right")),
        app_bbl=list_of(item % ("z", "Appended")),
    )
    assert {one.key for one in paper.references} == {"k", "z"}


def test_a_list_defines_what_it_needs() -> None:
    bbl = r"""\providecommand{\natexlab}[1]{#1}\providecommand{\url}[1]{\texttt{#1}}
    \expandafter\ifx\csname urlstyle\endcsname\relax
      \providecommand{\doi}[1]{doi: #1}\else
      \providecommand{\doi}{doi: \begingroup \urlstyle{rm}\Url}\fi
    \ifx \showCODEN \undefined \def \showCODEN #1{\unskip} \fi
    \newcommand{\noopsort}[1]{} \newcommand{\paper}{Owls}
    \begin{thebibliography}{1}
    \bibitem[Owl(2000{\natexlab{a}})]{k} A.~Owl. \newblock \noopsort{z}{\paper} at night.
    \newblock 2000{\natexlab{a}}. \newblock \doi{10.1000/xyz}. \end{thebibliography}"""
    (found,) = listed(r"\cite{k}.", main_bbl=bbl).references
    assert (found.title, found.year, found.identifiers) == (
        "Owls at night",
        2000,
        {"doi": "10.1000/xyz"},
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Owl, A. B. and van der Cat, C.", ("A. B. Owl", "C. van der Cat")),
        ("A. Owl, Anna B. Cat, and Ben Mouse", ("A. Owl", "Anna B. Cat", "Ben Mouse")),
        ("Owl A, Cat BC, et al.", ("A Owl", "BC Cat")),
        ("J.-M. Owl; X. O'Cat", ("J.-M. Owl", "X. O'Cat")),
        ("The Owl Collaboration", ("The Owl Collaboration",)),
        ("张三, 李四, 等", ("张三", "李四")),
        ("", ()),
    ],
)
def test_names_are_read_as_they_are_written(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


PIECES = (
    *("A. ", "Owl", ", ", ". ", "and ", "2016", "(", ")", "“", "”", " / ", "//", "[J]", ": "),
    *("et al.", "of ", "doi:", "12", "李四", "И. ", "—"),
)


@given(
    st.lists(
        st.sampled_from([BLOCK, EMPHASIS, PLAIN, *PIECES]) | st.text(max_size=4),
        max_size=40,
    ).map("".join)
)
@example("A. " * 3_000)
@example("Owl" * 3_000)
@example("Owl " * 3_000)
@example("Owl, A. " * 1_000)
@settings(max_examples=150, deadline=None)
def test_any_entry_is_taken_apart(text: str) -> None:
    assert divided(text).title != ""
