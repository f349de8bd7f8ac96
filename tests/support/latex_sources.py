"""LaTeX sources, packed as arXiv serves them."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping


def packed(files: Mapping[str, str | bytes], *, gzipped: bool = True) -> bytes:
    """A tar archive of files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz" if gzipped else "w") as tar:
        for name, text in files.items():
            data = text if isinstance(text, bytes) else text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return stream.getvalue()
