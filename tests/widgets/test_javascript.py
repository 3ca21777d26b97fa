"""The JavaScript: its own tests, its types, and that what is committed is what it builds to."""

from __future__ import annotations

import pathlib
import shutil
import subprocess

import pytest

from tests.widgets import conv_cases

HERE = pathlib.Path(__file__).parent
WIDGETS = HERE.parents[1] / "course" / "widgets"
STATIC = WIDGETS / "static"
MOST_BYTES = 60_000

node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node: only to change widgets")
modules = pytest.mark.skipif(
    shutil.which("node") is None or not (WIDGETS / "node_modules" / "esbuild").is_dir(),
    reason="needs npm modules: npm ci in course/widgets (only to change widgets)",
)


def run(*command: str | pathlib.Path) -> None:
    """Run a command in the widgets' folder; a test fails with what it printed."""
    done = subprocess.run(command, cwd=WIDGETS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    assert conv_cases.PATH.read_text(encoding="utf-8") == conv_cases.text()


@node
def test_its_own_tests_pass() -> None:
    run("node", "--test", *sorted(HERE.glob("*.test.mjs")))


@modules
def test_its_types_hold() -> None:
    run("node", WIDGETS / "node_modules" / "typescript" / "bin" / "tsc", "-p", "tsconfig.json")


@modules
def test_building_again_gives_what_is_committed(tmp_path: pathlib.Path) -> None:
    run("node", "build.mjs", "--outdir", tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    assert built.keys() == committed.keys()
    stale = [name for name in built if built[name] != committed[name]]
    assert not stale, f"run: npm run build, in course/widgets (stale: {stale})"


def test_bundles_are_small_and_ask_for_nothing_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        source = path.read_text(encoding="utf-8")
        assert path.stat().st_size < MOST_BYTES, path.name
        for request in ("http://", "https://", "fetch(", "import("):
            assert request not in source, f"{path.name} contains {request}"
