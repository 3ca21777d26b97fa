"""ArchitectureWalk's Python side: what it accepts, what it records of a model, that it lets go."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import traitlets

from course import data
from course.widgets import ArchitectureWalk
from tests.widgets import architecture_cases

STARTS = np.cumsum([0, 1024, 4704, 1176, 1600, 400, 120, 84, 10])


def lenet(**changes: Any) -> Any:
    """Return LeNet-5 whose pooling and activations are functions, not modules."""
    torch = pytest.importorskip("torch", reason="needs torch: what is recorded")
    nn, F = torch.nn, torch.nn.functional  # noqa: N806 - its usual name
    torch.manual_seed(0)

    class LeNet5(nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.conv1 = nn.Conv2d(1, 6, 5, **changes.get("conv1", {}))
            self.conv2 = nn.Conv2d(6, 16, 5, **changes.get("conv2", {}))
            self.conv3 = nn.Conv2d(16, 120, 5)
            self.fc1 = nn.Linear(120, 84)
            self.drop = nn.Dropout(0.5)
            self.fc2 = nn.Linear(84, changes.get("num_classes", 10))

        def forward(self, x: Any) -> Any:
            x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
            x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2)
            x = torch.tanh(self.conv3(x)).flatten(1)
            return self.fc2(self.drop(torch.tanh(self.fc1(x))))

    return LeNet5()


def stage(walk: ArchitectureWalk, number: int) -> Any:
    """Return one stage's numbers, flat."""
    return walk.output[STARTS[number] : STARTS[number + 1]]


def test_without_a_model_there_is_a_digit_and_nothing_to_run() -> None:
    walk = ArchitectureWalk()
    assert (walk.layer, walk.original, walk.function_name, walk.output) == (1, False, "", None)
    np.testing.assert_array_equal(walk.image[2:-2, 2:-2], data.digit(5, 28))
    with pytest.raises(ValueError, match="ArchitectureWalk: no function to run"):
        walk.rerun()


def test_every_stage_of_a_model_is_recorded() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    walk = ArchitectureWalk(model)
    assert (walk.function_name, walk.function_message) == ("LeNet5", "")
    assert walk.own_parameters == [0, 156, 0, 2416, 0, 48120, 10164, 850]
    assert sum(walk.own_parameters) == 61706
    x = torch.tensor(walk.image, dtype=torch.float32)[None, None]
    with torch.no_grad():
        c1 = torch.tanh(model.conv1(x))
        s2 = torch.nn.functional.avg_pool2d(c1, 2)
        model.eval()
        scores = model(x)
    np.testing.assert_array_equal(stage(walk, 0), walk.image.ravel())
    np.testing.assert_allclose(stage(walk, 2), s2.flatten().numpy(), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(stage(walk, 7), scores[0].numpy(), rtol=1e-5, atol=1e-7)
    assert walk.sources[:3] == [
        "the digit",
        "what conv1 (Conv2d) gives",  # no module sees it after tanh
        "what goes into conv2 (Conv2d)",
    ]
    assert walk.sources[7] == "what LeNet5 returns"


def test_an_activation_that_works_in_place_is_recorded_all_the_same() -> None:
    torch = pytest.importorskip("torch")
    nn = torch.nn
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5),
        nn.ReLU(inplace=True),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(inplace=True),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(inplace=True),
        nn.Linear(120, 84),
        nn.ReLU(inplace=True),
        nn.Linear(84, 10),
    )
    walk = ArchitectureWalk(model)
    assert walk.function_message == ""
    assert stage(walk, 1).min() == 0
    assert stage(walk, 7).min() < 0


def test_a_model_is_left_as_it_was() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    model.drop.eval()
    modes = {name: module.training for name, module in model.named_modules()}
    before = {name: value.clone() for name, value in model.state_dict().items()}
    state = torch.get_rng_state()
    ArchitectureWalk(model)
    assert {name: module.training for name, module in model.named_modules()} == modes
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert all(not module._forward_hooks for module in model.modules())
    assert all(parameter.grad is None for parameter in model.parameters())
    assert torch.equal(torch.get_rng_state(), state)


def test_a_model_that_fails_is_left_as_it_was_too() -> None:
    model = lenet(conv2={"padding": 2})
    walk = ArchitectureWalk(model)
    assert walk.function_message.startswith("LeNet5 raised RuntimeError: ")
    assert walk.output is None
    assert model.training and all(not module._forward_hooks for module in model.modules())


def test_the_first_stage_with_another_shape_is_said() -> None:
    walk = ArchitectureWalk(lenet(num_classes=7))
    assert walk.function_message == (
        "LeNet5: no tensor of shape (1, 10) was seen for output; after the stage before: (1, 7)."
    )
    assert np.isnan(stage(walk, 7)).all() and not np.isnan(stage(walk, 6)).any()


def test_the_first_layer_with_other_parameters_is_said() -> None:
    walk = ArchitectureWalk(lenet(conv2={"bias": False}))
    assert walk.function_message == "LeNet5: C3 has 2400 parameters, expected 2416."
    assert walk.own_parameters[3] == 2400


def test_a_class_is_made_into_a_model() -> None:
    assert ArchitectureWalk(type(lenet())).function_message == ""


def test_what_is_not_written_yet_is_said() -> None:
    class LeNet5:
        def __init__(self) -> None:
            raise NotImplementedError("LeNet5: yours to write")

    walk = ArchitectureWalk(LeNet5)
    assert walk.function_message == "LeNet5 is not written yet (LeNet5: yours to write)."
    assert walk.output is None


def test_a_rerun_takes_what_the_model_has_learnt_since() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    walk = ArchitectureWalk(model)
    before = stage(walk, 7)
    with torch.no_grad():
        model.fc2.bias += 1
    walk.rerun()
    np.testing.assert_allclose(stage(walk, 7), before + 1, rtol=1e-5)


def test_nothing_runs_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    walk = ArchitectureWalk(lenet())
    assert (walk.output, walk.function_name) == (None, "")


def test_pictures_of_28_pixels_get_a_border_of_their_background() -> None:
    torch = pytest.importorskip("torch")
    standardised = torch.full((1, 1, 28, 28), -0.42)
    standardised[0, 0, 5, 5] = 2.8
    walk = ArchitectureWalk(None, standardised)
    assert walk.image.shape == (32, 32)
    assert walk.image[0, 0] == walk.image[2, 2] == pytest.approx(-0.42)
    assert walk.image[7, 7] == pytest.approx(2.8)
    stored = np.full((32, 32), 51, dtype=np.uint8)
    assert ArchitectureWalk(None, stored).image[0, 0] == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        ((3,), {}, TypeError, "model must be a torch.nn.Module or a class of one, got 3"),
        ((), {"original": 1}, TypeError, "original must be True or False, got 1"),
        ((), {"digit": 5}, TypeError, "ArchitectureWalk: no argument 'digit'"),
        ((None, np.zeros((3, 28, 28))), {}, ValueError, "one grey picture, (28, 28) or (32, 32)"),
        ((None, np.zeros((30, 30))), {}, ValueError, "got shape (30, 30)"),
        ((None, np.full((28, 28), np.nan)), {}, ValueError, "holds nan or infinity"),
        ((None, "five"), {}, TypeError, "must hold real numbers"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: tuple[Any, ...], options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)) as refused:
        ArchitectureWalk(*arguments, **options)
    assert "\n" not in str(refused.value)


def test_there_are_eight_layers() -> None:
    with pytest.raises(traitlets.TraitError):
        ArchitectureWalk(layer=8)


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    stored = json.loads(architecture_cases.PATH.read_text(encoding="utf-8"))
    made = json.loads(architecture_cases.text())
    np.testing.assert_allclose(stored.pop("softmax"), made.pop("softmax"), rtol=1e-12)
    assert stored == made
