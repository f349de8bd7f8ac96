"""A static site of a library: a folder of pages that needs no server and no network.

:func:`make_site` writes it. Pages are made of the templates in ``pages/`` by Jinja with all
outside text escaped; what they tell is collected by :mod:`ptm_graph.workflow.publishing`.
"""

from ptm_graph.site.making import Made, make_site

__all__ = ["Made", "make_site"]
