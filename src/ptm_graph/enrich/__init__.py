"""From reading-list entries to a library, from the bundled snapshot or the services."""

from ptm_graph.enrich.build import BuildReport, build, build_bundled
from ptm_graph.enrich.progress import Progress, Silent

__all__ = ["BuildReport", "Progress", "Silent", "build", "build_bundled"]
