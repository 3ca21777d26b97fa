"""torchvision is usable whether or not its compiled operators load beside this torch."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder import torchvision_ops


def run(code: str) -> str:
    """Run code in a Python of its own; torchvision may be imported only once in each."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_data_sets_transforms_and_models_work() -> None:
    pytest.importorskip("torch")
    assert run(
        "from autograder.torchvision_ops import import_torchvision\n"
        "torchvision = import_torchvision()\n"
        "import torch, torchvision.datasets, torchvision.transforms.v2, torchvision.models\n"
        "net = torchvision.models.squeezenet1_1(num_classes=3).eval()\n"
        "resize = torchvision.transforms.v2.Resize((64, 64))\n"
        "print(tuple(net(resize(torch.zeros(2, 3, 80, 80))).shape))\n"
        "print(torchvision is import_torchvision())"
    ).splitlines() == ["(2, 3)", "True"]


def test_importing_autograder_does_not_import_torch() -> None:
    assert run(
        "import sys, autograder, autograder.torchvision_ops; print('torch' in sys.modules)"
    ) == ("False")


def test_without_torchvision_the_error_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torchvision", None)
    with pytest.raises(ImportError, match=r"not installed; from the course folder run: pip"):
        torchvision_ops.import_torchvision()
