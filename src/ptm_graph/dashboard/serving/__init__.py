"""How the dashboard is started: the server, and the script it runs for every visitor."""

from ptm_graph.dashboard.serving.gate import gate
from ptm_graph.dashboard.serving.server import PAGE, SETTINGS, lifespan, serve

__all__ = ["PAGE", "SETTINGS", "gate", "lifespan", "serve"]
