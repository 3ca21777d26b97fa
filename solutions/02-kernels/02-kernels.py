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
# # 02 Kernels that see
#
# Nine numbers find edges, nine others blur, and nine more sharpen. You choose them by thinking. At the end you let a computer find them, from nothing but examples.
#
# When you are done, you can
#
# - design kernels for edges, blurs and sharpening;
# - tell convolution from cross-correlation;
# - show negative numbers honestly;
# - learn a kernel by gradient descent.
#
# Time: about 2 hours.

# %%
from typing import Literal

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import KernelStudio, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on lessons 00 and 01. They carry no points.

# %% [markdown] question="recall_one_output_cell"

# %% [markdown] question="recall_flat_patch"

# %% [markdown] question="recall_grey_shape"

# %% [markdown]
# ## 1. Edges have a sign
#
# You know how to slide a kernel. The question of this lesson is *which* kernel. Take a picture, and make it grey with the functions of lesson 00.

# %%
to_float_chw = use("to_float_chw")
to_grayscale = use("to_grayscale")
cross_correlate2d = use("cross_correlate2d")
lighthouse = data.picture("lighthouse")
grey = to_grayscale(to_float_chw(lighthouse))[0]
plots.show(
    lighthouse,
    grey,
    titles=["in colour", "grey"],
    alt="A lighthouse with red and white stripes on a cliff at dusk, in colour and in grey.",
)

# %% [markdown]
# An **edge** is a place where brightness changes quickly. On one row of numbers you find it by a subtraction: right neighbour minus left neighbour.

# %%
row = np.array([[2.0, 2, 2, 2, 9, 9, 9, 9, 4, 4, 4]])
print(row[0])
print(cross_correlate2d(row, np.array([[-1.0, 0, 1]]))[0])

# %% [markdown]
# **Predict.** Why two 7s and not one? What does the −5 say? And if the same row stood above and below as well, and the kernel had three such rows?
#
# <details><summary>Answer</summary>
#
# The kernel's ends are two cells apart, so two windows straddle the jump. −5: darker to the right. Three equal rows make every sum three times as large: 21 and −15.
#
# </details>

# %% [markdown]
# Pictures have stray pixels, and one stray pixel should not pass for an edge. So ask three rows at once. That is Prewitt's kernel. Mind the **sign convention**: positive means brighter to the right, or brighter downwards.


# %% exercise="edge_kernel"
def edge_kernel(direction: Literal["vertical", "horizontal"]) -> np.ndarray:
    """Make a Prewitt kernel: one side of the window minus the other.

    Parameters
    ----------
    direction : "vertical" or "horizontal"
        How the edge runs. A vertical edge separates left from right.

    Returns
    -------
    np.ndarray, float64, shape (3, 3)
        Cells are -1, 0 and 1. Slid as it is (no flip), "vertical" gives a positive number where
        the picture grows brighter to the right, "horizontal" where it grows brighter downwards.

    Raises
    ------
    ValueError
        For any other direction; the message names it.

    Examples
    --------
    >>> edge_kernel("vertical")[0]
    array([-1.,  0.,  1.])
    """
    ### BEGIN SOLUTION
    if direction not in ("vertical", "horizontal"):
        raise ValueError(f"edge_kernel: no direction {direction!r}; vertical or horizontal?")
    vertical = np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]])
    return vertical if direction == "vertical" else vertical.T
    ### END SOLUTION


# %%
edge_kernel = use("edge_kernel", edge_kernel)
vertical = cross_correlate2d(grey, edge_kernel("vertical"))
horizontal = cross_correlate2d(grey, edge_kernel("horizontal"))
plots.show(
    vertical,
    horizontal,
    titles=["vertical edges", "horizontal edges"],
    alt="Two maps in which mid-grey means no edge. In the first the tower's left side is white and "
    "its right side black; in the second its stripes show, alternately black and white.",
)

# %% [markdown]
# **Predict.** These maps hold numbers from about −1.9 to 1.8. Many programs show such a map clamped: everything below 0 becomes black. What will be lost?
#
# <details><summary>Answer</summary>
#
# Every edge from bright to dark. It will look the same as no edge at all.
#
# </details>

# %%
plots.show(
    np.clip(vertical, 0, None),
    vertical,
    titles=["clamped: black is 0 or less", "signed: mid-grey is 0"],
    share=False,
    alt="The clamped map shows little but the left side of the tower. The signed map shows both, "
    "one white and one black.",
)

# %% [markdown]
# Half of the tower is gone from the clamped view. In this course zero is mid-grey whenever numbers have a sign.

# %% [markdown]
# > **Myth, continued.** *“Where the image does not match the kernel, the result is close to zero.”*
#
# In lesson 01 a flat bright patch refuted this. An edge kernel sums to 0 (it is **zero-mean**), so flat patches do give 0 now. Is the claim saved?

# %%
bright_right = np.array([[0.0, 0, 9], [0, 0, 9], [0, 0, 9]])
for window in (bright_right, np.full((3, 3), 9.0), 9 - bright_right):
    print(window[0], "->", cross_correlate2d(window, edge_kernel("vertical"))[0, 0])

# %% [markdown]
# No. The last window is least like the kernel: bright where the kernel is −1, dark where it is 1. It gives −27, as far from zero as the match itself. Zero means *neither*. The sign says which way round.

# %% [markdown] question="unmoved_by_brightness"
# Blurs and sharpening come in section 2. The cells of a blur sum to 1, and so do those of a sharpening kernel.

# %% [markdown]
# Try it by hand. Choose a preset, change a cell, and compare the two views of the map. Make one cell of the edge kernel larger by 1: the sky lights up, since the cells no longer sum to 0.

# %%
KernelStudio(grey, edge_kernel("vertical"), function=cross_correlate2d, flip=False)

# %% [markdown]
# ## 2. Blur and sharpen
#
# A kernel whose cells are all 1/9 replaces each pixel by the mean of nine: a **box blur**. What is that good for? Here is a flat grey picture with errors in it, as a cheap camera adds them.

# %%
rng = np.random.default_rng(2)
noise = 0.1 * rng.standard_normal((40, 40))
smooth = cross_correlate2d(0.5 + noise, np.full((3, 3), 1 / 9))
print("typical error before:", noise.std().round(3))

# %% [markdown]
# **Predict.** Some of the nine errors are positive, some negative. How large is the typical error of their mean: as before, a third, a ninth, or zero?
#
# <details><summary>Answer</summary>
#
# About a third. Independent errors cancel in part: the mean of n of them is √n times smaller.
#
# </details>

# %%
print("typical error after:", smooth.std().round(3))

# %% [markdown]
# (“Typical error” is the standard deviation.) The price is sharpness: the mean of nine pixels knows nothing about which was where. A **Gaussian** blur is gentler and trusts near pixels more than far ones. A cell a rows and b columns from the centre weighs
#
# $$w = e^{-(a^2 + b^2) / (2 \sigma^2)}$$
#
# Seen from the side the weights form a bell, and σ, *sigma*, says how wide it is.

# %% [markdown]
# **Predict.** For σ = 1 the centre weighs 1. What does its right neighbour weigh? A corner of the 3 × 3? And what happens to a picture if the weights sum to 4.9?
#
# <details><summary>Answer</summary>
#
# e^(−1/2) ≈ 0.61, and e^(−1) ≈ 0.37. The picture would be 4.9 times as bright. So divide all weights by their sum.
#
# </details>


# %% exercise="gaussian_kernel"
def gaussian_kernel(size: int, sigma: float) -> np.ndarray:
    """Make a blur kernel whose weights fall off with the distance from its centre.

    Parameters
    ----------
    size : int
        Rows, and columns; odd and positive, so that there is a centre cell.
    sigma : float
        Width of the bell, in cells; greater than 0.

    Returns
    -------
    np.ndarray, float64, shape (size, size)
        A cell a rows and b columns from the centre weighs exp(-(a**2 + b**2) / (2 * sigma**2));
        then all are divided by their sum, so that they add up to 1. Size 1 gives [[1.]].

    Raises
    ------
    ValueError
        When size is even; the message names it.

    Examples
    --------
    With this sigma a direct neighbour weighs half of the centre, and a corner a quarter:

    >>> gaussian_kernel(3, np.sqrt(1 / (2 * np.log(2)))).round(4)
    array([[0.0625, 0.125 , 0.0625],
           [0.125 , 0.25  , 0.125 ],
           [0.0625, 0.125 , 0.0625]])
    """
    ### BEGIN SOLUTION
    if size % 2 == 0:
        raise ValueError(f"gaussian_kernel: size is {size}; an odd number has a centre")
    steps = np.arange(size) - size // 2
    squared = steps[:, np.newaxis] ** 2 + steps**2
    weights = np.exp(-squared / (2 * sigma**2))
    return weights / np.sum(weights)
    ### END SOLUTION


# %%
gaussian_kernel = use("gaussian_kernel", gaussian_kernel)
bell = gaussian_kernel(5, 1.0)
blurred = cross_correlate2d(grey, bell)
plots.show(
    bell / bell.max(),
    grey[2:-2, 2:-2],
    blurred,
    titles=["kernel, brightened", "before", "after"],
    values=False,
    share=False,
    alt="A bright spot that fades to all sides, the grey lighthouse, and the lighthouse blurred.",
)

# %% [markdown]
# Subtract the blurred picture from the original: what is left are edges and details. Add these to the original, and it is **sharper**:
#
# original + (original − blurred) = 2 · original − blurred.
#
# A kernel with a lone 1 at its centre gives the original back, and the bell gives the blurred picture. So one kernel does it all: twice a lone 1, minus the bell.

# %%
lone_one = np.zeros((5, 5))
lone_one[2, 2] = 1
sharpen = 2 * lone_one - bell
sharper = cross_correlate2d(grey, sharpen)
plots.show(
    blurred,
    np.clip(sharper, 0, 1),
    titles=["blurred", "sharpened"],
    alt="The blurred lighthouse beside a sharpened one with crisp stripes and bright rims.",
)
print("cells sum to", sharpen.sum().round(6))
print("from", sharper.min().round(2), "to", sharper.max().round(2))

# %% [markdown]
# **What happened.** The cells sum to 1, so flat parts keep their brightness. Along edges the result leaves the range from 0 to 1: the dark side gets darker, the bright side brighter (the figure cuts both off). Sharpening invents contrast; it does not find lost detail.

# %% [markdown] question="blur_twice"

# %%
small = gaussian_kernel(3, 1.0)
twice = cross_correlate2d(cross_correlate2d(grey, small), small)
larger = cross_correlate2d(np.pad(small, 2), small)
print(larger.shape, np.allclose(twice, cross_correlate2d(grey, larger)))

# %% [markdown]
# `np.pad` laid a rim of zeros round the small kernel, so that the other could slide off its edges. Lesson 03 builds that.

# %% [markdown]
# ## 3. The flip
#
# An **impulse** is a picture with a single 1. It shows what a kernel does to one lone pixel.

# %%
impulse = np.zeros((5, 7))
impulse[2, 3] = 1
counting = np.array([[1.0, 2, 3], [4, 5, 6]])

# %% [markdown]
# **Predict.** You slide the counting kernel over the impulse with `cross_correlate2d`. Which number comes first, reading from the top left: 1 or 6?
#
# <details><summary>Answer</summary>
#
# 6. When the window first reaches the lone pixel, it touches it with its *last* cell. The kernel appears turned by half a turn.
#
# </details>

# %%
stamp = cross_correlate2d(impulse, counting)
plots.show(
    counting,
    stamp,
    titles=["kernel", "impulse under it"],
    share=False,
    alt="A 2 by 3 kernel with the numbers 1 to 6, and a map of zeros in which 6 5 4 stands above "
    "3 2 1.",
)

# %% [markdown]
# **Convolution** mends that. It turns the kernel by half a turn before it slides:
#
# $$\text{out}[i, j] = \sum_{a,b} x[i + k_H - 1 - a,\; j + k_W - 1 - b] \cdot \text{kernel}[a, b]$$
#
# The minus signs before a and b are the flip. Textbooks write x[i − a, j − b]; ours is shifted so that the kernel stays inside.


# %% exercise="convolve2d"
def convolve2d(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Convolve an image with a kernel: cross-correlation with the kernel turned by half a turn.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers (a stored picture is uint8).
    kernel : np.ndarray, shape (kH, kW)
        It fits: kH <= H and kW <= W.

    Returns
    -------
    np.ndarray, float64, shape (H - kH + 1, W - kW + 1)
        `out[i, j] = sum_{a,b} x[i + kH - 1 - a, j + kW - 1 - b] * kernel[a, b]`: the kernel is
        flipped on both axes, and stays inside the image.

    Examples
    --------
    `cross_correlate2d` gives 1*1 + 2*0 + 3*5 = 16 here:

    >>> convolve2d(np.array([[1, 2, 3]]), np.array([[1, 0, 5]]))
    array([[8.]])
    """
    ### BEGIN SOLUTION
    return cross_correlate2d(x, kernel[::-1, ::-1])
    ### END SOLUTION


# %%
convolve2d = use("convolve2d", convolve2d)
print(convolve2d(impulse, counting)[1:3, 1:4])

# %% [markdown]
# An impulse now gives the kernel back. There is more to the flip: picture and kernel may change places, and a convolution stays the same, while a correlation comes out back to front. NumPy has both for rows of numbers. Here the kernel may hang over the ends (`"full"`, lesson 03), so the results are longer than the rows.

# %%
a, b = [1, 2, 3], [1, 0]
print("convolve: ", np.convolve(a, b), np.convolve(b, a))
print("correlate:", np.correlate(a, b, "full"), np.correlate(b, a, "full"))

# %% [markdown]
# > **Myth.** *“A convolutional layer computes a convolution.”*
#
# Texts that say so often print a formula with plus signs: the sum of x[i + m, j + n] · kernel[m, n]. Put numbers into it and ask your own two functions.

# %%
scene = np.arange(12.0).reshape(3, 4) ** 2
plus = sum(scene[0 + m, 0 + n] * counting[m, n] for m in range(2) for n in range(3))
print(plus, "correlation:", cross_correlate2d(scene, counting)[0, 0])
print("     convolution:", convolve2d(scene, counting)[0, 0])

# %% [markdown]
# Plus signs are cross-correlation. PyTorch's `Conv2d` slides the kernel as it is, and its manual says so; `np.convolve` and `scipy.signal.convolve2d` flip it. Does it matter to a network? No: it would learn the flipped kernel. It matters when you carry a kernel from one library to another.

# %% [markdown] question="flip_unseen"

# %% [markdown]
# The studio runs your function and says which of the two operations it is. The flip is a switch there: find a kernel on which it changes nothing, and one on which it reverses every sign. The kernel below does neither.

# %%
KernelStudio(grey, np.array([[0.0, 0, 0], [0, 0, 1], [0, 0, 0]]), function=convolve2d)

# %% [markdown]
# **What happened.** The kernel with a lone 1 right of its centre fetches the right neighbour, and the picture moves left. Flipped, it moves right. Blurs do not notice. Edge kernels trade black for white.

# %% [markdown]
# ## 4. How strong is the edge?
#
# A disc has edges of every direction. Each of your two kernels sees a part of them.

# %%
rows, cols = np.mgrid[:32, :32]
disc = (np.hypot(rows - 15.5, cols - 15.5) < 9).astype(float)
plots.show(
    disc,
    cross_correlate2d(disc, edge_kernel("vertical")),
    cross_correlate2d(disc, edge_kernel("horizontal")),
    titles=["disc", "vertical edges", "horizontal edges"],
    share=False,
    alt="A white disc. Its vertical-edge map is white on the left and black on the right; its "
    "horizontal-edge map is white at the top and black at the bottom.",
)

# %% [markdown]
# Call the two numbers at a place gx and gy. Together they are an arrow, the **gradient** of the picture: it points to where the picture grows brighter. Its length is the strength of the edge, and Pythagoras knows it: √(gx² + gy²).

# %% [markdown]
# **Predict.** Some texts call this the *geometric average* of the two maps. That would be √|gx · gy|. What does it give along a straight vertical edge?
#
# <details><summary>Answer</summary>
#
# 0. Nothing changes from top to bottom there, so gy = 0, and so is the product. The clearest edges would vanish.
#
# </details>

# %% [markdown]
# **Sobel's kernels** are Prewitt's with each middle 1 doubled: −1 0 1, then −2 0 2, then −1 0 1. The row through the centre counts twice (for horizontal edges, the column). Use them here.


# %% exercise="gradient_magnitude"
def gradient_magnitude(x: np.ndarray) -> np.ndarray:
    """Measure how strongly a picture changes at each place, whatever the direction.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        At least 3x3. Floats or whole numbers (a stored picture is uint8).

    Returns
    -------
    np.ndarray, float64, shape (H - 2, W - 2)
        sqrt(gx**2 + gy**2), cell by cell. gx is the cross-correlation of x with Sobel's kernel
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], and gy that with its transpose. No padding.

    Examples
    --------
    Here gx is 2*2 + 4 = 8 and gy is 2*1 + 4 = 6:

    >>> gradient_magnitude(np.array([[0, 0, 0], [0, 0, 2], [0, 1, 4]]))
    array([[10.]])
    """
    ### BEGIN SOLUTION
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    across = cross_correlate2d(x, sobel)
    down = cross_correlate2d(x, sobel.T)
    return np.sqrt(across**2 + down**2)
    ### END SOLUTION


# %%
gradient_magnitude = use("gradient_magnitude", gradient_magnitude)
plots.show(
    gradient_magnitude(disc),
    gradient_magnitude(grey),
    titles=["disc", "lighthouse"],
    share=False,
    alt="A bright ring on black; and the outlines of the lighthouse, its stripes and the cliff.",
)

# %%
step = np.tile([0.0, 0, 0, 1, 1, 1], (4, 1))
gx = cross_correlate2d(step, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]))
gy = cross_correlate2d(step, np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]))
print("geometric average:", np.sqrt(np.abs(gx * gy))[0])
print("yours:            ", gradient_magnitude(step)[0])

# %% [markdown]
# **What happened.** Two maps, two squares and a root see edges of every direction. No single kernel could. Negate the picture, and its map is negated; double the picture, and the map doubles; add two pictures, and their maps add. So a kernel that says 4 where it grows brighter says −4 where it grows darker, never 4 for both. That is what **linear** means, and lesson 08 leaves it behind.

# %% [markdown]
# ## 5. Two passes for one
#
# Multiply a column by a row, each cell with each. NumPy does it without being told how.

# %%
column = np.array([[1.0], [2], [1]])
across = np.array([[-1.0, 0, 1]])
print(column * across)

# %% [markdown]
# Sobel's kernel. It smooths downwards and subtracts across, and the two can be done one after the other: first slide the column, then the row over what came out. A kernel that is a column times a row is called **separable**, or of rank 1.

# %% [markdown]
# **Predict.** A 7 × 7 kernel costs 49 multiplications at each place. What do a 7 × 1 and a 1 × 7 pass cost together? And how do you see from the rows of a kernel that it is a column times a row?
#
# <details><summary>Answer</summary>
#
# 14. And each row is a multiple of one and the same row; the column holds the multipliers.
#
# </details>


# %% exercise="separate"
def separate(kernel: np.ndarray, tol: float = 1e-9) -> tuple[np.ndarray, np.ndarray] | None:
    """Split a kernel into a column and a row whose product it is, if there are such.

    Parameters
    ----------
    kernel : np.ndarray, shape (kH, kW)
        Floats or whole numbers; at least one cell is not 0.
    tol : float
        Relative tolerance: every cell of `column * row` may differ from the kernel's by at most
        `tol` times the largest absolute value in the kernel.

    Returns
    -------
    tuple of np.ndarray, or None
        (column, row): new float64 arrays of shapes (kH, 1) and (1, kW), both kernels themselves.
        Any pair will do: with (column, row), (-2 * column, -row / 2) is right as well. None when no
        pair comes close enough, because the kernel's rows are not all multiples of one row.

    Examples
    --------
    >>> column, row = separate(np.array([[1, 2], [3, 6]]))
    >>> column * row
    array([[1., 2.],
           [3., 6.]])
    >>> separate(np.array([[1, 0], [0, 1]])) is None
    True
    """
    ### BEGIN SOLUTION
    kernel = kernel.astype(np.float64)
    top, left = np.unravel_index(np.argmax(np.abs(kernel)), kernel.shape)
    largest = kernel[top, left]
    column, row = kernel[:, left : left + 1].copy(), kernel[top : top + 1] / largest
    if np.max(np.abs(kernel - column * row)) > tol * abs(largest):
        return None
    return column, row
    ### END SOLUTION


# %%
separate = use("separate", separate)
cross = np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]])
for name, k in [("edge", edge_kernel("vertical")), ("bell", bell), ("cross", cross)]:
    pair = separate(k)
    print(name, "does not split" if pair is None else [part.shape for part in pair])

# %%
down, right = separate(bell)
two_passes = cross_correlate2d(cross_correlate2d(grey, down), right)
print("largest difference:", np.abs(two_passes - blurred).max())

# %% [markdown]
# **What happened.** The same picture, up to rounding, for 10 products a pixel in place of 25. Every Gaussian kernel splits, because e^(−a² − b²) is e^(−a²) · e^(−b²). In large blurs this is the difference between slow and fast. (Rounding is why `separate` needs a tolerance.)

# %% [markdown]
# ### Break it (no points)
#
# A classmate reads the factors off the first column and the first row. Her function passes on Prewitt, Sobel and the bell. Change `mine` until it fails, though `separate` finds factors.


# %%
def by_corner(kernel):
    with np.errstate(all="ignore"):
        return kernel[:, :1], kernel[:1] / kernel[0, 0]


mine = np.array([[1.0, 2, 1], [2, 4, 2]])
pair = by_corner(mine)
print("separable:", separate(mine) is not None)
print("hers fits: ", np.allclose(pair[0] * pair[1], mine))

# %% [markdown]
# <details><summary>One way</summary>
#
# Any separable kernel with a 0 in its corner: [[0, 0], [0, 1]] will do. She divides by that 0. A cell to divide by must be *chosen*, and the largest is the safest.
#
# </details>

# %% [markdown]
# ## 6. Let it learn
#
# So far you chose the numbers. Suppose instead that somebody hands you a picture and what an unknown kernel made of it. Can you find the kernel?

# %%
rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, (12, 12))
secret = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
y = cross_correlate2d(x, secret)
plots.show(
    x,
    y,
    titles=["picture", "what came out"],
    share=False,
    alt="A 12 by 12 picture of random greys, and the 10 by 10 map that a kernel made of it.",
)

# %% [markdown]
# Start with a guess, a kernel of zeros, and measure how bad it is. The **error** at each place is what your kernel gives minus y. The **loss** is one number for all of them: here the **mean squared error**. Learning means making the loss small.


# %%
def loss_of(kernel):
    return np.mean((cross_correlate2d(x, kernel) - y) ** 2)


guess = np.zeros((3, 3))
nudged = guess.copy()
nudged[1, 2] = 0.01
print("zeros: ", loss_of(guess).round(4))
print("nudged:", loss_of(nudged).round(4))
print("slope: ", ((loss_of(nudged) - loss_of(guess)) / 0.01).round(2))

# %% [markdown]
# Growing the cell [1, 2] a little makes the loss fall: the slope is negative. Do this for each of the nine cells, and the nine slopes together are the **gradient** of the loss. It points uphill. Take a small step the other way, and you have a better kernel.

# %% [markdown]
# You need no nudging. For the output at [i, j], kernel cell [a, b] meets pixel x[i + a, j + b]. Raise the cell by a small t, and the error there grows by t times that pixel. So the slope of the *squared* error is 2 · error · pixel. The mean over all M errors is
#
# $$\text{gradient}[a, b] = \frac{2}{M} \sum_{i, j} \text{error}[i, j] \cdot x[i + a,\, j + b]$$

# %% [markdown]
# **Predict.** Look at the sum once more. Something slides over x, multiplies and adds. What is it, and which of your functions computes the whole gradient in one call?
#
# <details><summary>Answer</summary>
#
# The map of errors slides over x. `cross_correlate2d(x, error)` gives a map of H − (H − kH + 1) + 1 = kH rows: the kernel's own shape.
#
# </details>

# %% [markdown]
# That is the whole method: predict, compare, step against the gradient, repeat. It is called **gradient descent**, and the length of the step is set by the **learning rate**, `lr`. Networks with billions of weights learn by variations of this loop.


# %% exercise="learn_kernel"
def learn_kernel(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    """Learn the kernel that turns x into y, by plain gradient descent from zeros.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers.
    y : np.ndarray, shape (H - kH + 1, W - kW + 1)
        What `cross_correlate2d(x, kernel)` should give. It has M cells.
    kernel_shape : tuple of int
        (kH, kW).
    steps : int
        Updates to make; with 0 the kernel of zeros comes back.
    lr : float
        The learning rate.

    Returns
    -------
    np.ndarray, float64, shape (kH, kW)
        The kernel after `steps` updates `kernel = kernel - lr * gradient`. With error =
        cross_correlate2d(x, kernel) - y, the loss is the mean of error**2, and its gradient is
        `gradient[a, b] = 2 / M * sum_{i,j} error[i, j] * x[i + a, j + b]`. All cells are updated
        together. The same arguments always give the same kernel.

    Examples
    --------
    The error is [[-3]], so the gradient is 2 * -3 * [[1, 2]] = [[-6, -12]]:

    >>> learn_kernel(np.array([[1, 2]]), np.array([[3]]), (1, 2), steps=1, lr=0.1)
    array([[0.6, 1.2]])
    """
    ### BEGIN SOLUTION
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = cross_correlate2d(x, kernel) - y
        gradient = 2 / y.size * cross_correlate2d(x, error)
        kernel = kernel - lr * gradient
    return kernel
    ### END SOLUTION


# %%
learn_kernel = use("learn_kernel", learn_kernel)
stages = [learn_kernel(x, y, (3, 3), steps, 0.5) for steps in (1, 3, 10, 30)]
plots.show(
    *(kernel.round(3) + 0 for kernel in stages),
    titles=["1 step", "3 steps", "10 steps", "30 steps"],
    alt="Four 3 by 3 kernels. After 30 steps the numbers are those of Sobel's kernel.",
)
print("losses:", [float(loss_of(kernel).round(6)) for kernel in stages])

# %% [markdown]
# There it is, to two decimals: Sobel's kernel. Nobody told the program about edges, left or right. It had 100 errors and a direction to go.

# %% [markdown]
# **Predict.** Ten steps with learning rates 0.1, 0.5, 1.5 and 2.5. Which one ends with the smallest loss, and does any end with a larger loss than it began with?
#
# <details><summary>Answer</summary>
#
# 0.1 is too cautious to arrive in ten steps. 1.5 ends lowest. 2.5 oversteps the valley by more each time, and the loss explodes.
#
# </details>

# %%
print("at the start:", loss_of(np.zeros((3, 3))).round(3))
for lr in (0.1, 0.5, 1.5, 2.5):
    print("lr", lr, "loss", loss_of(learn_kernel(x, y, (3, 3), 10, lr)).round(6))

# %% [markdown]
# Now teach it with another picture: vertical stripes, every row the same. The secret is still Sobel's kernel.
#
# **Predict.** The loss falls to 0. Is the learned kernel Sobel's?

# %%
stripes = np.tile(rng.uniform(-1, 1, 12), (12, 1))
found = learn_kernel(stripes, cross_correlate2d(stripes, secret), (3, 3), 200, 0.15)
missed = cross_correlate2d(stripes, found) - cross_correlate2d(stripes, secret)
print(found.round(3))
print("loss:", np.mean(missed**2).round(12))

# %% [markdown]
# **What happened.** Loss 0, and another kernel: each row is [−4/3, 0, 4/3]. Where all rows are equal, only the sum of the kernel's rows shows in the result. The data never said how the 4 was shared out, and starting from zeros shares it evenly. A model learns what its data show. Nothing more.

# %% [markdown]
# > **Myth.** *“With linear regression, the convolutional layers can learn.”*
#
# **Linear regression** looks for weights too: those whose weighted sums come closest to the wanted numbers, by mean squared error. *This* layer could learn so: each output is a weighted sum of one window, and `np.linalg.lstsq` finds the same kernel at one stroke. Now cut off what is negative, as many networks do between their layers.

# %%
cut = np.maximum(y, 0)
windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3)).reshape(-1, 9)
for wanted in (y, cut):
    weights = np.linalg.lstsq(windows, wanted.ravel(), rcond=None)[0]
    print(weights.reshape(3, 3).round(2).tolist())

# %% [markdown]
# With the cut, regression returns a kernel that is not the secret one: no line fits a kink. Gradient descent does not mind kinks. It needs a loss and its slopes, and layers after layers of them come by **backpropagation** (lesson 10).

# %% [markdown] question="is_it_regression"

# %% [markdown]
# Look at what you learned with your own eyes, on a picture it has never seen.

# %%
KernelStudio(grey, stages[-1].round(2), function=cross_correlate2d, flip=False)

# %% [markdown]
# **What happened.** A kernel learned from random greys finds the edges of a lighthouse, since it is the same kernel. That is **generalisation**. It worked because the windows of the random picture left no cell of the kernel in doubt. The stripes would have left you with a Prewitt kernel.

# %% [markdown]
# ## Recap
#
# - Edge kernels sum to 0, blurs and sharpening to 1.
# - Results have a sign. Show zero as mid-grey.
# - Convolution is cross-correlation with the kernel turned by half a turn. Layers leave the turn out.
# - A column times a row does a square kernel's work for less.
# - Gradient descent: predict, compare, step against the slope, repeat.

# %% [markdown]
# ## Words
#
# - **Prewitt**, **Sobel**: edge kernels.
# - **Gaussian kernel**: a blur whose weights fall off like a bell.
# - **convolution**: correlation with a turned kernel.
# - **impulse**: a picture with a single 1.
# - **gradient magnitude**: the strength of an edge, whatever its direction.
# - **separable**: a column times a row.
# - **loss**: how bad, as one number.
# - **gradient descent**: small steps against the slope of the loss.
# - **learning rate**: how long the steps are.

# %% [markdown]
# ## What comes next
#
# Every kernel so far nibbled at the picture's rim: 48 × 64 became 46 × 62. In **03 Padding** you give the rim something to lean on, and find out what that invents.
