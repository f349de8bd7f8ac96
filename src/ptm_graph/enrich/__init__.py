"""From reading-list entries to a library, from the bundled snapshot or the services.

``build`` needs no network; ``refresh`` imports the clients of the services, so it is a
module of its own that is loaded only when asked for.
"""

from ptm_graph.enrich.build import BuildReport, build
from ptm_graph.enrich.progress import Progress, Silent

__all__ = ["BuildReport", "Progress", "Silent", "build"]
