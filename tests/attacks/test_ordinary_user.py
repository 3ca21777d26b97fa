"""The same attacks where the grader is an ordinary user; made for the purpose when we are root."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder
from tests.attacks import on_the_machine, on_the_wire, on_what_is_hidden

NOBODY = 65534
REPOSITORY = Path(autograder.__file__).resolve().parents[1]
KINDS = ("peek", "persist or spread", "reach out")
"""What depends on who runs the grader; time, memory and the judge do not."""
ALSO = {
    "garbage",
    "closed_channel",
    "reference_while_judged",
    "hard_exit_in_the_function",
    "memory",
    "files",
    "files_without_names",
    "empty_files",
    "deep_folders",
    "locked_folders",
}
TRIED = [
    attack.id
    for module in (on_the_wire, on_what_is_hidden, on_the_machine)
    for attack in module.ATTACKS
    if attack.kind in KINDS or attack.id in ALSO
]
NOT_NEEDED = ("torch", "nvidia", "triton", "scipy", "sklearn", "playwright", "node_modules")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of this machine can enter; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="ordinary-user-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_an_ordinary_user_is_safe_too(open_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("this whole run is an ordinary user's already")
    python = make_interpreter(open_folder)
    needed = [str(python), "-c", "import ssl, sqlite3, ctypes, numpy, nbgrader"]
    works = subprocess.run(needed, user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True,
                           text=True, cwd="/", check=False)  # fmt: skip
    if works.returncode:
        pytest.skip(f"no Python here that an ordinary user can run: {works.stderr[-300:]}")
    for name in ("autograder", "course", "tests", "pyproject.toml"):
        copied(REPOSITORY / name, open_folder / "repository" / name)
    home = open_folder / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    command = [
        str(python),
        "-m",
        "pytest",
        "tests/attacks/test_code.py",
        "tests/attacks/test_without_bubblewrap.py",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [
            *command,
            "--tb=line",
            "-k",
            " or ".join([*TRIED, "bubblewrap_is_around"]),
            f"--basetemp={home}/pytest",
        ],
        cwd=open_folder / "repository",
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "TMPDIR": str(home),
            "PYTHONPATH": str(open_folder / "repository"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "passed" in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.returncode == 0, done.stdout[-5000:]


def make_interpreter(folder: Path) -> Path:
    """This interpreter, or the system's of the same version, and our packages, readable for all.

    Hard links take neither time nor space; where another file system forbids them, files are copied.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = Path(sysconfig.get_path("purelib"))
    bases = (Path(sys.base_prefix), Path("/usr"), Path("/usr/local"))
    base = next((b for b in bases if open_to_all(b) and (b / "bin" / version).exists()), None)
    if base is None:
        base = folder / "python"
        copied(Path(sys.base_prefix), base, skip=("test", "site-packages"))
    own = folder / "venv"
    (own / "bin").mkdir(parents=True)
    (own / "lib" / version).mkdir(parents=True)
    (own / "bin" / "python").symlink_to(base / "bin" / version)
    (own / "pyvenv.cfg").write_text(
        f"home = {base / 'bin'}\ninclude-system-site-packages = false\n"
    )
    if open_to_all(site):
        (own / "lib" / version / "site-packages").symlink_to(site)
    else:
        copied(site, own / "lib" / version / "site-packages", skip=NOT_NEEDED)
    return own / "bin" / "python"


def open_to_all(path: Path) -> bool:
    """Whether other users can enter a folder and all that are above it."""
    real = path.resolve()
    return all(place.stat().st_mode & stat.S_IXOTH for place in (real, *real.parents))


def copied(source: Path, target: Path, skip: tuple[str, ...] = ()) -> None:
    """Copy a file or a tree, by hard links where that works, readable for all."""
    skip = (*skip, "__pycache__", "node_modules")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_file():
        shutil.copy2(source, target)
        target.chmod(0o644)
        return

    def link(one: str, other: str) -> None:
        if os.stat(one).st_mode & stat.S_IROTH:
            try:
                os.link(one, other, follow_symlinks=True)
                return
            except OSError:
                pass
        shutil.copy2(one, other)
        os.chmod(other, 0o755 if os.access(one, os.X_OK) else 0o644)

    def ignore(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name in skip}

    shutil.copytree(source, target, copy_function=link, ignore=ignore)
    for place in (target, *(p for p in target.rglob("*") if p.is_dir())):
        place.chmod(0o755)
