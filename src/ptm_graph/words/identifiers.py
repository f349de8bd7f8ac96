"""Identifiers of papers: recognised in any string or URL, in one canonical form.

Everything that is known of a kind of identifier is in its row of :data:`KINDS`: reading
lists, library, links, exports and services read it there.

======== ============================================ ===========================
kind     canonical value                              example
======== ============================================ ===========================
arxiv    without version, lower case                  ``1810.04805``, ``cs/0309023``
doi      lower case, without ``https://doi.org/``     ``10.18653/v1/n19-1423``
acl      upper-case old form or dotted new form       ``N19-1423``, ``2020.acl-main.703``
openreview  forum id, as given                        ``r1xMH1BtvB``
s2       40 hexadecimal digits, lower case            ``df2b0e26d059…``
corpus   digits (Semantic Scholar's CorpusId)         ``52967399``
mag      digits (Microsoft Academic Graph)            ``2963341956``
pmid     digits (PubMed)                              ``31501885``
pmcid    ``PMC`` and digits (PubMed Central)          ``PMC7703568``
openalex ``W`` and digits                             ``W2963341956``
dblp     key of the record, as given                  ``conf/naacl/DevlinCLT19``
======== ============================================ ===========================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ptm_graph.errors import IdentifierError
from ptm_graph.words.dois import DOI, HOST, PLACES, Place, normal_doi, untangled

IdentifierKind = str
"""Name of a row of :data:`KINDS`."""


class Identifier(NamedTuple):
    """A canonical identifier, printed as ``kind:value``."""

    kind: IdentifierKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


# 2999, which is no month, is what stand-ins for arXiv number papers of their own with
_ARXIV_NEW = r"(?:\d{2}(?:0[1-9]|1[0-2])|2999)\.\d{4,5}"
_ARXIV_OLD = r"[a-z][a-z-]*(?:\.[a-z]{2})?/\d{7}"
_ARXIV = rf"(?:{_ARXIV_NEW}|{_ARXIV_OLD})"
_ARCHIVES = (
    r"astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-(?:ex|lat|ph|th)|math(?:-ph)?|nlin|nucl-(?:ex|th)|physics"
    r"|q-(?:alg|bio|fin)|quant-ph|stat"
)
# since 2007 no archive belongs before the number, but people and programs write it
_WRONG_ARCHIVE = rf"(?:(?:{_ARCHIVES})(?:\.[a-z-]{{2,17}})?|abs)/(?={_ARXIV_NEW})"
_ARXIV_ID = rf"(?:{_WRONG_ARCHIVE})?({_ARXIV})(?:v\d+)?(?:\.pdf)?"
_ACL_OLD = r"[A-Za-z]\d{2}-\d{4}"
_ACL_NEW = r"\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+"
_ACL = rf"(?:{_ACL_OLD}|{_ACL_NEW})"
_DBLP = r"(?:conf|journals|books|series|reference|phd|tr|ms|data)/[\w-]+/[\w./+-]*\w"
_END = r"(?!\d)"


def _normal_arxiv(value: str) -> str:
    archive, slash, number = value.lower().partition("/")
    # cs.CL/0309023 and cs/0309023 are one paper; physics archives have no subject class
    return f"{archive.partition('.')[0]}/{number}" if slash else archive


def _normal_acl(value: str) -> str:
    return value.upper() if re.fullmatch(_ACL_OLD, value, re.IGNORECASE) else value.lower()


def _normal_dblp(value: str) -> str:
    return re.sub(r"(?:\.(?:html?|xml|bib|rdf|nt|ttl|ris))+$", "", value)


@dataclass(frozen=True, slots=True)
class Kind:
    """All that is known of one kind of identifier."""

    name: IdentifierKind
    """As written before the colon of ``kind:value``, and in lists, graphs and files."""
    label: str
    """What people call it."""
    form: str
    """Regular expression of a bare value, its case ignored; the one group is the value."""
    example: str
    """What a message shows of it."""
    normal: Callable[[str], str] = str
    """Value → canonical value; gives a canonical one back as it is."""
    prefixes: tuple[str, ...] = ()
    """What people write before the colon beside the name, in lower case."""
    columns: tuple[str, ...] = ()
    """What columns of tables are called beside the name, in lower case."""
    bare: str | None = None
    """Regular expression of values that can be nothing else, so that they need no prefix."""
    in_text: bool = False
    """Whether ``prefix: value`` is looked for in the middle of a text."""
    places: tuple[Place, ...] = ()
    marks: tuple[str, ...] = ()
    """Lower-case words, one of which occurs in every address of :attr:`places`."""
    page: str | None = None
    """Address of the page of a ``{value}``; None for kinds without a public page."""
    one_per_work: bool = False
    """Whether one work has one value, so that two values are two works."""
    one_per_version: bool = False
    """Whether preprint and proceedings have a record each, so that two values in a reading
    list say nothing."""
    sureness: int = 99
    """Which kind decides where a record's identifiers lead to several papers: the lowest."""
    record_number: bool = False
    """Whether it is of no interest to a reader that a paper now has such an identifier."""
    long: bool = False
    """Whether only the label is shown of it."""
    asked_as: Mapping[str, str] = field(default_factory=dict)
    """Service → how it wants to be asked by a ``{value}`` or its ``{digits}``; missing:
    the service does not understand the kind."""
    given_as: Mapping[str, str] = field(default_factory=dict)
    """Service → what it calls the kind in its answers, where it needs translation."""


KINDS: tuple[Kind, ...] = (
    Kind(
        "arxiv",
        "arXiv",
        form=_ARXIV_ID,
        example="1810.04805 or cs/0309023",
        normal=_normal_arxiv,
        columns=("arxiv id", "arxivid", "eprint"),
        bare=_ARXIV_ID,
        places=(
            Place(
                rf"{HOST}(?:arxiv\.org|alphaxiv\.org|arxiv-vanity\.com|ar5iv\.org"
                r"|ar5iv\.labs\.arxiv\.org|lanl\.gov|lanl\.arxiv\.org)/+"
                r"(?:(?:abs|pdf|html|format|ps|e-print|papers?|overview|ftp/arxiv/papers/\d{4})/+)?"
                rf"(?:arxiv:)?{_ARXIV_ID}{_END}"
            ),
            Place(
                rf"{HOST}(?:huggingface\.co/papers|hf\.co/papers|(?:scirate\.com|papers\.cool"
                r"|deeplearn\.org|semanticscholar\.org)/arxiv|cool\.papers/arxiv)"
                rf"/{_ARXIV_ID}{_END}"
            ),
            Place(
                rf"{HOST}adsabs\.harvard\.edu/(?:abs/|[^#\s]*bibcode=)\d{{4}}arxiv(\d{{4}})\.?(\d{{4,5}})[a-z.]",
                "{0}.{1}",
            ),
            Place(
                rf"{HOST}(?:arxiv\.org|lanl\.gov)/ps_cache/([a-z-]+)/\w+/\d{{4}}/(\d{{7}})(?!\d)",
                "{0}/{1}",
            ),
            Place(
                rf"{HOST}(?:arxiv\.org|lanl\.gov)/ps_cache/arxiv/\w+/\d{{4}}/({_ARXIV_NEW})(?:v\d+)?{_END}"
            ),
            Place(rf"https?://[^?#\s]+/arxiv:{_ARXIV_ID}{_END}"),
            Place(rf"{HOST}inspirehep\.net/[^#\s]*(?:eprint|arxiv)[+:/ ]+{_ARXIV_ID}{_END}"),
        ),
        marks=(
            "xiv",
            "lanl",
            "huggingface",
            "hf.co",
            "scirate",
            "papers.cool",
            "cool.papers",
            "deeplearn.org",
            "semanticscholar",
            "adsabs",
            "inspire",
            "/arxiv:",
        ),
        page="https://arxiv.org/abs/{value}",
        one_per_work=True,
        sureness=1,
        asked_as={
            "arxiv": "{value}",
            "semantic scholar": "ARXIV:{value}",
            "openalex": "doi:10.48550/arxiv.{value}",
        },
        given_as={"semantic scholar": "ArXiv"},
    ),
    Kind(
        "doi",
        "DOI",
        form=rf"({DOI})",
        example="10.18653/v1/N19-1423",
        normal=normal_doi,
        bare=rf"(?:doi(?:\.org)?[\s:/]*)?({DOI})",
        places=PLACES,
        marks=tuple(dict.fromkeys(place.mark for place in PLACES)),
        page="https://doi.org/{value}",
        sureness=3,
        asked_as={
            "semantic scholar": "DOI:{value}",
            "openalex": "doi:{value}",
            "crossref": "{value}",
        },
        given_as={"semantic scholar": "DOI"},
    ),
    Kind(
        "acl",
        "ACL Anthology",
        form=rf"({_ACL})(?:v\d+)?",
        example="N19-1423 or 2020.acl-main.703",
        normal=_normal_acl,
        columns=("acl id", "anthology id", "anthology"),
        bare=rf"({_ACL})(?:v\d+)?",
        places=(
            Place(
                rf"{HOST}(?:aclweb\.org/(?:old_)?anthology|anthology\.aclweb\.org"
                r"|aclanthology\.lst\.[\w.-]+|aclanthology\.(?:org|info)"
                r"|aclanthology\.coli\.uni-saarland\.de)"
                rf"/(?:(?:papers?|pdf|attachments)/)*(?:[A-Z]/(?:[A-Z]\d{{2}}/)?)?({_ACL})(?:v\d+)?"
                rf"{_END}"
            ),
        ),
        marks=("acl",),
        page="https://aclanthology.org/{value}",
        one_per_work=True,
        sureness=2,
        asked_as={"semantic scholar": "ACL:{value}"},
        given_as={"semantic scholar": "ACL"},
    ),
    Kind(
        "openreview",
        "OpenReview",
        form=r"([A-Za-z0-9_-]{6,24})",
        example="r1xMH1BtvB",
        columns=("openreview id", "forum"),
        places=(
            Place(
                rf"{HOST}openreview\.net/(?:forum|pdf|revisions|attachment|references/pdf)\?"
                r"(?:[^#\s]*&)?id=([A-Za-z0-9_-]{6,24})"
            ),
        ),
        marks=("openreview",),
        page="https://openreview.net/forum?id={value}",
        sureness=6,
        long=True,
    ),
    Kind(
        "s2",
        "Semantic Scholar",
        form=r"([0-9a-f]{40})",
        example="40 hexadecimal digits",
        normal=str.lower,
        prefixes=("s2id",),
        columns=("paper id", "paperid", "s2 id", "semantic scholar id", "s2paperid"),
        bare=r"([0-9a-f]{40})",
        places=(
            Place(
                rf"{HOST}semanticscholar\.org/(?:graph/v1/)?(?:reader|paper(?:/[^/?#\s]+)?)"
                r"/([0-9a-f]{40})"
            ),
            Place(
                r"(?:https?://)?pdfs\.semanticscholar\.org/([0-9a-f]{4})/([0-9a-f]{36})\.pdf",
                "{0}{1}",
            ),
        ),
        marks=("semanticscholar",),
        page="https://www.semanticscholar.org/paper/{value}",
        sureness=0,
        record_number=True,
        long=True,
        asked_as={"semantic scholar": "{value}"},
    ),
    Kind(
        "corpus",
        "CorpusId",
        form=r"(\d{1,12})",
        example="52967399",
        prefixes=("corpusid",),
        columns=("corpus id", "corpusid", "s2 corpus id"),
        places=(Place(rf"{HOST}semanticscholar\.org/(?:paper/)?corpus-?id[:/](\d{{1,12}})"),),
        marks=("semanticscholar",),
        page="https://api.semanticscholar.org/CorpusID:{value}",
        sureness=4,
        record_number=True,
        asked_as={"semantic scholar": "CorpusId:{value}"},
        given_as={"semantic scholar": "CorpusId"},
    ),
    Kind(
        "mag",
        "MAG",
        form=r"(\d{1,12})",
        example="2963341956",
        columns=("mag id",),
        sureness=5,
        record_number=True,
        asked_as={"semantic scholar": "MAG:{value}", "openalex": "mag:{value}"},
        given_as={"semantic scholar": "MAG"},
    ),
    Kind(
        "pmid",
        "PubMed",
        form=r"0*([1-9]\d{0,8})",
        example="31501885",
        prefixes=("pubmed", "pubmed id", "pubmedid"),
        columns=("pubmed", "pubmed id", "pubmedid", "pm id"),
        in_text=True,
        places=(
            Place(rf"{HOST}pubmed\.ncbi\.nlm\.nih\.gov/0*([1-9]\d{{0,8}}){_END}"),
            Place(
                rf"{HOST}ncbi\.nlm\.nih\.gov/(?:m/)?(?:pubmed|sites/entrez)/0*([1-9]\d{{0,8}}){_END}"
            ),
            Place(
                rf"{HOST}ncbi\.nlm\.nih\.gov/[^#\s]*\?(?:[^#\s]*&)?(?:term|list_uids|uid|id|cmd=\w+&"
                r"list_uids)=0*([1-9]\d{3,8})(?:\[(?:p?m?u?id)\])?(?=[&#]|$)",
                mark="pubmed",
            ),
            Place(
                rf"{HOST}ncbi\.nlm\.nih\.gov/(?:labs/)?pmc/articles/pmid/0*([1-9]\d{{0,8}}){_END}"
            ),
            Place(rf"{HOST}pubmed\.(?:gov|cn|com|org)/0*([1-9]\d{{0,8}}){_END}"),
            Place(rf"{HOST}europepmc\.org/(?:articles?|abstract)/med/0*([1-9]\d{{0,8}}){_END}"),
            Place(rf"https?://[^?#\s]+/(?:pubmed|pmid):0*([1-9]\d{{0,8}}){_END}"),
        ),
        marks=("pubmed", "ncbi.nlm", "europepmc", "/pmid:"),
        page="https://pubmed.ncbi.nlm.nih.gov/{value}/",
        sureness=7,
        record_number=True,
        asked_as={"semantic scholar": "PMID:{value}", "openalex": "pmid:{value}"},
        given_as={"semantic scholar": "PubMed"},
    ),
    Kind(
        "pmcid",
        "PubMed Central",
        form=r"(?:PMC)?0*([1-9]\d{0,8})",
        example="PMC7703568",
        normal=lambda value: f"PMC{value.upper().removeprefix('PMC')}",
        prefixes=("pmc", "pubmedcentral", "pubmed central"),
        columns=("pmc", "pmc id", "pubmedcentral", "pubmed central id"),
        bare=r"PMC0*([1-9]\d{3,8})",
        in_text=True,
        places=(
            Place(
                rf"{HOST}(?:ncbi\.nlm\.nih\.gov/(?:m/|labs/)?pmc|pmc\.ncbi\.nlm\.nih\.gov)"
                rf"/(?:articles/)?(?:PMC/?)?0*([1-9]\d{{0,8}}){_END}"
            ),
            Place(
                rf"{HOST}(?:pubmedcentral|ncbi\.nlm|europepmc)\.(?:nih\.gov|com|org)/[^#\s]*\?(?:[^#\s]*&)?"
                rf"(?:art|acc)id=(?:PMC)?0*([1-9]\d{{0,8}}){_END}"
            ),
            Place(rf"https?://[^?#\s]+/pmc(?:id)?:(?:PMC)?0*([1-9]\d{{0,8}}){_END}"),
            Place(
                rf"{HOST}europepmc\.org/(?:articles?|abstract)/(?:pmc/)?PMC0*([1-9]\d{{0,8}}){_END}"
            ),
        ),
        marks=("ncbi.nlm", "europepmc", "pubmedcentral", "/pmc"),
        page="https://pmc.ncbi.nlm.nih.gov/articles/{value}/",
        sureness=8,
        record_number=True,
        asked_as={"semantic scholar": "PMCID:{digits}", "openalex": "pmcid:{value}"},
        given_as={"semantic scholar": "PubMedCentral"},
    ),
    Kind(
        "openalex",
        "OpenAlex",
        form=r"(W\d{1,12})",
        example="W2963341956",
        normal=str.upper,
        columns=("openalex id",),
        bare=r"(W\d{8,12})",
        in_text=True,
        places=(Place(rf"{HOST}openalex\.org/(?:works/)?(W\d{{1,12}}){_END}"),),
        marks=("openalex",),
        page="https://openalex.org/{value}",
        one_per_version=True,
        sureness=9,
        record_number=True,
        asked_as={"openalex": "{value}"},
    ),
    Kind(
        "dblp",
        "DBLP",
        form=rf"({_DBLP})",
        example="conf/naacl/DevlinCLT19",
        normal=_normal_dblp,
        columns=("dblp key", "dblp id"),
        in_text=True,
        places=(
            Place(rf"{HOST}dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:[a-z]+\d?/)??({_DBLP})"),
        ),
        marks=("dblp",),
        page="https://dblp.org/rec/{value}",
        one_per_version=True,
        sureness=10,
        record_number=True,
        given_as={"semantic scholar": "DBLP"},
    ),
)
"""Every kind, in the order in which they name a paper: the first one known becomes its key.

To add a kind, add its row, below the others: keys that papers have already stay as they are.
"""

KIND_NAMED: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
IDENTIFIER_KINDS: tuple[IdentifierKind, ...] = tuple(KIND_NAMED)
"""Names of the kinds, in the order in which they name a paper."""


def label_of(kind: str) -> str:
    """What people call a kind; the name itself of one that is not known."""
    return KIND_NAMED[kind].label if kind in KIND_NAMED else kind


def surest_first(kind: str) -> tuple[int, str]:
    """Key to order kinds by how surely they name a paper; unknown ones come last."""
    return (KIND_NAMED[kind].sureness if kind in KIND_NAMED else 1_000, kind)


def understood_by(service: str) -> dict[IdentifierKind, str]:
    """Kinds a service can be asked by, with the forms it wants them in."""
    return {kind.name: kind.asked_as[service] for kind in KINDS if service in kind.asked_as}


def written_for(form: str, value: str) -> str:
    """A value in the form a service wants (see :attr:`Kind.asked_as`)."""
    return form.format(value=value, digits=re.sub(r"\D", "", value))


_CANONICAL = {kind.name: re.compile(kind.form, re.IGNORECASE) for kind in KINDS}
_BARE = {kind.name: re.compile(kind.bare, re.IGNORECASE) for kind in KINDS if kind.bare}
PREFIXES: Mapping[str, IdentifierKind] = {
    prefix: kind.name for kind in KINDS for prefix in (kind.name, *kind.prefixes)
}
"""What may be written before the colon, in lower case → the kind it means."""
_IN_LINKS = tuple(
    (
        kind.name,
        kind.marks,
        tuple(
            (place.mark, re.compile(place.pattern, re.IGNORECASE), place.value)
            for place in kind.places
        ),
    )
    for kind in KINDS
)
_WRAPPED = re.compile(
    r"(?:doi:\s*)?https?://(?:web\.archive\.org/web/\d+[a-z_]*/|(?:[\w-]+\.)?sci-hub\.\w+/|r\.jina\.ai/"
    r"|[^\s#]*?[?&](?:q|u|url|qurl|target|link|to|dest|redirect|uddg)=)(?=https?://|10\.)"
    r"|(?:doi:\s*)(?=https?://)",
    re.IGNORECASE,
)
_INFO = re.compile(r"^(?:info|urn):(\w+)[:/]", re.IGNORECASE)
LONGEST = 2_048
"""Characters of the longest text that is looked at."""
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({_ARXIV})(?:v\d+)?", re.IGNORECASE)


def canonical(kind: str, value: str) -> Identifier:
    """Give the canonical form of a value whose kind is known.

    Parameters
    ----------
    kind : str
        Name of a row of :data:`KINDS`.
    value : str
        The bare value, or a link or prefixed form of the same kind.

    Returns
    -------
    Identifier

    Raises
    ------
    IdentifierError
        If the kind is unknown or the value is none of that kind.
    """
    known = KIND_NAMED.get(kind)
    if known is None:
        kinds = ", ".join(IDENTIFIER_KINDS)
        raise IdentifierError(f"unknown kind of identifier “{_shown(kind)}”; known are {kinds}")
    text = untangled(value.strip())
    for name in (known.name, *known.prefixes):
        text = re.sub(rf"^{name}\s*:\s*", "", text, flags=re.IGNORECASE)
    match = _CANONICAL[kind].fullmatch(text)
    if match is not None and (normal := known.normal(match.group(1))):
        return Identifier(kind, normal)
    found = find_identifier(value) if "/" in value else None
    if found is not None and found.kind == kind:
        return found
    raise IdentifierError(
        f"“{_shown(value)}” is not a valid {kind} identifier; "
        f"expected something like {known.example}"
    )


_OF_JOURNALS = (
    (re.compile(r"\b(?:bio|med)rxiv\b", re.IGNORECASE), "https://biorxiv.org/content/{0}"),
    (re.compile(r"\bssrn\b", re.IGNORECASE), "https://ssrn.com/abstract={0}"),
    (re.compile(r"\bzenodo\b", re.IGNORECASE), "https://zenodo.org/records/{0}"),
    (re.compile(r"\bpsyarxiv\b", re.IGNORECASE), "https://osf.io/preprints/psyarxiv/{0}"),
)
"""Journals that number papers of their own → the address of one."""


def numbered(journal: str, number: str) -> Identifier | None:
    """What volume, number or pages say: an identifier, or the number of a preprint.

    >>> numbered("bioRxiv", "312322"), numbered("CoRR", "abs/1601.01234")
    (Identifier(kind='doi', value='10.1101/312322'), Identifier(kind='arxiv', value='1601.01234'))
    """
    number = number.strip()
    if len(number) < 5 or not number.isascii():
        return None
    found = find_identifier(number)
    if found is not None and found.kind in ("arxiv", "doi"):
        return found
    address = next((form for name, form in _OF_JOURNALS if name.search(journal)), None)
    if address is None or not number.replace(".", "").isalnum():
        return None
    return find_identifier(address.format(number))


@lru_cache(maxsize=8_192)
def find_identifier(text: str) -> Identifier | None:
    """Recognise the identifier in a string or URL.

    Understands links (arXiv abs/pdf/html and old ids, doi.org and publishers'
    DOI links, ACL Anthology old and new, OpenReview, Semantic Scholar, PubMed …), prefixed
    forms (``arXiv:1810.04805v2``, ``doi:…``, ``CorpusId:…``) and bare values that
    can be nothing else.

    Returns
    -------
    Identifier or None
        None where the text names no paper, or is longer than :data:`LONGEST`.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    text = _INFO.sub(r"\1:", _WRAPPED.sub("", untangled(text), count=1))
    whole_address = "://" in text
    if whole_address or "/" in text:
        found = _in_link(text)
        if found is not None or whole_address:
            return found
    prefix, colon, rest = text.partition(":")
    known = PREFIXES.get(prefix.strip().lower()) if colon else None
    if known is not None:
        bare = _without_subject(rest.strip()) if known == "arxiv" else rest.strip()
        match = _CANONICAL[known].fullmatch(bare)
        return _typed(known, match.group(1)) if match else None
    return _bare(text)


def _in_link(text: str) -> Identifier | None:
    low = text.lower()
    for kind, marks, places in _IN_LINKS:
        if not any(mark in low for mark in marks):
            continue
        for mark, pattern, value in places:
            match = pattern.match(text) if mark in low else None
            if match is None:
                continue
            written = (
                value.format(*match.groups()) if isinstance(value, str) else value(*match.groups())
            )
            found = _typed(kind, written) if written else None
            if found is not None:
                return found
    return None


def _bare(text: str) -> Identifier | None:
    for kind, pattern in _BARE.items():
        match = pattern.fullmatch(text)
        if match is not None:
            return _typed(kind, match.group(1))
    return None


def _without_subject(value: str) -> str:
    """Without the subject class arXiv itself prints: ``1810.04805 [cs.CL]``."""
    return re.sub(r"\s*\[[\w.-]+\](?: \d{1,2} \w+ \d{4})?$", "", value)


def _typed(kind: IdentifierKind, value: str) -> Identifier | None:
    if kind == "doi":
        arxiv = _ARXIV_DOI.fullmatch(normal_doi(value))
        if arxiv is not None:  # arXiv's own DOIs name the same record as the arXiv id
            kind, value = "arxiv", arxiv.group(1)
    normal = KIND_NAMED[kind].normal(value)
    return Identifier(kind, normal) if normal else None


def _shown(value: str) -> str:
    return value if len(value) <= 80 else value[:77] + "…"


def url_of(kind: str, value: str) -> str | None:
    """Link to the page of an identifier; None for kinds without a public page."""
    page = KIND_NAMED[kind].page if kind in KIND_NAMED else None
    return None if page is None else page.format(value=value)


def paper_key(identifiers: Mapping[str, str], title: str | None) -> str:
    """Name a paper by its best identifier, or by its title where it has none.

    The order of preference is that of :data:`KINDS`.
    """
    for kind in IDENTIFIER_KINDS:
        if identifiers.get(kind):
            return f"{kind}:{identifiers[kind]}"
    words = re.sub(r"[\W_]+", "-", (title or "untitled").casefold()).strip("-")
    return f"title:{words}"


def without_record_numbers(identifiers: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out a service's own numbers, unless there is nothing else: no person keeps them.

    >>> without_record_numbers({"arxiv": "1810.04805", "openalex": "W2896457183"})
    {'arxiv': '1810.04805'}
    >>> without_record_numbers({"openalex": "W2896457183"})
    {'openalex': 'W2896457183'}
    """
    kept = {kind: one for kind, one in identifiers.items() if not KIND_NAMED[kind].record_number}
    return kept or identifiers


def arxiv_month(arxiv: str) -> tuple[int, int] | None:
    """Year and month in which an arXiv paper was first submitted: its id says so.

    None for an id that names no month: arXiv itself gives no such id.

    >>> arxiv_month("1907.11692")
    (2019, 7)
    >>> arxiv_month("cs/0309023")
    (2003, 9)
    """
    number = arxiv.partition("/")[2] or arxiv
    year, month = int(number[:2]), int(number[2:4])
    return (1900 + year if year > 90 else 2000 + year, month) if 1 <= month <= 12 else None


def with_implied(identifiers: Mapping[str, str]) -> dict[str, str]:
    """Add the identifiers that others imply.

    The DOIs of the ACL Anthology contain the Anthology's own id, DBLP's keys of CoRR arXiv's.

    >>> with_implied({"doi": "10.18653/v1/p19-1139"})
    {'doi': '10.18653/v1/p19-1139', 'acl': 'P19-1139'}
    """
    found = dict(identifiers)
    prefix, _, rest = found.get("doi", "").partition("/v1/")
    if prefix == "10.18653" and "acl" not in found:
        match = _CANONICAL["acl"].fullmatch(rest)
        if match is not None:
            found["acl"] = _normal_acl(match.group(1))
    number = re.fullmatch(r"journals/corr/abs-(\d{4})-(\d{4,5})", found.get("dblp", ""))
    if number is not None and "arxiv" not in found:
        found["arxiv"] = ".".join(number.groups())
    return found
