"""ActivationZoo: curves between layers, their slopes, and what they do to numbers and gradients."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets.adapters import Adapter, slope_at_x, slope_at_y
from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.student_function import Outcome, name_of

__all__ = ["ActivationZoo", "sample_points"]

_STATIC = pathlib.Path(__file__).parent / "static"
_NAMES = ("relu", "leaky relu", "sigmoid", "tanh")
_YOURS = "yours"
_LIMIT = 40
_STEPS_A_UNIT = 32


def sample_points() -> npt.NDArray[np.float64]:
    """Return where a student's curve is sampled: float64 (2561,), -40 to 40 in steps of 1/32.

    Examples
    --------
    >>> sample_points()[[0, 1, -1]].tolist()
    [-40.0, -39.96875, 40.0]
    """
    return np.arange(-_LIMIT * _STEPS_A_UNIT, _LIMIT * _STEPS_A_UNIT + 1) / _STEPS_A_UNIT


class ActivationZoo(FunctionWidget):
    """An activation's curve and slope, its outputs for scaled inputs, and five of it in a row.

    .. image:: /docs/images/activation-zoo.png
        :alt: A curve and its slope, a histogram of outputs, five layers in a row, units that may be dead.

    Three sliders work by keyboard: x reads one point off both curves; scale and bias change the
    inputs, ``scale * normal random numbers + bias``, of 40 units for a batch of 25 pictures. Below
    are the histogram of the outputs, the share of a gradient that comes back through five curves
    in a row, and the number of dead units: those that are positive for no picture of the batch.

    Parameters
    ----------
    function : callable, optional
        Your own ``function(x)``, elementwise. It runs once, here, on a float64 copy of
        `sample_points`, and its slope comes from differences. One that is named relu, leaky_relu,
        sigmoid or tanh is compared with the reference. After a change, call `rerun`.
    curve : {"relu", "leaky relu", "sigmoid", "tanh", "yours"}, optional
        The curve to open on. Default: yours where there is one, else the sigmoid.
    x, scale, bias : float
        Where the sliders stand: -6 to 6, 0.1 to 10, -5 to 5.

    Attributes
    ----------
    reference : str
        The curve that yours is compared with, or "".

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> zoo = ActivationZoo(function=np.tanh)
    >>> zoo.curve, zoo.reference, zoo.output.shape
    ('yours', 'tanh', (2561,))
    """

    _esm = _STATIC / "activation_zoo.js"
    _css = _STATIC / "widgets.css"

    curve = traitlets.Enum((*_NAMES, _YOURS), "sigmoid").tag(sync=True)
    x = traitlets.Float(2.0, min=-6, max=6).tag(sync=True)
    scale = traitlets.Float(1.0, min=0.1, max=10).tag(sync=True)
    bias = traitlets.Float(0.0, min=-5, max=5).tag(sync=True)
    reference = traitlets.Unicode("").tag(sync=True)
    samples = traitlets.Tuple((float(-_LIMIT), 1 / _STEPS_A_UNIT), read_only=True).tag(sync=True)

    _adapters: ClassVar[dict[str, Adapter]] = {
        "relu_backward": slope_at_x,
        "sigmoid_backward": slope_at_y,
        "tanh_backward": slope_at_y,
    }
    _returned = ("x",)

    def __init__(
        self,
        *,
        function: Callable[..., Any] | None = None,
        curve: str | None = None,
        **traits: Any,
    ) -> None:
        allowed = _NAMES if function is None else (*_NAMES, _YOURS)
        if curve is not None and curve not in allowed:
            raise ValueError(
                f"ActivationZoo: curve must be one of {', '.join(allowed)}, got {curve!r}."
            )
        unknown = set(traits) - {"x", "scale", "bias", "note", "layout"}
        if unknown:
            raise TypeError(
                f"ActivationZoo: no argument {sorted(unknown)[0]!r}; see its docstring."
            )
        opening = "sigmoid" if function is None else _YOURS
        super().__init__(function, (), curve=curve or opening, **traits)

    @traitlets.validate("curve")
    def _one_there_is(self, proposal: Any) -> str:
        if proposal["value"] == _YOURS and getattr(self, "_function", True) is None:
            raise traitlets.TraitError(
                "ActivationZoo: there is no curve of yours; make one with function=yours."
            )
        return str(proposal["value"])

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        given = np.asarray(case.get("x", 0.0), dtype=np.float64).ravel()
        inside = given[np.abs(given) <= 6]
        traits = {"x": float(inside[0])} if len(inside) else {}
        cut = ""
        if "dout" in case:
            cut = "Your curve is what it gives for a dout of 1: it belongs on the slope's."
        elif case.get("slope", 0.01) != 0.01:
            cut = f"The case has slope {case['slope']}; here it is your default."
        return Opening(traits, cut)

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        name = name_of(function)
        plain = name.lower().replace("_", "")
        self.reference = next((n for n in _NAMES if n.replace(" ", "") == plain), "")
        try:
            returned = function(sample_points())
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            reason = f": {error}" if str(error) else ""
            return Outcome(None, f"{name} raised {type(error).__name__}{reason}")
        return _examine(name, returned, sample_points().shape)


def _examine(name: str, returned: Any, expected: tuple[int, ...]) -> Outcome:
    if returned is None:
        return Outcome(None, f"{name} returned None; end it with a return statement.")
    try:
        array = np.asarray(returned)
        kind = array.dtype.kind
    except Exception:  # ragged lists, odd objects: whatever NumPy raises, it is no array
        array, kind = np.empty(0), "O"
    if kind not in "buif":
        what = type(returned).__name__
        return Outcome(None, f"{name} returned a {what} that is not an array of real numbers.")
    if array.shape != expected:
        return Outcome(
            None,
            f"{name} returned shape {array.shape}, expected {expected}, the shape of its input: "
            "an activation works number by number.",
        )
    return Outcome(np.array(array, dtype=np.float64), "")
