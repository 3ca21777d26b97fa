"""One stage for the attacks of a module, so that they meet the same warm process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder import judge
from autograder.jail.layers import walls
from tests.attacks.stage import Stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from _made(tmp_path_factory, True)


@pytest.fixture(scope="module")
def bare_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """As on a machine without bubblewrap."""
    yield from _made(tmp_path_factory, False)


def _made(folders: pytest.TempPathFactory, outer: bool) -> Iterator[Stage]:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "CALL_SECONDS", 1.0)  # endless calls are waited for, one after another
        made = Stage(folders.mktemp("stage"), outer)
        yield made
        made.close()
