"""``python -m ptm_graph`` is ``ptm-graph``."""

from ptm_graph.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
