"""Reading lists in: any file a researcher keeps becomes seed entries.

One module a format, each with ``read(text, file=None) -> ReadingList``; they and
their parsers are loaded when a file of that format is read.
"""

from ptm_graph.reading_lists.reading import (
    FORMATS,
    read_bytes,
    read_file,
    read_files,
    read_reading_list,
    read_text,
)
from ptm_graph.reading_lists.result import Mention, ReadingList

__all__ = [
    "FORMATS",
    "Mention",
    "ReadingList",
    "read_bytes",
    "read_file",
    "read_files",
    "read_reading_list",
    "read_text",
]
