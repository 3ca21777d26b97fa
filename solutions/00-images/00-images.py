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
# # 00 Start here: images are arrays
#
# You are going to build a convolutional network from arrays. First, meet the array itself.
#
# When you are done, you can
#
# - run, check and hand in an exercise;
# - read a shape, and tell **HWC** from **CHW** and **uint8** from **float**;
# - turn pictures into a batch that a network reads;
# - say whether you hold a view or a copy.
#
# Time: about 50 minutes. You need Python and a little NumPy.

# %% [markdown]
# ## How a lesson works
#
# Run a cell with **Shift + Enter**, from the top down. Each exercise is a function to finish: replace the line that raises `NotImplementedError`, run the cell, then run the `check` below it.
#
# The check tries your function on small cases. When something is off, it shows the smallest case, names the mistake if it knows it, and says where to look. You may try as often as you like.

# %% [markdown]
# ## When you are stuck
#
# `hint("to_float_chw")` gives one step more each time: a question, a plan, then pseudo-code. Under each exercise, unfold the *symptoms*.
#
# An unfinished exercise never blocks you. Later cells say `use("name", name)`: your function if it passes, the course's until then.

# %% [markdown]
# ## Handing in
#
# *In a class:* choose **Validate** in the nbgrader menu to see what a grader sees, then **Submit**. Grading uses fresh cases, so a function that knows the answers by heart earns nothing.
#
# *On your own:* there is nothing to hand in. The checks are the same.

# %% [markdown]
# ## Conventions, stated once
#
# - A batch is **NCHW**: images, channels, height, width. Weights are `(C_out, C_in, kH, kW)`.
# - Pairs in space are `(height, width)`, rows before columns.
# - Functions you write with NumPy return new **float64** arrays; what goes to PyTorch is **float32**. Exceptions are stated.
# - A function never modifies its arguments and never returns a view of one, unless asked.

# %%
from collections.abc import Sequence

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import PixelInspector, choose

# %% [markdown]
# ## 1. There is no boat
#
# Here is a picture. Your computer holds no boat, no sea and no sun. It holds numbers, and the screen turns three of them at a time into a coloured dot.

# %%
boat = data.picture("boat")
plots.show(
    boat,
    titles="boat",
    alt="A boat with a red hull and two sails on a blue sea, under a yellow sun.",
)

# %%
print(type(boat), boat.shape, boat.dtype)
print("smallest number:", boat.min(), " largest:", boat.max())

# %% [markdown]
# `boat` is a grid with three axes: 48 **rows**, 64 **columns** and 3 **channels**: red, green, blue. That order is called **HWC**, for height, width, channels. Image files and Matplotlib use it.
#
# Each number has the type **uint8**: a whole number from 0 to 255, stored in one byte.

# %% [markdown]
# **Predict.** The hull is red, the sails orange and white. Which three numbers do you expect at `boat[37, 30]`, in the hull? How many numbers are there in all?
#
# <details><summary>Answer</summary>
#
# A large first number and two small ones: much red, little green and blue. In all there are 48 × 64 × 3 = 9,216 numbers, one byte each.
#
# </details>

# %%
print(boat[37, 30], boat.size)
plots.show(
    boat[32:36, 26:31],
    titles="4 rows, 5 columns, 3 numbers in each cell",
    values=True,
    alt="Twenty coloured cells with three numbers in each: red, green and blue.",
)

# %% [markdown]
# **Predict.** Below is one channel at a time: bright means *much of this colour*. Which one is red? Look at the hull, at the orange sail and at the sky before you decide.
#
# <details><summary>Answer</summary>
#
# From left to right: blue, red, green. The hull is bright in red only. The white sail is bright in all three. The orange sail has much red, some green and almost no blue.
#
# </details>

# %%
plots.show(
    *(boat[:, :, channel] for channel in (2, 0, 1)),
    titles=["first", "second", "third"],
    alt="Three grey pictures of the boat. The sky is bright in the first, the hull in the second.",
)

# %% [markdown]
# Walk through the picture with the arrow keys. Watch the index: the row comes first and counts **downwards**, the column second. Someone who thinks of (x, y) expects the opposite.

# %%
PixelInspector(boat)

# %% [markdown]
# ## 2. From a file to a network
#
# PyTorch, and this course, keep the channels first: **CHW**, `(3, 48, 64)`. Both lines below give that shape.

# %%
moved = boat.transpose(2, 0, 1)
cut = boat.reshape(3, 48, 64)
print(moved.shape, cut.shape)

# %% [markdown]
# **Predict.** The shapes agree. What does channel 0 look like in each: twice the boat, or something else?
#
# <details><summary>Answer</summary>
#
# `transpose` moves an axis, so `moved[0]` is the red channel. `reshape` keeps all numbers in their old order and cuts them into new rows, so `cut[0]` is the top third of the picture with red, green and blue mixed. A right shape proves little.
#
# </details>

# %%
plots.show(
    moved[0],
    cut[0],
    titles=["transpose, channel 0", "reshape, channel 0"],
    alt="Left: the boat in grey. Right: fine stripes in which no boat can be seen.",
)

# %% [markdown]
# Networks also want small real numbers, not 0 to 255. So three things change on the way in: the **order** of the axes, the **type** (float32) and the **range** (0 to 1). A grey picture, with two axes, gets a channel axis as well.
#
# *Contiguous*, in the text below, means that the numbers lie in memory in the order of the new axes. `transpose` alone moves no number; `np.ascontiguousarray` does.


# %% exercise="to_float_chw"
def to_float_chw(image: np.ndarray) -> np.ndarray:
    """Turn a stored picture into what a network reads.

    Parameters
    ----------
    image : np.ndarray, uint8, shape (H, W, C), or (H, W) when it is grey

    Returns
    -------
    np.ndarray, float32, shape (C, H, W), contiguous
        A new array with values in [0, 1]: 0 stays 0, 255 becomes 1. A grey image gets one channel.
        A dim image stays dim: its own largest value does not matter.

    Examples
    --------
    One row, two columns, three channels:

    >>> to_float_chw(np.array([[[0, 51, 255], [102, 0, 0]]], dtype=np.uint8))
    array([[[0. , 0.4]],
           [[0.2, 0. ]],
           [[1. , 0. ]]], dtype=float32)
    """
    ### BEGIN SOLUTION
    if image.ndim == 2:
        image = image[:, :, np.newaxis]
    channels_first = np.ascontiguousarray(image.transpose(2, 0, 1))
    return channels_first.astype(np.float32) / 255
    ### END SOLUTION


# %%
to_float_chw = use("to_float_chw", to_float_chw)
chw = to_float_chw(boat)
print(chw.shape, chw.dtype, chw.min(), chw.max(), chw.flags["C_CONTIGUOUS"])
plots.show(*chw, titles=["red", "green", "blue"], alt="The boat's three channels, in grey.")

# %% [markdown]
# Now look at *your* result, turned back into bytes. The inspector shows each number in both forms, its index in both layouts, and what `reshape` would have put there.

# %%
again = np.rint(255 * chw).astype(np.uint8).transpose(1, 2, 0)
print("the same as the file:", np.array_equal(again, boat))
PixelInspector(again)

# %% [markdown]
# **What happened.** You changed the order, the type and the range of 9,216 numbers, and lost none of them: the way back gives the file's bytes. Leave one of the three out and NumPy rarely complains. The picture does, or weeks later the network.

# %% [markdown] question="why_divide_by_255"
# Your function divides by 255. Tutorials give several reasons.

# %% [markdown]
# > **Myth.** *“Divide by 255, since there are 256 pixel values.”*
#
# There are 256 values, 0 to 255. What counts is the largest. Divide a white pixel by both numbers and see.

# %%
white = np.full((1, 1, 3), 255, dtype=np.uint8)
print("largest value of yours:", to_float_chw(white).max())
print("divided by 256:        ", (white / 256).max())

# %% [markdown]
# > **Myth.** *“An RGB image is a matrix of 3 × 16 × 16.”*
#
# A matrix has two axes, an RGB image three. Whether the 3 stands first depends on who holds it. Your function changes one into the other.

# %%
tile = boat[8:24, 20:36]
print("as in a file:", tile.shape, "axes:", tile.ndim)
print("for PyTorch: ", to_float_chw(tile).shape)

# %% [markdown]
# > **Myth.** *“An image is a 2-D grid, a binary representation of what we see.”*
#
# Every number in a computer is binary, so the word says nothing. A colour image has a third axis, and the type says what the numbers mean. Always state the **dtype**.

# %%
print("axes:", boat.ndim, " type:", boat.dtype, " different values:", len(np.unique(boat)))
byte = np.array([[250]], dtype=np.uint8)
print("250 + 10 in uint8:  ", (byte + 10).item())
print("250 + 10 in float32:", round((255 * to_float_chw(byte) + 10).item(), 3))

# %% [markdown]
# ## 3. One channel is enough
#
# A grey picture mixes the three channels into one. The eye is most sensitive to green and least to blue, so television used weights: 0.299, 0.587 and 0.114.
#
# **Predict.** The sky is blue, the hull red. Which is darker with those weights than with a plain mean?
#
# <details><summary>Answer</summary>
#
# Both. Blue counts 0.114 instead of a third, red 0.299 instead of a third. Green gains.
#
# </details>


# %% exercise="to_grayscale"
def to_grayscale(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    """Mix red, green and blue into one channel of brightness.

    Parameters
    ----------
    image : np.ndarray, float64, shape (3, H, W)
        Whole numbers are welcome too.
    weights : three floats, for red, green and blue
        Used as they are: they need not add up to 1.

    Returns
    -------
    np.ndarray, float64, shape (1, H, W)
        A new array: at each pixel, the sum of the three channels, each times its weight. The
        channel axis stays, with length 1.

    Examples
    --------
    One pixel with red 4, green 8 and blue 2: 0.5 * 4 + 0.25 * 8 + 1 * 2 = 6.

    >>> to_grayscale(np.array([[[4.0]], [[8.0]], [[2.0]]]), (0.5, 0.25, 1.0)).tolist()
    [[[6.0]]]
    """
    ### BEGIN SOLUTION
    red, green, blue = image
    grey = weights[0] * red + weights[1] * green + weights[2] * blue
    return grey[np.newaxis]
    ### END SOLUTION


# %%
to_grayscale = use("to_grayscale", to_grayscale)
photo = to_float_chw(boat).astype(np.float64)
plots.show(
    to_grayscale(photo)[0],
    to_grayscale(photo, (1 / 3, 1 / 3, 1 / 3))[0],
    titles=["weights of the eye", "plain mean"],
    alt="Two grey boats. On the left the sky is darker and the sun much brighter.",
)

# %% [markdown]
# **What happened.** At every pixel you multiplied three numbers by three weights and added the products. That is a kernel of size 1 × 1, the smallest convolution there is. In lesson 01 the window grows, and in lesson 02 the weights are learned.

# %% [markdown]
# ## 4. Several pictures, one array
#
# A network reads many pictures at a time, a **batch**. The new axis comes first: NCHW. Joining is not stacking, though.

# %%
one, two = np.zeros((3, 4, 5)), np.ones((3, 4, 5))
print("concatenate:", np.concatenate([one, two]).shape)
print("stack:      ", np.stack([one, two]).shape)

# %% [markdown]
# In a folder of ten thousand pictures, one has another size. An error that says *which one* saves an afternoon. Yours will: it names the position, counted from 0, and the shape.


# %% exercise="make_batch"
def make_batch(images: Sequence[np.ndarray]) -> np.ndarray:
    """Stack images of one shape into a batch, image 0 first.

    Parameters
    ----------
    images : sequence of np.ndarray, each of shape (C, H, W)

    Returns
    -------
    np.ndarray, shape (N, C, H, W), with the images' dtype
        A new array; a single image gives N = 1.

    Raises
    ------
    ValueError
        When an image has another shape than image 0; the message states the first such image's
        position, counted from 0, and its shape as Python prints it, such as (3, 5, 4). Also when
        there are no images.

    Examples
    --------
    Two images of one channel, one row and two columns:

    >>> make_batch([np.array([[[1.0, 2.0]]]), np.array([[[3.0, 4.0]]])]).tolist()
    [[[[1.0, 2.0]]], [[[3.0, 4.0]]]]
    """
    ### BEGIN SOLUTION
    if len(images) == 0:
        raise ValueError("make_batch: there are no images")
    wanted = images[0].shape
    for index, image in enumerate(images):
        if image.shape != wanted:
            raise ValueError(f"make_batch: image {index} has shape {image.shape}, not {wanted}")
    return np.stack(images)
    ### END SOLUTION


# %%
make_batch = use("make_batch", make_batch)
lighthouse = to_float_chw(data.picture("lighthouse")).astype(np.float64)
batch = make_batch([photo, lighthouse])
print(batch.shape)
plots.show(*batch, layout="CHW", titles=["batch[0]", "batch[1]"], alt="The boat and a lighthouse.")

# %%
try:
    make_batch([photo, lighthouse, photo[:, :40]])
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# **What happened.** Two pictures became one array with four axes, and a third of another height was refused by name. Read a shape from the left: which image, which channel, which row, which column.

# %% [markdown] question="shape_after_channel_index"
# An index works on the axes from the left, too.

# %% [markdown]
# ## 5. Views, copies and a common scale
#
# Slicing copies nothing. It gives a **view**: another way to look at the same memory.
#
# **Predict.** What does the second line print: 0 or 7?
#
# <details><summary>Answer</summary>
#
# 7. `top` looks at the memory of `page`, and `=` with an index writes into it. With `top = page[:1].copy()` it would be 0.
#
# </details>

# %%
page = np.zeros((2, 3))
top = page[:1]
top[0, 0] = 7
print(page[0, 0], np.shares_memory(top, page))

# %% [markdown] question="row_update_changes_array"
# That is why no function of this course modifies its arguments.

# %% [markdown]
# One step is left: give every channel mean 0 and standard deviation 1. Both are measured once, over the training pictures, and come as arguments.
#
# **Predict.** `x` has shape (2, 3, 48, 64), `mean` has shape (3,). NumPy lines shapes up from the right. What does `x - mean` do?
#
# <details><summary>Answer</summary>
#
# It raises an error, because 64 meets 3. With pictures three pixels wide it would run, in silence, along the width.
#
# </details>


# %% exercise="standardize"
def standardize(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Shift and scale each channel of a batch: `(x - mean) / std`.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Never modified. Whole numbers are welcome too.
    mean, std : np.ndarray, float64, shape (C,)
        One number per channel, measured beforehand. No std is 0.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H, W)
        A new array. Nothing is clipped: values below the mean come out negative.

    Examples
    --------
    One image, two channels, one row, two columns:

    >>> batch = np.array([[[[1.0, 5.0]], [[0.0, 2.0]]]])
    >>> standardize(batch, np.array([3.0, 2.0]), np.array([2.0, 1.0])).tolist()
    [[[[-1.0, 1.0]], [[-2.0, 0.0]]]]
    """
    ### BEGIN SOLUTION
    per_channel = (1, -1, 1, 1)
    return (x - mean.reshape(per_channel)) / std.reshape(per_channel)
    ### END SOLUTION


# %%
standardize = use("standardize", standardize)
mean, std = batch.mean(axis=(0, 2, 3)), batch.std(axis=(0, 2, 3))
z = standardize(batch, mean, std)
plots.show(
    *z[0],
    titles=["red", "green", "blue"],
    alt="The boat's channels after standardising; mid-grey is 0, the channel's mean.",
)

# %% [markdown]
# **What happened.** Mid-grey is now the mean of a channel. Darker places are negative, brighter ones positive, and the three channels have one scale. Nothing was clipped, so nothing was lost.

# %% [markdown]
# > **Myth.** *“Each pixel is a value between 0 and 1.”*
#
# That depends on where you look. Here is the same picture at three stations.

# %%
print("in the file:  ", boat.min(), "to", boat.max(), boat.dtype)
print("scaled:       ", photo.min().round(3), "to", photo.max())
print("standardised: ", z[0].min().round(3), "to", z[0].max().round(3))

# %% [markdown]
# > **Myth.** *“Dividing by 255 is a normalisation layer.”*
#
# It is a change of unit, the same for every picture, and it learns nothing. Mean and spread stay what the picture makes them. Normalisation *layers* come in lesson 12.

# %%
print(
    "after / 255:   mean",
    batch.mean(axis=(0, 2, 3)).round(3),
    "std",
    batch.std(axis=(0, 2, 3)).round(3),
)
print(
    "standardised:  mean",
    z.mean(axis=(0, 2, 3)).round(3) + 0,
    "std",
    z.std(axis=(0, 2, 3)).round(3),
)

# %% [markdown]
# ## Recap
#
# - A picture is a grid of whole numbers, uint8, in HWC. A network reads floats, in CHW.
# - `transpose` moves axes. `reshape` cuts the same numbers up anew, and a right shape hides it.
# - 255 is the largest value, so it is the divisor.
# - A batch has four axes: NCHW.
# - A slice is a view; `+=` writes through it.

# %% [markdown]
# ## Words
#
# - **axis**: one direction of an array; `ndim` counts them.
# - **shape**: the length of every axis.
# - **channel**: one number per pixel, such as red.
# - **HWC, CHW, NCHW**: orders of axes.
# - **dtype**: the type of every number in an array.
# - **batch**: several images in one array.
# - **broadcasting**: stretching axes of length 1 to fit.
# - **view**: an array that shares another's memory.
# - **contiguous**: in memory in the order of the axes.

# %% [markdown]
# ## What comes next
#
# In **01 Sliding a kernel** a small grid of weights moves over a picture, and at each place it multiplies and adds. You write that loop, and it is the heart of every convolutional network.
