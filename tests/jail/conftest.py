"""Fixtures of the jail's tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.jail.layers import walls
from autograder.jail.session import Session
from autograder.jail.warm import Zygote


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "mine").mkdir()
        (Path(name) / "secret").write_text("secret")
        yield Path(name)


@pytest.fixture(scope="module", params=["bubblewrap", "bare"])
def zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    """A warm process, in bubblewrap and without it."""
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    if request.param == "bubblewrap" and not walls().bubblewrap:
        pytest.skip(f"no bubblewrap: {walls().without}")
    with Zygote("numpy", outer=request.param == "bubblewrap") as warm:
        assert warm.bubblewrap is (request.param == "bubblewrap"), warm.walls
        yield warm


@pytest.fixture
def session(zygote: Zygote) -> Iterator[Session]:
    with Session(zygote) as opened:
        yield opened
