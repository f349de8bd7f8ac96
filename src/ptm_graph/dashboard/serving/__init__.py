"""How the dashboard is started: the server, and the script it runs for every visitor."""

from ptm_graph.dashboard.serving.server import PAGE, SETTINGS, lifespan, serve

__all__ = ["PAGE", "SETTINGS", "lifespan", "serve"]
