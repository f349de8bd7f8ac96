"""A site resolves in itself, tells nothing that was not asked for, and is the same each time."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import ptm_graph as pg
from ptm_graph.errors import InputError
from ptm_graph.site import make_site
from ptm_graph.workflow.publishing import Published, published


@pytest.fixture(scope="module")
def found() -> Published:
    with pg.Library.bundled() as library:
        return published(library)


@pytest.fixture(scope="module")
def out(found: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "site"
    make_site(found, out, url="https://example.org/lineage/")
    return out


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.followed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        named = told.get("href") or told.get("src")
        if named and tag in ("script", "img", "iframe", "link"):
            self.asked.append(named)
        elif named:
            self.followed.append(named)


def addresses(page: Path) -> _Addresses:
    reader = _Addresses()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def test_every_link_leads_to_a_file_of_the_site(out: Path) -> None:
    broken, followed = set(), 0
    for page in sorted(out.rglob("*.html")):
        if page.parent.name == "downloads":
            continue
        told = addresses(page)
        for address in (*told.asked, *told.followed):
            parts = urlsplit(address)
            if parts.scheme or not parts.path:
                continue
            followed += 1
            assert not address.startswith("/")
            if not (page.parent / unquote(parts.path)).resolve().is_file():
                broken.add((page.relative_to(out).as_posix(), address))
    assert followed > 1000
    assert not broken


def test_nothing_is_asked_of_another_host(out: Path) -> None:
    for page in sorted(out.rglob("*.html")):
        asked = [one for one in addresses(page).asked if urlsplit(one).scheme in ("http", "https")]
        own = "https://example.org/lineage/"
        assert all(one.startswith(own) for one in asked), page


def test_a_paper_has_its_reasons_its_bibtex_and_what_zotero_reads(out: Path) -> None:
    text = (out / "en/paper/arxiv-1907.11692.html").read_text(encoding="utf-8")
    assert '<h1 dir="auto">RoBERTa</h1>' in text
    assert "longer training" in text
    assert "@misc{" in text or "@article{" in text
    assert '<meta name="citation_author" content="Yinhan Liu">' in text
    assert '"ScholarlyArticle"' in text
    assert 'href="../../zh/paper/arxiv-1907.11692.html"' in text


def test_the_same_library_gives_the_same_bytes(found: Published, out: Path, tmp_path: Path) -> None:
    make_site(found, tmp_path / "again", url="https://example.org/lineage")
    ours = {one.relative_to(out): one.read_bytes() for one in out.rglob("*") if one.is_file()}
    again = tmp_path / "again"
    theirs = {one.relative_to(again): one.read_bytes() for one in again.rglob("*") if one.is_file()}
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_an_address_that_is_none_is_refused(found: Published, tmp_path: Path) -> None:
    for address in ("example.org", "javascript:alert(1)", "https://", "https://a.org/?q=1"):
        with pytest.raises(InputError):
            make_site(found, tmp_path / "site", url=address)
    assert not (tmp_path / "site").exists()


def test_the_first_page_is_small(out: Path) -> None:
    assert (out / "index.html").stat().st_size < 300_000
    assert not re.search(r"fetch\(|type=\"module\"", (out / "index.html").read_text("utf-8"))
