"""KernelStudio: design a kernel and see what it makes of a picture, negative numbers included."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets import student_function
from course.widgets.arrays import Array, grey_image, real_array
from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.gallery import gallery

__all__ = ["KernelStudio"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_WEIGHTS = 15
_PREWITT = ((-1.0, 0.0, 1.0),) * 3
_NO_SUM = 1e-9
"""Weights whose sum is this small a part of their sizes add up to 0, but for rounding."""


def _kernel(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_WEIGHTS)


def _to_lists(pictures: dict[str, npt.NDArray[np.uint8]], _: Any) -> dict[str, Any]:
    return {name: picture.tolist() for name, picture in pictures.items()}


def _from_wire(value: Any, _: Any) -> Any:
    """Read an image that was chosen or opened in the browser."""
    if not isinstance(value, dict):
        return value
    return np.frombuffer(value["data"], "<f8").reshape(value["shape"])


class KernelStudio(FunctionWidget):
    """Edit a kernel, choose a picture, and see the response signed and clamped, side by side.

    .. image:: /docs/images/kernel-studio.png
        :alt: A picture, a kernel in number boxes, and the response twice: signed and clamped.

    In the signed view 0 is mid-grey; the clamped view is what an image viewer shows: below the
    darkest is black, above the brightest is white. Arrow keys, Home and End move over the signed
    view. Rows and columns count from 0. A picture of your own is read and scaled down inside the
    browser; it leaves neither the browser nor this kernel.

    Parameters
    ----------
    image : array_like, 2-D, optional
        Real numbers, at most 512 x 512. Default: a painted boat.
    kernel : array_like, 2-D, optional
        Real numbers, at most 15 x 15. Default: Prewitt's kernel for vertical edges.
    function : callable, optional
        Your own ``function(image, kernel)``, a `convolve2d` or a `cross_correlate2d`. It runs once,
        here, on float64 copies; its output is drawn beside the reference, and the widget says
        whether it is a convolution or a correlation. After a change, call `rerun`.
    normalise : bool
        Divide the weights by their sum, unless that is 0.
    flip : bool, optional
        Turn the kernel by half a turn before it slides: convolution in place of correlation.
        Default: only where there is a function.
    size : int
        Room for one picture, in pixels.

    Attributes
    ----------
    row, col : int or None
        The current cell of the response. None until shown.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> studio = KernelStudio(kernel=[[1, 1], [1, 1]], normalise=True)
    >>> studio.image.shape, studio.weights.tolist()
    ((48, 64), [[0.25, 0.25], [0.25, 0.25]])
    """

    _esm = _STATIC / "kernel_studio.js"
    _css = _STATIC / "widgets.css"

    image = Array(grey_image).tag(from_json=_from_wire)
    kernel = Array(_kernel, lists=True)
    normalise = traitlets.Bool(False).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    row = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    col = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    pictures = traitlets.Dict(read_only=True).tag(sync=True, to_json=_to_lists)
    size = traitlets.Int(260, min=80, max=800).tag(sync=True)

    _returned = ("x", "kernel")

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        kernel: npt.ArrayLike | None = None,
        *,
        function: Callable[..., Any] | None = None,
        normalise: bool = False,
        flip: bool | None = None,
        **traits: Any,
    ) -> None:
        unknown = set(traits) - {"size", "row", "col", "note", "layout"}
        if unknown:
            raise TypeError(f"KernelStudio: no argument {sorted(unknown)[0]!r}; see its docstring.")
        self.set_trait("pictures", gallery())
        super().__init__(
            function,
            ("image", "kernel", "normalise"),
            image=gallery()["boat"] / 255 if image is None else image,
            kernel=_PREWITT if kernel is None else kernel,
            normalise=normalise,
            flip=function is not None if flip is None else flip,
            **traits,
        )

    @property
    def weights(self) -> npt.NDArray[np.float64]:
        """The kernel as your function gets it: divided by its sum, where that is asked for."""
        kernel = np.asarray(self.kernel)
        total = float(kernel.sum())
        if not self.normalise or abs(total) <= _NO_SUM * float(np.abs(kernel).sum()):
            total = 1.0
        return np.asarray(kernel / total)

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        names = {"x": "image", "kernel": "kernel"}
        traits = {names[name]: case[name] for name in names if name in case}
        if "kernel" not in case and ("x" not in case or "kernel_shape" in case):
            traits["kernel"] = real_array(answer, "the kernel you make")
        return Opening(traits)

    def _outcome(self, function: Callable[..., Any]) -> student_function.Outcome:
        geometry = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
        return student_function.run(function, self.image, self.weights, geometry)
