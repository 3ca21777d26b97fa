"""DrawDigit's Python side: what the net sees, who answers, and the network that comes along."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from course import data
from course.widgets import DrawDigit
from course.widgets.centring import centred, seen_by_net
from course.widgets.nets import lenet5
from tests.widgets import lenet_cases
from tests.widgets.test_architecture_walk import lenet

LEAST_RIGHT = 0.985


def course_lenet() -> Any:
    """Return lesson 14's LeNet-5 with the weights that come along, in torch, in float64."""
    torch = pytest.importorskip("torch", reason="needs torch: the oracle of the network")
    from course.widgets.nets.train import _network

    model = _network().double()
    flat = torch.tensor(lenet5.flat_weights().astype(np.float64))
    with torch.no_grad():
        for parameter, part in zip(
            model.parameters(), flat.split([p.numel() for p in model.parameters()]), strict=True
        ):
            parameter.copy_(part.reshape(parameter.shape))
    return model


def ask(widget: DrawDigit, drawing: Any, turn: int) -> None:
    """Send a drawing as the page does."""
    raw = np.ascontiguousarray(drawing, dtype="<f8")
    wire = {"shape": list(raw.shape), "dtype": "float64", "data": memoryview(raw.tobytes())}
    widget.set_state({"drawing": wire, "turn": turn})


def scores_of(widget: DrawDigit) -> Any:
    """Return the scores of a widget that has some."""
    assert widget.scores is not None
    return widget.scores


def test_it_opens_on_a_digit_that_it_reads() -> None:
    widget = DrawDigit()
    assert (widget.answer, widget.centre, widget.pen_down) == (3, True, False)
    assert widget.function_name == ""
    np.testing.assert_array_equal(widget.drawing, data.digit(3))
    assert not widget.drawing.flags.writeable and not widget.seen.flags.writeable
    assert not scores_of(widget).flags.writeable


@pytest.mark.parametrize("centre", [True, False])
@pytest.mark.parametrize("number", range(10))
def test_the_network_reads_every_example(number: int, centre: bool) -> None:
    assert DrawDigit(drawing=data.digit(number), centre=centre).answer == number


def test_the_network_reads_a_small_digit_in_a_corner_only_where_it_is_centred() -> None:
    drawing = np.zeros((28, 28))
    drawing[:14, :14] = data.digit(3, 14)
    assert DrawDigit(drawing=drawing).answer == 3
    assert DrawDigit(drawing=drawing, centre=False).answer != 3


def test_without_torch_the_network_gives_what_torch_gives() -> None:
    torch = pytest.importorskip("torch")
    model = course_lenet()
    widget = DrawDigit(drawing=data.digit(8))
    with torch.no_grad():
        scores = model(torch.tensor(widget.seen)[None, None])[0].numpy()
    np.testing.assert_allclose(scores_of(widget), scores, rtol=1e-9, atol=1e-9)
    recorded = DrawDigit(model, data.digit(8))
    assert recorded.function_message == ""
    # A model gets its picture in float32.
    np.testing.assert_allclose(lenet5.maps_of(widget.seen), recorded.output, atol=1e-5)


def test_the_weights_as_stored_read_the_test_pictures() -> None:
    torch = pytest.importorskip("torch")
    model = course_lenet().float()
    try:
        digits = data.load("mnist", download=False)
    except data.DataNotFound:
        pytest.skip("needs MNIST: set CNN_COURSE_DATA")
    x = torch.tensor(np.pad(digits.test_images / 255, ((0, 0), (2, 2), (2, 2))))
    with torch.no_grad():
        named = model(x[:, None].float()).argmax(1).numpy()
    assert len(named) == 10_000
    assert (named == digits.test_labels).mean() >= LEAST_RIGHT


def test_a_centred_drawing_fills_the_box_and_is_balanced() -> None:
    for name, drawing in lenet_cases.drawings().items():
        picture = centred(drawing)
        if name == "faint":
            assert picture is drawing
            continue
        places = np.arange(28) - 13.5
        for axis in (0, 1):
            ink = picture.sum(1 - axis)
            assert float(places @ ink / ink.sum()) == pytest.approx(0, abs=0.15), name
        spans = [np.flatnonzero(picture.max(1 - axis) >= picture.max() / 2) for axis in (0, 1)]
        assert max(int(np.ptp(span)) + 1 for span in spans) in (19, 20, 21), name


def test_an_empty_drawing_has_nothing_to_centre() -> None:
    assert not seen_by_net(np.zeros((28, 28)), True).any()
    assert DrawDigit(drawing=np.zeros((28, 28))).answer is not None


def test_a_model_answers_for_what_the_net_sees() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    drawing = np.roll(data.digit(2), 4, axis=1)
    widget = DrawDigit(model, drawing, centre=False)
    assert (widget.function_name, widget.function_message) == ("LeNet5", "")
    model.eval()
    for centre in (False, True):
        widget.centre = centre
        x = torch.tensor(seen_by_net(drawing, centre), dtype=torch.float32)[None, None]
        with torch.no_grad():
            scores = model(x)[0].numpy()
        np.testing.assert_allclose(scores_of(widget), scores, rtol=1e-6)
    assert widget.answer == int(scores.argmax())


def test_a_drawing_from_the_page_is_answered_with_its_number() -> None:
    pytest.importorskip("torch")
    widget = DrawDigit(lenet())
    before = widget.output
    ask(widget, data.digit(0), turn=1)
    assert widget.answered == 1
    np.testing.assert_array_equal(widget.drawing, data.digit(0))
    assert not np.array_equal(widget.output, before)
    ask(widget, data.digit(0), turn=2)  # the same drawing has its answer too
    assert widget.answered == 2


def test_a_model_is_left_as_it_was() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    model.drop.eval()
    modes = {name: module.training for name, module in model.named_modules()}
    state = torch.get_rng_state()
    widget = DrawDigit(model)
    ask(widget, data.digit(1), turn=1)
    assert {name: module.training for name, module in model.named_modules()} == modes
    assert all(not module._forward_hooks for module in model.modules())
    assert all(parameter.grad is None for parameter in model.parameters())
    assert torch.equal(torch.get_rng_state(), state)


def test_a_class_is_made_into_one_model_not_one_for_each_drawing() -> None:
    pytest.importorskip("torch")
    made = []
    base = type(lenet())

    class Counted(base):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    widget = DrawDigit(Counted)
    ask(widget, data.digit(1), turn=1)
    assert len(made) == 1 and widget.answer is not None


def test_a_rerun_takes_what_the_model_has_learnt_since() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    widget = DrawDigit(model)
    before = scores_of(widget)
    with torch.no_grad():
        model.fc2.bias += 1
    widget.rerun()
    np.testing.assert_allclose(scores_of(widget), before + 1, rtol=1e-5)


def test_what_a_model_raises_is_said_and_drawing_goes_on() -> None:
    pytest.importorskip("torch")
    widget = DrawDigit(lenet(conv2={"padding": 2}))
    assert widget.function_message.startswith("LeNet5 raised RuntimeError: ")
    assert (widget.output, widget.scores, widget.answer) == (None, None, None)
    ask(widget, data.digit(1), turn=1)
    assert widget.answered == 1
    assert widget.function_message.startswith("LeNet5 raised RuntimeError: ")


def test_a_model_that_is_not_written_yet_is_said() -> None:
    class LeNet5:
        def __init__(self) -> None:
            raise NotImplementedError("LeNet5: yours to write")

    widget = DrawDigit(LeNet5)
    assert widget.function_message == "LeNet5 is not written yet (LeNet5: yours to write)."
    ask(widget, data.digit(1), turn=1)
    assert (widget.answered, widget.answer) == (1, None)


def test_a_model_with_other_outputs_has_no_answer_and_says_why() -> None:
    pytest.importorskip("torch")
    widget = DrawDigit(lenet(num_classes=7))
    assert "no tensor of shape (1, 10) was seen for output" in widget.function_message
    assert widget.scores is None and widget.output is not None


def test_a_model_that_diverged_has_no_answer_and_says_why() -> None:
    torch = pytest.importorskip("torch")
    model = lenet()
    with torch.no_grad():
        model.fc2.bias[4] = float("nan")
    widget = DrawDigit(model)
    assert widget.function_message == "LeNet5: what LeNet5 returns holds nan or infinity."
    assert widget.answer is None


def test_nothing_runs_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    widget = DrawDigit(lenet())
    widget.drawing = data.digit(1)
    assert (widget.output, widget.function_name) == (None, "")


def test_pictures_of_bytes_are_scaled_and_tensors_are_taken() -> None:
    torch = pytest.importorskip("torch")
    stored = np.full((28, 28), 51, dtype=np.uint8)
    assert DrawDigit(drawing=stored).drawing[0, 0] == pytest.approx(0.2)
    parameter = torch.full((28, 28), 0.25, requires_grad=True)
    assert DrawDigit(drawing=parameter).drawing.max() == 0.25


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        ((3,), {}, TypeError, "DrawDigit: model must be a torch.nn.Module or a class of one"),
        ((), {"centre": 1}, TypeError, "centre must be True or False, got 1"),
        ((), {"digit": 5}, TypeError, "DrawDigit: no argument 'digit'"),
        ((None, np.zeros((1, 28, 28))), {}, ValueError, "(1, 28, 28); take drawing.reshape"),
        ((None, np.zeros((32, 32))), {}, ValueError, "leave out the margin of two: [2:-2, 2:-2]"),
        ((None, np.zeros((3, 3))), {}, ValueError, "one grey picture (28, 28), got shape (3, 3)."),
        ((None, np.full((28, 28), 2.0)), {}, ValueError, "holds 2 at row 0, column 0; give"),
        ((None, np.full((28, 28), np.nan)), {}, ValueError, "holds nan at row 0, column 0"),
        ((None, "three"), {}, TypeError, "must hold real numbers"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: tuple[Any, ...], options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)) as refused:
        DrawDigit(*arguments, **options)
    assert "\n" not in str(refused.value)


def test_what_travels_to_a_page_is_small() -> None:
    state = DrawDigit().get_state()
    sizes = {
        name: len(value["data"])
        for name, value in state.items()
        if isinstance(value, dict) and "data" in value
    }
    assert sizes == {"drawing": 6272, "weights": 2 * 61706, "examples": 7840}
    assert lenet5.PATH.stat().st_size < 130_000


def test_training_again_writes_the_file_all_or_nothing(tmp_path: Any) -> None:
    pytest.importorskip("torch")
    from course.widgets.nets.train import save

    path = tmp_path / "lenet5.npz"
    path.write_bytes(b"old")
    save(course_lenet(), path)
    assert path.read_bytes() == lenet5.PATH.read_bytes()
    assert [entry.name for entry in tmp_path.iterdir()] == ["lenet5.npz"]


def test_the_stored_cases_are_what_torch_and_numpy_give() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    stored = json.loads(lenet_cases.PATH.read_text(encoding="utf-8"))
    made = json.loads(lenet_cases.text())
    for part in ("layers", "network"):
        for name, numbers in made.pop(part).items():
            np.testing.assert_allclose(stored[part][name], numbers, rtol=1e-9, atol=1e-12)
        del stored[part]
    for step, again in zip(stored.pop("pen")["steps"], made.pop("pen")["steps"], strict=True):
        np.testing.assert_allclose(step.pop("ink"), again.pop("ink"), atol=2e-7)
        assert step == again
    for case, again in zip(stored.pop("centring"), made.pop("centring"), strict=True):
        np.testing.assert_allclose(case.pop("centred"), again.pop("centred"), atol=2e-7)
        assert case == again
    assert stored == made
