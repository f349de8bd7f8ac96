"""How a corpus lies on disk: a folder with a folder of Parquet files for each table.

::

    CORPUS/corpus.json             written last: a folder without it is half made
    CORPUS/papers/*.parquet        by paper
    CORPUS/citations/*.parquet     by citing, cited
    CORPUS/cited_by/*.parquet      the same citations by cited, citing, in few columns
    CORPUS/ids/*.parquet           by kind, value
    CORPUS/abstracts/*.parquet     by paper; may be missing
    CORPUS/sentences/*.parquet     by citing, cited, place; may be missing

The files of a table, in the order of their names, are sorted as a whole and overlap in no key.
All columns are always there; what is unknown is null. Three things hold of every corpus, and
whoever writes one counts what it leaves out for them (``left_out``):

- ``paper`` is unique, and both ends of each citation are among the papers;
- each pair of ``citing`` and ``cited`` occurs once, in ``citations`` as in ``cited_by``;
- no paper cites itself.

What depends on texts is computed when a corpus is made, by the functions that also serve
libraries; engines read numbers only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ptm_graph.errors import CorpusError
from ptm_graph.files import write_text
from ptm_graph.lineage.relational.columns import FACTS, STORED
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    import pyarrow

LAYOUT = 1
"""Version of the layout; a corpus of a newer one is refused."""

INFO = "corpus.json"
WORK = ".import"
"""The folder inside a corpus in which its next state is made."""

TableName = Literal["papers", "citations", "cited_by", "ids", "abstracts", "sentences"]

OPTIONAL: frozenset[TableName] = frozenset({"abstracts", "sentences"})
"""Tables that a corpus may lack."""

_PAPERS = {
    "paper": "int64",  # of the source where it has integers; ties go to the smaller one
    "key": "string",  # best identifier, as a library names the paper
    "identifiers": "[string]",  # those beside the key, as kind:value
    "title": "string",
    "authors": "[string]",
    "year": "int32",
    "date": "string",  # as it is known: 2018, 2018-10 or 2018-10-11
    "first_day": "int32",  # first and last day it may mean, as ordinals of datetime.date
    "last_day": "int32",
    "venue": "string",
    "fields": "[string]",
    "publication_types": "[string]",
    "citation_count": "int64",  # in the world
    "influential_citation_count": "int64",
    "reference_count": "int64",  # as stated, also where the references are not known
    "complete": "bool",  # whether its references are known to be complete
    "material": "bool",  # the title names data, a tool …: CitationIndex.is_material
    "survey": "bool",  # the title says that it looks over a field
    "review": "bool",  # typed as a review; with a long list it counts as a survey
    "measured": "bool",  # of the field whose papers were annotated: measured_field
    "surnames": "[int64]",  # hashes of the authors' last names; empty where unknown
    "names": "[string]",  # that the title coins
    "words": "[int64]",  # hashes of the title's content words, in order
}
_CITATIONS = {
    "citing": "int64",
    "cited": "int64",
    "influential": "bool",
    "intents": "[string]",
    "mentions": "int32",  # distinct citing sentences; null: the citing text was not seen
    "sentence_numbers": "[int32]",  # which of the citing paper's sentences
    **dict.fromkeys(FACTS, "float64"),
    **dict.fromkeys(STORED, "float64"),
}
_CITED_BY = {name: _CITATIONS[name] for name in ("cited", "citing", "mentions", "first_person")} | {
    "cue_material": "float64"
}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of a table and what its rows are sorted by."""

    columns: Mapping[str, str]
    order: tuple[str, ...]

    def schema(self) -> pyarrow.Schema:
        """As Arrow has it."""
        import pyarrow as pa

        def typed(name: str) -> pyarrow.DataType:
            if name.startswith("["):
                return pa.list_(typed(name[1:-1]))
            return pa.bool_() if name == "bool" else pa.type_for_alias(name)

        return pa.schema([(name, typed(kind)) for name, kind in self.columns.items()])


TABLES: Mapping[TableName, Table] = MappingProxyType(
    {
        "papers": Table(_PAPERS, ("paper",)),
        "citations": Table(_CITATIONS, ("citing", "cited")),
        "cited_by": Table(_CITED_BY, ("cited", "citing")),
        # value as it is compared: ``words.identifiers`` gives its form; of the kind ``title``,
        # which alone may name several papers, the title as titles are compared
        "ids": Table({"kind": "string", "value": "string", "paper": "int64"}, ("kind", "value")),
        "abstracts": Table({"paper": "int64", "abstract": "string"}, ("paper",)),
        "sentences": Table(
            {"citing": "int64", "cited": "int64", "place": "int32", "text": "string"},
            ("citing", "cited", "place"),
        ),
    }
)


@dataclass(frozen=True)
class Info:
    """What ``corpus.json`` says."""

    source: str
    """Where the papers are from, as a person reads it: ``Semantic Scholar Academic Graph``."""
    release: str = ""
    """Which state of the source it is; empty where it has none."""
    rows: Mapping[TableName, int] = field(default_factory=dict)
    """Rows of each table that is there."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Why rows of the source were left out → how many."""
    credits: tuple[str, ...] = ()
    """Whom to credit wherever the data is shown."""


class Corpus:
    """A corpus that is there and whole.

    Parameters
    ----------
    path : Path
        Its folder.

    Raises
    ------
    CorpusError
        If there is none, it is half made or damaged, or of a newer layout.
    """

    def __init__(self, path: Path):
        self.path = path
        self.info = _read(path)

    def files(self, table: TableName) -> list[Path]:
        """The files of a table, in order; none where it is missing."""
        return sorted((self.path / table).glob("*.parquet"))

    def has(self, table: TableName) -> bool:
        """Whether a table is there."""
        return bool(self.files(table))


def finish(path: Path, info: Info) -> Corpus:
    """Say that the tables in a folder are a whole corpus now."""
    write_text(path / INFO, json.dumps({"layout": LAYOUT} | asdict(info), indent=2) + "\n")
    return Corpus(path)


def _read(path: Path) -> Info:
    values = {"corpus": str(path)}
    try:
        data = json.loads((path / INFO).read_text(encoding="utf-8"))
        layout = int(data.pop("layout"))
        if layout > LAYOUT:
            raise CorpusError(Said("corpus.newer", values))
        data["credits"] = tuple(data["credits"])
        info = Info(**data)
    except FileNotFoundError as error:
        there = any((path / name).is_dir() for name in (*TABLES, WORK))
        said = Said("corpus.half made", values) if there else Said("corpus.missing", values)
        raise CorpusError(said) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorpusError(Said("corpus.damaged", values | {"table": INFO})) from error
    for name in TABLES:
        if name not in OPTIONAL and not any((path / name).glob("*.parquet")):
            raise CorpusError(Said("corpus.damaged", values | {"table": name}))
    return info
