"""Small dumps in the shapes of the real ones; all papers in them are made up."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PAPERS: tuple[dict[str, Any], ...] = (
    {
        "corpusid": 101,
        "externalids": {"DOI": "10.5555/first", "ArXiv": "1501.00001", "ACL": None},
        "url": f"https://www.semanticscholar.org/paper/{'a' * 40}",
        "title": "TreeNet: Networks that grow like trees",
        "authors": [{"authorId": "1", "name": "Ada One"}, {"authorId": None, "name": "Bo Two"}],
        "venue": "",
        "journal": {"name": "Journal of Trees", "pages": "1-9", "volume": "1"},
        "year": 2015,
        "referencecount": 0,
        "citationcount": 40,
        "influentialcitationcount": 4,
        "s2fieldsofstudy": [
            {"category": "Computer Science", "source": "external"},
            {"category": "Computer Science", "source": "s2-fos-model"},
        ],
        "publicationtypes": ["JournalArticle"],
        "publicationdate": "2015-01-02",
    },
    {
        "corpusid": 102,
        "externalids": {"DOI": "10.5555/second"},
        "url": f"https://www.semanticscholar.org/paper/{'b' * 40}",
        "title": "DeepTreeNet: Trees that grow deeper",
        "authors": [{"authorId": "3", "name": "Cy Three"}],
        "venue": "Forests",
        "journal": None,
        "year": 2017,
        "referencecount": 2,
        "citationcount": 9,
        "influentialcitationcount": 1,
        "s2fieldsofstudy": None,
        "publicationtypes": None,
        "publicationdate": "2017-06-05",
    },
    {
        "corpusid": 103,
        "externalids": {"DOI": None},
        "url": f"https://www.semanticscholar.org/paper/{'c' * 40}",
        "title": "A survey of trees",
        "authors": [],
        "venue": "Forests",
        "journal": None,
        "year": None,
        "referencecount": 2,
        "citationcount": 0,
        "influentialcitationcount": 0,
        "s2fieldsofstudy": [],
        "publicationtypes": ["Review"],
        "publicationdate": None,
    },
)

CITATIONS: tuple[dict[str, Any], ...] = (
    {
        "citationid": 1,
        "citingcorpusid": 102,
        "citedcorpusid": 101,
        "isinfluential": True,
        "contexts": ["We extend TreeNet (One et al., 2015) by more layers."],
        "intents": [["methodology"]],
    },
    {
        "citationid": 2,
        "citingcorpusid": 103,
        "citedcorpusid": 101,
        "isinfluential": False,
        "contexts": [],
        "intents": [],
    },
    {
        "citationid": 3,
        "citingcorpusid": 103,
        "citedcorpusid": 102,
        "isinfluential": False,
        "contexts": ["DeepTreeNet is deeper."],
        "intents": [["background"], ["background"]],
    },
    {"citationid": 4, "citingcorpusid": 102, "citedcorpusid": None, "isinfluential": False},
)

ABSTRACTS: tuple[dict[str, Any], ...] = (
    {"corpusid": 101, "abstract": "We let networks grow as trees do."},
    {"corpusid": 102, "abstract": "We present DeepTreeNet, which extends TreeNet."},
)


def older(row: Mapping[str, Any]) -> dict[str, Any]:
    """A citation as the dumps of 2022 had it: ids as texts, flat intents, no number."""
    cited = row["citedcorpusid"]
    return {
        "citingcorpusid": str(row["citingcorpusid"]),
        "citedcorpusid": None if cited is None else str(cited),
        "isinfluential": row["isinfluential"],
        "contexts": row.get("contexts") or None,
        "intents": [one for some in row.get("intents") or () for one in some] or None,
        "updated": "2022-01-27T03:01:26.115Z",
    }


def write_lines(path: Path, rows: Iterable[Mapping[str, Any] | str]) -> Path:
    """JSON lines, packed; a text is written as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for row in rows:
            stream.write((row if isinstance(row, str) else json.dumps(row)) + "\n")
    return path


def s2ag(
    folder: Path,
    papers: Iterable[Mapping[str, Any] | str] = PAPERS,
    citations: Iterable[Mapping[str, Any] | str] = CITATIONS,
    abstracts: Iterable[Mapping[str, Any] | str] = ABSTRACTS,
) -> Path:
    """A dump of the Academic Graph."""
    for name, rows in (("papers", papers), ("citations", citations), ("abstracts", abstracts)):
        write_lines(folder / name / f"{name}-part0.jsonl.gz", rows)
    return folder
