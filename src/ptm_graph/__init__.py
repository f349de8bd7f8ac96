"""Turn a reading list into a lineage of papers that a researcher can trust."""

__version__ = "0.1.0"
