"""What is installed: three lists that agree, imports that are declared, and a complete wheel."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomli.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")

CONDA_NAMES = {"matplotlib": "matplotlib-base", "torch": "pytorch", "jupyter-core": "jupyter_core"}
"""Packages that conda-forge calls otherwise, or splits."""

IMPORT_NAMES = {
    "ipython": "IPython",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
    "scikit-learn": "sklearn",
}
"""Packages that are imported by another name."""

ALLOWED_IMPORTS = {
    "pyseccomp",  # only to compile the jail's filters anew, which are shipped ready-made
}


def requirements(extra: str | None = None) -> list[Requirement]:
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    return [Requirement(line) for line in lines]


def pins(python: str) -> dict[str, str]:
    """Versions that constraints.txt asks for on a Python."""
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate({"python_version": python}):
            name = canonicalize_name(pin.name)
            assert name not in found, f"{name} is pinned twice on Python {python}"
            found[name] = str(pin.specifier).removeprefix("==")
    return found


def third_party_imports(folder: Path) -> Iterator[tuple[str, Path]]:
    """Top-level names of all imports, also those inside functions."""
    for path in folder.rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            else:
                continue
            for name in (name.partition(".")[0] for name in names):
                if name not in sys.stdlib_module_names | {"autograder", "course"}:
                    yield name, path.relative_to(ROOT)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("extra", [None, "torch", "cluster", "site", "dev"])
def test_every_requirement_is_pinned_to_a_version_it_allows(python: str, extra: str | None) -> None:
    pinned = pins(python)
    for requirement in requirements(extra):
        if requirement.marker and not requirement.marker.evaluate({"python_version": python}):
            continue
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not in constraints.txt for Python {python}"
        assert requirement.specifier.contains(pinned[name]), f"{requirement}: {pinned[name]}"


def test_ranges_stay_open() -> None:
    for extra in (None, "torch", "cluster", "site", "dev"):
        for requirement in requirements(extra):
            assert {part.operator for part in requirement.specifier} == {">="}, str(requirement)


def test_conda_environment_is_in_step() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = [entry["pip"] for entry in listed if isinstance(entry, dict)]
    assert pip == [["-e ."]]
    lines = [entry.partition(" ") for entry in listed if isinstance(entry, str)]
    conda = {name: specifier for name, _, specifier in lines}
    assert SpecifierSet(conda.pop("python")) == SpecifierSet(PROJECT["requires-python"])
    assert conda.pop("pip") == ""
    expected = {
        CONDA_NAMES.get(requirement.name, requirement.name): str(requirement.specifier)
        for requirement in requirements() + requirements("torch")
    }
    assert conda == expected


def test_every_import_is_declared() -> None:
    declared = {
        IMPORT_NAMES.get(requirement.name, requirement.name.replace("-", "_"))
        for extra in (None, "torch", "cluster", "site")
        for requirement in requirements(extra)
    }
    undeclared = {
        f"{name} in {path}"
        for folder in ("autograder", "course")
        for name, path in third_party_imports(ROOT / folder)
        if name not in declared | ALLOWED_IMPORTS
    }
    assert not undeclared


def test_the_wheel_has_the_packages_and_their_data_and_no_lessons(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {
        str(path.relative_to(ROOT))
        for folder in ("autograder", "course")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".bpf", ".typed"} or path.parent.name == "static"
        if "node_modules" not in path.parts and "__pycache__" not in path.parts
    }
    assert sources <= names
    assert not [name for name in names if name.endswith(".ipynb") or "node_modules" in name]
    assert any(name.startswith("course/widgets/static/") for name in names)
    assert "course/widgets/nets/lenet5.npz" in names
