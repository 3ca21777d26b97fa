"""Python, the packages of the course, PyTorch and torchvision."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys

from packaging.requirements import Requirement

from autograder.doctor.check import Check

DISTRIBUTION = "cnn-course"
OLDEST, NEWEST = (3, 10), (3, 13)
NAMED = ("numpy", "jupyterlab", "nbgrader", "ipywidgets", "anywidget")
"""Packages whose versions are worth a reader's attention."""

INSTALL = "From the course folder run: pip install -e . -c constraints.txt"
INSTALL_TORCH = 'From the course folder run: pip install -e ".[torch]" -c constraints.txt'

IMPORT_SECONDS = 20
"""Time allowed for importing torch and torchvision, in seconds; two are usual."""

IMPORT_BOTH = """
import json
said = {}
try:
    import torch
    said["torch"] = torch.__version__
    from autograder.torchvision_ops import declared, import_torchvision
    said["torchvision"] = import_torchvision().__version__
    said["declared"] = declared()
except Exception as error:
    said["error"] = f"{type(error).__name__}: {error}"
print(json.dumps(said))
"""


def python(version: tuple[int, int, int] | None = None) -> list[Check]:
    """Whether this Python is one the course is tested with."""
    version = version or sys.version_info[:3]
    found = ".".join(map(str, version))
    span = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
    if version[:2] < OLDEST:
        means = f"Too old: the course needs Python {span}."
        return [Check("Python", "missing", found, means, f"Install one of {span}.", True)]
    if version[:2] > NEWEST:
        means = f"Newer than the course was tested with ({span}); it may work."
        return [Check("Python", "limited", found, means, f"If not, use one of {span}.", True)]
    return [Check("Python", "ok", found, "The course runs on it.", essential=True)]


def packages() -> list[Check]:
    """Whether the course and everything it depends on is installed, in a version that fits."""
    try:
        needed = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        means = "Notebooks cannot import the course from their own folders."
        return [Check("Packages", "missing", f"no {DISTRIBUTION}", means, INSTALL, True)]
    versions: dict[str, str] = {}
    trouble: list[str] = []
    for requirement in map(Requirement, needed):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            trouble.append(f"{requirement.name} is not installed")
            continue
        versions[requirement.name] = version
        if not requirement.specifier.contains(version, prereleases=True):
            wanted = f"{requirement.name}{requirement.specifier}"
            trouble.append(f"{requirement.name} is {version}, wanted {wanted}")
    if trouble:
        means = "The notebooks will not run."
        return [Check("Packages", "missing", "; ".join(trouble), means, INSTALL, True)]
    shown = ", ".join(f"{name} {versions[name]}" for name in NAMED if name in versions)
    others = len(versions) - sum(name in versions for name in NAMED)
    found = f"{shown} and {others} more" if others else shown
    return [Check("Packages", "ok", found, "Everything the notebooks import.", essential=True)]


def torch() -> list[Check]:
    """Whether torch and torchvision import, tried in a process of their own."""
    if importlib.util.find_spec("torch") is None:
        means = "Lessons 00 to 12 do without it; from lesson 13 on it is needed."
        return [Check("PyTorch", "limited", "not installed", means, INSTALL_TORCH)]
    try:
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", IMPORT_BOTH],
            capture_output=True,
            text=True,
            timeout=IMPORT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        found = f"no answer in {IMPORT_SECONDS} seconds"
        means = "It may only be a slow disk: the first import after a start takes longest."
        return [Check("PyTorch", "limited", found, means, "Run this command once more.")]
    lines = run.stdout.strip().splitlines()
    said = json.loads(lines[-1]) if lines else {"error": f"Python stopped ({run.returncode})"}
    return report(said)


def report(said: dict[str, str]) -> list[Check]:
    """The report on both, from what the trial import printed."""
    if "torch" not in said:
        means = "It is installed but does not import; lessons 00 to 12 do without it."
        return [Check("PyTorch", "missing", said.get("error", ""), means, INSTALL_TORCH)]
    lines = [Check("PyTorch", "ok", said["torch"], "Lessons 13 to 18 use it.")]
    if "torchvision" not in said:
        means = "Data sets and ready-made models are out of reach; the exercises do without."
        found = said.get("error", "does not import")
        return [*lines, Check("torchvision", "limited", found, means, INSTALL_TORCH)]
    if said.get("declared"):
        found = f"{said['torchvision']}, without its compiled operators"
        means = "Data sets, transforms and models work; operators on boxes, such as nms, do not."
        return [*lines, Check("torchvision", "ok", found, means)]
    means = "Data sets, transforms and models work."
    return [*lines, Check("torchvision", "ok", said["torchvision"], means)]
