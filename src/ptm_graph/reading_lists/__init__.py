"""Reading lists in: any file a researcher keeps becomes seed entries.

One module a format, each with ``read(text, file=None) -> ReadingList``, and one entry a
format in :mod:`.formats`; modules and their parsers are loaded when a file of that format
is read.
"""

from ptm_graph.reading_lists.formats import FORMATS, ListFormat, known_formats
from ptm_graph.reading_lists.reading import (
    read_bytes,
    read_file,
    read_files,
    read_reading_list,
    read_text,
)
from ptm_graph.reading_lists.result import Mention, ReadingList

__all__ = [
    "FORMATS",
    "ListFormat",
    "Mention",
    "ReadingList",
    "known_formats",
    "read_bytes",
    "read_file",
    "read_files",
    "read_reading_list",
    "read_text",
]
