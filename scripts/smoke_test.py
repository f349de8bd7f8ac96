"""Build the wheel, install it in an environment of its own, and use it there.

    python scripts/smoke_test.py

What only a checkout has (files beside the package, PYTHONPATH, the development tools) must not
be what makes the package work. Needs ``uv``, which the development tools include.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TOP = Path(__file__).parent.parent
IN_THE_WHEEL = (
    *("ptm_graph/py.typed", "ptm_graph/data/snapshot.jsonl", "ptm_graph/data/ptm.yaml"),
    *("ptm_graph/data/lineage.md", "ptm_graph/dashboard/words.toml"),
)
IMPORTED = """
import pathlib, sys, ptm_graph
package = pathlib.Path(ptm_graph.__file__).parent
assert package.is_relative_to(sys.prefix), package
assert (package / "py.typed").is_file()
assert len(ptm_graph.Library.bundled().find("BERT").title) > 4
print(ptm_graph.__version__)
"""


def main() -> None:
    """Do it all in a folder that is gone afterwards; stop at the first thing that is wrong."""
    with tempfile.TemporaryDirectory(prefix="ptm-graph-smoke-") as name:
        folder = Path(name).resolve()
        wheel = _built(folder)
        programs = _installed(wheel, folder)
        _used(programs, folder)
    print(f"{wheel.name}: built, installed and used")


def _built(folder: Path) -> Path:
    _run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", folder, TOP)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    missing = [name for name in IN_THE_WHEEL if name not in names]
    _check(not missing, f"the wheel lacks {missing}")
    _check(any(name.endswith("/LICENSE") for name in names), "the wheel lacks the licence")
    strangers = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    _check(strangers == {"ptm_graph"}, f"the wheel would install {strangers}")
    return wheel


def _installed(wheel: Path, folder: Path) -> Path:
    """Install into a new environment; give the folder of its programs."""
    place = folder / "venv"
    _run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, place)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(place)]
    _run(*install, "--constraint", TOP / "constraints.txt", wheel, cwd=folder)
    return programs


def _used(programs: Path, folder: Path) -> None:
    command, library = programs / "ptm-graph", folder / "library.db"
    version = _run(programs / "python", "-c", IMPORTED, cwd=folder).strip()
    said = _run(command, "--version", cwd=folder)
    _check(version in said, f"--version says {said}, the package {version}")
    _run(command, "build", "--library", library, cwd=folder)
    said = _run(command, "lineage", "BERT", "--library", library, cwd=folder)
    _check("RoBERTa" in said, f"BERT has no child RoBERTa: {said}")
    _run(command, "export", folder / "x.html", "--library", library, cwd=folder)
    page = (folder / "x.html").read_text(encoding="utf-8")
    _check("RoBERTa" in page and "</html>" in page, "the page that was exported is not whole")


def _run(*command: str | Path, cwd: Path = TOP) -> str:
    bare = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(  # noqa: S603 (uv and what it installed)
        [str(word) for word in command],
        cwd=cwd,
        env={**bare, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    shown = " ".join(str(word) for word in command)
    _check(
        done.returncode == 0, f"{shown} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    )
    return done.stdout


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"smoke test: {otherwise}")


if __name__ == "__main__":
    main()
