# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 10 Backpropagation by hand
#
# You can run a network forwards, and you have a loss. Today you send its gradient back, layer by layer, and the network learns.
#
# When you are done, you can
#
# - measure a gradient, and so trust a derived one;
# - go backwards through linear, convolution and pooling layers;
# - train a convolutional network in NumPy alone.
#
# Time: about 4 hours. Sections 3 and 6 deserve a fresh head.

# %%
import time
from collections.abc import Callable

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import GradientFlow, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons, without points.

# %% [markdown] question="recall_shape_of_a_layer"

# %% [markdown] question="recall_windows_of_a_pixel"

# %% [markdown] question="recall_gradient_of_the_loss"

# %% [markdown]
# ## 1. Measure before you derive
#
# Bars, crosses and discs. By the end of this lesson a network of yours tells them apart. Its filters start as random numbers. Pick one of these numbers: should it be larger or smaller?

# %%
x, y = data.shapes(150, np.random.default_rng(10))
plots.show(
    *x[:6, 0],
    titles=[data.SHAPES[label] for label in y[:6]],
    height=1.2,
    values=False,
    alt="Six small noisy grey pictures. Each shows a bright bar, cross or disc, tilted and shifted.",
)

# %% [markdown]
# Ask by trying: nudge that weight and see what moves. Here is a layer with one filter, on a row of three pixels. Its first weight goes from 3 to 3.01.

# %%
conv2d = use("conv2d")
row = np.array([[[[1.0, 2.0, 5.0]]]])
print("before:", conv2d(row, np.array([[[[3.00, 4.0]]]])).ravel())
print("after: ", conv2d(row, np.array([[[[3.01, 4.0]]]])).ravel())

# %% [markdown]
# The outputs rose by 0.01 and 0.02: the weight met the pixels 1 and 2. Is that good? The rest of the network has to say. It says so with one number for each output, the **upstream gradient** `dout` of lesson 08: how fast the *loss* grows with that output.

# %% [markdown]
# **Predict.** Let `dout` be [10, 1]: the loss grows 10 times as fast as the first output, and as fast as the second. By how much does the nudge raise the loss? So how fast does the loss grow with the weight?
#
# <details><summary>Answer</summary>
#
# 10 · 0.01 + 1 · 0.02 = 0.12, for a nudge of 0.01: the slope is 12. So a *smaller* weight would be better.
#
# </details>

# %% [markdown]
# That was the **chain rule**: multiply along each path to the loss, and add over the paths. All that the layer needs to know of what follows is `dout`. So each layer can be treated alone, and measured alone. Where a curve bends, a nudge up alone misjudges its slope: nudge up *and* down, and divide the difference by both nudges together.


# %% exercise="numerical_gradient"
def numerical_gradient(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    """Measure how fast a loss grows with each number of x, by nudging one number at a time.

    Parameters
    ----------
    f : callable
        Takes a float64 array of the shape of x and returns an array of the shape of dout. It may
        return the very array it was given, or a view of it.
    x : np.ndarray, any shape
        Where to measure; floats or whole numbers. Never modified.
    dout : np.ndarray
        The upstream gradient: how fast the loss grows with each number that f returns.
    eps : float
        The size of a nudge.

    Returns
    -------
    np.ndarray, float64, the shape of x
        In cell i: `sum(dout * (f(up) - f(down))) / (2 * eps)`, where `up` is x with eps added to
        cell i alone, and `down` is x with eps taken from it.

    Examples
    --------
    (3.5**2 - 2.5**2) / 1 is 6, and ((-0.5)**2 - (-1.5)**2) / 1 is -2; times the upstream gradient:

    >>> numerical_gradient(np.square, np.array([3, -1]), np.array([10.0, 1.0]), eps=0.5)
    array([60., -2.])
    """
    ### BEGIN SOLUTION
    x = x.astype(np.float64)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = np.sum(dout * (f(up) - f(down))) / (2 * eps)
    return gradient
    ### END SOLUTION


# %%
numerical_gradient = use("numerical_gradient", numerical_gradient)
dout = np.array([[[[10.0, 1.0]]]])
filters = np.array([[[[3.0, 4.0]]]])
print("weights:", numerical_gradient(lambda w: conv2d(row, w), filters, dout).ravel().round(6))
print("pixels: ", numerical_gradient(lambda p: conv2d(p, filters), row, dout).ravel().round(6))

# %% [markdown]
# Your 12 is there. Note the notation: `lambda w: conv2d(row, w)` is the layer as a function of its weights, with the pixels held still. The second line holds the weights still.

# %% [markdown]
# **Predict.** How small should a nudge be: 10⁻¹, 10⁻⁵ or 10⁻¹¹? Let the sigmoid of lesson 08 decide, whose slope you know exactly.
#
# <details><summary>Answer</summary>
#
# 10⁻⁵. A large nudge sees the bend of the curve. A tiny one drowns in rounding: f(up) and f(down) agree in nearly all their 16 digits, and the difference has what is left.
#
# </details>

# %%
sigmoid, sigmoid_backward = use("sigmoid"), use("sigmoid_backward")
place, one = np.array([0.7]), np.array([1.0])
exact = sigmoid_backward(one, sigmoid(place))
for eps in (1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11):
    error = abs(numerical_gradient(sigmoid, place, one, eps) - exact)[0]
    print(f"eps {eps:.0e}   error {error:.0e}")

# %% [markdown]
# So why derive anything? Count. LeNet-5 has 61,706 parameters, and each needs two runs: 123,412 forward passes for *one* step. The way back gets all slopes for about the price of two or three passes. Measuring is for checking: on tiny arrays, once.

# %% [markdown]
# ## 2. Back through a linear layer
#
# The linear layer of lesson 09, with a bias: `out = x @ weight.T + bias`. N inputs of D numbers, M outputs. Here `weight` has a row for each output, as in PyTorch; in lesson 09 it had a column, hence the `.T`.
#
# Going backwards, `dout` comes in, and three gradients go out: for the input, the weights and the biases.

# %% [markdown]
# **Predict.** Every gradient has the shape of what it belongs to. `dout` is (N, M), `x` is (N, D), `weight` is (M, D). Which matrix products give (N, D) and (M, D)?
#
# <details><summary>Answer</summary>
#
# `dout @ weight` and `dout.T @ x`. With unequal sizes, nothing else fits. Shapes do not prove a formula, but they leave few to try.
#
# </details>

# %% [markdown]
# Shapes say what fits; paths say why. Input d reaches output m through `weight[m, d]`: so `dx` adds, over m, dout times that weight. Weight `[m, d]` meets input d of *every* row of the batch: so `dw` adds, over the rows, dout times that input. A bias has a constant 1 where a weight has an input.


# %% exercise="linear_backward"
def linear_backward(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send a gradient back through the linear layer `out = x @ weight.T + bias`.

    Parameters
    ----------
    dout : np.ndarray, shape (N, M)
        The upstream gradient: how fast the loss grows with each output.
    x : np.ndarray, shape (N, D)
        What went in: N inputs of D numbers; floats or whole numbers.
    weight : np.ndarray, shape (M, D)
        One row for each output, as in PyTorch.

    Returns
    -------
    dx : np.ndarray, float64, shape (N, D)
        How fast the loss grows with each input.
    dw : np.ndarray, float64, shape (M, D)
        ... with each weight, added up over the N inputs: all of them used it.
    db : np.ndarray, float64, shape (M,)
        ... with each bias, likewise.

    Examples
    --------
    One input of two numbers, one output; the loss grows 10 times as fast as the output:

    >>> dx, dw, db = linear_backward(np.array([[10.0]]), np.array([[1, 2]]), np.array([[3, 4]]))
    >>> dx.tolist(), dw.tolist(), db.tolist()
    ([[30.0, 40.0]], [[10.0, 20.0]], [10.0])
    """
    ### BEGIN SOLUTION
    dout, x, weight = (array.astype(np.float64) for array in (dout, x, weight))
    dx = dout @ weight
    dw = dout.T @ x
    db = np.sum(dout, axis=0)
    return dx, dw, db
    ### END SOLUTION


# %%
linear_backward = use("linear_backward", linear_backward)
rng = np.random.default_rng(0)
inputs, weight, upstream = (rng.standard_normal(s) for s in ((4, 3), (2, 3), (4, 2)))
dx, dw, db = linear_backward(upstream, inputs, weight)
measured = numerical_gradient(lambda w: inputs @ w.T, weight, upstream)
print("largest difference in dw:", f"{np.abs(dw - measured).max():.0e}")

# %% [markdown]
# That habit has a name: a **gradient check**. Random inputs, random `dout`, sizes that all differ. Remember the word *random*; section 7 comes back to it.

# %% [markdown]
# **Predict.** Two linear layers in a row. The second one is done; which of its three results does the first one need, and as what?
#
# <details><summary>Answer</summary>
#
# `dx`. The second layer's input is the first one's output, so its `dx` is the first one's `dout`. The other two are kept for the update.
#
# </details>

# %% [markdown]
# This is **backpropagation**: begin at the loss, let each layer turn the gradient of its output into that of its input, hand it to the layer before, and collect the gradients of weights on the way. Lesson 09 began it: `cross_entropy` returned the first `dout`.

# %% [markdown]
# ## 3. Back through a convolution
#
# On paper first: row [1, 2, 5], filter [3, 4], `dout` [10, 1]. A line for each output: how it was made, and what its number of `dout` sends where.
#
# | output | to the pixels | to the weights |
# |---|---|---|
# | 3·1 + 4·2 | 10·[3, 4] to pixels 0, 1 | 10·[1, 2] |
# | 3·2 + 4·5 | 1·[3, 4] to pixels 1, 2 | 1·[2, 5] |

# %% [markdown]
# **Predict.** Add it all up: what are `dx`, `dw` and `db`?
#
# <details><summary>Answer</summary>
#
# dx = [30, 40 + 3, 4] = [30, 43, 4]: the middle pixel was used twice. dw = [10 + 2, 20 + 5] = [12, 25]. db = 10 + 1 = 11: the bias was added to both outputs. You measured the first two above.
#
# </details>

# %% [markdown]
# That is the whole derivation. Each output is a sum of products, pixel times weight. So each number of `dout` sends **its filter, scaled,** to the pixels of its window, and **its window, scaled,** to the filter. What arrives at one place is added. To hand out like this is to **scatter**.

# %% [markdown] question="shape_of_dw"

# %% [markdown]
# Padding adds one thought. The layer saw the *padded* image, so collect gradients for all of that, and then keep the part that is image. Cut it with `[p : p + H]`. The popular `[p:-p]` is empty for p = 0, as you showed in lesson 03.
#
# The loops are those of `conv2d`, and `np.ndindex(dout.shape)` makes four loops one.


# %% exercise="conv2d_backward"
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
    ### BEGIN SOLUTION
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
    ### END SOLUTION


# %%
conv2d_backward = use("conv2d_backward", conv2d_backward)
for name, array in zip(("dx", "dw", "db"), conv2d_backward(dout, row, filters), strict=True):
    print(name, array.ravel())

# %% [markdown]
# Your paper agrees. Now the check that all libraries use: two images, two channels, three filters, unequal strides and padding, nothing square.

# %%
images, bank = rng.standard_normal((2, 2, 5, 6)), rng.standard_normal((3, 2, 3, 2))
settings = ((2, 3), (1, 2))  # stride, padding
upstream = rng.standard_normal(conv2d(images, bank, None, *settings).shape)
dx, dw, db = conv2d_backward(upstream, images, bank, *settings)
slopes = numerical_gradient(lambda p: conv2d(p, bank, None, *settings), images, upstream)
print("dx:", f"{np.abs(dx - slopes).max():.0e}")
slopes = numerical_gradient(lambda w: conv2d(images, w, None, *settings), bank, upstream)
print("dw:", f"{np.abs(dw - slopes).max():.0e}")

# %% [markdown]
# See it scatter. Below, a single number of `dout` is 1, then two neighbours are. Where the copies of the kernel overlap, they add.

# %%
patch = np.array([[1, 0, 2, -1, 0], [0, 2, 1, 0, -2], [3, -1, 0, 1, 2], [1, 1, -2, 0, 1]])
kernel = np.array([[1, 2, 3], [0, 1, 2], [-1, 0, 1]])
single, double = np.zeros((1, 1, 2, 3)), np.zeros((1, 1, 2, 3))
single[0, 0, 0, 0] = double[0, 0, 0, :2] = 1
layer = patch[None, None], kernel[None, None]
plots.show(
    *(conv2d_backward(d, *layer)[0][0, 0] for d in (single, double)),
    titles=["dx of one output", "dx of two neighbours"],
    alt="Left: the kernel in the top left corner, zeros elsewhere. Right: the kernel and a copy one "
    "column to the right, added.",
)

# %% [markdown]
# Now with your hands. Light cells of `dout` one by one and watch what *your* function sends to pixels and weights. Which pixel hears from most outputs? Then switch to stride 2: which pixels fall silent, and why?

# %%
GradientFlow(patch, kernel, function=conv2d_backward)

# %% [markdown]
# **What happened.** A pixel in the middle is under several windows, and hears from each. With stride 2 two windows are left. The last row is under neither: no output depends on it, so its gradient is 0.

# %% [markdown] question="why_db_sums"

# %% [markdown]
# ## 4. The same, the other way round
#
# You scattered: each output sends. Now **gather**: take one *pixel* and ask which outputs used it, and with which weight. Stride 1, no padding, one row; outside its range `dout` counts as 0:
#
# $$dx[j] = \sum_{b} dout[j - b] \cdot weight[b]$$

# %% [markdown]
# A sliding kernel has a plus there: `x[j + b]`. The minus is the sign of a *true* convolution, lesson 02: a kernel turned by half a turn. With channels, one thing more: `dx` adds over the filters o, where `conv2d` adds over the input channels c. So the first two axes of `weight` change places.

# %% [markdown]
# **Predict.** `dout` is 2 × 3 and the kernel 3 × 3. How large was the image, and how far must you pad `dout` so that `conv2d` gives that size back?
#
# <details><summary>Answer</summary>
#
# 4 × 5. With 2 + 2p − 3 + 1 = 4 rows, p = 2: the kernel less one. It then touches `dout` with a single cell at the corners. This is a **full** convolution.
#
# </details>


# %% exercise="input_gradient_as_conv"
def input_gradient_as_conv(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Compute dx of `conv2d(x, weight)`, with stride 1 and no padding, by a convolution of dout.

    Parameters
    ----------
    dout : np.ndarray, shape (N, C_out, H', W')
        The upstream gradient; floats or whole numbers. Its maps may be smaller than the kernel.
    weight : np.ndarray, shape (C_out, C_in, kH, kW)
        The layer's filters.

    Returns
    -------
    np.ndarray, float64, shape (N, C_in, H' + kH - 1, W' + kW - 1)
        What `conv2d_backward(dout, x, weight)` gives for dx, whatever the pixels of x.

    Examples
    --------
    A filter [3, 4]; the middle pixel was used by both windows, so 4 * 10 + 3 * 1:

    >>> input_gradient_as_conv(np.array([[[[10, 1]]]]), np.array([[[[3, 4]]]])).tolist()
    [[[[30.0, 43.0, 4.0]]]]
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = weight.shape[2:]
    turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    return conv2d(dout, turned, padding=(kernel_height - 1, kernel_width - 1))
    ### END SOLUTION


# %%
input_gradient_as_conv = use("input_gradient_as_conv", input_gradient_as_conv)
images, bank = rng.standard_normal((2, 3, 6, 5)), rng.standard_normal((4, 3, 2, 3))
upstream = rng.standard_normal(conv2d(images, bank).shape)
scattered = conv2d_backward(upstream, images, bank)[0]
gathered = input_gradient_as_conv(upstream, bank)
print(gathered.shape, "the same:", np.allclose(scattered, gathered))

# %% [markdown]
# **What happened.** Scatter and gather add the same products in another order. So the way back through a convolution is a convolution, and whatever makes one fast makes the other fast (lesson 11). In lesson 17 the same operation stands *inside* a network, to make maps larger, as a transposed convolution.

# %% [markdown]
# ## 5. Back through the pool
#
# A maximum listens to one pixel of its window. Nudge another, and nothing happens. So all of the gradient goes to the winner.
#
# Windows may overlap, and there may be ties. Both need care.

# %% [markdown]
# **Predict.** The row [1, 5, 2, 2], windows of two, stride 1, and `dout` is [10, 1, 7]. What is `dx`, if the first of equal pixels wins?
#
# <details><summary>Answer</summary>
#
# [0, 11, 7, 0]: the 5 wins twice; of the two 2s the first takes all.
#
# </details>


# %%
def pair(value):  # from lesson 07: 3 means (3, 3)
    return (value, value) if isinstance(value, int) else value


print(pair(3), pair((3, 2)))


# %% exercise="max_pool2d_backward"
def max_pool2d_backward(
    dout: np.ndarray,
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> np.ndarray:
    """Send a gradient back through `max_pool2d(x, kernel_size, stride)`: to the winners.

    Parameters
    ----------
    dout : np.ndarray, shape (N, C, H', W')
        The upstream gradient: how fast the loss grows with each number that was kept.
    x : np.ndarray, shape (N, C, H, W)
        What went in; floats or whole numbers.
    kernel_size : int or tuple of int
        Height and width of a window; one number stands for both.
    stride : int or tuple of int, optional
        How far windows move down and across; None means by `kernel_size`.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array. Each number of dout goes to the largest pixel of its window; of several that
        are equally large, to the first in reading order, and the others get nothing. A pixel that
        wins in more than one window gets the sum. All others get 0.

    Examples
    --------
    Windows of two with stride 1: the 5 wins both; of the two 2s the first wins.

    >>> x = np.array([[[[1, 5, 2, 2]]]])
    >>> max_pool2d_backward(np.array([[[[10.0, 1.0, 7.0]]]]), x, (1, 2), stride=1).tolist()
    [[[[0.0, 11.0, 7.0, 0.0]]]]
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    dx = np.zeros(x.shape)
    for n, c, row, col in np.ndindex(dout.shape):
        top, left = row * stride_height, col * stride_width
        window = x[n, c, top : top + kernel_height, left : left + kernel_width]
        down, across = np.unravel_index(np.argmax(window), window.shape)
        dx[n, c, top + down, left + across] += dout[n, c, row, col]
    return dx
    ### END SOLUTION


# %% [markdown]
# Where does a picture's gradient land? Pool a 7 with windows of 3, stride 2, and send a gradient of 1 back from every window.

# %%
max_pool2d = use("max_pool2d")
max_pool2d_backward = use("max_pool2d_backward", max_pool2d_backward)
seven = data.digit(7, size=15)[None, None]
pooled = max_pool2d(seven, 3, 2)
winners = max_pool2d_backward(np.ones(pooled.shape), seven, 3, 2)
plots.show(
    seven[0, 0],
    winners[0, 0],
    titles=["a 7", "gradient"],
    share=False,
    values=False,
    alt="A white 7, and where the gradient lands: on few pixels, most of them on the stroke; in the "
    "black ground on the top left pixel of each window.",
)

# %%
print("pixels:", seven.size, " with a gradient:", np.count_nonzero(winners))
print("largest:", winners.max(), " sum:", winners.sum(), "from", pooled.size, "windows")

# %% [markdown]
# **What happened.** Few pixels hear anything, a bright one up to four times, and in all nothing is lost or gained: the sum stays. On the black ground all nine pixels tie at 0, and the first takes it. Is that a defect? Ask what comes before the pool in a network.

# %% [markdown] question="tie_after_relu"

# %% [markdown]
# ## 6. A network that learns
#
# Now put it together: convolution, ReLU, pool, linear, loss. First two claims about learning.

# %% [markdown]
# > **Myth.** *“With linear regression, the convolutional layers can learn.”*
#
# *Linear regression* fits one linear layer by squared error, as you did in lesson 02. Then the loss is a parabola along every line of weights, and a formula gives its lowest point. Take differences of a parabola's values three times, and 0 is left. What is left of a real network's loss, at five places on one such line?

# %%
relu, cross_entropy = use("relu"), use("cross_entropy")
first, step = rng.standard_normal((2, 6, 1, 5, 5))
last, line = 0.2 * rng.standard_normal((3, 216)), np.arange(5)
maps = [conv2d(x[:12], first + t * step, None, 2, 2).reshape(12, -1) for t in line]
squared = [np.mean((m @ last.T - np.eye(3)[y[:12]]) ** 2) for m in maps]
network = [cross_entropy(relu(m) @ last.T, y[:12])[0] for m in maps]
print("linear, squared error:", np.diff(squared, 3).round(6) + 0)
print("with relu and softmax:", np.diff(network, 3).round(6))

# %% [markdown]
# No parabola, so no formula for the lowest point. What is left is what works for any loss with slopes: **gradient descent**, step by step, with gradients from backpropagation.

# %% [markdown]
# > **Myth.** *“The filter weights are updated by each new input.”*
#
# That would be a batch of one. Usual is a **mini-batch**: some pictures drawn at random, whose *mean* loss gives one gradient and one update. It is called *stochastic* gradient descent. How well does the gradient of a few pictures point the way of all 150? The cell prints the cosine of the angle between the two: 1 is the same direction, 0 a right angle.


# %%
def slope_of(rows):
    pixels, start = x[rows].reshape(len(rows), -1), np.zeros((3, 144))
    dscores = cross_entropy(pixels @ start.T, y[rows])[1]
    dw = linear_backward(dscores, pixels, start)[1].ravel()
    return dw / np.linalg.norm(dw)


for size in (1, 3, 12, 50):
    agreement = [slope_of(rng.permutation(150)[:size]) @ slope_of(range(150)) for _ in range(50)]
    print(f"{size:3} pictures: {np.mean(agreement):.2f}")

# %% [markdown]
# **What happened.** One picture alone points almost anywhere. Twelve agree with the whole set about halfway; fifty do better, at four times the price. Many rough steps beat few exact ones, and a mini-batch is the bargain between.

# %% [markdown]
# The network: 6 filters of 5 × 5, stride 2, padding 2; ReLU; windows of 2; a linear layer to three scores.
#
# **Predict.** The shapes on the way, for a batch of 12 pictures of 12 × 12? And how many parameters?
#
# <details><summary>Answer</summary>
#
# (12, 6, 6, 6) twice, (12, 6, 3, 3), flat (12, 54), scores (12, 3). Filters 6·25 + 6 = 156, linear 3·54 + 3 = 165: 321.
#
# </details>

# %% [markdown]
# On the way forward keep what each layer took *in*: the way back asks for it. On the way back call them in reverse order. The random numbers are drawn in a stated order, so that your losses can be compared to the last digits.

# %%
relu_backward = use("relu_backward")


# %% exercise="train_tiny_cnn"
def train_tiny_cnn(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    """Train a small network, conv - ReLU - pool - linear, by plain gradient descent on batches.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Pictures; H and W are at least 3. Floats or whole numbers, never modified.
    y : np.ndarray of int, shape (N,)
        Their classes: 0, 1 or 2.
    steps : int
        Updates to make; with 0 the list is empty.
    lr : float
        The learning rate.
    rng : np.random.Generator
        Where every random number comes from, in the order below and no others.

    Returns
    -------
    list of float, `steps` numbers
        The mean cross-entropy of each step's batch, *before* the update of that step.

    Notes
    -----
    1. `filters = rng.standard_normal((6, C, 5, 5)) * np.sqrt(2 / (25 * C))`; six biases of 0.
    2. `weight = rng.standard_normal((3, D)) / np.sqrt(D)`, where D numbers come out of the pool
       for each picture; three biases of 0.
    3. In each step, `batch = rng.permutation(N)[:12]`: these pictures, in this order.
    4. Forward: conv2d (stride 2, padding 2), relu, max_pool2d (windows of 2), reshape to (12, D),
       linear, cross_entropy. A batch has N pictures when N is less than 12.
    5. Backward, all the way; then all four parameters at once: `p = p - lr * dp`.

    Examples
    --------
    Black pictures show the biases only, which start at 0: equal scores, and a loss of log(3).

    >>> train_tiny_cnn(np.zeros((2, 1, 3, 4)), np.array([0, 2]), 1, 0.1, np.random.default_rng(0))
    [1.0986122886681098]
    """
    ### BEGIN SOLUTION
    channels, (height, width) = x.shape[1], ((n + 1) // 4 for n in x.shape[2:])
    filters = rng.standard_normal((6, channels, 5, 5)) * np.sqrt(2 / (25 * channels))
    weight = rng.standard_normal((3, 6 * height * width)) / np.sqrt(6 * height * width)
    filter_bias, bias = np.zeros(6), np.zeros(3)
    losses = []
    for _ in range(steps):
        batch = rng.permutation(len(x))[:12]
        images, labels = x[batch], y[batch]
        maps = conv2d(images, filters, filter_bias, 2, 2)
        active = relu(maps)
        pooled = max_pool2d(active, 2)
        flat = pooled.reshape(len(batch), -1)
        loss, dscores = cross_entropy(flat @ weight.T + bias, labels)
        dflat, dweight, dbias = linear_backward(dscores, flat, weight)
        dactive = max_pool2d_backward(dflat.reshape(pooled.shape), active, 2)
        dmaps = relu_backward(dactive, maps)
        _, dfilters, dfilter_bias = conv2d_backward(dmaps, images, filters, 2, 2)
        filters, filter_bias = filters - lr * dfilters, filter_bias - lr * dfilter_bias
        weight, bias = weight - lr * dweight, bias - lr * dbias
        losses.append(float(loss))
    return losses
    ### END SOLUTION


# %% [markdown]
# Two rituals before any long run. At the start the loss should be near log 3 = 1.1 (lesson 09). And a handful of pictures must be learnable by heart: if not, something is broken.

# %%
train_tiny_cnn = use("train_tiny_cnn", train_tiny_cnn)
by_heart = train_tiny_cnn(x[:6], y[:6], 36, 0.5, np.random.default_rng(0))
print("first:", round(by_heart[0], 2), " last:", round(by_heart[-1], 3))

# %% [markdown]
# Now all 150 shapes, 200 steps. That is half a million windows in Python loops: from a few seconds to a minute, by your loops and your machine. Lesson 11 is about those.

# %%
began = time.perf_counter()
losses = train_tiny_cnn(x, y, 200, 0.5, np.random.default_rng(0))
print(f"{time.perf_counter() - began:.0f} s")
for step in range(0, 200, 20):
    mean = np.mean(losses[step : step + 20])
    print(f"{step:4} {mean:5.2f} {'#' * round(40 * mean)}")

# %% [markdown]
# **What happened.** The mean loss of the last twenty batches is below 0.2; the true class gets most of the share. No formula for bars or discs was written anywhere. Gradients flowed back through four layers that you built, and 321 numbers moved. There is nothing else in a deep-learning library's heart; it has more layers, and is faster.

# %% [markdown]
# **Predict.** The learning rate was 0.5. On six pictures, what do 0.01 and 5 do in 30 steps?
#
# <details><summary>Answer</summary>
#
# With 0.01 the loss hardly moves. With 5 the steps jump over the valley: the loss swings, or sticks near log 3 = 1.10 when all units are dead (lesson 08): the scores are then the same for every picture.
#
# </details>

# %%
for lr in (0.01, 0.5, 5.0):
    short = train_tiny_cnn(x[:6], y[:6], 30, lr, np.random.default_rng(0))
    print(f"lr {lr:4}: from {short[0]:.2f} to {np.mean(short[-5:]):.2f}, largest {max(short):.2f}")

# %% [markdown]
# ## 7. Break it
#
# A classmate has heard that "backward means flipped", and flips `dout` before she computes `dw`. Her check is the popular one: the gradient of `out.sum()`, for which `dout` is all ones.

# %%
x_small = np.array([[[[2.0, 0, 1, 3], [1, 4, 0, 2], [0, 3, 5, 1]]]])
w_small = np.array([[[[1.0, -2], [3, 0.5]]]])


def hasty_dw(dout):
    return conv2d_backward(dout[:, :, ::-1, ::-1], x_small, w_small)[1]


ones = np.ones((1, 1, 2, 3))
slopes = numerical_gradient(lambda w: conv2d(x_small, w), w_small, ones)
print("her check passes:", np.allclose(hasty_dw(ones), slopes))


# %% exercise="break_sum_gradient_check"
def break_sum_gradient_check() -> np.ndarray:
    """Return an upstream gradient on which `hasty_dw` and the dw of `conv2d_backward` differ.

    Returns
    -------
    np.ndarray, shape (1, 1, 2, 3)
        Floats or whole numbers, one for each output of the layer in the cell above. There are many
        right answers.

    Examples
    --------
    This one does not show it, since both give the same dw: np.ones((1, 1, 2, 3)).
    """
    ### BEGIN SOLUTION
    return np.array([[[[1.0, 0, 0], [0, 0, 0]]]])
    ### END SOLUTION


# %%
break_sum_gradient_check = use("break_sum_gradient_check", break_sum_gradient_check)
found = break_sum_gradient_check()
print("hers: ", hasty_dw(found).ravel())
print("yours:", conv2d_backward(found, x_small, w_small)[1].ravel())

# %% [markdown]
# **What happened.** All ones look the same flipped, shuffled or transposed. Some layers do worse: the outputs of softmax add up to 1, so the gradient of their sum is 0, and a backward that returns zeros passes. Always check with a random `dout`.

# %% [markdown]
# And with a random `dout`, is all well?

# %% [markdown] question="what_a_check_misses"

# %% [markdown]
# ## Recap
#
# - Chain rule: multiply along a path, add over paths.
# - A gradient has the shape of what it belongs to. What is shared is summed.
# - Convolution backwards: scatter filters to pixels, windows to filters. Or gather, with the kernel turned.
# - The winner of a pool takes all.
# - Check with random numbers, small and lopsided.
# - Draw a batch, forward, backward, step.

# %% [markdown]
# ## Words
#
# - **backpropagation**: gradients handed from layer to layer, from the loss back.
# - **chain rule**; **upstream gradient**.
# - **numerical gradient**, by **central difference**; **gradient check**.
# - **scatter** and **gather**.
# - **full** convolution: padded by the kernel less one.
# - **mini-batch**; **stochastic gradient descent** (SGD).

# %% [markdown]
# ## What comes next
#
# Your network learns, one window at a time, in Python. In **11 Making it fast** the windows become columns of one matrix, and seconds become a fraction of one.
