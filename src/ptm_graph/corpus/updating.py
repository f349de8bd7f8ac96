"""A corpus brought to a newer release by what has changed since.

What the corpus holds is staged as if it were another file, without what was deleted or is told
anew; then everything is ordered and judged as in an import. What costs most, the reading of
papers, is not done again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptm_graph.corpus.database import finds, pattern, rows_of, session, write
from ptm_graph.corpus.dumps.registry import DUMPS
from ptm_graph.corpus.importing import MEMORY, make
from ptm_graph.corpus.joining import OLD
from ptm_graph.corpus.layout import Corpus, TableName
from ptm_graph.enrich.progress import Progress
from ptm_graph.errors import CorpusError
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    import duckdb


def update(
    path: Path,
    diffs: Path,
    *,
    memory: int = MEMORY,
    release: str = "",
    progress: Progress | None = None,
) -> Corpus:
    """Bring a corpus up to date with what a release has changed.

    Parameters
    ----------
    path, diffs : Path
        The corpus, and the folder of changed files; those in a folder whose name contains
        ``delete`` name what is not there any more.
    memory : int
        Bytes that may be used, over all processes.
    release : str
        Which state of the source it is then.
    progress : Progress, optional
        Told about each step.

    Raises
    ------
    CorpusError
        If there is no corpus or nothing to import, if the corpus does not come from a dump, or
        if sentences were read for it that it has not kept.
    """
    corpus = Corpus(path)
    dump = next((one for one in DUMPS.values() if one.title == corpus.info.source), None)
    values: dict[str, Any] = {"corpus": str(path)}
    if dump is None:
        raise CorpusError(Said("corpus.no dump", values))
    keeps = corpus.has("sentences")
    with session(memory) as connection:
        citations = rows_of(corpus.path / "citations")
        known = f"SELECT 1 FROM {citations} WHERE mentions IS NOT NULL"
        if not keeps and finds(connection, known):
            raise CorpusError(Said("corpus.no sentences", values))

    def stage_known(staged: Path) -> None:
        with session(memory, spill=staged / "spilled") as connection:
            _Known(connection, corpus, staged).stage()

    return make(
        dump,
        diffs,
        path,
        memory=memory,
        sentences=keeps,
        release=release or corpus.info.release,
        progress=progress,
        known=stage_known,
        left_out=corpus.info.left_out,
    )


class _Known:
    """Stages what a corpus holds and its changes leave as it is."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, corpus: Corpus, staged: Path):
        self.connection, self.corpus, self.staged = connection, corpus, staged

    def stage(self) -> None:
        """Write the files; each replaces what an earlier run has written."""
        gone = self._told("deleted", "paper")
        renewed = self._told("papers", "paper")
        self._write(
            "papers",
            f"SELECT p.*, coalesce(t.value, '') AS plain FROM {self._rows('papers')} p "
            f"LEFT JOIN {self._rows('ids')} t ON t.kind = 'title' AND t.paper = p.paper "
            f"WHERE p.paper NOT IN {gone}",
        )
        # a record that is told anew tells all its identifiers, but for those of its doubles
        self._write(
            "ids",
            f"{self._of('ids')} WHERE kind <> 'title' AND paper NOT IN {gone} "
            f"AND (kind = 's2' OR paper NOT IN {renewed})",
        )
        if self.corpus.has("abstracts"):
            self._write("abstracts", f"{self._of('abstracts')} WHERE paper NOT IN {gone}")
        told_anew = (self._told(one, "citing, cited") for one in ("uncited", "citations"))
        pairs = " UNION ".join(told_anew)
        contexts, joined = "NULL::VARCHAR[] AS contexts", ""
        if self.corpus.has("sentences"):
            contexts = "contexts"
            joined = (
                "LEFT JOIN (SELECT citing, cited, list(text ORDER BY place) AS contexts "
                f"FROM {self._rows('sentences')} GROUP BY citing, cited) USING (citing, cited)"
            )
        told = self._of("citations", f"citing, cited, influential, intents, {contexts}")
        self._write("citations", f"{told} {joined} ANTI JOIN ({pairs}) USING (citing, cited)")

    def _of(self, table: TableName, columns: str = "*") -> str:
        return f"SELECT {columns} FROM {self._rows(table)}"

    def _rows(self, table: TableName) -> str:
        return rows_of(self.corpus.path / table)

    def _told(self, table: str, columns: str) -> str:
        """What the changes tell of a table."""
        files = [one for one in (self.staged / table).glob("*.parquet") if OLD not in one.name]
        if not files:
            nulls = ", ".join(f"NULL::BIGINT AS {one}" for one in columns.split(", "))
            return f"(SELECT {nulls} LIMIT 0)"
        listed = ", ".join(map(pattern, sorted(files)))
        return f"(SELECT {columns} FROM read_parquet([{listed}]))"

    def _write(self, table: str, select: str) -> None:
        write(self.connection, select, self.staged / table / f"{OLD}.parquet")
