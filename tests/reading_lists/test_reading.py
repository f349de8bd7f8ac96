import subprocess
import sys
from pathlib import Path

import pytest
from effort import within
from systems import MAY_WRITE_EVERYWHERE

from ptm_graph.errors import ReadingListError
from ptm_graph.plugs import loaded
from ptm_graph.reading_lists import FORMATS, read_bytes, read_file, read_files, read_reading_list
from ptm_graph.reading_lists.foreign import foreign_text
from ptm_graph.reading_lists.formats import HEAD, guess_format

SAMPLES = {
    "yaml": "# mine\npapers:\n  - title: A\n",
    "markdown": "# List\n- [A paper](https://arxiv.org/abs/1810.04805)\n",
    "rst": "======\n List\n======\n\n- `A paper <https://arxiv.org/abs/1810.04805>`_\n",
    "bibtex": "@article{x,\n title={A}}\n",
    "ris": "TY  - JOUR\nTI  - A\nER  - \n",
    "csl-json": '[{"title": "A"}]',
    "csv": "key,title\n1,A\n",
}


@pytest.mark.parametrize("format", sorted(SAMPLES))
def test_the_format_of_a_text_without_name_is_guessed(format: str) -> None:
    assert guess_format(SAMPLES[format]).name == format
    assert len(read_bytes(SAMPLES[format].encode()).entries) == 1


def test_a_folder_is_read_with_all_its_lists_and_every_other_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("- https://arxiv.org/abs/1810.04805\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.bib").write_text(SAMPLES["bibtex"])
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "figure.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.md").write_text("- https://arxiv.org/abs/1706.03762\n")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    result = read_reading_list(tmp_path)
    assert [(entry.file, entry.line) for entry in result.entries] == [
        (str(tmp_path / "b.md"), 1),
        (str(tmp_path / "below" / "a.bib"), 1),
    ]
    assert [problem.file for problem in result.unused] == [
        str(tmp_path / "broken.json"),
        str(tmp_path / "figure.png"),
    ]
    assert len(read_files([tmp_path, tmp_path / "b.md"]).entries) == 3


def test_files_that_cannot_be_read_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingListError, match="there is no such file"):
        read_file(tmp_path / "none.md")
    with pytest.raises(ReadingListError, match="unknown format"):
        read_bytes(b"", None, "word")
    with pytest.raises(ReadingListError, match="cannot be read"):
        read_file("a\0b.md")
    if not MAY_WRITE_EVERYWHERE:
        locked = tmp_path / "locked.md"
        locked.write_text("")
        locked.chmod(0)
        with pytest.raises(ReadingListError, match="cannot be read"):
            read_file(locked)


def test_importing_the_package_loads_no_parser() -> None:
    modules = "docutils bibtexparser rispy markdown_it yaml ruamel.yaml pylatexenc"
    code = (
        "import sys, ptm_graph, ptm_graph.reading_lists\n"
        f"print([name for name in '{modules}'.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_format_has_its_module() -> None:
    for known in FORMATS.values():
        assert callable(loaded(known.read)), known.name


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.dat", "a", "a.ris", "a.csv"])
@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json", "csv", "yaml"])
def test_records_are_recognised_whatever_the_file_is_called(format: str, name: str) -> None:
    assert guess_format(SAMPLES[format], name).name == format


def test_text_that_people_write_is_read_as_its_name_says_whatever_stands_in_it() -> None:
    notes = "# Notes\n\n@article{x,\n title={A}}\n\nTY  - JOUR\n\n- title, doi\n"
    assert guess_format(notes, "notes.md").name == "markdown"
    assert guess_format(notes, "notes.txt").name == "text"
    assert guess_format("I give, title, author\nand more of it\n", "notes.md").name == "markdown"
    assert guess_format("======\n List\n======\n", "notes.txt").name == "text"
    page = '<div align="center">\n\n# Papers\n\n</div>\n\n- [A](https://x.org/a)\n'
    assert {guess_format(page).name, guess_format(page, "README.md").name} == {"markdown"}


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml", "a spreadsheet (save it as CSV)"),
        (b"PK\x03\x04" + b"\0" * 26 + b"papers/a.bib", "a packed file (unpack it)"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 30, "an office document"),
        (b"SQLite format 3\0", "a database"),
        (bytes(range(256)) * 4, "a binary file of an unknown kind"),
        (b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "a web page, perhaps one"),
        (b"<HTML>\n<head><title>Log in</title>", "a web page"),
        (b'<?xml version="1.0"?>\n<!-- x --><a:catalog xmlns:a="b"/>', "XML of an unknown kind"),
        (b"<catalog>\n<book/>\n</catalog>\n", "XML of an unknown kind, <catalog>"),
        (rb"{\rtf1\ansi A title}", "a rich text document"),
        (b"% x\n\\documentclass{article}\n", "a LaTeX document"),
        (b"Return-Path: <a@b.org>\nReceived: by b\n\tfor c\nSubject: d\n\ne\n", "an e-mail"),
    ],
)
@pytest.mark.parametrize("name", ["list.nbib", "list.csv", "list", None])
def test_a_file_of_another_kind_is_one_line_with_what_it_is_and_what_is_understood(
    data: bytes, seen: str, name: str | None
) -> None:
    with pytest.raises(ReadingListError) as caught:
        read_bytes(data, name)
    assert f"this is {seen}" in str(caught.value)
    assert "; understood are ris, " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_format_of_another_name_in_a_folder_is_found_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "export").write_text(SAMPLES["ris"])
    (tmp_path / "export.dat").write_text(SAMPLES["bibtex"], "utf-16")
    (tmp_path / "program.py").write_text("title = 1\n")
    found = read_reading_list(tmp_path)
    assert [Path(str(entry.file)).name for entry in found.entries] == ["export", "export.dat"]
    assert [problem.subject for problem in found.unused] == ["program.py"]


PIECES = (
    *(
        "\n",
        " \n",
        "\t",
        " ",
        "a",
        "a,",
        "title,",
        '"',
        "|",
        "{",
        "[",
        "<!--",
        "<?",
        "<!",
        "\\",
        "@a{",
    ),
    *("%x\n", "%A x\n", "@comment x\n", "A: b\n", "Record 1:\n", "AB  - x\n", "X  - \n", "---\n"),
    *("#x\n", "//x\n", ":a: b\n", "= A\n", "* a\n", "#+a: b\n", "<!-- x -->", "<?x?>", '{"a":'),
    *("FN x\n", "FN x\n\n", "PT \n", "\\x\n", "X-a: b\n", " x\n", "a:\n", "- id: x\n", "1.\n"),
)


@pytest.mark.parametrize("first", ["", "= A\n", "AB  - x\n", "%x\n", "FN x\n", "#+a\n", "<xml>"])
def test_no_beginning_of_a_text_holds_up_those_who_recognise_it(first: str) -> None:
    def recognise() -> None:
        for piece in PIECES:
            text = (first + piece * HEAD)[:HEAD]
            for known in FORMATS.values():
                if known.is_like is not None:
                    known.is_like(text)
            foreign_text(text)

    within(60, recognise)  # a safety net: what tries every division would take years


@pytest.mark.parametrize("name", ["list.bib", "list.txt", "list.dat", None])
def test_tagged_lines_nobody_knows_are_refused_wherever_they_stand(name: str | None) -> None:
    text = "TI: Widgets in rivers\nAU: Doe, Jane\nPY: 2015\n\nTI: Gadgets\nAU: Roe\nPY: 2016\n"
    with pytest.raises(ReadingListError, match="records of tagged lines of an unknown kind"):
        read_bytes(text.encode(), name)


def test_a_name_that_says_something_else_is_refused_and_not_read_as_nothing() -> None:
    with pytest.raises(ReadingListError, match="this is not bibtex, though its name says so"):
        read_bytes(b"Some words on widgets.\n", "list.bib")
    assert read_bytes(b"% nothing yet\n@string{a = {b}}\n", "list.bib", "bibtex").entries == ()
    assert read_bytes(b"[]", "list.json").entries == ()


def test_a_web_page_is_refused_as_plain_text_and_read_as_markdown() -> None:
    page = b"<!DOCTYPE html>\n<html><body>Log in</body></html>"
    with pytest.raises(ReadingListError, match="a web page"):
        read_bytes(page, "list.txt")
    assert read_bytes(page, "list.md").entries == ()
