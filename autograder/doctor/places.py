"""Folders, data sets, nbgrader's set-up and a browser."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.doctor.check import Check

if TYPE_CHECKING:
    from traitlets.config.loader import Config

NBGRADER_CONFIG = "nbgrader_config.py"
DATA_VARIABLE = "CNN_COURSE_DATA"
DATA_SETS = {
    "MNIST": ("MNIST",),
    "Fashion-MNIST": ("FashionMNIST",),
    "CIFAR-10": ("cifar-10-batches-py", "cifar10-jpeg"),
}
"""Data sets of the later lessons, and the folders each may live in."""

SYSTEM_DATA = ("/usr/share/datasets", "/usr/local/share/datasets", "~/datasets", "~/data")
"""Where `course.data.load` looks last."""

ENOUGH_MB = 500
"""Free space below which a lesson with training may fill the disk, in megabytes."""

BROWSER_VARIABLE = "CNN_COURSE_CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
EXCHANGE = Path("/usr/local/share/nbgrader/exchange")
"""Where nbgrader exchanges assignments unless its configuration says otherwise."""


def cache_folder() -> Path:
    """Where downloaded data sets are kept: as `course.data.places` has it."""
    base = os.environ.get("XDG_CACHE_HOME")
    if not base:
        by_platform = {
            "darwin": "~/Library/Caches",
            "win32": os.environ.get("LOCALAPPDATA", "~/AppData/Local"),
        }
        base = by_platform.get(sys.platform, "~/.cache")
    return Path(base).expanduser() / "cnn-course"


def data() -> list[Check]:
    """Which data sets are on this machine already."""
    unneeded = "Lessons 00 to 12 and 17 need none of them."
    given = os.environ.get(DATA_VARIABLE)
    if given and not Path(given).is_dir():
        found = f"{DATA_VARIABLE} names {given}, which is not a folder"
        do = f"Correct {DATA_VARIABLE}, or unset it to have data downloaded."
        return [Check("Data sets", "limited", found, unneeded, do)]
    system = [Path(place).expanduser() for place in SYSTEM_DATA]
    folders = [*([Path(given)] if given else []), cache_folder(), *system]
    there = {
        name: folder
        for folder in reversed(folders)
        for name, inside in DATA_SETS.items()
        if any((folder / one).is_dir() for one in inside)
    }
    if len(there) == len(DATA_SETS):
        where = " and ".join(sorted({str(folder) for folder in there.values()}))
        means = "The later lessons find them without a download."
        return [Check("Data sets", "ok", f"{', '.join(DATA_SETS)} in {where}", means)]
    absent = ", ".join(name for name in DATA_SETS if name not in there)
    do = f"Set {DATA_VARIABLE} to a folder that holds them, or download them now: "
    do += "python -m course.data mnist fashion cifar10"
    return [Check("Data sets", "limited", f"not here: {absent}", unneeded, do)]


def disk(folder: Path) -> list[Check]:
    """Whether notebooks can be saved in `folder`."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"a line of a notebook\n")
            file.flush()
    except OSError as error:
        means = "Notebooks cannot be saved there."
        do = "Copy the course to a folder of your own."
        found = f"{folder} cannot be written ({error.strerror})"
        return [Check("Disk", "missing", found, means, do, True)]
    free = shutil.disk_usage(folder).free // 2**20
    if free < ENOUGH_MB:
        means = "Enough for the first lessons; downloads and trained networks may not fit."
        do = f"Free some space: {ENOUGH_MB} MB are comfortable."
        return [Check("Disk", "limited", f"{free} MB free in {folder}", means, do, True)]
    found = f"{folder} can be written, {free / 1024:.0f} GB free"
    return [Check("Disk", "ok", found, "Your work can be saved.", essential=True)]


def nbgrader(folder: Path) -> list[Check]:
    """Whether nbgrader finds the course's configuration, and an exchange to hand it out."""
    if not (folder / NBGRADER_CONFIG).is_file():
        found = f"no {NBGRADER_CONFIG} in {folder}"
        means = "Right for a student; an instructor grades from the course's repository."
        return [Check("nbgrader", "limited", found, means)]
    config = nbgrader_config(folder)
    course = config.CourseDirectory.get("course_id") or "no course_id"
    exchange = folder / Path(config.Exchange.get("root") or EXCHANGE).expanduser()
    found = f"course {course}, exchange {exchange}"
    means = "Grading works; releasing and collecting through the exchange does not."
    if not exchange.is_dir():
        do = f"If your class uses an exchange: mkdir -p {exchange} && chmod a+rwx {exchange}"
        return [Check("nbgrader", "limited", f"{found} (not there)", means, do)]
    if not os.access(exchange, os.W_OK | os.X_OK):
        do = f"Ask whoever owns it for: chmod a+rwx {exchange}"
        return [Check("nbgrader", "limited", f"{found} (not writable)", means, do)]
    return [Check("nbgrader", "ok", found, "Release, collect, grade and return work.")]


def nbgrader_config(folder: Path) -> Config:
    """The settings nbgrader reads in `folder`: its own file there, over Jupyter's folders."""
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config.loader import Config, PyFileConfigLoader

    config = Config()
    for place in (*reversed(jupyter_config_path()), str(folder)):
        if (Path(place) / NBGRADER_CONFIG).is_file():
            config.merge(PyFileConfigLoader(NBGRADER_CONFIG, path=place).load_config())
    return config


def browser() -> list[Check]:
    """Whether the browser tests can run."""
    means = "Only the tests of the widgets need it: they are skipped. Any browser shows the course."
    named = os.environ.get(BROWSER_VARIABLE)
    program = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        do = f"To run them, install your system's chromium package, or set {BROWSER_VARIABLE}."
        return [Check("Browser", "limited", "no Chromium", means, do)]
    version = _version(program)
    try:
        driver = importlib.metadata.version("playwright")
    except importlib.metadata.PackageNotFoundError:
        do = 'To run them: pip install -e ".[dev]" -c constraints.txt'
        return [Check("Browser", "limited", f"{version}, but no playwright", means, do)]
    found = f"{version}, playwright {driver}"
    return [Check("Browser", "ok", found, "The tests of the widgets can run.")]


def _version(program: str) -> str:
    try:
        run = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=4, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return f"{program} (does not say its version)"
    words = run.stdout.split()
    return " ".join(words[:2]) if words else f"{program} (does not say its version)"
