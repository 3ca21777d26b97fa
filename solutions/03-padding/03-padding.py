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
# # 03 Padding
#
# A kernel that stays inside the picture nibbles at its rim. Today you give the rim something to lean on, and find out what that invents.
#
# When you are done, you can
#
# - pad with zeros, and in three other ways;
# - say how much padding keeps the size, for even kernels too;
# - count how often a border pixel is seen;
# - recognise what padding adds to a map.
#
# Time: about 1.5 hours.

# %%
from typing import Literal

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import PaddingLab, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons. They carry no points.

# %% [markdown] question="recall_last_column"

# %% [markdown] question="recall_two_layers"

# %% [markdown] question="recall_blur_of_flat"

# %% [markdown]
# ## 1. What the border loses
#
# Blur a 7 six times with a 5 × 5 kernel. The kernel is your Gaussian from lesson 02, the sliding your loop from lesson 01. Every second map is shown, all drawn equally large: read the sizes above them.

# %%
cross_correlate2d = use("cross_correlate2d")
gaussian_kernel = use("gaussian_kernel")
blur = gaussian_kernel(5, 1.0)
seven = data.digit(7)
maps = [seven]
for _ in range(6):
    maps.append(cross_correlate2d(maps[-1], blur))
plots.show(
    *maps[::2],
    titles=[f"{len(m)} x {len(m)}" for m in maps[::2]],
    values=False,
    alt="A 7 of 28 by 28 pixels, then maps of 20, 12 and 4 pixels a side. The stroke grows softer, "
    "and at last a grey patch is left.",
)

# %% [markdown]
# **Predict.** The last map is 4 × 4. What does a seventh layer give?
#
# <details><summary>Answer</summary>
#
# Nothing: a 5 × 5 kernel does not fit. A picture of 28 pixels feeds six such layers, and networks have dozens. (The patch is drawn enlarged; it has 16 pixels.)
#
# </details>

# %% [markdown] question="padding_non_existent"
# Lesson 01 met this claim with your own function. Here it meets four layers.

# %% [markdown]
# **Padding** is the way out: before the kernel slides, the picture gets extra cells on every side. The plainest ones hold zeros. Here is one row, with two zeros at each end.

# %%
row = np.array([4.0, 7, 2])
longer = np.zeros(2 + 3 + 2)
longer[2:5] = row
print(longer)

# %% [markdown]
# **Predict.** A row of n cells gets p zeros at each end. How long is it then, and which slice of it is the old row?
#
# <details><summary>Answer</summary>
#
# n + 2p cells, and the old ones are `longer[p : p + n]`. Both ends of the slice count from the front, so it works for every p, 0 included. Remember that for the end of the lesson.
#
# </details>

# %% [markdown]
# Now in two directions, for a whole batch (N, C, H, W). Rows and columns grow; images and channels stay. As in PyTorch, one number stands for both directions, and a pair is (height, width).


# %% exercise="zero_pad2d"
def zero_pad2d(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    """Put rows and columns of zeros round every picture of a batch.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers. Never modified.
    padding : int or tuple of int
        Zeros on each side, (rows above and below, columns left and right); a single number is
        both. 0 or more.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H + 2 * rows, W + 2 * columns)
        A new array, for padding 0 too.

    Examples
    --------
    One picture of one row; no rows are added, and one column on each side:

    >>> zero_pad2d(np.array([[[[5, 6]]]]), (0, 1))
    array([[[[0., 5., 6., 0.]]]])
    """
    ### BEGIN SOLUTION
    pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding
    images, channels, height, width = x.shape
    out = np.zeros((images, channels, height + 2 * pad_height, width + 2 * pad_width))
    out[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x
    return out
    ### END SOLUTION


# %%
zero_pad2d = use("zero_pad2d", zero_pad2d)
batch = seven[np.newaxis, np.newaxis]
padded = zero_pad2d(batch, 2)
kept = cross_correlate2d(padded[0, 0], blur)
plots.show(
    padded[0, 0],
    kept,
    titles=["7, padded by 2", "blurred"],
    boxes=[(2, 2, 28, 28), None],
    alt="A 7 in a frame of 28 by 28 pixels with two black rows and columns around it, and its blur.",
)
print(batch.shape, "->", padded.shape, "   map:", kept.shape)

# %% [markdown]
# **What happened.** Two zeros on each side make up for the four rows and columns that a 5 × 5 kernel takes. The map is as large as the digit, and you may stack as many layers as you like.

# %% [markdown]
# > **Myth.** *“Padding makes the output the same size as the input.”*
#
# One padding does. Slide a 3 × 3 kernel over the digit with others, and watch the map shrink, stay and grow.

# %%
for p in range(4):
    size = cross_correlate2d(zero_pad2d(batch, p)[0, 0], np.ones((3, 3))).shape
    print("padding", p, size)

# %% [markdown]
# > **Myth.** *“Zero fillings: the padding is zero.”*
#
# Two phrases that sound alike and mean opposites. **Zero padding** pads *with* zeros; **padding zero** pads with nothing. One says *what* stands in the new cells, the other *how many* there are.

# %% [markdown] question="zero_or_none"

# %% [markdown]
# ## 2. How much keeps the size?
#
# A kernel of k cells takes k − 1 from each axis. So k − 1 new cells, shared between both ends, keep it. Three amounts have names.

# %%
k = 5
for name, p in (("valid", 0), ("same", (k - 1) // 2), ("full", k - 1)):
    size = cross_correlate2d(zero_pad2d(batch, p)[0, 0], blur).shape
    print(f"{name:6} padding {p}: {size}")

# %% [markdown]
# **Valid**: the kernel stays inside. **Same**: the map keeps the size. **Full**: every window that touches the picture counts. Full is the largest padding that makes sense with zeros: one cell more, and some windows see nothing but zeros.

# %% [markdown]
# > **Myth.** *“The padding is (f − 1)/2.”*
#
# Here f is the kernel size. For odd kernels that move by one cell, yes. For a kernel of 4 cells it says 1.5, and nobody can add half a row. Try both neighbours.

# %%
for p in (1, 2):
    print("padding", p, cross_correlate2d(zero_pad2d(batch, p)[0, 0], np.ones((4, 4))).shape)

# %% [markdown] question="padding_for_kernel_four"

# %% [markdown]
# An even kernel takes an odd number of cells, so one end gets one more than the other. PyTorch puts the extra one *after*: below and to the right. We do the same.

# %% [markdown]
# One thing more. A kernel may have holes: with **dilation** d, its cells stand d apart (lesson 04 builds that). Three cells, dilations 1 to 3:

# %%
for dilation in (1, 2, 3):
    print(dilation, ("#" + "." * (dilation - 1)) * 2 + "#")

# %% [markdown]
# **Predict.** How many cells does the last one span, and how many does it take from a row? How many must you add before the row, and how many after?
#
# <details><summary>Answer</summary>
#
# It spans 7, holes included: two gaps of 3, plus 1. So it takes 6, and gets 3 before and 3 after.
#
# </details>


# %% exercise="same_padding"
def same_padding(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    """Say how many cells to put before and after a row so that sliding keeps its length.

    Parameters
    ----------
    kernel_size : int
        Cells of the kernel, 1 or more. It moves by one cell.
    dilation : int
        Distance between neighbouring kernel cells, 1 or more. Such a kernel spans
        `dilation * (kernel_size - 1) + 1` cells, holes included.

    Returns
    -------
    tuple of int
        (before, after), whole numbers that add up to what the kernel takes. Where they cannot be
        equal, the extra one comes after, as with PyTorch's `padding="same"`.

    Examples
    --------
    A kernel of 3 takes two cells from a row, one of 4 takes three:

    >>> same_padding(3)
    (1, 1)
    >>> same_padding(4)
    (1, 2)
    """
    ### BEGIN SOLUTION
    total = dilation * (kernel_size - 1)
    before = total // 2
    return before, total - before
    ### END SOLUTION


# %%
same_padding = use("same_padding", same_padding)
before, after = same_padding(4)
uneven = np.pad(seven, (before, after))
print("before", before, " after", after)
print("map:", cross_correlate2d(uneven, np.ones((4, 4))).shape)

# %% [markdown]
# Libraries agree on the names and not on everything else. With an even kernel `np.convolve` puts the extra cell *before*:
#
# | | none | keeps the size | all overlaps |
# | --- | --- | --- | --- |
# | PyTorch | `padding=0` | `padding="same"` | `padding=k - 1` |
# | Keras | `"valid"` | `"same"` | |
# | NumPy, SciPy | `"valid"` | `"same"` | `"full"` |

# %% [markdown]
# > **Myth.** *“Pooling is typically used with padding ‘same’.”*
#
# Pooling (lesson 07) typically cuts a map into 2 × 2 blocks and keeps one number of each. Blocks tile the map. Nothing hangs over, so nothing is padded.

# %%
blocks = seven.reshape(14, 2, 14, 2)
print(seven.shape, "->", blocks.max(axis=(1, 3)).shape, "without padding")

# %% [markdown]
# ## 3. What should stand there?
#
# Zeros are one guess about what lies beyond the border. Here are four, for a row 1 2 3 4 and two cells at each end:
#
# ```text
# zeros       0 0 | 1 2 3 4 | 0 0
# reflect     3 2 | 1 2 3 4 | 3 2
# replicate   1 1 | 1 2 3 4 | 4 4
# circular    3 4 | 1 2 3 4 | 1 2
# ```

# %% [markdown]
# *Zeros*: black. *Reflect*: a mirror stands on the outermost pixel. *Replicate*: that pixel again and again. *Circular*: the row closes to a ring.
#
# These are the names of PyTorch's layers (`padding_mode`). Its function `torch.nn.functional.pad` says `"constant"` for zeros; NumPy says `"edge"` and `"wrap"` for the last two.

# %% [markdown]
# **Predict.** Pad 1 2 3 4 by three cells at each end, with reflect. And by four: what stops you?
#
# <details><summary>Answer</summary>
#
# 4 3 2 | 1 2 3 4 | 3 2 1. The mirror pixel is not repeated, so there are three others to copy, and no fourth. Circular can go one further: it may copy the whole row.
#
# </details>

# %% [markdown]
# PyTorch refuses such a padding, and so shall you. Write the four modes without `np.pad`. If your `zero_pad2d` calls it, write the zeros here anew. One helper carries you far: in a row with places 0 to n − 1, which pixel does the cell at place −1 copy? At −2? At n?


# %% exercise="pad2d"
def pad2d(
    x: np.ndarray, padding: int, mode: Literal["zeros", "reflect", "replicate", "circular"]
) -> np.ndarray:
    """Pad every picture of a batch on all four sides, in one of four modes.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers. Never modified.
    padding : int
        Cells on each of the four sides, 0 or more.
    mode : str
        What stands in them. "zeros": 0. "reflect": the picture mirrored at its outermost pixel,
        which is not repeated. "replicate": the nearest pixel of the picture. "circular": the
        picture again from its other end. Corners follow the same rule in both directions.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H + 2 * padding, W + 2 * padding)
        A new array, for padding 0 too.

    Raises
    ------
    ValueError
        Where the picture is too small to copy from: in mode "reflect" when padding is not smaller
        than H and W, in mode "circular" when it is larger than H or W.

    Examples
    --------
    A picture of three rows, all of them 1 2 3; any row of the result:

    >>> x = np.array([[[[1, 2, 3]] * 3]])
    >>> pad2d(x, 2, "reflect")[0, 0, 0]
    array([3., 2., 1., 2., 3., 2., 1.])
    >>> pad2d(x, 2, "replicate")[0, 0, 0]
    array([1., 1., 1., 2., 3., 3., 3.])
    >>> pad2d(x, 2, "circular")[0, 0, 0]
    array([2., 3., 1., 2., 3., 1., 2.])
    """
    ### BEGIN SOLUTION
    if mode == "zeros":
        return zero_pad2d(x, padding)
    out = x.astype(np.float64)
    for axis in (2, 3):
        size = x.shape[axis]
        if mode == "reflect" and padding >= size:
            raise ValueError(f"reflect: padding {padding} is not smaller than {size}")
        if mode == "circular" and padding > size:
            raise ValueError(f"circular: padding {padding} is larger than {size}")
        source = np.arange(-padding, size + padding)
        if mode == "reflect":
            source = size - 1 - np.abs(size - 1 - np.abs(source))
        elif mode == "replicate":
            source = np.clip(source, 0, size - 1)
        else:
            source = source % size
        out = np.take(out, source, axis=axis)
    return out
    ### END SOLUTION


# %%
pad2d = use("pad2d", pad2d)
modes = ["zeros", "reflect", "replicate", "circular"]
grey = data.picture("boat").mean(axis=2)
wide = [pad2d(grey[np.newaxis, np.newaxis], 20, mode)[0, 0] for mode in modes]
plots.show(
    *wide,
    titles=modes,
    boxes=[(20, 20, *grey.shape)] * 4,
    columns=2,
    alt="A boat padded in four ways, its own border framed: black around it; mirrored; its rim drawn "
    "out into stripes; and surrounded by parts of further boats.",
)

# %% [markdown]
# **What happened.** Four guesses, and none of them knows what was really there. Reflect looks most natural, circular is right for things that go round (angles, a map of the earth), and zeros are what nearly all networks use, since a network can learn to live with them.

# %% [markdown]
# The widget runs *your* function. Walk to a corner with the arrow keys: an arrow shows which pixel it copies. Say it before you look. In the top-left corner, with reflect? With circular?

# %%
small = grey[6:42:8, 8:56:8].round()
PaddingLab(small, padding=2, mode="reflect", function=pad2d)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The picture has 5 rows and 6 columns, and the corner lies at (−2, −2). Reflect copies (2, 2). Circular copies (3, 4), in the last row and column but one. Replicate copies (0, 0).
#
# </details>

# %% [markdown]
# ## 4. What padding invents
#
# > **Myth.** *“Padding ensures that the edge information is preserved.”*
#
# By “edge” the text means the picture's border, not a jump in brightness. Whether padding preserves it is for section 5. Padding *adds* something as well. Think of a flat grey wall: what does a window at its border see?

# %% [markdown] question="zeros_and_edges"
# The kernel is the vertical edge of lesson 01. Work out one value at the left border on paper.

# %%
vertical_edge = np.array([[-1.0, 0, 1]] * 3)
wall = np.full((1, 1, 5, 6), 0.5)
for mode in modes:
    edges = cross_correlate2d(pad2d(wall, 1, mode)[0, 0], vertical_edge)
    print(f"{mode:10}", edges[2])

# %% [markdown]
# The wall is flat, and the map of the zeros shows two edges that are not there. Such inventions are called **border artefacts**. Each mode has its own; on a wall only the zeros give themselves away.

# %% [markdown]
# **Predict.** Blur the boat with zeros around it. Its top-left corner is sky. Of the 25 cells of the window there, only 9 lie on the picture. About which part of the brightness is left: a quarter, a third, or half?
#
# <details><summary>Answer</summary>
#
# About half. 9 of 25 is about a third, but the heaviest cell of the Gaussian, its centre, is among them: the 9 add up to 0.49.
#
# </details>

# %%
blurred = {
    mode: cross_correlate2d(pad2d(grey[np.newaxis, np.newaxis], 2, mode)[0, 0], blur)
    for mode in ("zeros", "replicate")
}
plots.show(
    *blurred.values(),
    titles=list(blurred),
    alt="Two blurred boats. With zeros the picture darkens along its whole border; with replicate it "
    "does not.",
)
print("corner:", grey[0, 0].round(1), *(b[0, 0].round(1) for b in blurred.values()))

# %% [markdown]
# Now look at edges of a real picture. In this widget, choose a mode and compare the rim of the map with its inside. Which mode gives exactly 0 along the left border, whatever the picture?

# %%
PaddingLab(small, padding=1, mode="zeros", kernel=vertical_edge, function=pad2d)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Reflect. The kernel compares the column on the left with that on the right, and the mirror makes them equal. So it never sees an edge there, not even a real one: an artefact too, of a quiet kind.
#
# </details>

# %% [markdown]
# ## 5. Who is seen how often
#
# There is some truth in the myth that padding preserves the border. Count in how many windows each pixel lies: a kernel of 3 on a row of 5, without padding.

# %%
windows = np.zeros((3, 5), dtype=int)
for start in range(3):
    windows[start, start : start + 3] = 1
    print("".join(".#"[cell] for cell in windows[start]))
print("".join(str(count) for count in windows.sum(axis=0)), " windows a pixel")

# %% [markdown]
# **Predict.** Slide a 3 × 3 kernel over a 28 × 28 digit without padding. In how many windows lies a corner pixel? One in the middle? And the corner if you pad by 1?
#
# <details><summary>Answer</summary>
#
# 1, 9 and 4. The corner's only window is the first. With one ring of zeros three more reach it: from the left, from above, and from both.
#
# </details>


# %% exercise="usage_count"
def usage_count(
    input_shape: tuple[int, int], kernel_shape: tuple[int, int], padding: tuple[int, int]
) -> np.ndarray:
    """Count for each pixel of an image how many windows of a sliding kernel cover it.

    Parameters
    ----------
    input_shape : tuple of int
        (H, W) of the image without padding.
    kernel_shape : tuple of int
        (kH, kW). It moves by one cell, and it fits into the padded image.
    padding : tuple of int
        (rows above and below, columns left and right), 0 or more.

    Returns
    -------
    np.ndarray, float64, shape (H, W)
        The counts of the image's own pixels; padded cells are left out.

    Examples
    --------
    Four pixels in a row and a kernel of 3 have two windows; padding by one column makes four:

    >>> usage_count((1, 4), (1, 3), (0, 0))
    array([[1., 2., 2., 1.]])
    >>> usage_count((1, 4), (1, 3), (0, 1))
    array([[2., 3., 3., 2.]])
    """
    ### BEGIN SOLUTION
    (height, width), (kernel_height, kernel_width) = input_shape, kernel_shape
    pad_height, pad_width = padding
    counts = np.zeros((height + 2 * pad_height, width + 2 * pad_width))
    for row in range(height + 2 * pad_height - kernel_height + 1):
        for col in range(width + 2 * pad_width - kernel_width + 1):
            counts[row : row + kernel_height, col : col + kernel_width] += 1
    return counts[pad_height : pad_height + height, pad_width : pad_width + width].copy()
    ### END SOLUTION


# %%
usage_count = use("usage_count", usage_count)
counts = [usage_count((5, 6), (3, 3), (p, p)) for p in range(3)]
plots.show(
    *counts,
    titles=["valid", "same", "full"],
    values=True,
    alt="Three 5 by 6 grids of counts. Valid: 1 in the corners, 9 in the middle. Same: 4 in the "
    "corners, 6 along the sides, 9 inside. Full: 9 everywhere.",
)

# %% [markdown]
# **What happened.** Without padding a corner has one say where the middle has nine. Same padding gives it four. Only full padding treats all pixels alike. So padding does help the border to be *seen*; what the windows see there is partly made up.

# %% [markdown]
# The widget counts too. Here two rows are added above and below, and no columns. Which pixels still lie in fewer windows than others? Change the padding until none does. The cell below asks `usage_count` about the padding you began with.

# %%
PaddingLab(small, padding=(2, 0), function=zero_pad2d)

# %%
print(usage_count(small.shape, (3, 3), (2, 0)))

# %% [markdown]
# ## 6. Break it
#
# Sometimes padding has to come off again, such as in lesson 10, on the way back through a layer. A classmate wrote this and tried three paddings.


# %%
def crop(x, p):
    return x[:, :, p:-p, p:-p]


ramp = np.arange(120.0).reshape(2, 3, 4, 5)
for p in (1, 2, 3):
    print(p, np.array_equal(crop(zero_pad2d(ramp, p), p), ramp))

# %% [markdown]
# **Predict.** `crop(ramp, 1)` takes one cell off each side of a 4 × 5 picture. Which shape comes out? And what would you expect of the smallest padding, which she left out?
#
# <details><summary>Answer</summary>
#
# (2, 3, 2, 3). And the other one should take nothing off: the whole ramp, (2, 3, 4, 5). See what it does.
#
# </details>


# %% exercise="break_slice_crop"
def break_slice_crop() -> tuple[np.ndarray, int]:
    """Return (x, p) on which `crop` does not take p cells off each of the four sides.

    `crop(x, p)` is `x[:, :, p:-p, p:-p]`. It should undo `zero_pad2d(x, p)`: rows p to H - p and
    columns p to W - p should stay.

    Returns
    -------
    tuple of np.ndarray and int
        A batch x, shape (N, C, H, W), and p, 0 or more, which leaves something: 2 * p < H and
        2 * p < W. There are many right answers.

    Examples
    --------
    These do not expose it, since the pixel in the middle is left: x = np.arange(9.0).reshape(1, 1,
    3, 3), p = 1.
    """
    ### BEGIN SOLUTION
    return np.array([[[[5.0]]]]), 0
    ### END SOLUTION


# %%
break_slice_crop = use("break_slice_crop", break_slice_crop)
x, p = break_slice_crop()
print("x:", x.shape, " p:", p, " cropped:", crop(x, p).shape)

# %% [markdown]
# **What happened.** In a slice −p counts from the end, but −0 is 0 and counts from the front: the slice ends where it begins. Python returns an empty array and says nothing. Count the end from the front too: for x with H rows that is `p : H - p`, and padding 0 is no special case.

# %% [markdown]
# ## Recap
#
# - Padding p adds p cells on each side: n becomes n + 2p.
# - A kernel of k takes k − 1. Same padding gives them back; an even kernel gets the odd one after.
# - Zero padding and padding zero are opposites.
# - Four modes are four guesses. Zeros draw an edge, and darken a blur.
# - Padding lets border pixels be seen more often.
# - `x[p:-p]` is empty for p = 0.

# %% [markdown]
# ## Words
#
# - **padding**: cells added round a picture.
# - **valid**, **same**, **full**: none; as much as keeps the size; k − 1 on each side.
# - **zero**, **reflect**, **replicate**, **circular** padding: what stands in them.
# - **border artefact**: what a map shows because of the padding.
# - **usage count**: in how many windows a pixel lies.

# %% [markdown]
# ## What comes next
#
# So far the window moves by one cell. In **04 Stride** it takes longer steps, kernels get their holes, and you derive the one formula for sizes that holds for all of it.
