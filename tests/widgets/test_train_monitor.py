"""TrainMonitor's Python side: what it sees of a loop, that it changes nothing, when it lets go."""

from __future__ import annotations

import gc
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from course.widgets import TrainMonitor
from course.widgets.mistakes import gallery_of
from course.widgets.training_probe import Curve
from tests.widgets import training_cases

torch = pytest.importorskip("torch", reason="needs torch: what is monitored")
nn = torch.nn
CPU = torch.device("cpu")


def net() -> Any:
    """Return a small net of two layers, the same each time."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 3))


def batches(count: int = 6) -> list[tuple[Any, Any]]:
    """Return batches of four pictures of 4 x 4."""
    generator = torch.Generator().manual_seed(1)
    return [
        (
            torch.randn(4, 1, 4, 4, generator=generator),
            torch.randint(0, 3, (4,), generator=generator),
        )
        for _ in range(count)
    ]


def train_one_epoch(model: Any, loader: Iterable[Any], optimizer: Any, device: Any) -> float:
    """Stand for the student's loop: it knows of no monitor."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def hooks_on(model: Any, optimizer: Any) -> int:
    """Count every hook there is."""
    on_modules = sum(
        len(module._forward_hooks) + len(module._forward_pre_hooks) + len(module._backward_hooks)
        for module in model.modules()
    )
    return on_modules + len(optimizer._optimizer_step_pre_hooks)


@pytest.fixture
def parts() -> tuple[Any, Any]:
    model = net()
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def test_importing_widgets_does_not_import_torch() -> None:
    code = "import sys, course.widgets; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_training_comes_to_the_same_bits_with_and_without_it(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    plain = net()
    train_one_epoch(plain, batches(), torch.optim.SGD(plain.parameters(), lr=0.1), CPU)
    before = torch.get_rng_state()
    monitor = TrainMonitor(model, optimizer)
    monitor.epoch(train_one_epoch(model, monitor.watch(batches()), optimizer, CPU))
    assert torch.equal(torch.get_rng_state(), before)
    for ours, theirs in zip(model.parameters(), plain.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_it_sees_the_loss_and_the_gradient_of_the_batch(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer)
    loss = train_one_epoch(model, monitor.watch(batches(1)), optimizer, CPU)
    assert monitor.losses[0].tolist() == pytest.approx([1, loss], rel=1e-6)
    assert monitor.layers == ["1", "3"]
    for layer, norm in zip((model[1], model[3]), monitor.norms, strict=True):
        both = torch.cat([layer.weight.grad.flatten(), layer.bias.grad.flatten()])
        assert norm == pytest.approx(float(both.norm()), rel=1e-5)
    assert monitor.outputs == 3


def test_without_an_optimizer_gradients_are_seen_all_the_same(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model)
    train_one_epoch(model, monitor.watch(batches(1)), optimizer, CPU)
    assert all(norm > 0 for norm in monitor.norms)


def test_a_layer_without_a_gradient_has_no_norm(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    model[1].requires_grad_(False)
    monitor = TrainMonitor(model, optimizer)
    train_one_epoch(model, monitor.watch(batches(1)), optimizer, CPU)
    assert math.isnan(monitor.norms[0]) and monitor.norms[1] > 0


def test_hooks_are_on_only_while_a_loader_is_watched(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer, epochs=2)
    assert hooks_on(model, optimizer) == 0
    counts = []

    def spied(loader: Iterable[Any]) -> Iterator[Any]:
        for batch in loader:
            counts.append(hooks_on(model, optimizer))
            yield batch

    loss = train_one_epoch(model, spied(monitor.watch(batches())), optimizer, CPU)
    assert set(counts) == {2}
    assert hooks_on(model, optimizer) == 0
    monitor.epoch(loss)
    assert hooks_on(model, optimizer) == 0


def test_hooks_go_when_the_loop_fails(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    loader = [*batches(2), (torch.zeros(4, 1, 5, 5), torch.zeros(4, dtype=torch.int64))]
    with pytest.raises(RuntimeError, match="shapes"), TrainMonitor(model, optimizer) as monitor:
        train_one_epoch(model, monitor.watch(loader), optimizer, CPU)
    assert hooks_on(model, optimizer) == 0
    assert monitor.progress["state"] == "interrupted"


def test_an_iteration_given_up_does_not_take_the_hooks_of_the_next(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer)
    old = iter(monitor.watch(batches()))
    next(old)
    new = iter(monitor.watch(batches()))
    next(new)
    del old
    gc.collect()
    assert hooks_on(model, optimizer) == 2
    del new
    gc.collect()
    assert hooks_on(model, optimizer) == 0


def test_the_stop_button_ends_the_epoch_after_its_batch(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer, epochs=3)
    seen = []

    def pressed(loader: Iterable[Any]) -> Iterator[Any]:
        for batch in loader:
            seen.append(batch)
            if len(seen) == 3:
                monitor._on_message(monitor, {"type": "stop"}, [])
            yield batch

    assert not monitor.stopped
    loss = train_one_epoch(model, pressed(monitor.watch(batches())), optimizer, CPU)
    assert monitor.stopped and len(seen) == 3
    monitor.epoch(loss)
    assert monitor.progress["state"] == "stopped"
    # A loop that does not ask whether to go on still gets a mean loss.
    assert train_one_epoch(model, monitor.watch(batches()), optimizer, CPU) > 0
    assert monitor.progress["seen"] == 4


def test_a_press_only_sets_a_flag(parts: tuple[Any, Any], monkeypatch: Any) -> None:
    monitor = TrainMonitor(*parts)
    changes: list[Any] = []
    monitor.observe(changes.append)
    monkeypatch.setattr(type(monitor), "_draw", lambda self: pytest.fail("drawn by an observer"))
    for content in ({"type": "stop"}, {"type": "here"}, {"type": "else"}, None):
        monitor._on_message(monitor, content, [])
    assert monitor.stopped and changes == []


def test_what_is_watched_is_the_loader_in_all_else(parts: tuple[Any, Any]) -> None:
    data = torch.utils.data.TensorDataset(torch.zeros(10, 16), torch.zeros(10, dtype=torch.int64))
    loader = torch.utils.data.DataLoader(data, batch_size=4)
    watched = TrainMonitor(*parts).watch(loader)
    assert len(watched) == 3
    assert len(watched.dataset) == 10
    assert [len(y) for _, y in watched] == [4, 4, 2]
    with pytest.raises(AttributeError):
        watched.nothing  # noqa: B018 - asking for it is the test
    with pytest.raises(TypeError, match="no len"):
        len(TrainMonitor(*parts).watch(batch for batch in loader))


def test_batches_are_counted_where_the_loader_has_no_length(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer, epochs=2)
    for expected in (0, 6):
        loss = train_one_epoch(model, monitor.watch(iter(batches())), optimizer, CPU)
        assert monitor.progress["batches"] == expected
        monitor.epoch(loss)
    assert monitor.progress["seen"] == 12


def test_an_epoch_prints_one_short_line_and_draws(parts: tuple[Any, Any], capfd: Any) -> None:
    model, optimizer = parts
    with TrainMonitor(model, optimizer, epochs=2) as monitor:
        for accuracy in (0.5, None):
            loss = train_one_epoch(model, monitor.watch(batches()), optimizer, CPU)
            monitor.epoch(loss, accuracy)
    out, err = capfd.readouterr()
    assert err == ""
    first, second = out.splitlines()
    assert re.fullmatch(r"epoch 1 of 2: loss \d\.\d{4}, accuracy 50\.00 %, \d+\.\d s", first)
    assert re.fullmatch(r"epoch 2 of 2: loss \d\.\d{4}, \d+\.\d s", second)
    assert monitor.progress["state"] == "ended"
    assert monitor.history.shape == (2, 4)
    assert monitor.history[0, [0, 2]].tolist() == [6, 0.5]
    assert math.isnan(monitor.history[1, 2])


def test_a_page_that_shows_it_needs_no_lines(parts: tuple[Any, Any], capsys: Any) -> None:
    monitor = TrainMonitor(*parts, epochs=3)
    monitor._repr_mimebundle_()
    monitor.epoch(1.0)
    assert capsys.readouterr().out == ""  # a page may yet say that it is there
    monitor._on_message(monitor, {"type": "here"}, [])
    monitor.epoch(1.0)
    monitor.epoch(1.0)
    assert capsys.readouterr().out == ""


def test_where_no_page_answers_the_lines_come_late_but_come(
    parts: tuple[Any, Any], capsys: Any
) -> None:
    monitor = TrainMonitor(*parts, epochs=2)
    monitor._repr_mimebundle_()
    monitor.epoch(1.0)
    monitor.epoch(0.5)
    assert capsys.readouterr().out.count("epoch ") == 2


def test_time_left_is_told_once_there_is_some(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer, epochs=2)
    assert monitor.progress["left"] is None
    for _ in monitor.watch(batches()):
        monitor._draw()
    assert monitor.progress["left"] is None  # between epochs
    loader = iter(monitor.watch(batches()))
    next(loader)
    next(loader)
    monitor._draw()
    left = monitor.progress["left"]
    assert left is not None and left > 0


def test_a_loss_that_is_not_a_number_is_said(parts: tuple[Any, Any]) -> None:
    model, optimizer = parts
    broken = [(torch.full((4, 1, 4, 4), math.nan), torch.zeros(4, dtype=torch.int64))]
    monitor = TrainMonitor(model, optimizer)
    monitor.epoch(train_one_epoch(model, monitor.watch(broken), optimizer, CPU))
    assert monitor.trouble.startswith("The loss is nan at batch 1 of epoch 1: try")


@pytest.mark.parametrize("labels", [None, torch.zeros(4), torch.full((4,), 9), "abcd"])
def test_labels_it_cannot_read_give_no_curve_and_no_error(
    parts: tuple[Any, Any], labels: Any
) -> None:
    model, _ = parts
    monitor = TrainMonitor(model)
    for x, _ in monitor.watch([(torch.zeros(4, 1, 4, 4), labels)]):
        model(x)
    assert monitor.losses is None


def test_batches_that_cost_little_are_looked_at_rarely(
    parts: tuple[Any, Any], monkeypatch: Any
) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 1e-3  # a look takes three of these, a batch two more
        return now

    monkeypatch.setattr("time.perf_counter", clock)
    model, optimizer = parts
    monitor = TrainMonitor(model, optimizer)
    train_one_epoch(model, monitor.watch(batches() * 100), optimizer, CPU)
    assert monitor._probe.every == 50
    assert len(monitor.losses) < 30


def test_a_long_curve_stays_short_and_keeps_its_mean() -> None:
    curve = Curve()
    rng = np.random.default_rng(0)
    ys = rng.standard_normal(10_000)
    for x, y in enumerate(ys):
        curve.add(x, float(y))
    points = curve.points()
    assert points is not None and 200 < len(points) <= 513
    assert (np.diff(points[:, 0]) > 0).all()
    assert points[:, 1].mean() == pytest.approx(ys.mean(), abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((3,), TypeError, "TrainMonitor: model must be a torch.nn.Module, got 3"),
        ((nn.Linear,), TypeError, "make one first"),
        ((nn.Linear(1, 1), 0.1), TypeError, "optimizer must be a torch.optim.Optimizer or None"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: tuple[Any, ...], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        TrainMonitor(*arguments)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"epochs": 0}, ValueError, "epochs must be an int of at least 1, got 0"),
        ({"epochs": 2.0}, ValueError, "got 2.0"),
        ({"classes": "abc"}, TypeError, "classes must be a list of names"),
        ({"lr": 0.1}, TypeError, "TrainMonitor: no argument 'lr'"),
    ],
)
def test_a_bad_option_is_refused_in_one_sentence(
    options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        TrainMonitor(nn.Linear(1, 1), **options)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((None,), TypeError, "train_loss must be a number, got None; does your training function"),
        ((1.0, 98.5), ValueError, "accuracy is a share in [0, 1], got 98.5; divide by 100."),
        ((1.0, -1), ValueError, "got -1."),
        ((1.0, "high"), TypeError, "accuracy must be a number, got 'high'"),
    ],
)
def test_a_bad_epoch_is_refused_in_one_sentence(
    arguments: tuple[Any, ...], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        TrainMonitor(nn.Linear(1, 1)).epoch(*arguments)


def test_a_loader_that_gives_nothing_one_by_one_is_refused() -> None:
    with pytest.raises(TypeError, match="loader must give batches"):
        TrainMonitor(nn.Linear(1, 1)).watch(3)  # type: ignore[arg-type]


def test_mistakes_are_shown_with_what_they_were_taken_for(capsys: Any) -> None:
    monitor = TrainMonitor(nn.Linear(1, 1), classes=["shirt", "coat"])
    images = torch.zeros(5, 1, 8, 8)
    images[2] = 1
    monitor.mistakes(images, torch.tensor([0, 1, 0, 1, 0]), torch.tensor([0, 1, 1, 1, 1]))
    assert monitor.wrong == [[2, 0, 1], [4, 0, 1]]
    assert monitor.pictures.shape == (2, 8, 8, 1)
    assert [int(p.max()) for p in monitor.pictures] == [255, 0]
    assert monitor.gallery_note == (
        "2 of 5 pictures are mistaken (40.00 %): shirt taken for coat (2 times)."
    )
    assert capsys.readouterr().out == monitor.gallery_note + "\n"
    monitor.mistakes(images, [0] * 5, [0] * 5)
    assert (monitor.pictures, monitor.gallery_note) == (None, "No mistakes among 5 pictures.")


def test_pictures_keep_their_levels_and_say_their_scale() -> None:
    labels, taken = np.zeros(2, int), np.ones(2, int)
    stored = np.array([[[0, 51]], [[255, 1]]], dtype=np.uint8)
    plain = gallery_of(stored, labels, taken, [])
    assert plain.pictures is not None
    np.testing.assert_array_equal(plain.pictures[..., 0], stored)
    standardised = gallery_of(np.array([[[-0.5, 1.5]], [[2.5, -0.5]]]), labels, taken, [])
    assert standardised.pictures is not None
    np.testing.assert_array_equal(standardised.pictures[..., 0], [[[0, 170]], [[255, 0]]])
    assert standardised.note.endswith("Black is −0.50, white 2.50.")
    colour = gallery_of(np.zeros((2, 3, 4, 5)), labels, taken, [])
    assert colour.pictures is not None and colour.pictures.shape == (2, 4, 5, 3)


def test_many_mistakes_are_counted_and_some_are_shown() -> None:
    labels = np.arange(1000) % 10
    gallery = gallery_of(np.zeros((1000, 4, 4)), labels, (labels + 1) % 10, [])
    assert gallery.pictures is not None and len(gallery.pictures) == len(gallery.wrong) == 24
    assert "1000 of 1000 pictures are mistaken (100.00 %): most often" in gallery.note
    assert gallery.note.endswith("The first 24 are shown.")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((np.zeros((2, 8)), [0, 1], [1, 0]), ValueError, "images must have shape (N, H, W)"),
        ((np.zeros((2, 2, 8, 8)), [0, 1], [1, 0]), ValueError, "got (2, 2, 8, 8)"),
        ((np.zeros((2, 99, 8)), [0, 1], [1, 0]), ValueError, "images are 99 x 8"),
        ((np.zeros((2, 8, 8)), [0], [1, 0]), ValueError, "labels must have shape (2,)"),
        ((np.zeros((2, 8, 8)), [0, 1], np.eye(2)), ValueError, "take scores.argmax(1)"),
        ((np.zeros((2, 8, 8)), [0, 1], "ab"), TypeError, "predictions must be an array"),
        (([[1], [1, 2]], [0, 1], [1, 0]), TypeError, "images must be an array"),
    ],
)
def test_bad_mistakes_are_refused_in_one_sentence(
    arguments: tuple[Any, ...], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        TrainMonitor(nn.Linear(1, 1)).mistakes(*arguments)


def test_the_stored_cases_are_what_torch_gives() -> None:
    stored = json.loads(training_cases.PATH.read_text(encoding="utf-8"))
    made = json.loads(training_cases.text())
    assert stored["losses"] == made["losses"]
    for beta, means in made["smooth"].items():
        np.testing.assert_allclose(stored["smooth"][beta], means, rtol=1e-12)
