"""Run the tests in other environments than the one of the checkout.

    python scripts/test_environments.py pythons [PYTEST ARGUMENT …]
    python scripts/test_environments.py lowest [PYTEST ARGUMENT …]

``pythons`` takes each Python version of the classifiers for which an interpreter is there, with
the versions of ``constraints.txt``, and says which are missing; ``lowest`` takes the lowest
versions of the dependencies that ``pyproject.toml`` allows. The environments are
build/environments/NAME. Nothing but packages is downloaded. Needs ``uv``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

TOP = Path(__file__).parent.parent
PLACE = TOP / "build" / "environments"
NOT_HERE = ("-m", "not browser")
"""A browser has no version of Python."""
NEEDS_TOOLS = ("tests/test_site.py", "tests/test_api_reference.py", "tests/test_habits.py")
"""Tests of development tools, which ask for newer versions than the package does."""


def pythons(arguments: Sequence[str]) -> int:
    """Test each Python version that is there; 0 if all pass."""
    failed, missing = [], []
    for version in versions():
        interpreter = found(version)
        if interpreter is None:
            missing.append(version)
            continue
        print(f"== Python {version}: {interpreter}", flush=True)
        environment = _made(version, interpreter)
        constraint = ("--constraint", str(TOP / "constraints.txt"))
        _uv_pip(environment, *constraint, *PACKAGE, "--group", "dev")
        if _tested(environment, arguments):
            failed.append(version)
    tested = [one for one in versions() if one not in missing]
    print(f"tested: {', '.join(tested) or 'none'}; failed: {', '.join(failed) or 'none'}")
    if missing:
        print(f"not tested, no interpreter found: {', '.join(missing)}")
    return 1 if failed or not tested else 0


def lowest(arguments: Sequence[str]) -> int:
    """Test the lowest versions of the direct dependencies, with the lowest Python."""
    version = versions()[0]
    interpreter = found(version)
    if interpreter is None:
        print(f"no Python {version} found; the lowest versions were not tested")
        return 1
    environment = _made("lowest", interpreter)
    _uv_pip(environment, "--resolution", "lowest-direct", *PACKAGE)
    pinned = PLACE / "lowest.txt"
    freeze = ["pip", "freeze", "--python", str(environment), "--exclude-editable"]
    pinned.write_text(_uv(*freeze), encoding="utf-8")
    print(pinned.read_text(encoding="utf-8"), flush=True)
    # the tools of the tests come after, so that none of them lifts a version
    _uv_pip(environment, "--constraint", str(pinned), "--group", "test")
    return _tested(environment, [*(f"--ignore={path}" for path in NEEDS_TOOLS), *arguments])


PACKAGE = ("--editable", f"{TOP}[slides,rdf]")


def versions() -> list[str]:
    """Python versions that the package says it runs on."""
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    return re.findall(r"Programming Language :: Python :: (3\.\d+)", text)


def found(version: str) -> Path | None:
    """An interpreter of a version that starts; a shim of a version manager may not."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python{version}"), shutil.which("python3"), sys.executable]
    candidates += [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"))]
    for candidate in filter(None, candidates):
        asked = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(  # noqa: S603 (an interpreter of this machine)
            asked, capture_output=True, text=True, check=False
        )
        if done.returncode == 0 and done.stdout.strip() == version:
            return Path(candidate)
    try:
        return Path(_uv("python", "find", "--no-python-downloads", version).strip())
    except subprocess.CalledProcessError:
        return None


def _made(name: str, interpreter: Path) -> Path:
    environment = PLACE / name
    _uv("venv", "--quiet", "--clear", "--python", str(interpreter), str(environment))
    return environment


def _tested(environment: Path, arguments: Sequence[str]) -> int:
    program = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = [str(program), "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", *NOT_HERE]
    done = subprocess.run([*command, *arguments], cwd=TOP, check=False)  # noqa: S603 (our tests)
    return done.returncode


def _uv_pip(environment: Path, *arguments: str) -> None:
    _uv("pip", "install", "--quiet", "--python", str(environment), *arguments)


def _uv(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 (uv itself)
        [sys.executable, "-m", "uv", *arguments],
        cwd=TOP,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or [""]
    if what not in ("pythons", "lowest"):
        raise SystemExit(__doc__)
    raise SystemExit(pythons(rest) if what == "pythons" else lowest(rest))
