"""Names of LaTeX: which commands cite, head, float, are maths, or print nothing."""

from __future__ import annotations

import re

from ptm_graph.facts.coined_names import words_of

LEVELS = {
    "part": 0,
    "chapter": 1,
    "addchap": 1,
    "section": 2,
    "addsec": 2,
    "subsection": 3,
    "subsubsection": 4,
    "subsubsubsection": 5,
    "paragraph": 5,
    "subparagraph": 6,
}
"""Commands that make headings, by how deep they are."""
CITING = re.compile(r"[A-Za-z@]*cite[A-Za-z@]*|bibentry", re.IGNORECASE)
"""What commands that cite are called, those of styles nobody has heard of included."""
NOT_CITING = words_of(
    """
    citetext citestyle setcitestyle citename citeauthoryear citeindextrue citeindexfalse citereset
    citepunct citenamefont bibcite citedash citemid citeleft citeright citeform citeindextype
    citeyearleft citeyearright citesort
    """
)
STANDARD_CITES = words_of(
    """
    cite citet citep citealt citealp citeauthor citeyear citeyearpar citenum citetalias citepalias
    citefullauthor Citet Citep Citealt Citealp Citeauthor parencite textcite autocite footcite
    footcitetext supercite smartcite fullcite footfullcite Parencite Textcite Autocite cites
    parencites textcites autocites footcites onlinecite citen shortcite bibentry
    """
)
REFERRING = words_of(
    """
    ref eqref pageref autoref cref Cref nameref vref vpageref subref Ref fref Vref crefrange
    labelcref Autoref prettyref fullref zcref
    """
)

# environments

MATHS = words_of(
    """
    equation align gather multline eqnarray math displaymath flalign alignat dmath subeqnarray
    IEEEeqnarray xalignat empheq numcases
    """
)
LEFT_OUT = words_of(
    """
    tikzpicture pspicture picture tikzcd comment pgfpicture filecontents asy forest axis xy
    feynmandiagram diagram CCSXML lstlisting verbatim
    """
)
FLOATS = words_of(
    """
    figure table wrapfigure wraptable sidewaystable sidewaysfigure algorithm deluxetable longtable
    SCfigure SCtable marginfigure margintable floatingfigure listing algorithm2e rotatetable
    supertabular xltabular longtblr turnpage teaserfigure
    """
)
ROWS = words_of(
    """
    tabular tabularx tabulary tabu array deluxetable longtable supertabular xltabular tblr longtblr
    longtabu
    """
)
BIBLIOGRAPHIES = words_of(
    """
    thebibliography references mcitethebibliography bibdiv biblist chapthebibliography
    thereferences sloppybibliography enbibliography rubibliography
    """
)
INLINE = words_of(
    """
    small footnotesize scriptsize tiny normalsize large em it bf sl sf sloppypar spacing
    singlespace doublespace onehalfspace document CJK subequations otherlanguage linenumbers
    hyphenrules
    """
)
"""Environments that begin no paragraph."""


def _taking(arguments: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), arguments)


ENVIRONMENT_ARGUMENTS = {
    **_taking("o", "figure table algorithm itemize enumerate description sidewaystable listing"),
    **_taking("o", "sidewaysfigure marginfigure margintable tblr algorithmic tcolorbox mdframed"),
    **_taking("o", "framed threeparttable"),
    **_taking("om", "tabular array longtable supertabular deluxetable"),
    **_taking("mom", "tabularx tabulary xltabular"),
    **_taking("oomo", "wrapfigure wraptable subfigure subtable minipage"),
    **_taking("m", "multicols spacing otherlanguage adjustbox turn tabu rotate"),
    **_taking("omm", "adjustwidth CJK list changemargin"),
}
"""What environments take: an option ``o``, a group ``m``."""

SILENT = {
    **_taking(
        "",
        """
        tableofcontents listoffigures listoftables newblock twocolumn onecolumn ProcessOptions
        """,
    ),
    **_taking("o", "footnotemark addlinespace allowdisplaybreaks enlargethispage hyperref"),
    **_taking("l", "vskip hskip kern"),
    **_taking("sm", "vspace hspace tag"),
    **_taking(
        "om",
        """
        label pagestyle thispagestyle bibliographystyle geometry graphicspath includegraphics index
        glossary usetikzlibrary tikzset pgfplotsset lstset captionsetup keywords thanks affiliation
        affil address email institute institution city country state postcode orcid authorrunning
        titlerunning runningtitle runningauthor running markright includepdf phantom hphantom
        vphantom theoremstyle newcounter newlength floatstyle hyphenation settopmatter setcopyright
        copyrightyear acmYear acmConference acmBooktitle acmPrice acmISBN ccsdesc received pacs
        selectlanguage fontfamily fontseries fontshape linespread color pagecolor rowcolor
        cellcolor columncolor arrayrulecolor cline tablewidth tabletypesize marginpar todo
        citestyle setcitestyle documentclass documentstyle verbatiminput lstinputlisting
        includeonly creflabelformat pdfinfo subjclass dedicatory urladdr curraddr MakeShortVerb
        DeclareGraphicsExtensions setmainfont setsansfont setmonofont setCJKmainfont setCJKsansfont
        setCJKmonofont shorttitle shortauthors lefthead righthead slugcomment fancyhead fancyfoot
        lhead rhead chead lfoot rfoot cfoot sethlcolor newdimen newsavebox savebox usebox
        bibpunct pgfkeys stepcounter refstepcounter needspace setstretch correspondingauthor
        icmlkeywords icmltitlerunning corref fnref altaffilmark fntext tnotetext tnoteref inst ead
        cortext altaffiltext thanksref thanksmark titlenote
        ExecuteBibliographyOptions DeclareOption titleclass includeversion
        hyperlink hypertarget foreignlanguage textcolor colorbox scalebox rotatebox numberwithin
        special thref bibliographyunit AtBeginDocument AtEndDocument contribution
        graphicalabstract highlights extracolsep selectlanguageifdefined binits APACinsertmetastar
        bibitemdeclare BIBentryALTinterwordspacing BIBentrySTDinterwordspacing PrintBackRefs
        """,
    ),
    **_taking(
        "omom",
        """
        setcounter addtocounter setlength addtolength definecolor colorlet markboth defcitealias
        rule fontsize hyperdef sbox pdfbookmark newcites DeclareUnicodeCharacter
        icmlaffiliation icmlcorrespondingauthor DeclareFieldFormat renewbibmacro newbibmacro
        DeclareNameAlias pretocmd apptocmd appto preto newcolumntype PassOptionsToPackage
        PassOptionsToClass newtheorem DeclareMathOperator algnewcommand crefname Crefname
        DeclareSourcemap multicolumn resizebox href DeclareGraphicsRule newglossaryentry newacronym
        """,
    ),
    **_taking("ommm", "addcontentsline newfloat spnewtheorem multirow DeclareMathSymbol"),
    "AtEveryBibitem": "m",
    "DeclareCiteCommand": "mommmm",
    "cmidrule": "dm",
    "crefname": "mmm",
    "Crefname": "mmm",
    "framebox": "oo",
    "href": "om",
    "makebox": "oo",
    "multicolumn": "mm",
    "multirow": "omom",
    "newacronym": "ommm",
    "newtheorem": "momo",
    "parbox": "oom",
    "patchcmd": "mmmmm",
    "raisebox": "moo",
    "resizebox": "mm",
    "rotatebox": "om",
    "specialrule": "mmm",
    "titlecontents": "mommmmo",
    "titleformat": "momommo",
    "titlespacing": "mmmmo",
}
"""Commands that print nothing of their arguments, up to one that is printed; ``s`` is a star,
``d`` stands in round brackets, ``l`` is a length."""

NO_CONDITIONAL = words_of(
    """
    iff ifthenelse iftoggle ifbool ifstrequal ifblank ifdef ifundef ifcsdef ifcsundef ifstrempty
    ifdefempty ifdefstring ifinlist ifnumcomp ifentrytype iffieldundef ifnameundef ifboolexpr
    ifdefmacro ifboolexpe ifnumequal ifcitation ifciteseen ifnumgreater ifnumless ifnumodd
    ifdimcomp ifcsvoid ifdefvoid
    """
)
"""Commands that begin like conditionals of TeX and are none."""

# titles

TITLES = (
    "title",
    "icmltitle",
    "Title",
    "TITLE",
    "thesistitle",
    "ThesisTitle",
    "ctitle",
    "cntitle",
    "chinesetitle",
    "zhtitle",
    "titlecn",
    "titlech",
    "ttitle",
    "maintitle",
    "titel",
    "titre",
    "englishtitle",
    "etitle",
    "entitle",
)
"""Commands that give the title, the surest first."""
TITLE_MACROS = ("myTitle", "mytitle", "thesisTitle", "thesistitle", "papertitle", "PaperTitle")
"""What people call a command of their own that holds it."""
SETUPS = words_of(
    """
    hypersetup thusetup ustcsetup sjtusetup hithesissetup nuaaset seuthesissetup ntusetup njusetup
    fduset whusetup bupthesissetup cqusetup pkuthssetup pkuthesissetup xmuset csuset nuthesissetup
    """
)
"""Commands that give it as ``title = {…}``."""

LAYOUT = words_of(
    """
    left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle
    scriptstyle limits nolimits nonumber notag mathrm mathbf mathit mathsf mathtt mathcal mathbb
    mathfrak mathscr boldsymbol bm bf rm it sf cal operatorname text mbox hbox textrm textit textbf
    textsf texttt textsc emph frac dfrac tfrac sqrt overline underline bar hat tilde vec dot ddot
    widehat widetilde mathop mathbin mathrel mathord mathopen mathclose middle quad qquad hspace
    vspace hskip phantom hphantom vphantom ensuremath mathstrut strut hfill smash protect relax
    xspace begingroup endgroup em mathbbm mathds underset overset stackrel substack textstyle
    """
)
"""Commands within formulae that print nothing themselves."""
PRINTED = {
    "BBA": "&",
    "BCBT": ",",
    "BBOQ": "",
    "BBCQ": "",
    "harvardand": "and",
    "harvardyearleft": "(",
    "harvardyearright": ")",
    "AND": "and",
    "BibDash": "—",
}
"""What commands of reference lists print."""
JOURNALS = {
    "aj": "AJ",
    "apj": "ApJ",
    "apjl": "ApJL",
    "apjs": "ApJS",
    "aap": "A&A",
    "aaps": "A&AS",
    "aapr": "A&AR",
    "araa": "ARA&A",
    "mnras": "MNRAS",
    "nat": "Nature",
    "sci": "Science",
    "pasp": "PASP",
    "pasj": "PASJ",
    "prl": "PRL",
    "pra": "PRA",
    "prb": "PRB",
    "prc": "PRC",
    "prd": "PRD",
    "pre": "PRE",
    "jcap": "JCAP",
    "physrep": "Phys. Rep.",
    "icarus": "Icarus",
    "apss": "Ap&SS",
    "ssr": "Space Sci. Rev.",
    "memsai": "MmSAI",
    "nar": "New A Rev.",
    "na": "New A",
    "procspie": "Proc. SPIE",
    "rmxaa": "RMxAA",
    "jgr": "J. Geophys. Res.",
    "planss": "Planet. Space Sci.",
    "ao": "Appl. Opt.",
    "solphys": "Sol. Phys.",
}
"""Journals as astronomers abbreviate them."""
