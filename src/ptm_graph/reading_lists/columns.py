"""What the columns of a table hold: by the names that databases and people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ptm_graph.words.identifiers import KINDS
from ptm_graph.words.titles import clean

Columns = Mapping[str, Sequence[int]]
"""What a column holds → where such columns stand, the one to be preferred first."""

# of several columns of a kind the one whose name stands first counts
_NAMES: dict[str, str] = {
    "title": "title|article title|paper title|document title|item title|work title|paper name|paper"
    "|display name|original title|translated title|name|titel|titre|título|titolo"
    "|论文|标题|题目|题名|论文标题|论文名称|篇名",
    "short_title": "short title|alias|aliases|abbreviation|acronym|model|method|模型|简称|缩写",
    "authors": "author full names|author full name|authors|author|author names|author name|author s"
    "|authors full names|creators|creator|contributors|authorships author display name"
    "|authorships raw author name|book author full names|book authors|editors|editor"
    "|autoren|autor|auteurs|autores|作者",
    "year": "year|publication year|pub year|pubyear|published year|year published|publicationyear"
    "|publication date|date published|pubdate|cover date|issued|date|published|jahr|année|año"
    "|年份|年|日期|发表时间",
    "venue": "venue|publication title|journal title|journal name|journal|full journal title"
    "|source title|source title anthology title|journal book|container title|proceedings title"
    "|conference title|conference name|conference|pubtitle|publication|book title|booktitle"
    "|primary location source display name|source full title|source|anthology title"
    "|book series title|会议|期刊|来源|出处|刊名",
    "url": "url|urls|link|links|pdf|paper link|paper url|arxiv link|arxiv url|semantic scholar url"
    "|open access url|openreviewlink|code|code url|code link|github|project|article url"
    "|articleurl|document url|documenturl|full text url|fulltexturl|full text link|open url link"
    "|source urls|external url|landing page url|primary location landing page url|pdf link|pdf url"
    "|source linkout|plink|permalink|web address|链接|论文链接|代码|地址",
    "note": "note|notes|my notes|comment|comments|remark|remarks|备注|笔记|说明",
    "extra": "extra|externalids|external ids|archive location|archive|number|report number",
    "keywords": "tags|tag|keywords|keyword|author keywords|author keyword|authors keywords"
    "|manual tags|labels|labels filed in|标签|关键词",
    "numbers": "volume|pages|page|page start|start page|issue|article number|art no|eid",
    "properties": "properties",
    "tags": "collection|collections|category|topic|section|family|folder|folders filed in|group"
    "|类别|分类|主题",
}
_ROLE = {
    name: (role, rank)
    for role, names in _NAMES.items()
    for rank, name in enumerate(names.split("|"))
} | {
    name: (kind.name, rank)
    for kind in KINDS
    for rank, name in enumerate((kind.name, *kind.columns))
}
_WEB_OF_SCIENCE = {
    **{"TI": ("title", 0), "SO": ("venue", 0), "SE": ("venue", 1), "J9": ("venue", 2)},
    **{"AF": ("authors", 0), "AU": ("authors", 1), "BF": ("authors", 2), "BA": ("authors", 3)},
    **{"CA": ("authors", 4), "GP": ("authors", 5), "BE": ("authors", 6)},
    **{"PY": ("year", 0), "EY": ("year", 1), "EA": ("year", 2), "PD": ("year", 3)},
    **{"DI": ("doi", 0), "D2": ("doi", 1), "PM": ("pmid", 0), "DE": ("keywords", 0)},
}
_AN_IDENTIFIER = re.compile(
    rf"(?:(?:item|article|paper|document|work|publication|medline|pubmed) )?"
    rf"({'|'.join(kind.name for kind in KINDS)})(?: (?:id|ids|number|no|link|url))?"
)
_A_TITLE = re.compile(r"\btitles?\b|标题|题名")
_OF_ELSE = re.compile(
    r"journal|source|book|series|short|conference|container|proceeding|publication|host|running"
    r"|section|job|\bid\b|number|abbrev|期刊|来源"
)
_NEVER = re.compile(
    r"abstract|summary|affiliation|address|funding|acknowled|cit(?:e|ed|es|ing|ations?)\b|reference"
    r"|related|similar|publisher|language|type|issn|isbn|volume|issue|pages?\b|count|orcid|keyword"
    r"|query|摘要|机构|单位",
    re.IGNORECASE,
)
"""Words in the names of columns that hold neither the title nor a link to the paper."""
TELLING = ("title", "url", *(kind.name for kind in KINDS))
"""What a column has to hold so that a table is a list of papers."""


def named(header: Sequence[str]) -> dict[str, list[int]]:
    """Find the columns whose names are known."""
    tags = [name.strip().lstrip("\ufeff") for name in header]
    of_tags = sum(tag in _WEB_OF_SCIENCE for tag in tags) >= 3
    found: list[tuple[str, int, int]] = []
    for index, tag in enumerate(tags):
        role = _WEB_OF_SCIENCE.get(tag) if of_tags else _role(bare(tag))
        if role is not None:
            found.append((*role, index))
    columns: dict[str, list[int]] = {}
    for role_name, _, index in sorted(found):
        columns.setdefault(role_name, []).append(index)
    return columns if any(len(name) < 40 for name in header) else {}


def bare(name: str) -> str:
    """The name of a column as words."""
    return re.sub(r"[\W_]+", " ", clean(name)).strip().casefold()


def _role(name: str) -> tuple[str, int] | None:
    known = _ROLE.get(name)
    identifier = _AN_IDENTIFIER.fullmatch(name)
    if known is None and identifier is not None:
        return identifier[1], 99
    is_title = known is None and _A_TITLE.search(name) and not _OF_ELSE.search(name)
    return ("title", 50) if is_title else known


def may_be_of_the_paper(name: str) -> bool:
    """Whether a column of an unknown name may hold its title, or a link to it."""
    return _NEVER.search(name) is None
