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
# # 07 Pooling
#
# A feature map says where a pattern was found, to the pixel. Often *about there* is enough. Pooling keeps one number for each small window and forgets the rest.
#
# When you are done, you can
#
# - write four poolings, and a fifth in one line;
# - say what belongs into the padding, and why;
# - predict sizes, weights and work;
# - measure how much a shift changes.
#
# Time: about 2 hours.

# %%
from collections.abc import Callable

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import PoolLab, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on lessons 03 to 05. They carry no points; an answer you had to think about is one you will keep.

# %% [markdown] question="recall_windows_of_9"

# %% [markdown] question="recall_padding_word"

# %% [markdown] question="recall_channels_out"

# %% [markdown]
# ## 1. Keep the largest
#
# Here is a feature map with four rows and six columns, divided into windows of 2 × 2. **Max-pooling** keeps the largest number of each window. Six numbers remain of twenty-four.

# %%
x = np.array([[1.0, 7, 2, 0, -3, -1], [4, 3, 9, 5, -2, -8], [6, 0, 1, 1, 5, 2], [2, 8, 1, 0, 3, 4]])
plots.show(
    x,
    titles="six windows",
    boxes=[[(row, col, 2, 2) for row in (0, 2) for col in (0, 2, 4)]],
    alt="A 4 by 6 grid of numbers, divided by frames into six windows of 2 by 2 cells.",
)

# %% [markdown]
# **Predict.** Write down the six numbers, row by row, before you run the next cell. Mind the window at the upper right.
#
# <details><summary>Answer</summary>
#
# 7, 9, −1 and 8, 1, 5. All numbers at the upper right are negative; the largest of them is −1, not 0.
#
# </details>

# %%
for row in (0, 2):
    print([float(x[row : row + 2, col : col + 2].max()) for col in (0, 2, 4)])

# %% [markdown]
# A window has a size and a **stride**, and the sizes follow the formula of lesson 04. One convention is new: if you give no stride, windows lie side by side, so the stride is the size of the window. Here is your `conv_output_size`, with 24 cells and three poolings.

# %%
conv_output_size = use("conv_output_size")
for size, stride in [(2, 2), (3, 2), (2, 1)]:
    print(f"window {size}, stride {stride}: 24 ->", conv_output_size(24, size, stride))

# %% [markdown]
# > **Myth.** *“Pooling makes 12 x 12 of 24 x 24.”*
#
# With a window of 2 and stride 2 it does. The other two lines above are poolings as well, and both are in use.

# %% [markdown]
# Windows may also hang over the border, into **padding**. What should stand there? In lesson 03 it was zeros.
#
# **Predict.** A corner of the map holds −5 and −2, and the rest of its window lies in the padding. Pad with zeros: what is the largest number? Which padding can never win?
#
# <details><summary>Answer</summary>
#
# 0, a number that is nowhere in the map. Padding must lose every comparison: it has to be minus infinity, `-np.inf`.
#
# </details>

# %% [markdown]
# PyTorch refuses padding of more than half of the window: a window at the border would be mostly padding, or, with a little more, nothing but padding. You refuse it too. And one number may stand for height and width; this helper reads both ways.


# %%
def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Read 3 as (3, 3); a pair stays as it is."""
    return (value, value) if isinstance(value, int) else value


print(pair(3), pair((3, 2)))

# %% [markdown]
# Your turn. Two loops over windows are fine: images and channels need none, since one slice cuts the same window out of all of them. Loop over rows and columns of the *result*.


# %% exercise="max_pool2d"
def max_pool2d(
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Keep the largest number of each window, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers, all finite.
    kernel_size : int or tuple of int
        Height and width of a window; one number stands for both.
    stride : int or tuple of int, optional
        How far windows move down and across; None means by `kernel_size`.
    padding : int or tuple of int
        Rows above and below, columns left and right. They never win, so they count as minus
        infinity.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        A new array; H' = floor((H + 2 padding - kernel) / stride) + 1, W' likewise. The kernel
        fits: H' and W' are at least 1.

    Raises
    ------
    ValueError
        When the padding is more than half of the kernel on an axis (3 allows 1, 4 allows 2).

    Examples
    --------
    >>> max_pool2d(np.array([[[[1, 5, 2], [3, 4, 9]]]]), 2)
    array([[[[5.]]]])
    >>> max_pool2d(np.array([[[[1, 5, 2], [3, 4, 9]]]]), 2, stride=1)
    array([[[[5., 9.]]]])
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    padding_height, padding_width = pair(padding)
    if padding_height > kernel_height // 2 or padding_width > kernel_width // 2:
        raise ValueError(f"padding {padding} is more than half of the kernel {kernel_size}")
    border = ((0, 0), (0, 0), (padding_height, padding_height), (padding_width, padding_width))
    padded = np.pad(x.astype(np.float64), border, constant_values=-np.inf)
    out_height = (padded.shape[2] - kernel_height) // stride_height + 1
    out_width = (padded.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            window = padded[:, :, top : top + kernel_height, left : left + kernel_width]
            out[:, :, row, col] = np.max(window, axis=(2, 3))
    return out
    ### END SOLUTION


# %%
max_pool2d = use("max_pool2d", max_pool2d)
print(max_pool2d(x[None, None], 2)[0, 0])

# %% [markdown]
# The six numbers from your paper. Now a real feature map: the 7 of lesson 01 under the vertical-edge kernel, pooled once and once more.

# %%
cross_correlate2d = use("cross_correlate2d")
vertical_edge = np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]])
edges = cross_correlate2d(data.digit(7), vertical_edge)[None, None]
once = max_pool2d(edges, 2)
twice = max_pool2d(once, 2)
plots.show(
    *(maps[0, 0] for maps in (edges, once, twice)),
    titles=["26 x 26", "13 x 13", "6 x 6"],
    values=False,
    alt="A 7's vertical edges, bright at left edges of strokes and dark at right ones, pooled to "
    "half the size and half again. The bright strokes stay, the dark ones fade.",
)

# %% [markdown]
# **What happened.** Bright strokes survive, dark ones fade: a maximum takes sides. 13 rows became 6, since the thirteenth has no partner and is dropped. And 36 numbers of 676 still show where the bright strokes were, which is why pooling works at all.

# %% [markdown]
# Step through it with your own function. Find a window whose four numbers are all negative, and one whose largest number stands in its right column. Section 5 moves the picture one pixel to the right: what would happen to the second?

# %%
PoolLab(edges[0, 0], kernel_size=2, stride=2, mode="max", function=max_pool2d)

# %% [markdown]
# > **Myth.** *“Pooling is typically used with padding 'same'. The padding is (f − 1) / 2.”*
#
# For the usual window, f = 2, that would be half a pixel. Pooling usually has no padding, because it is meant to shrink.

# %%
print("(f - 1) / 2 =", (2 - 1) / 2)
for padding in (0, 1):
    print(
        "28 with padding", padding, "->", max_pool2d(np.ones((1, 1, 28, 28)), 2, 2, padding).shape
    )

# %% [markdown]
# LeNet-5, the digit reader of 1998, pools twice in this way: 28 → 14 after the first convolution, 10 → 5 after the second. Its pooling averages. (The original also multiplied by a learned factor and added a bias; lesson 14.)
#
# Two words for the next question. A **linear layer** makes each of its outputs a weighted sum of *all* numbers that come in; lesson 05 called it *dense*. *Global average pooling* (section 4) keeps one mean for each map.

# %% [markdown] question="pool_weights"

# %% [markdown]
# The numbers behind that answer: a layer of 32 filters, 5 × 5, on 16 maps, without and with a pool in front. `conv_cost` of lesson 05 gives parameters and multiplications. Then a linear layer with ten outputs: without a pool, with one, and behind global average pooling.

# %%
conv_cost = use("conv_cost")
for size in (28, 14):
    print(f"{size} x {size}: parameters, multiplications", conv_cost(16, 32, (5, 5), (size, size)))
for size in (28, 14, 1):
    print(f"linear layer behind 32 maps of {size} x {size}:", 32 * size * size * 10, "weights")

# %% [markdown]
# > **Myth.** *“Pooling is there to avoid overfitting.”*
#
# A network *overfits* when it learns its training pictures by heart and fails on new ones. Look at the lines above. The pool saves three quarters of the work, and a linear layer behind it gets smaller. A smaller layer may overfit less: that is an indirect help. Dropout and augmentation (lesson 12) are the direct ones.

# %% [markdown]
# ## 2. Average, and who counts
#
# The mean of each window is a softer summary: every number has a say. Padding is zeros now, and a question comes up that a maximum never asked. Do padded cells count?

# %% [markdown]
# **Predict.** A flat picture of 9s, windows of 3 × 3, padding 1. The window over the corner has four real cells. What is its mean if all nine cells count? And if the real ones do?
#
# <details><summary>Answer</summary>
#
# 4 · 9 / 9 = 4, and 4 · 9 / 4 = 9. PyTorch counts all cells unless you say `count_include_pad=False`, so flat pictures get dark borders. TensorFlow counts the real ones.
#
# </details>


# %% exercise="avg_pool2d"
def avg_pool2d(
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    """Average the numbers of each window, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    kernel_size, stride, padding
        As for `max_pool2d`, but the padding consists of zeros.
    count_include_pad : bool
        Whether padded zeros count as cells of a window. True divides each sum by the number of
        all cells, kH * kW; False by the number of those that lie in the picture.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        A new array, as large as that of `max_pool2d`.

    Raises
    ------
    ValueError
        When the padding is more than half of the kernel on an axis.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[4, 8], [0, 4]]]]), 2)
    array([[[[4.]]]])
    >>> avg_pool2d(np.array([[[[4, 8]]]]), 2, padding=1)
    array([[[[1., 2.]]]])
    >>> avg_pool2d(np.array([[[[4, 8]]]]), 2, padding=1, count_include_pad=False)
    array([[[[4., 8.]]]])
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    padding_height, padding_width = pair(padding)
    if padding_height > kernel_height // 2 or padding_width > kernel_width // 2:
        raise ValueError(f"padding {padding} is more than half of the kernel {kernel_size}")
    border = ((padding_height, padding_height), (padding_width, padding_width))
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), *border))
    inside = np.pad(np.ones(x.shape[2:]), border)
    out_height = (padded.shape[2] - kernel_height) // stride_height + 1
    out_width = (padded.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            rows, cols = slice(top, top + kernel_height), slice(left, left + kernel_width)
            real_cells = np.sum(inside[rows, cols])
            cells = kernel_height * kernel_width if count_include_pad else real_cells
            out[:, :, row, col] = np.sum(padded[:, :, rows, cols], axis=(2, 3)) / cells
    return out
    ### END SOLUTION


# %%
avg_pool2d = use("avg_pool2d", avg_pool2d)
nines = np.full((1, 1, 5, 5), 9.0)
plots.show(
    avg_pool2d(nines, 3, 1, 1)[0, 0],
    avg_pool2d(nines, 3, 1, 1, count_include_pad=False)[0, 0],
    titles=["all cells count", "real cells count"],
    values=True,
    alt="Two 5 by 5 grids. Left: 9 inside, 6 at the edges, 4 in the corners. Right: 9 everywhere.",
)

# %% [markdown]
# **What happened.** The dark border is the price of zeros that count as pixels. You know it from lesson 03, where zeros around a picture made edges that were not there. Average pooling *is* a blur, followed by thinning out:

# %%
blurred = cross_correlate2d(data.digit(7), np.full((2, 2), 0.25))
pooled = avg_pool2d(data.digit(7)[None, None], 2)[0, 0]
print("same numbers:", np.allclose(pooled, blurred[::2, ::2]))

# %% [markdown]
# ## 3. More ways to summarise
#
# > **Myth.** *“There are two types of pooling.”*
#
# Max and average are the popular ones. The next two are in the textbooks, and take ten minutes each.

# %% [markdown]
# Take the window as a vector. Its **p-norm** is $\left(\sum |x|^p\right)^{1/p}$, where |x| is the number without its sign: |−4| = 4. With p = 2 that is the vector's length; with p = 1, the sum of the sizes. Pooling by p-norm is **Lp pooling**.

# %% [markdown]
# **Predict.** The window holds 3 and −4. What are its norms for p = 1 and p = 2? And for a very large p?
#
# <details><summary>Answer</summary>
#
# 7 and 5. For large p the biggest takes over, and the norm tends to 4: a maximum, of sizes.
#
# </details>


# %% exercise="lp_pool2d"
def lp_pool2d(
    x: np.ndarray,
    p: float,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> np.ndarray:
    """Take the p-norm of each window, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    p : float
        Greater than 0 and finite; 2 gives the length of the window as a vector.
    kernel_size, stride
        As for `max_pool2d`. There is no padding.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        `(sum of |x| ** p) ** (1 / p)` over each window: a sum, not a mean. A new array.

    Examples
    --------
    >>> lp_pool2d(np.array([[[[3, -4]]]]), 2, (1, 2))
    array([[[[5.]]]])
    >>> lp_pool2d(np.array([[[[3, -4]]]]), 1, (1, 2))
    array([[[[7.]]]])
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    powers = np.abs(x.astype(np.float64)) ** p
    out_height = (x.shape[2] - kernel_height) // stride_height + 1
    out_width = (x.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            window = powers[:, :, top : top + kernel_height, left : left + kernel_width]
            out[:, :, row, col] = np.sum(window, axis=(2, 3)) ** (1 / p)
    return out
    ### END SOLUTION


# %%
lp_pool2d = use("lp_pool2d", lp_pool2d)
window = np.array([[[[3.0, -4]]]])
for p in (1, 2, 4, 16, 64):
    print("p =", p, " norm", lp_pool2d(window, p, (1, 2))[0, 0, 0, 0].round(4))

# %% [markdown]
# **What happened.** One formula leads from the sum to the maximum. But it is a maximum of *sizes*: −4 won over 3. PyTorch's `LPPool2d` leaves out the absolute value. For even p that makes no difference; for odd p, negative numbers cancel positive ones or give `nan`.

# %% [markdown] question="relu_and_pool"
# **ReLU**, the subject of lesson 08, replaces every negative number by 0 and keeps the others. The next question is about its place. Work through the window [−4, 3] on paper, in both orders, before you choose.

# %%
for pool in (max_pool2d, avg_pool2d, lambda x, size: lp_pool2d(x, 2, size)):
    window = np.array([[[[-4.0, 3]]]])
    after, before = np.maximum(pool(window, (1, 2)), 0), pool(np.maximum(window, 0), (1, 2))
    print("pool, then ReLU:", after.item(), "  ReLU, then pool:", before.item())

# %% [markdown]
# Back to means. One that trusts the middle of the window more than its corners is a **weighted** mean. The weights may fall off with the distance from the centre, for example as 1 / (1 + distance).

# %%
row, col = np.mgrid[-1:2, -1:2]
weights = 1 / (1 + np.hypot(row, col))
plots.show(
    weights,
    titles="1 / (1 + distance)",
    values=True,
    alt="A 3 by 3 grid: 1 in the centre, 0.5 beside it, 0.414 in the corners.",
)
print("sum:", weights.sum().round(3))

# %% [markdown]
# **Predict.** Pool a flat picture of 7s with these weights as they are. What comes out, and what should?
#
# <details><summary>Answer</summary>
#
# 7 times the sum, about 32.6. A mean of 7s should be 7, so divide the weights by their sum first.
#
# </details>


# %% exercise="weighted_pool2d"
def weighted_pool2d(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    """Average each window with a weight for each of its cells, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    weights : np.ndarray, shape (kH, kW)
        How much each cell of a window counts; none is negative, at least one is above 0. They are
        divided by their sum here, so `[[1, 1]]` and `[[5, 5]]` mean the same. The window fits.
    stride : tuple of int
        How far windows move down and across.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        The weighted means; H' = floor((H - kH) / stride) + 1, W' likewise. A new array.

    Examples
    --------
    >>> weighted_pool2d(np.array([[[[0, 8, 4]]]]), np.array([[1, 2, 1]]), (1, 1))
    array([[[[5.]]]])
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = weights.shape
    stride_height, stride_width = stride
    share = weights.astype(np.float64) / np.sum(weights)
    out_height = (x.shape[2] - kernel_height) // stride_height + 1
    out_width = (x.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            window = x[:, :, top : top + kernel_height, left : left + kernel_width]
            out[:, :, row, col] = np.sum(window * share, axis=(2, 3))
    return out
    ### END SOLUTION


# %%
weighted_pool2d = use("weighted_pool2d", weighted_pool2d)
seven = data.digit(7)[None, None]
maps = [
    max_pool2d(seven, 3, 2),
    avg_pool2d(seven, 3, 2),
    lp_pool2d(seven, 2, 3, 2) / 3,
    weighted_pool2d(seven, weights, (2, 2)),
]
plots.show(
    *(pooled[0, 0] for pooled in maps),
    titles=["max", "average", "L2, divided by 3", "weighted"],
    alt="A 7 pooled in four ways: thick and white by max, with soft edges by average, between the two by L2, "
    "and by weights slightly sharper than the average.",
)

# %% [markdown]
# **What happened.** Four summaries of the same windows. Max thickens the stroke; the mean softens its edges. The L2 norm of nine equal cells is √9 = 3 times one of them, so it is divided by 3. The weighted one is `cross_correlate2d` with a stride, on each channel by itself: a depthwise convolution (lesson 05) whose weights nobody learns. Let a network learn them, and pooling has become a convolution.

# %% [markdown]
# ## 4. One number a channel
#
# Make the window as large as the map, and one number is left: *how much* of this pattern is in the picture, wherever it is. **Global average pooling** turns maps of any size into a vector with one entry a channel.


# %% exercise="global_avg_pool2d"
def global_avg_pool2d(x: np.ndarray) -> np.ndarray:
    """Average each channel over all of its positions.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.

    Returns
    -------
    np.ndarray, float64, shape (N, C)
        One mean for each channel of each image, whatever H and W are.

    Examples
    --------
    >>> global_avg_pool2d(np.array([[[[1, 5], [2, 4]], [[0, 0], [0, 8]]]]))
    array([[3., 2.]])
    """
    ### BEGIN SOLUTION
    return x.mean(axis=(2, 3), dtype=np.float64)
    ### END SOLUTION


# %%
global_avg_pool2d = use("global_avg_pool2d", global_avg_pool2d)
for height, width in [(7, 7), (9, 12)]:
    maps = np.ones((2, 64, height, width))
    print(maps.shape, "->", global_avg_pool2d(maps).shape)

# %% [markdown]
# > **Myth.** *“Recent neural networks don't use pooling layers.”*
#
# Many replace the pools *between* their layers by strides (lesson 04). But ResNet, a much used network of 2015, still starts with a max-pool. And it ends, as nearly every classifier does, with global average pooling and one linear layer.

# %%
maps = np.zeros((1, 1, 112, 112))
print("ResNet's first pool:", max_pool2d(maps, 3, stride=2, padding=1).shape)
print("its last:", global_avg_pool2d(np.zeros((1, 512, 7, 7))).shape)

# %% [markdown] question="one_by_one_pool"

# %% [markdown]
# ## 5. Does it matter where?
#
# > **Myth.** *“Pooling provides spatial invariance.”*
#
# **Invariance** would mean: move the picture, and the output stays the same. You do not have to believe it or not. You can measure it. First, a way to move pictures; zeros enter at the border.


# %%
def shift2d(x: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """Move pictures dy cells down and dx to the right; zeros enter."""
    height, width = x.shape[-2:]
    border = [(0, 0)] * (x.ndim - 2) + [(abs(dy), abs(dy)), (abs(dx), abs(dx))]
    top, left = abs(dy) - dy, abs(dx) - dx
    return np.pad(x, border)[..., top : top + height, left : left + width]


print(shift2d(np.array([[1, 2, 3]]), 0, 1), shift2d(np.array([[1, 2, 3]]), 0, -1))

# %% [markdown]
# A single bright pixel tells most of the story. It stands in column 2. The windows of a 2 × 2 pool are columns 0 and 1, 2 and 3, and so on.
#
# **Predict.** Move it right by one column, then by one more. What does the pooled row do?
#
# <details><summary>Answer</summary>
#
# First nothing: column 3 is in the same window. Then everything: the pixel enters the next window, one output falls to 0, its neighbour rises to 1.
#
# </details>

# %%
spot = np.zeros((1, 1, 2, 8))
spot[0, 0, 0, 2] = 1
for dx in range(3):
    moved = shift2d(spot, 0, dx)
    print(moved[0, 0, 0], "->", max_pool2d(moved, 2)[0, 0, 0])

# %% [markdown]
# Now a number for it. Pool before and after the move; take the difference. Its **norm** is its length: the root of the sum of all squares, p = 2 above. Divided by the norm of what was there before, it is the relative change:
#
# $$\frac{\lVert \text{pool}(\text{shifted } x) - \text{pool}(x) \rVert}{\lVert \text{pool}(x) \rVert}$$
#
# 0 says: invariant. Your function gets another function as an argument, and calls it twice.


# %% exercise="shift_sensitivity"
def shift_sensitivity(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    """Measure how much a pooling's output changes when its input moves.

    Parameters
    ----------
    pool : callable
        Takes an array of the shape of `x` and returns an array of any shape, the same each time.
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers; `pool` gets them as float64.
    shift : tuple of int
        (dy, dx): cells down and to the right, negative for up and left. Zeros enter at the border,
        and what moves out is lost, as `shift2d` does it.

    Returns
    -------
    float
        `||pool(shifted x) - pool(x)|| / ||pool(x)||`, where the norm of an array is the root of
        the sum of the squares of all its numbers. 0.0 means: nothing changed. When `pool(x)` is
        zero everywhere, there is nothing to compare with, and the result is 0.0.

    Examples
    --------
    Keep every other column. One step to the right, and zeros stand in place of 3 and 4:

    >>> def thin(x):
    ...     return x[:, :, :, ::2]
    >>> shift_sensitivity(thin, np.array([[[[3.0, 0, 4, 0]]]]), (0, 1))
    1.0
    >>> shift_sensitivity(thin, np.array([[[[3.0, 0, 4, 0]]]]), (0, 0))
    0.0
    """
    ### BEGIN SOLUTION
    x = x.astype(np.float64)
    before = pool(x)
    change = pool(shift2d(x, shift[0], shift[1])) - before
    size = np.linalg.norm(before)
    return float(np.linalg.norm(change) / size) if size > 0 else 0.0
    ### END SOLUTION


# %%
shift_sensitivity = use("shift_sensitivity", shift_sensitivity)


def halved(x):
    return max_pool2d(x, 2)


for col in (3, 2):
    spot = np.zeros((1, 1, 2, 8))
    spot[0, 0, 0, col] = 1
    print("pixel in column", col, " one step:", round(shift_sensitivity(halved, spot, (0, 1)), 3))

# %% [markdown]
# The same pool and the same step. From column 3 the pixel leaves its window: one output falls by 1, another rises by 1, and √(1 + 1) = 1.414. From column 2 it stays in its window, and the change is 0.
#
# **Predict** for the 7: does pooling take away most of the change, about half of it, or hardly any?

# %%
pools = {
    "no pooling": lambda x: x,
    "every other pixel": lambda x: x[:, :, ::2, ::2],
    "max, 2 x 2": halved,
    "average, 2 x 2": lambda x: avg_pool2d(x, 2),
    "L2, 2 x 2": lambda x: lp_pool2d(x, 2, 2),
    "weighted, 3 x 3": lambda x: weighted_pool2d(x, weights, (2, 2)),
    "global average": global_avg_pool2d,
}
for name, pool in pools.items():
    print(f"{name:18}{shift_sensitivity(pool, seven, (0, 1)):.2f}")

# %% [markdown]
# **What happened.** Hardly any for the max, about a quarter at best. One step to the right changes the 7 by 49 %, and its pooled versions by 36 to 45 %. Keeping every other pixel, as a stride does, helps not at all. Only the global mean does not notice, since it forgets positions altogether (as long as the 7 stays in the picture).

# %% [markdown]
# Watch the jump happen. Move the pixel with the jitter slider: the curve stays at zero, then leaps to 1.41 where the pixel crosses a window's border. Now choose padding 1 and window 3, stride 2 as before: the windows overlap. The curve climbs to 1, 1.41 and 1.73. No leap is larger than 1, since one window keeps the pixel when the next one gains it. In return, every step changes something.

# %%
PoolLab(spot[0, 0], kernel_size=2, stride=2, mode="max", function=max_pool2d)

# %% [markdown] question="pool_invariance"

# %% [markdown]
# So what is pooling good for? It makes maps smaller and work cheaper, each later window sees more of the picture, and a pattern may move *within* a window unnoticed. That is a little tolerance for every layer. Networks learn the rest from examples.

# %% [markdown]
# ## 6. Break it
#
# A classmate pads with zeros and says it makes no difference. Her test is a picture of a digit, and indeed both agree.


# %%
def careless(x):
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return max_pool2d(padded, 3, stride=2)


print("same on her test:", np.array_equal(careless(seven), max_pool2d(seven, 3, 2, 1)))

# %% [markdown]
# **Predict.** Why can no digit show it? And where in a network would you find out?
#
# <details><summary>Answer</summary>
#
# Pixels from 0 to 1 never lose against a 0. After ReLU nothing is negative either. It shows where a convolution's output is pooled before ReLU.
#
# </details>


# %% exercise="break_zero_padding"
def break_zero_padding() -> np.ndarray:
    """Return a picture on which padding with zeros changes `max_pool2d(x, 3, stride=2, padding=1)`.

    Returns
    -------
    np.ndarray, shape (N, C, H, W)
        Finite numbers. There are many right answers.

    Examples
    --------
    This one does not expose it, since both paddings give [[[[2.]]]]: x = [[[[-1, 2]]]].
    """
    ### BEGIN SOLUTION
    return np.array([[[[-1.0, -2.0], [-3.0, -4.0]]]])
    ### END SOLUTION


# %%
break_zero_padding = use("break_zero_padding", break_zero_padding)
picture = break_zero_padding()
print("minus infinity:\n", max_pool2d(picture, 3, 2, 1)[0, 0])
print("zeros:\n", careless(picture)[0, 0])

# %% [markdown]
# **What happened.** The right padding depends on what the window computes. It has to be the number that changes nothing: minus infinity for a maximum, 0 for a sum. Whenever you pad, ask which number that is.

# %% [markdown]
# ## Recap
#
# - Pooling keeps one number a window, channel by channel. Size: the formula of lesson 04.
# - Without a stride, windows lie side by side. What is left over is dropped.
# - Padding must not win: minus infinity for a maximum.
# - Pooling has no weights, and saves none in later convolutions.
# - It tolerates small shifts in part. Measure before you call it invariant.

# %% [markdown]
# ## Words
#
# - **max-pooling**, **average pooling**: the largest number of each window, or the mean.
# - **Lp pooling**: the p-norm of each window.
# - **weighted pooling**: a mean with a weight for each cell.
# - **global average pooling**: one mean for each channel.
# - **invariance**: the input moves, the output stays.
# - **shift sensitivity**: by how much it does not stay; this course's word.

# %% [markdown]
# ## What comes next
#
# In **08 Activations** you meet what stands between the layers: ReLU and its relatives. Without them, all your convolutions together could do no more than a single one.
