"""Find arguments that show a flipped kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom

MOST_CELLS = 1_000_000
"""Products to compute, at most."""


def break_constant_kernel() -> tuple[np.ndarray, np.ndarray]:
    """Return (x, kernel) on which flipping the kernel changes the result of `cross_correlate2d`.

    Returns
    -------
    tuple of np.ndarray
        An image x, shape (H, W), and a kernel, shape (kH, kW), that fits into it. There are many
        right answers; with a constant kernel, such as all ones, nobody can see a flip.

    Examples
    --------
    These do not expose the flip, since both ways give [[3.]]: x = [[1, 2]], kernel = [[1, 1]].
    """
    return np.array([[1.0, 2.0]]), np.array([[0.0, 1.0]])


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the arguments you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether a returned pair exposes the flip; what is missing otherwise."""
    if not isinstance(value, tuple) or len(value) != 2:
        found = f"{len(value)} items" if isinstance(value, tuple) else type(value).__name__
        return Fault("not_a_pair", f"it returned {found}; (x, kernel) is expected.", "contract")
    for name, array in zip(("x", "kernel"), value, strict=True):
        problem = _array_problem(name, array)
        if problem is not None:
            return problem
    x, kernel = (np.asarray(array, dtype=np.float64) for array in value)
    return _fit_problem(x, kernel) or _blind_spot(x, kernel)


def _array_problem(name: str, array: Any) -> Fault | None:
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "biuf":
        kind = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
        return Fault("not_arrays", f"{name} is {kind}, not an array of numbers.", "contract")
    if array.ndim != 2 or array.size == 0:
        saw = f"{name} has the shape {array.shape}; two axes, none of them empty, are expected."
        return Fault("not_two_dimensional", saw, "contract")
    if not np.isfinite(array).all():
        return Fault("not_finite", f"{name} holds nan or infinity.", "contract")
    return None


def _fit_problem(x: np.ndarray, kernel: np.ndarray) -> Fault | None:
    saw = f"x has the shape {x.shape}, kernel {kernel.shape}"
    if kernel.shape[0] > x.shape[0] or kernel.shape[1] > x.shape[1]:
        exchanged = kernel.shape[0] >= x.shape[0] and kernel.shape[1] >= x.shape[1]
        bug = "arguments_exchanged" if exchanged else "kernel_does_not_fit"
        return Fault(bug, f"{saw}: the kernel does not fit.", "contract")
    if x.size * kernel.size > MOST_CELLS:
        return Fault("", f"{saw}: a smaller pair will do, on paper even.", "contract")
    return None


def _blind_spot(x: np.ndarray, kernel: np.ndarray) -> Fault | None:
    windows = sliding_window_view(x, kernel.shape)
    as_it_is = np.einsum("ijab,ab->ij", windows, kernel)
    flipped = np.einsum("ijab,ab->ij", windows, kernel[::-1, ::-1])
    scale = max(np.abs(as_it_is).max(), np.abs(flipped).max())
    if np.abs(as_it_is - flipped).max() > 1e-9 * scale:
        return None
    saw = f"both ways give {as_it_is[0, 0]:g} at [0, 0], and agree everywhere else."
    if np.ptp(kernel) == 0:
        return Fault("constant_kernel", f"every kernel cell is {kernel[0, 0]:g}; {saw}")
    if np.array_equal(kernel, kernel[::-1, ::-1]):
        return Fault("symmetric_kernel", f"turned by half a turn, the kernel is the same; {saw}")
    if np.ptp(x) == 0:
        return Fault("flat_image", f"every pixel is {x[0, 0]:g}; {saw}")
    return Fault("outputs_coincide", saw)


def _constant_kernel() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(20.0).reshape(4, 5), np.ones((2, 3))


def _symmetric_kernel() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(20.0).reshape(4, 5), np.array([[1.0, 2.0], [2.0, 1.0]])


def _flat_image() -> tuple[np.ndarray, np.ndarray]:
    return np.ones((4, 5)), np.array([[1.0, 2.0], [3.0, 4.0]])


def _outputs_coincide() -> tuple[np.ndarray, np.ndarray]:
    return np.array([[1.0, 5.0, 1.0]]), np.array([[1.0, 2.0, 3.0]])


def _kernel_does_not_fit() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(6.0).reshape(2, 3), np.array([[1.0], [2.0], [3.0]])


def _arguments_exchanged() -> tuple[np.ndarray, np.ndarray]:
    return np.array([[1.0, 2.0], [3.0, 4.0]]), np.arange(20.0).reshape(4, 5)


def _not_a_pair() -> np.ndarray:
    return np.array([[0.0, 1.0]])


def _not_arrays() -> tuple[list[list[float]], list[list[float]]]:
    return [[1.0, 2.0]], [[0.0, 1.0]]


def _not_two_dimensional() -> tuple[np.ndarray, np.ndarray]:
    return np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0])


def _not_finite() -> tuple[np.ndarray, np.ndarray]:
    return np.array([[1.0, 2.0]]), np.array([[0.0, np.inf]])


def _ramp_and_ramp() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(20.0).reshape(4, 5), np.arange(6.0).reshape(2, 3)


def _whole_numbers() -> tuple[np.ndarray, np.ndarray]:
    return np.eye(3, dtype=int), np.array([[1, 2], [3, 4]])


def _mirror_symmetric() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(9.0).reshape(3, 3), np.array([[1.0, 1, 1], [0, 0, 0], [-1, -1, -1]])


def _random() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    return rng.standard_normal((8, 9)), rng.standard_normal((3, 2))


def _one_lit_pixel() -> tuple[np.ndarray, np.ndarray]:
    x = np.zeros((5, 5), dtype=np.uint8)
    x[2, 2] = 255
    return x, np.array([[True, True], [True, False]])


BUGS = (
    Bug(
        "constant_kernel",
        "All cells of the kernel are equal, so a flip leaves it as it was. Two cells must differ.",
        function=_constant_kernel,
    ),
    Bug(
        "symmetric_kernel",
        "Not constant, but the kernel looks the same after half a turn. Flipping both axes moves "
        "cell [0, 0] to the last cell: make those two differ.",
        function=_symmetric_kernel,
    ),
    Bug(
        "flat_image",
        "The kernel would do, but the image is flat: every product has the same pixel in it, and "
        "a sum does not mind the order.",
        function=_flat_image,
    ),
    Bug(
        "outputs_coincide",
        "The kernel changes when flipped, but this image is symmetric itself, and hides it. "
        "Change one pixel.",
        function=_outputs_coincide,
    ),
    Bug(
        "kernel_does_not_fit",
        "The kernel is larger than the image on one axis, so there is no position for it.",
        function=_kernel_does_not_fit,
    ),
    Bug(
        "arguments_exchanged",
        "The large array comes second. The order is (x, kernel).",
        function=_arguments_exchanged,
    ),
    Bug(
        "not_a_pair",
        "Return two arrays, separated by a comma: `return x, kernel`.",
        function=_not_a_pair,
    ),
    Bug(
        "not_arrays",
        "Lists have no `shape`. Wrap each in `np.array(...)`.",
        function=_not_arrays,
    ),
    Bug(
        "not_two_dimensional",
        "An image has rows and columns: two pairs of brackets, `np.array([[...], [...]])`.",
        function=_not_two_dimensional,
    ),
    Bug(
        "not_finite",
        "Infinity and nan swallow every difference. Small whole numbers are enough.",
        function=_not_finite,
    ),
)

EXERCISE = Exercise(
    id="break_constant_kernel",
    points=2,
    card=Card("Break it: the flip nobody sees", 2, 3, 5, needs=("cross_correlate2d",)),
    reference=break_constant_kernel,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("two ramps", _ramp_and_ramp),
        Alternative("whole numbers", _whole_numbers),
        Alternative("mirror-symmetric on one axis only", _mirror_symmetric),
        Alternative("random numbers", _random),
        Alternative("one lit pixel, a kernel of True and False", _one_lit_pixel),
    ),
    hints=(
        "Write down a 2x2 kernel, and below it the same kernel after a flip on both axes. Where "
        "did each cell go? For which kernels do you see no change?",
        "Choose a kernel that does not look the same after half a turn, and an image that is not "
        "symmetric or flat. One row of two cells is enough for each.",
        "```text\nx = an image with ...different... pixels\n"
        "kernel = array whose first cell is not its last\nreturn x, kernel\n```",
    ),
    symptoms=(
        Symptom("both ways give the same", "turn the kernel by half a turn on paper"),
        Symptom(
            "the kernel is fine, the results agree", "look at the image: is it flat, symmetric?"
        ),
        Symptom("the kernel does not fit", "(x, kernel): the image comes first"),
    ),
    examine=examine,
    play="KernelSlider.on_answer(break_constant_kernel)",
)
