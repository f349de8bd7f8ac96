"""TeX is read as one reads it; formulas and signs that mean themselves stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.exports.bibtex import latex
from ptm_graph.reading_lists.bibtex import read
from ptm_graph.words.tex import readable


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # letters
        (r"\"{o} \"o {\"o} \'\i{} \'{\i}x {\v{s}} \c c \H{o} \u{g} \.{I}", "ö ö ö í íx š ç ő ğ İ"),
        (r"\aa{} {\ss} Stra\ss e {\O}sten \L{}\'od\'z na{\"\i}ve", "å ß Straße Østen Łódź naïve"),
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        # commands and their arguments
        (r"\emph{Owls} and {\em Owls}, \textbf{\textit{more}}", "Owls and Owls, more"),
        (r"\LaTeX{} and \LaTeX\ and \LaTeX for \TeX", "LaTeX and LaTeX and LaTeX for TeX"),
        (r"\textcolor{red}{Owls}\footnote{Of the north} \unknown{twice}", "Owls twice"),
        (r"\href{https://owl.example}{Owls}", "Owls"),
        (r"$\alpha$-owls and \alpha-owls", r"$\alpha$-owls and α-owls"),
        (r"Owls\\of the~north\,5", "Owls of the north 5"),
        # quotes and dashes
        ("``Owls'' 1--2 --- and --more", "“Owls” 1–2 — and --more"),
        # signs
        (r"5\% of \$3 \& a\_b {\#}1 \textasciitilde{}x \{y\}", "5% of $3 & a_b #1 ~x {y}"),
        # formulas stay …
        (r"Top $t\bar{t}$ at $\sqrt{s}=13$", r"Top $t\bar{t}$ at $\sqrt{s}=13$"),
        (r"Cu$_{2-\delta}$O {Of} \(x_{1}\)", r"Cu$_{2-\delta}$O Of \(x_{1}\)"),
        (r"$\{a\_b\}$", r"$\{a\_b\}$"),
        # … unless they only set words upright
        (r"${\mathrm{CaFe}}_{2}{\mathrm{As}}_{2}$ films", "CaFe2As2 films"),
        (r"$\mathrm{V}\text{\ensuremath{-}}\mathrm{VI}$", "V-VI"),
        (r"$\mathrm{H}\to\mathrm{bb}$", r"$\mathrm{H}\to\mathrm{bb}$"),
        # chemistry and units
        (r"\ce{H2O} in \ce{Cu_{x}Pd_{1-x}}", "H2O in CuxPd1-x"),
        (r"5\,\si{\micro\metre}, \SI{3}{\kilo\hertz}, \qty{7}{nm}", "5 µm, 3 kHz, 7 nm"),
        # what is no TeX
        ("Owls cost 5$", "Owls cost 5$"),
        ("{{Nested}} {Braces", "Nested Braces"),
    ],
)
def test_tex_is_read_as_it_is_printed(written: str, expected: str) -> None:
    assert readable(written) == expected


@given(st.text(st.sampled_from("aö \\{}$%&#_^~-`'\"<>,?!.@0=()"), max_size=40))
def test_what_is_written_for_tex_is_read_back(text: str) -> None:
    assert readable(latex(text)) == text


@given(st.text(st.sampled_from("a1 \\{}$_^~-`'\"ceSIv()[]"), max_size=60))
def test_any_tex_is_read_without_harm(text: str) -> None:
    assert "\ufdd0" not in readable(text)


@pytest.mark.parametrize("piece", ["\\ce{", "\\cite[", "$", "\\(", "\\'", "{", "\\SI[", "\\v{\\v{"])
def test_tex_without_end_takes_no_time(piece: str) -> None:
    readable((piece * 20_000)[:19_999])


COMMAS = r"""
@article{owl,
  title = {Owls {of} the North}
  doi = "10.1000/owl"
  author = {A. Strix},
  year = 2010
  url = {https://owl.example/?a=b}
}
@misc{fine, title = "A = {B}", note = {x} # " = y", howpublished = {see \url{https://arxiv.org/abs/1601.01234}}}
"""


def test_a_missing_comma_costs_nothing_and_is_told_with_its_line() -> None:
    result = read(COMMAS, "owl.bib")
    owl, fine = result.entries
    assert (owl.title, owl.year, owl.authors) == ("Owls of the North", 2010, ("A. Strix",))
    assert owl.identifiers == {"doi": "10.1000/owl"}
    assert (fine.title, fine.identifiers) == ("A = B", {"arxiv": "1601.01234"})
    assert [(one.subject, one.line) for one in result.unused] == [
        ("owl: title", 3),
        ("owl: doi", 4),
        ("owl: year", 6),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("journal={CoRR}, volume={abs/1601.01234}", "arxiv:1601.01234"),
        ("journal={arXiv}, volume={1601.01234}", "arxiv:1601.01234"),
        ("journal={arXiv preprint}, pages={arXiv:1601.01234}", "arxiv:1601.01234"),
        ("journal={bioRxiv}, pages={312322}", "doi:10.1101/312322"),
        ("journal={medRxiv}, volume={2020.02.27.20028829}", "doi:10.1101/2020.02.27.20028829"),
        ("journal={bioRxiv}, volume={doi.org/10.1101/312322}", "doi:10.1101/312322"),
        ("journal={PsyArXiv}, number={doi:10.31234/osf.io/ab1cd}", "doi:10.31234/osf.io/ab1cd"),
        ("journal={Available at SSRN 1234567}", "doi:10.2139/ssrn.1234567"),
        ("journal={Owls}, pages={312322}", None),
        ("eprint={hep-th/1601.01234}, archiveprefix={arXiv}", "arxiv:1601.01234"),
        ("eprint={31501885}, eprinttype={pubmed}", "pmid:31501885"),
        ("pmid={31501885}", "pmid:31501885"),
        ("pmc={PMC7703568}", "pmcid:PMC7703568"),
        (r"url={https://owl.example/doi/10.1000/owl\_1/abstract}", "doi:10.1000/owl_1"),
        ("title={Reply to doi:10.1000/owl and arXiv:1601.01234}", None),
    ],
)
def test_an_identifier_is_found_in_whatever_field_it_stands(
    fields: str, expected: str | None
) -> None:
    (entry,) = read(f"@article{{owl, {fields}, title={{Owls}}}}").entries
    assert [f"{kind}:{value}" for kind, value in entry.identifiers.items()] == (
        [expected] if expected else []
    )
