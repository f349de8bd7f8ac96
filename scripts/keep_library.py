"""Keep a library as today's code makes it, for the tests of every later version.

    python scripts/keep_library.py

Whoever changes the schema runs this once: it writes ``N.sql``, ``N.decisions.yaml`` and
``N.json`` to ``tests/library/kept``, N being the new version of the schema. Nothing is asked
of any host; the services are those of the tests. What is kept already is never written anew:
it is what people have on their disks. (While N is not yet merged, delete its three files
first.)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

import library_story
from kept_library import Kept, sql_text, summary, summary_text

from ptm_graph.files import write_text
from ptm_graph.library import Library, schema


def keep(kept: Kept) -> None:
    """Make a library and write its three files."""
    kept.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        path = library_story.make(Path(name))
        with Library.open(path) as library:
            write_text(kept.summary, summary_text(summary(library)))
        write_text(kept.decisions, (path.parent / "decisions.yaml").read_text(encoding="utf-8"))
        write_text(kept.text, sql_text(path))


def main() -> int:
    """Keep the current version of the schema, unless it is kept."""
    kept = Kept(len(schema.MIGRATIONS))
    if kept.text.exists():
        print(f"{kept.text}: is kept already", file=sys.stderr)
        return 1
    keep(kept)
    print(f"{kept.text}: {kept.text.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
