"""The longest derivation of the course: a convolutional layer, backwards."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson10.conv2d_backward_bugs import BUGS
from autograder.lessons.lesson10.conv2d_backward_probes import PROPERTIES, probes
from autograder.lessons.lesson10.conv2d_backward_styles import ACCEPT


def conv2d_backward(
    dout: np.ndarray,
    x: np.ndarray,
    weight: np.ndarray,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send a gradient back through `out = conv2d(x, weight, bias, stride, padding)`.

    Parameters
    ----------
    dout : np.ndarray, shape (N, C_out, H', W')
        The upstream gradient: how fast the loss grows with each number of out.
    x : np.ndarray, shape (N, C_in, H, W)
        What went in; floats or whole numbers. Never modified, like the other arguments.
    weight : np.ndarray, shape (C_out, C_in, kH, kW)
    stride, padding : int or tuple of int
        As in `conv2d`: (down, across), and zeros (above and below, left and right).

    Returns
    -------
    dx : np.ndarray, float64, the shape of x
        How fast the loss grows with each pixel. Pixels that no window reaches get 0; the padding
        gets no gradient at all, since it is not part of x.
    dw : np.ndarray, float64, the shape of weight
        ... with each weight, added up over all images and positions that used it.
    db : np.ndarray, float64, shape (C_out,)
        ... with each bias, likewise.

    Examples
    --------
    A row of three pixels, a filter [3, 4]; the loss grows 10 times as fast as out[0] and 1 time as
    fast as out[1]. The middle pixel was used twice: 4 * 10 + 3 * 1.

    >>> x, weight = np.array([[[[1, 2, 5]]]]), np.array([[[[3, 4]]]])
    >>> dx, dw, db = conv2d_backward(np.array([[[[10.0, 1.0]]]]), x, weight)
    >>> dx.tolist(), dw.tolist(), db.tolist()
    ([[[[30.0, 43.0, 4.0]]]], [[[[12.0, 25.0]]]], [11.0])
    """
    stride_height, stride_width = (stride, stride) if isinstance(stride, int) else stride
    pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding
    images, channels, height, width = x.shape
    kernel_height, kernel_width = weight.shape[2:]
    padded = np.zeros((images, channels, height + 2 * pad_height, width + 2 * pad_width))
    padded[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x
    dpadded = np.zeros(padded.shape)
    dw = np.zeros(weight.shape)
    for n, o, row, col in np.ndindex(dout.shape):
        top, left = row * stride_height, col * stride_width
        rows, cols = slice(top, top + kernel_height), slice(left, left + kernel_width)
        dpadded[n, :, rows, cols] += dout[n, o, row, col] * weight[o]
        dw[o] += dout[n, o, row, col] * padded[n, :, rows, cols]
    dx = dpadded[:, :, pad_height : pad_height + height, pad_width : pad_width + width]
    db = dout.sum(axis=(0, 2, 3), dtype=np.float64)
    return dx, dw, db


HINTS = (
    "Look at out[0, 0, 0, 0]. Which pixels and which weights is it made of, and with which factor "
    "does each enter? If the loss grows 10 times as fast as this one number, what does each of "
    "them get from it? And what does the bias get?",
    "Pad x as the layer did. Visit every number of dout: find the window that its output was made "
    "of. To the gradient of that window add the number times the filter; to the gradient of the "
    "filter add the number times the window. At the end take the padding off the gradient of the "
    "padded image, and sum dout for the biases.",
    "```text\nstride, padding as pairs; padded = x with zeros around it, as in conv2d\n"
    "dpadded = zeros, the shape of padded; dw = zeros, the shape of weight\n"
    "for each n, o, row, col of dout:\n"
    "    rows, cols = the window's two slices, which know the stride\n"
    "    dpadded[n, all channels, rows, cols] += dout[n, o, row, col] * ...\n"
    "    dw[o] += dout[n, o, row, col] * ...\n"
    "dx = dpadded without its border; db = sum of dout over ...which axes...\n"
    "return dx, dw, db\n```",
)

SYMPTOMS = (
    Symptom("dx is empty, or has no rows", "`[p:-p]` with p = 0 is `[0:0]`: use `[p : p + H]`"),
    Symptom("dx right with large strides only", "where windows overlap, do you add or replace?"),
    Symptom("dw right without padding only", "the layer multiplied padded pixels"),
    Symptom("dw or db N times too small", "the mean belongs to the loss; dout knows of it"),
    Symptom("off, and you do not see where", "`numerical_gradient` on a 1x1x2x3 image tells"),
)

EXERCISE = Exercise(
    id="conv2d_backward",
    points=12,
    card=Card("Back through the convolution", 5, 5, 60, needs=("conv2d", "numerical_gradient")),
    reference=conv2d_backward,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.signal.correlate",
        "scipy.signal.convolve",
        "scipy.signal.correlate2d",
        "scipy.signal.convolve2d",
        "scipy.signal.fftconvolve",
        "torch.nn.grad.conv2d_input",
        "torch.nn.grad.conv2d_weight",
        "torch.nn.functional.conv_transpose2d",
        "torch.conv_transpose2d",
        "torch.autograd.grad",
        "torch.autograd.backward",
    ),
    properties=PROPERTIES,
    play='GradientFlow.on_failing_case("conv2d_backward", conv2d_backward)',
)
