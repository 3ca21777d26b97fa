"""`autograder doctor`: each probe on a machine where its thing is there, limited and missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from autograder import doctor
from autograder.doctor import Check, examine, packages, places, sandbox, usable
from autograder.doctor.show import as_json, show, verdict


def only(checks: list[Check]) -> Check:
    (check,) = checks
    return check


def absent(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make a distribution look as if it were not installed."""
    real = importlib.metadata.version

    def version(wanted: str) -> str:
        if wanted == name:
            raise importlib.metadata.PackageNotFoundError(name)
        return real(wanted)

    monkeypatch.setattr(importlib.metadata, "version", version)


# Python and packages


@pytest.mark.parametrize(
    ("version", "status"),
    [((3, 9, 18), "missing"), ((3, 10, 0), "ok"), ((3, 13, 5), "ok"), ((3, 14, 0), "limited")],
)
def test_python_is_judged_by_its_version(version: tuple[int, int, int], status: str) -> None:
    assert only(packages.python(version)).status == status


def test_too_old_a_python_makes_the_course_unusable() -> None:
    assert not usable(packages.python((3, 9, 18)))
    assert usable(packages.python((3, 14, 0)))


def test_installed_packages_are_named_with_their_versions() -> None:
    check = only(packages.packages())
    assert check.status == "ok"
    assert f"numpy {importlib.metadata.version('numpy')}" in check.found


def test_a_missing_package_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    absent(monkeypatch, "anywidget")
    check = only(packages.packages())
    assert check.status == "missing"
    assert check.essential
    assert check.found == "anywidget is not installed"
    assert "pip install" in check.do


def test_too_old_a_package_is_named_with_what_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        importlib.metadata, "requires", lambda name: ["numpy>=99", 'torch>=2; extra == "torch"']
    )
    version = importlib.metadata.version("numpy")
    assert only(packages.packages()).found == f"numpy is {version}, wanted numpy>=99"


def test_a_course_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def requires(name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    assert only(packages.packages()).found == "no cnn-course"


# PyTorch


def test_without_torch_the_numpy_lessons_are_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    check = only(packages.torch())
    assert check.status == "limited"
    assert not check.essential
    assert "00 to 12" in check.means


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ({"torch": "2", "torchvision": "0", "declared": ""}, ["ok", "ok"]),
        ({"torch": "2", "torchvision": "0", "declared": "yes"}, ["ok", "ok"]),
        ({"torch": "2", "error": "ImportError: no torchvision"}, ["ok", "limited"]),
        ({"error": "OSError: libtorch.so"}, ["missing"]),
    ],
)
def test_what_the_trial_import_said_becomes_lines(
    said: dict[str, str], statuses: list[str]
) -> None:
    lines = packages.report(said)
    assert [line.status for line in lines] == statuses
    assert usable(lines)


def test_the_reason_a_torch_does_not_import_is_shown() -> None:
    assert "libtorch.so" in only(packages.report({"error": "OSError: libtorch.so"})).found


def test_declared_operators_are_mentioned() -> None:
    _, line = packages.report({"torch": "2", "torchvision": "0.28", "declared": "yes"})
    assert "without its compiled operators" in line.found


def test_a_torch_that_never_answers_ends_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **options: Any) -> None:
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(subprocess, "run", run)
    assert only(packages.torch()).status == "limited"


def test_a_torch_that_crashes_python_ends_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "IMPORT_BOTH", "import os, signal; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    check = only(packages.torch())
    assert check.status == "missing"
    assert "-9" in check.found


# Data sets, disk


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A data folder named by the environment and a cache, both empty."""
    made = SimpleNamespace(data=tmp_path / "data", cache=tmp_path / "cache" / "cnn-course")
    made.data.mkdir()
    made.cache.mkdir(parents=True)
    monkeypatch.setenv("CNN_COURSE_DATA", str(made.data))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return made


def test_data_sets_are_found_in_the_named_folder_and_in_the_cache(folders: SimpleNamespace) -> None:
    (folders.data / "MNIST").mkdir()
    (folders.data / "FashionMNIST").mkdir()
    (folders.cache / "cifar10-jpeg").mkdir()
    check = only(places.data())
    assert check.status == "ok"
    assert str(folders.data) in check.found
    assert str(folders.cache) in check.found


def test_absent_data_sets_are_named(folders: SimpleNamespace) -> None:
    (folders.data / "MNIST").mkdir()
    check = only(places.data())
    assert check.status == "limited"
    assert check.found == "not here: Fashion-MNIST, CIFAR-10"


def test_a_data_variable_that_names_nothing_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNN_COURSE_DATA", "/no/such/folder")
    assert "/no/such/folder, which is not a folder" in only(places.data()).found


def test_a_writable_folder_is_fine(tmp_path: Path) -> None:
    assert only(places.disk(tmp_path)).status == "ok"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_makes_the_course_unusable(tmp_path: Path) -> None:
    check = only(places.disk(tmp_path / "nowhere"))
    assert check.status == "missing"
    assert not usable([check])


def test_a_nearly_full_disk_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=100 * 2**20))
    assert only(places.disk(tmp_path)).status == "limited"


# nbgrader


@pytest.fixture
def grading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration that names an exchange, and nothing else to be found."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.course_id = 'cnn'\n"
        f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
    )
    return folder


def test_without_a_configuration_a_student_is_reassured(tmp_path: Path) -> None:
    check = only(places.nbgrader(tmp_path))
    assert check.status == "limited"
    assert "student" in check.means


def test_a_configured_exchange_that_is_not_there_comes_with_its_command(grading: Path) -> None:
    check = only(places.nbgrader(grading))
    assert check.status == "limited"
    assert f"mkdir -p {grading.parent / 'exchange'}" in check.do


def test_a_configured_exchange_is_found(grading: Path) -> None:
    (grading.parent / "exchange").mkdir()
    check = only(places.nbgrader(grading))
    assert check.status == "ok"
    assert check.found == f"course cnn, exchange {grading.parent / 'exchange'}"


def test_an_exchange_configured_for_the_machine_is_found(grading: Path) -> None:
    jupyter = grading.parent / "jupyter"
    jupyter.mkdir()
    (jupyter / "nbgrader_config.py").write_text("c = get_config()\nc.Exchange.root = 'elsewhere'\n")
    (grading / "nbgrader_config.py").write_text("c = get_config()\n")
    (grading / "elsewhere").mkdir()
    assert only(places.nbgrader(grading)).found.endswith("elsewhere")


# Sandbox


def test_both_inner_layers_make_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox.landlock(7).status == "ok"
    assert sandbox.landlock(7).means == "Can close to a submission: files, TCP, signals."
    assert sandbox.landlock(1).means == "Can close to a submission: files."
    assert sandbox.landlock(0).status == "missing"
    assert sandbox.seccomp(True).status == "ok"
    assert sandbox.seccomp(False).status == "missing"


def test_elsewhere_than_on_linux_there_is_one_line_and_a_warning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    check = only(sandbox.sandbox())
    assert check.status == "limited"
    assert check.do.startswith(sandbox.CAREFUL) and "container" in check.do


@pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
def test_the_sandbox_line_agrees_with_the_grader() -> None:
    from autograder.jail.layers import walls

    total, *layers = sandbox.sandbox()
    assert (total.status == "ok") is walls().sufficient
    assert [layer.name for layer in layers] == ["Landlock", "seccomp", "Namespaces", "bubblewrap"]


def test_bubblewrap_is_there_or_it_is_said_why_not() -> None:
    assert sandbox.bubblewrap("").status == "ok"
    absent_ = sandbox.bubblewrap("it is not installed")
    assert (absent_.status, absent_.found) == ("limited", "it is not installed")
    assert "install" in absent_.do
    assert "permission" in sandbox.bubblewrap("its trial run failed (bwrap: no)").do


# Browser


def test_without_a_browser_only_tests_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CNN_COURSE_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    check = only(places.browser())
    assert check.status == "limited"
    assert "skipped" in check.means


def test_a_browser_without_playwright_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNN_COURSE_CHROMIUM", sys.executable)
    absent(monkeypatch, "playwright")
    python = f"Python {platform.python_version()}"
    assert only(places.browser()).found == f"{python}, but no playwright"


# The whole


def test_a_probe_that_fails_says_so_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> list[Check]:
        raise ZeroDivisionError("an oddity")

    monkeypatch.setattr(doctor, "probes", lambda folder: {"Odd": broken, "Python": packages.python})
    odd, python = examine(tmp_path)
    assert odd.status == "limited"
    assert "ZeroDivisionError: an oddity" in odd.found
    assert python.name == "Python"


def test_the_whole_report_is_shown_and_parses_as_json(tmp_path: Path) -> None:
    checks = examine(tmp_path)
    console = Console(width=80)
    with console.capture() as capture:
        show(checks, console)
    printed = capture.get()
    report = json.loads(as_json(checks))
    assert report["usable"] is usable(checks)
    for check in report["checks"]:
        assert check["name"] in printed


def test_the_verdict_names_what_is_missing() -> None:
    fine = Check("Python", "ok", "", "", essential=True)
    less = Check("PyTorch", "limited", "", "")
    gone = Check("Packages", "missing", "", "", essential=True)
    assert verdict([fine]) == "The course can be used, all of it."
    assert verdict([fine, less]) == "The course can be used. With limits: PyTorch."
    assert verdict([fine, less, gone]) == (
        "The course cannot be used yet. To be put right first: Packages."
    )
