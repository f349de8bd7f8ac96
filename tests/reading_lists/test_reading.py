import subprocess
import sys
from pathlib import Path

import pytest
from systems import MAY_WRITE_EVERYWHERE

from ptm_graph.errors import ReadingListError
from ptm_graph.plugs import loaded
from ptm_graph.reading_lists import FORMATS, read_bytes, read_file, read_files, read_reading_list
from ptm_graph.reading_lists.formats import guess_format

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
