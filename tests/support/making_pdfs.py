"""Small PDFs, made by hand for what they say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)


def pdf(
    path: Path,
    title: str | None = None,
    page: str = "",
    xmp: str = "",
    *,
    fields: dict[str, str] | None = None,
    links: Sequence[tuple[str, float]] = (),
    password: str | None = None,
) -> Path:
    """A PDF of one page, 600 by 800, whose text is drawn by these commands.

    ``links`` are addresses and how high they stand.
    """
    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(600, 800)
    fonts = DictionaryObject(
        {NameObject("/F1"): _font("/Helvetica"), NameObject("/F2"): _font("/Helvetica-Bold")}
    )
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = StreamObject()
    drawn.set_data(page.encode("latin-1"))
    sheet[NameObject("/Contents")] = writer._add_object(drawn)
    if links:
        sheet[NameObject("/Annots")] = ArrayObject(_link(*one) for one in links)
    if title or fields:
        writer.add_metadata({**({"/Title": title} if title else {}), **(fields or {})})
    if xmp:
        writer.xmp_metadata = xmp.encode()
    if password is not None:
        writer.encrypt(password)
    writer.write(path)
    return path


def _font(name: str) -> DictionaryObject:
    told = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": name}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in told.items()})


def _link(address: str, top: float) -> DictionaryObject:
    action = {"/S": NameObject("/URI"), "/URI": TextStringObject(address)}
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject(FloatObject(at) for at in (90, top - 9, 300, top)),
            NameObject("/A"): DictionaryObject({NameObject(k): v for k, v in action.items()}),
        }
    )


def lines(*told: tuple[float, float, str]) -> str:
    """Commands that draw lines of text: size, height on the page, text."""
    return " ".join(
        f"BT /F1 {size} Tf 1 0 0 1 90 {top} Tm ({text}) Tj ET" for size, top, text in told
    )


def turned(text: str) -> str:
    """Commands that draw a text upwards along the left margin, as arXiv stamps its papers."""
    return f"BT /F1 24 Tf 0 1 -1 0 20 200 Tm ({text}) Tj ET"


def xmp(inner: str) -> str:
    """XMP data around some elements of ``dc`` and ``prism``."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        f"{inner}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
