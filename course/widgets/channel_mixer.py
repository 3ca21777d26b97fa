"""ChannelMixer: a layer as a table of slices; the partial maps of one filter, their sum, the bias."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import traitlets

from course import data
from course.widgets.adapters import Adapter, depth_then_point, one_filter, tap_by_tap
from course.widgets.arrays import Array, real_array
from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.student_function import Outcome, name_of

__all__ = ["ChannelMixer"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_PIXELS = 64
_MOST_WEIGHTS = 7
_MOST_CHANNELS = 12


def _checked(
    value: Any, where: str, axes: tuple[str, ...], most: tuple[int, ...]
) -> npt.NDArray[np.float64]:
    """Copy a finite array with these axes, none of them empty or longer than can be drawn."""
    array = real_array(value, where)
    wanted = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
    if array.ndim != len(axes):
        advice = ""
        if array.ndim == len(axes) - 1 > 0:
            advice = f"; add an axis in front, such as {where.split()[-1]}[np.newaxis]"
        raise ValueError(f"{where} must have shape {wanted}, got {array.shape}{advice}.")
    for axis, length, limit in zip(axes, array.shape, most, strict=True):
        if not 1 <= length <= limit:
            raise ValueError(
                f"{where} has shape {array.shape}; {axis} must be 1 to {limit} to be drawn."
            )
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{where} holds {array[place]} at index {place}; give finite numbers.")
    return array


def _x(value: Any, where: str) -> npt.NDArray[np.float64]:
    most = (_MOST_CHANNELS, _MOST_CHANNELS, _MOST_PIXELS, _MOST_PIXELS)
    return _checked(value, where, ("N", "C_in", "H", "W"), most)


def _weight(value: Any, where: str) -> npt.NDArray[np.float64]:
    most = (_MOST_CHANNELS, _MOST_CHANNELS, _MOST_WEIGHTS, _MOST_WEIGHTS)
    return _checked(value, where, ("C_out", "C_in", "kH", "kW"), most)


def _bias(value: Any, where: str) -> npt.NDArray[np.float64]:
    return _checked(value, where, ("C_out",), (_MOST_CHANNELS,))


def _agree(
    x: npt.NDArray[np.float64],
    weight: npt.NDArray[np.float64],
    bias: npt.NDArray[np.float64] | None,
) -> None:
    if weight.shape[1] != x.shape[1]:
        raise ValueError(
            f"ChannelMixer: weight has {weight.shape[1]} input channels but x has {x.shape[1]} "
            f"(x: {x.shape}, weight: {weight.shape})."
        )
    if bias is not None and len(bias) != len(weight):
        raise ValueError(
            f"ChannelMixer: bias has {len(bias)} numbers but weight has {len(weight)} filters "
            f"(weight: {weight.shape})."
        )


def _boat() -> npt.NDArray[np.float64]:
    """Paint the boat at half its size: (1, 3, 24, 32), rounded to two decimals."""
    picture = data.picture("boat")[::2, ::2].transpose(2, 0, 1) / 255
    return np.asarray(picture.round(2)[np.newaxis])


def _filters(channels: int) -> npt.NDArray[np.float64]:
    """Three filters: first channel against the others, columns that brighten, the mean."""
    flat = np.full((3, 3), 1 / 9)
    edge = np.array([[-1.0, 0.0, 1.0]] * 3) / 9
    mix = np.full(channels, -1 / max(1, channels - 1))
    mix[0] = 1
    one = mix[:, np.newaxis, np.newaxis] * flat
    return np.stack([one, np.stack([edge] * channels), np.stack([flat] * channels) / channels])


class ChannelMixer(FunctionWidget):
    """A convolutional layer as a grid, one slice of weights for each pair of channels.

    .. image:: /docs/images/channel-mixer.png
        :alt: A grid of kernels, one for each pair of channels; below, three partial maps and their sum.

    Choose an output map by radio button; arrow keys, Home and End move over it. Each input channel
    is cross-correlated with its slice; the partial maps are added, then the bias. Counters compare
    the layer with a dense one between the same inputs and outputs. Stride 1, no padding; rows and
    columns count from 0.

    Parameters
    ----------
    x : array_like, (N, C_in, H, W), optional
        Real numbers; at most 12 images, 12 channels, 64 x 64. Default: a painted boat.
    weight : array_like, (C_out, C_in, kH, kW), optional
        At most 12 filters of 7 x 7. Default: three filters for the channels of x.
    bias : array_like, (C_out,), optional
        One number for each filter. Default: none, unless weight is left out too.
    function : callable, optional
        Your own ``function(x, weight, bias)``, a `conv2d`; without a bias it gets x and weight
        only. It runs once, here, on float64 copies; its output is drawn beside the reference.
        After a change, call `rerun`.
    size : int
        Room for one picture, in pixels.

    Attributes
    ----------
    image, filter : int
        Which image of the batch, which output map.
    row, col : int or None
        The current cell of the map. None until shown.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> mixer = ChannelMixer()
    >>> mixer.x.shape, mixer.weight.shape, mixer.bias.shape
    ((1, 3, 24, 32), (3, 3, 3, 3), (3,))
    """

    _esm = _STATIC / "channel_mixer.js"
    _css = _STATIC / "widgets.css"

    x = Array(_x)
    weight = Array(_weight)
    bias = Array(_bias, allow_none=True)
    image = traitlets.Int(0, min=0).tag(sync=True)
    filter = traitlets.Int(0, min=0).tag(sync=True)
    row = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    col = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    size = traitlets.Int(160, min=60, max=600).tag(sync=True)

    _adapters: ClassVar[dict[str, Adapter]] = {
        "conv2d_one_filter": one_filter,
        "conv1x1": tap_by_tap,
        "depthwise_separable": depth_then_point,
    }
    _returned = ("x", "weight", "bias")

    def __init__(
        self,
        x: npt.ArrayLike | None = None,
        weight: npt.ArrayLike | None = None,
        bias: npt.ArrayLike | None = None,
        *,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        unknown = set(traits) - {"image", "filter", "row", "col", "size", "note", "layout"}
        if unknown:
            raise TypeError(f"ChannelMixer: no argument {sorted(unknown)[0]!r}; see its docstring.")
        images = _boat() if x is None else _x(x, "ChannelMixer: x")
        if weight is None:
            weight = _filters(images.shape[1])
            bias = (0.0, 0.0, -0.5) if bias is None else bias
        filters = _weight(weight, "ChannelMixer: weight")
        added = None if bias is None else _bias(bias, "ChannelMixer: bias")
        _agree(images, filters, added)
        super().__init__(
            function, ("x", "weight", "bias"), x=images, weight=filters, bias=added, **traits
        )

    @traitlets.validate("x", "weight", "bias")
    def _fits(self, proposal: Any) -> Any:
        arrays = {name: getattr(self, name) for name in ("x", "weight", "bias")}
        arrays[proposal["trait"].name] = proposal["value"]
        _agree(**arrays)
        return proposal["value"]

    @traitlets.validate("image", "filter")
    def _inside(self, proposal: Any) -> int:
        name, value = proposal["trait"].name, int(proposal["value"])
        count = len(self.x if name == "image" else self.weight)
        if value >= count:
            raise traitlets.TraitError(
                f"ChannelMixer: {name} must be 0 to {count - 1}, got {value}."
            )
        return value

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        if "in_channels" in case:
            return Opening(*_layer_of(case))
        x, weight, bias = np.asarray(case["x"]), case.get("weight"), case.get("bias")
        if "depth_weight" in case:
            weight = np.asarray(case["point_weight"]) * np.swapaxes(case["depth_weight"], 0, 1)
        weight = np.asarray(weight)
        if x.ndim == weight.ndim == 3:
            x, weight = x[np.newaxis], weight[np.newaxis]
            bias = [bias] if bias else None
        cut = ""
        if case.get("stride", 1) not in (1, (1, 1)):
            cut = f"The case has stride {case['stride']}; here the windows move by 1. "
        padding = case.get("padding", 0)
        down, across = (padding, padding) if np.ndim(padding) == 0 else padding
        if down or across:
            x = np.pad(x, ((0, 0), (0, 0), (down, down), (across, across)))
            cut += "Its padding is part of x here. "
        shown = x[:_MOST_CHANNELS, :_MOST_CHANNELS, :_MOST_PIXELS, :_MOST_PIXELS]
        weight = weight[:_MOST_CHANNELS, :_MOST_CHANNELS]
        if shown.shape != x.shape:
            cut += f"Of x you see the part of shape {shown.shape}."
        bias = None if bias is None else np.asarray(bias)[:_MOST_CHANNELS]
        return Opening({"x": shown, "weight": weight, "bias": bias}, cut.rstrip())

    @property
    def output_shape(self) -> tuple[int, int, int, int] | None:
        """(N, C_out, H', W'), or None where the kernel does not fit."""
        images, _, height, width = self.x.shape
        filters, _, kernel_height, kernel_width = self.weight.shape
        if kernel_height > height or kernel_width > width:
            return None
        return images, filters, height - kernel_height + 1, width - kernel_width + 1

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        name = name_of(function)
        arrays = [self.x, self.weight] + ([] if self.bias is None else [self.bias])
        expected = self.output_shape
        try:
            returned = function(*(array.copy() for array in arrays))
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            what = f"{name} raised {type(error).__name__}" + (f": {error}" if str(error) else "")
            too = f"{what.rstrip('.')}. PyTorch refuses this kernel too."
            return Outcome(None, too if expected is None else what)
        return _examine(name, returned, expected)


def _layer_of(case: Case) -> tuple[dict[str, Any], str]:
    """Draw a layer that is given by its sizes, and say what of it is left out."""
    (rows, cols), (height, width) = case["kernel_size"], case["output_size"]
    given = (
        case["in_channels"],
        case["out_channels"],
        rows,
        cols,
        height + rows - 1,
        width + cols - 1,
    )
    most = (
        _MOST_CHANNELS,
        _MOST_CHANNELS,
        _MOST_WEIGHTS,
        _MOST_WEIGHTS,
        _MOST_PIXELS,
        _MOST_PIXELS,
    )
    ins, outs, rows, cols, high, wide = (
        min(n, limit) for n, limit in zip(given, most, strict=True)
    )
    x = np.arange(ins * high * wide).reshape(1, ins, high, wide) % 11
    weight = np.arange(outs * ins * rows * cols).reshape(outs, ins, rows, cols) % 5 - 2
    bias = np.zeros(outs) if case.get("bias", True) else None
    smaller = tuple(given) != (ins, outs, rows, cols, high, wide)
    cut = "The layer drawn is smaller than that of the case. " if smaller else ""
    if case.get("groups", 1) != 1:
        cut += f"The case has {case['groups']} groups; here there is one."
    return {"x": x, "weight": weight, "bias": bias}, cut.rstrip()


def _examine(name: str, returned: Any, expected: tuple[int, int, int, int] | None) -> Outcome:
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
    if expected is None:
        said = f"{name} returned shape {array.shape}, but the kernel does not fit: no map exists."
        return Outcome(None, said)
    if array.shape == expected:
        return Outcome(np.array(array, dtype=np.float64), "")
    message = f"{name} returned shape {array.shape}, expected {expected} (N, C_out, H', W')."
    fits = array.ndim == 4 and array.size and max(array.shape) <= 2 * _MOST_PIXELS
    return Outcome(np.array(array, dtype=np.float64) if fits else None, message)
