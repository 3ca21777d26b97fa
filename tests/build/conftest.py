"""Courses to build, away from the settings of whoever runs the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.build import build
from tests.build.miniature import CATALOGUE, REPOSITORY, make_course


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path_factory.mktemp("jupyter-config")))
        # Commands run in other folders find the packages also where they are not installed.
        patch.setenv("PYTHONPATH", str(REPOSITORY), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("built"))
    build(root, catalogue=CATALOGUE)
    return root


@pytest.fixture
def course(_built_once: Path, tmp_path: Path) -> Path:
    """The miniature course, built; a copy, to do anything with."""
    return Path(shutil.copytree(_built_once, tmp_path / "course"))
