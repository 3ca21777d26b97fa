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
# # 04 Stride, dilation and output size
#
# A picture 224 pixels wide goes into a network. Some layers later the maps are 7 cells wide, and nobody cut anything off: windows took longer steps. Today you learn to count them.
#
# When you are done, you can
#
# - derive the size formula by counting;
# - say what happens to leftover cells;
# - slide a kernel with steps and holes;
# - trace the sizes of a whole network.
#
# Time: about 2 hours.

# %%
from collections.abc import Sequence

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.layers import Layer
from course.widgets import KernelSlider, StrideRuler, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions, one on each of the last three lessons. They carry no points; an answer you had to think about is one you will keep.

# %% [markdown] question="recall_last_start"

# %% [markdown] question="recall_zero_mean_kernel"

# %% [markdown] question="recall_padding_keeps_size"

# %% [markdown]
# ## 1. Longer steps
#
# So far the window moved one cell at a time. Let it move two. The distance is called the **stride**. Here is a kernel of 3 on a row of 8 cells, seen as in lesson 01.


# %%
def draw(n, k, stride):
    for start in range(0, n - k + 1, stride):
        print("." * start + "#" * k + "." * (n - start - k), " start", start)


draw(8, 3, stride=2)

# %% [markdown]
# Three windows, where stride 1 has six. No window sees the last cell: it is **left over**. A fourth window would start at 6 and hang over the end, so it is not taken.

# %% [markdown]
# **Predict.** How many windows are there on 9 cells? On 10? Which cells are left over?
#
# <details><summary>Answer</summary>
#
# Four on both: starts 0, 2, 4 and 6. On 9 cells none is left over; on 10 it is the last one, cell 9. Two sizes give the same count. That is where most surprises of this lesson come from.
#
# </details>

# %%
draw(10, 3, stride=2)

# %% [markdown]
# Now count without drawing: n cells, a kernel of k, stride s. Lay the kernel at the start: n − k cells remain on its right, its **room**. Each step uses up s of them. So there are as many steps as fit into the room, and one window more, the one that needs no step:
#
# $$\left\lfloor \frac{n - k}{s} \right\rfloor + 1$$
#
# The brackets ⌊ ⌋, *floor*, mean rounded down; in Python that is `//`.

# %% [markdown]
# Two things change the room. **Padding** you know from lesson 03: p cells at each end make the row 2p longer.
#
# **Dilation** makes the kernel longer. It is the distance between neighbouring kernel cells. Distance 1 is an ordinary kernel. Distance 2 leaves a hole of one cell between two neighbours.

# %%
for dilation in (1, 2, 3):
    kernel = ("#" + "." * (dilation - 1)) * 2 + "#"
    print("dilation", dilation, kernel, " spans", len(kernel), "cells")

# %% [markdown]
# Call the dilation d. From its first cell to its last a kernel takes k − 1 steps of d, and the first cell counts too. So it **spans** d(k − 1) + 1 cells. The room is what the padded row has beyond that span, n + 2p − (d(k − 1) + 1):
#
# $$\left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1$$
#
# There is nothing in it that you have not counted.

# %% [markdown]
# **Predict.** A row of 9 cells, padding 1, a kernel of 3 with dilation 2, stride 2. How many windows?
#
# <details><summary>Answer</summary>
#
# The padded row has 11 cells and the kernel spans 5. That leaves 6 cells of room, which hold 3 steps of 2: four windows, and nothing is left over.
#
# </details>


# %% exercise="conv_output_size"
def conv_output_size(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Count the windows of a sliding kernel on one axis.

    Parameters
    ----------
    n, k : int
        Cells in the row and in the kernel, at least 1.
    stride : int
        How far the kernel moves from one window to the next, at least 1.
    padding : int
        Cells added at each of the two ends, at least 0.
    dilation : int
        Distance between neighbouring kernel cells on the row, at least 1; 1 means no holes.

    Returns
    -------
    int
        The number of windows that lie inside the padded row. Cells after the last whole window
        are left over; they make no window of their own.

    Raises
    ------
    ValueError
        When not even one window fits.

    Examples
    --------
    On 6 cells a kernel of 3 that moves by 2 starts at 0 and at 2; cell 5 is left over:

    >>> conv_output_size(6, 3, stride=2)
    2
    >>> conv_output_size(6, 3, dilation=2)
    2
    """
    ### BEGIN SOLUTION
    span = dilation * (k - 1) + 1
    room = n + 2 * padding - span
    if room < 0:
        raise ValueError(f"a kernel spans {span} cells; the padded row has {n + 2 * padding}")
    return room // stride + 1
    ### END SOLUTION


# %%
conv_output_size = use("conv_output_size", conv_output_size)
print("stride 1:", conv_output_size(8, 3))
print("stride 2:", conv_output_size(8, 3, stride=2))
print("the one you predicted:", conv_output_size(9, 3, stride=2, padding=1, dilation=2))

# %% [markdown]
# Play with all five numbers. The ruler draws the windows, hatches the leftover cells and calls *your* function beside its own count. Make the row one cell longer at a time: how long does the count stay the same? Then switch to *ceil*, which rounds up, and see which window hangs over.

# %%
StrideRuler(10, 3, stride=2, function=conv_output_size)

# %% [markdown]
# **What happened.** You turned a picture of windows into one line of arithmetic. PyTorch's manual prints the same line, and every network you build will obey it, axis by axis.

# %% [markdown]
# > **Myth.** *“Stride 2: we skip two columns.”*
#
# Move two, skip *one*. A kernel of one cell shows where it lands, and your function counts the landings.

# %%
cells = np.arange(10)
print("moves two, skips one: ", cells[::2], "count", len(cells[::2]))
print("moves three, skips two:", cells[::3], "count", len(cells[::3]))
print("your count for stride 2:", conv_output_size(10, 1, stride=2))

# %% [markdown] question="stride_two_of_32"
# Read this one twice before you compute.

# %% [markdown]
# > **Myth.** *“A 32 × 32 × 3 picture and a 5 × 5 filter with stride two give a 28 × 28 × 1 map.”*
#
# The 1 is right: one filter, one map. The 28 belongs to another stride.

# %%
for stride in (1, 2, 3):
    print("stride", stride, "->", conv_output_size(32, 5, stride))

# %% [markdown]
# > **Myth.** *“The size is (n − k + 2p) / s + 1”*, without a floor, or with one for pooling layers only.
#
# Without it the formula now and then promises half a cell. Pooling layers (section 4) slide windows too, and are rounded in the same way: down.

# %%
for n in (7, 8, 9):
    bare = (n - 3 + 2 * 1) / 2 + 1
    print(n, "cells:", bare, "by the bare formula,", conv_output_size(n, 3, 2, 1), "by yours")

# %% [markdown] question="fraction_in_the_formula"

# %% [markdown]
# > **Myth.** *“If the size is fractional, take ceil().”*
#
# See which cells that extra window would need. (Rounding up exists: pooling with `ceil_mode=True`, and TensorFlow's SAME mode, which adds the missing zeros itself.)

# %%
down = conv_output_size(7, 2, stride=2)
up = int(np.ceil((7 - 2) / 2)) + 1
for count in (down, up):
    start = 2 * (count - 1)
    print(count, "windows: the last one needs cells", [start, start + 1], "of 0 to 6")

# %% [markdown]
# One layer is so common that it deserves a look of its own: kernel 3, stride 2, padding 1. People say that it *halves* the picture.

# %%
for n in (28, 14, 7, 4):
    print(n, "->", conv_output_size(n, 3, stride=2, padding=1))

# %% [markdown] question="why_half_rounded_up"

# %% [markdown]
# Hence a tempting shortcut for the number of windows: `n // stride`. Now and then it is right. Where it is too large, code that cuts windows by memory addresses (lesson 11) reads numbers *behind* the array's end, and no error tells you.

# %% [markdown] question="width_over_stride"

# %% [markdown]
# ## 2. Two axes
#
# A picture has two axes, and each has its own stride and padding. Pairs are `(height, width)`, as always in this course. Many texts list sizes as width × height, and the swap stays hidden while pictures are square.

# %%
boat = data.picture("boat").mean(axis=2) / 255
down, across = 1, 4
print("picture:", boat.shape, " stride:", (down, across))
print("rows:", conv_output_size(boat.shape[0], 3, down))
print("columns:", conv_output_size(boat.shape[1], 3, across))

# %% [markdown]
# **Predict.** Take the two strides the other way round, (4, 1). How large is the map of this 48 × 64 picture then? And if the picture is square: do (1, 4) and (4, 1) give maps of the same shape?
#
# <details><summary>Answer</summary>
#
# 12 × 62: (48 − 3) // 4 + 1 rows and 64 − 3 + 1 columns. A square picture gives the same two numbers, but exchanged. Only equal strides hide the swap.
#
# </details>

# %% [markdown]
# Now slide. Lesson 01 put the sum of the window at (row, col) into `out[row, col]`. With a stride that no longer holds: the window for the next output cell starts one *stride* further on, not one pixel.


# %% exercise="cross_correlate2d_strided"
def cross_correlate2d_strided(
    x: np.ndarray,
    kernel: np.ndarray,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
) -> np.ndarray:
    """Cross-correlate a zero-padded image with a kernel that moves in steps.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers (a stored picture is uint8).
    kernel : np.ndarray, shape (kH, kW)
        It fits into the padded image.
    stride : tuple of int
        (down, across): how far the window moves, each at least 1.
    padding : tuple of int
        (rows, columns): zeros added above *and* below, left *and* right.

    Returns
    -------
    np.ndarray, float64, shape (H', W')
        `out[i, j]` is the sum of products of the kernel, not flipped, and the window that starts
        at (i * down, j * across) of the padded image. Only whole windows count: H' and W' are
        those of `conv_output_size`.

    Examples
    --------
    >>> x = np.array([[1, 2, 3, 4, 5]])
    >>> cross_correlate2d_strided(x, np.array([[1, 10]]), stride=(1, 2))
    array([[21., 43.]])
    >>> cross_correlate2d_strided(x, np.array([[1, 10]]), stride=(1, 2), padding=(0, 1))
    array([[10., 32., 54.]])
    """
    ### BEGIN SOLUTION
    down, across = stride
    pad_rows, pad_cols = padding
    height, width = x.shape
    kernel_height, kernel_width = kernel.shape
    padded = np.zeros((height + 2 * pad_rows, width + 2 * pad_cols))
    padded[pad_rows : pad_rows + height, pad_cols : pad_cols + width] = x
    out_height = (padded.shape[0] - kernel_height) // down + 1
    out_width = (padded.shape[1] - kernel_width) // across + 1
    out = np.zeros((out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * down, col * across
            window = padded[top : top + kernel_height, left : left + kernel_width]
            out[row, col] = np.sum(window * kernel)
    return out
    ### END SOLUTION


# %%
cross_correlate2d_strided = use("cross_correlate2d_strided", cross_correlate2d_strided)
blur = np.ones((3, 3)) / 9
strides = [(1, 1), (2, 2), (4, 4), (1, 4)]
maps = [cross_correlate2d_strided(boat, blur, stride) for stride in strides]
plots.show(
    *maps,
    titles=[f"stride {s}: {m.shape[0]}x{m.shape[1]}" for s, m in zip(strides, maps, strict=True)],
    columns=2,
    alt="A blurred grey boat four times: in full, then coarser with strides of 2 and 4, then with "
    "its width squeezed to a quarter.",
)

# %% [markdown]
# Step through a few windows of your function on a 7. Watch the window jump, and look at the border: where it hangs over the picture it meets zeros.

# %%
KernelSlider(data.digit(7), blur, stride=(4, 6), padding=(1, 2), function=cross_correlate2d_strided)

# %% [markdown]
# **Predict.** Your `cross_correlate2d` of lesson 01 makes a map of every position. Keep every second row and column of it. Is that the map of stride 2? And how many of its sums were computed for nothing?
#
# <details><summary>Answer</summary>
#
# It is the same map. About three sums in four were thrown away. A stride saves that work; it computes nothing new.
#
# </details>

# %%
cross_correlate2d = use("cross_correlate2d")
everywhere = cross_correlate2d(boat, blur)
kept = everywhere[::2, ::2]
print("same map:", np.allclose(kept, cross_correlate2d_strided(boat, blur, (2, 2))))
print(everywhere.size, "sums, of which", kept.size, "are kept")

# %% [markdown]
# **Predict.** What is dropped is gone. A fence has posts one pixel wide, with gaps one pixel wide. What is left of it under a 1 × 1 kernel with stride 2? And if the camera moves by one pixel?
#
# <details><summary>Answer</summary>
#
# Only gaps, or only posts. The pattern is finer than the stride, and it vanishes. This is called **aliasing**, and it is why a moved picture may give quite another map.
#
# </details>

# %%
fence = np.tile([0.0, 1.0], (1, 6))
one = np.ones((1, 1))
print("fence:       ", fence[0])
print("stride 2:    ", cross_correlate2d_strided(fence, one, (1, 2))[0])
print("moved by one:", cross_correlate2d_strided(fence[:, 1:], one, (1, 2))[0])

# %% [markdown]
# ## 3. Holes in the kernel
#
# A stride moves the *window*. Dilation pulls the *cells of the kernel* apart: it skips the pixels between them and so sees further, with the same number of weights. Nine weights with dilation 2 span 5 × 5 pixels.
#
# The plainest way to build such a kernel is to write zeros into the holes.


# %% exercise="dilate_kernel"
def dilate_kernel(kernel: np.ndarray, dilation: tuple[int, int]) -> np.ndarray:
    """Pull the cells of a kernel apart and fill the holes with zeros.

    Parameters
    ----------
    kernel : np.ndarray, shape (kH, kW)
        Floats or whole numbers.
    dilation : tuple of int
        (down, across): the distance between neighbouring cells afterwards, each at least 1.
        A distance of 1 leaves no holes.

    Returns
    -------
    np.ndarray, float64, shape (down * (kH - 1) + 1, across * (kW - 1) + 1)
        A new array, even for a dilation of (1, 1). `kernel[a, b]` stands at
        [down * a, across * b]; everything else is 0. The outer cells stay the outer cells.

    Examples
    --------
    >>> dilate_kernel(np.array([[1, 2], [3, 4]]), (1, 3))
    array([[1., 0., 0., 2.],
           [3., 0., 0., 4.]])
    """
    ### BEGIN SOLUTION
    rows, cols = kernel.shape
    down, across = dilation
    out = np.zeros((down * (rows - 1) + 1, across * (cols - 1) + 1))
    out[::down, ::across] = kernel
    return out
    ### END SOLUTION


# %%
dilate_kernel = use("dilate_kernel", dilate_kernel)
nine = np.arange(1.0, 10).reshape(3, 3)
plots.show(
    nine,
    dilate_kernel(nine, (2, 2)),
    dilate_kernel(nine, (1, 3)),
    titles=["kernel", "dilation (2, 2)", "dilation (1, 3)"],
    values=True,
    alt="A 3 by 3 kernel with the numbers 1 to 9; the same with zeros between all cells, 5 by 5; "
    "and with two zeros between its columns only, 3 by 7.",
)

# %% [markdown]
# A kernel with holes slides like any other, so you can already compute a **dilated convolution**. Its size is the one your formula promises. (Libraries do not multiply by the zeros. They jump over the holes and pay for nine products, not for 25.)

# %%
wide = dilate_kernel(nine, (2, 2))
print("by sliding:", cross_correlate2d_strided(boat, wide, (2, 2), (1, 1)).shape)
print("by counting:", [conv_output_size(n, 3, 2, 1, dilation=2) for n in boat.shape])

# %% [markdown]
# Slide a dilated Sobel kernel (lesson 02) over the 7. It compares columns that lie six pixels apart. The slanted stroke is about four pixels wide, so it appears twice in the map, once with each sign.

# %%
edge = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
KernelSlider(data.digit(7), dilate_kernel(edge, (1, 3)), function=cross_correlate2d_strided)

# %% [markdown]
# **What happened.** You have the four numbers that describe how any convolution moves: kernel, stride, padding, dilation. The weights decide what is seen; these four decide where, and how many times.

# %% [markdown]
# ## 4. Trace a network
#
# The four numbers fit into a **named tuple**. It is a tuple whose items also have names, and which has defaults.

# %%
pool = Layer(2, stride=2)
print(pool)
print(pool.kernel, pool.stride, pool.padding, pool.dilation)
kernel, stride, padding, dilation = pool

# %% [markdown]
# `pool` describes the usual **pooling** layer: it keeps one number of each 2 × 2 window (lesson 07). It halves even sizes because window *and* stride are 2; pooling need not. For sizes only the windows matter, not what becomes of them. Activations such as ReLU have no window at all: they never change a size (lesson 08).

# %% [markdown]
# **Predict.** LeNet-5 reads digits of 32 × 32 pixels: a 5 × 5 convolution, a pooling layer, a 5 × 5 convolution, a pooling layer. No padding. Write down the five sizes, from 32 on.
#
# <details><summary>Answer</summary>
#
# 32, 28, 14, 10, 5. The second convolution has 16 filters (lesson 05) and makes 16 maps. So 16 × 5 × 5 = 400 numbers go on to the rest of the network.
#
# </details>


# %% exercise="trace_sizes"
def trace_sizes(n: int, layers: Sequence[Layer]) -> list[int]:
    """Follow the length of one axis through a network.

    Parameters
    ----------
    n : int
        Cells of the input, at least 1.
    layers : sequence of Layer
        In order; each has a `kernel`, a `stride`, a `padding` and a `dilation`. A pooling layer
        is one of them too: it counts windows in the same way.

    Returns
    -------
    list of int
        n, then the size after each layer: one number more than there are layers.

    Raises
    ------
    ValueError
        When a layer's kernel does not fit, as `conv_output_size` does.

    Examples
    --------
    >>> trace_sizes(10, [Layer(3), Layer(2, stride=2), Layer(3, padding=1)])
    [10, 8, 4, 4]
    """
    ### BEGIN SOLUTION
    sizes = [n]
    for layer in layers:
        size = conv_output_size(
            sizes[-1], layer.kernel, layer.stride, layer.padding, layer.dilation
        )
        sizes.append(size)
    return sizes
    ### END SOLUTION


# %%
trace_sizes = use("trace_sizes", trace_sizes)
lenet = [Layer(5), pool, Layer(5), pool]
fashion = [Layer(5, padding=2), pool, Layer(5, padding=2), pool]
print("LeNet-5:          ", trace_sizes(32, lenet))
print("a net for clothes:", trace_sizes(28, fashion))

# %% [markdown]
# The second net sorts small pictures of clothes; you train it in lesson 14. It ends with 32 channels of 7 × 7: 1,568 numbers. Miscount one size, and the next layer expects another number of inputs than it gets.

# %% [markdown]
# **Predict.** This net comes from a tutorial on CIFAR-10, pictures of 32 × 32: a 3 × 3 with padding 1, a pool, a 3 × 3, a pool; then three times, with stride 1, a 2 × 2 convolution and a 1 × 1 pooling. Which layers keep the size? Which could you delete?
#
# <details><summary>Answer</summary>
#
# The first, and those with a 1 × 1 window. Pooling 1 × 1 with stride 1 returns its input: delete those three.
#
# </details>

# %%
cifar = [Layer(3, padding=1), pool, Layer(3), pool]
cifar += [Layer(2), Layer(1), Layer(2), Layer(1), Layer(2), Layer(1)]
print(trace_sizes(32, cifar))
print(trace_sizes(32, [layer for layer in cifar if layer.kernel > 1]))

# %% [markdown]
# > **Myth.** *“A 3 × 3 convolution turns 32 × 32 into 32 × 32.”*
#
# With padding 1 it does. Texts that do not mention their padding leave you to guess, and five layers later you see the price.

# %%
print("padding 1:", trace_sizes(32, [Layer(3, padding=1)] * 5))
print("padding 0:", trace_sizes(32, [Layer(3)] * 5))

# %% [markdown]
# Networks can shrink by stride alone, without pooling. The first net below goes 28, 14, 7 and ends with a kernel as large as the map. The second halves 224 five times; the 7 at its end is 224 / 32, and there is no magic in its being odd.

# %%
by_stride = [Layer(3, padding=1), Layer(3, 2, 1), Layer(3, 2, 1), Layer(7)]
print(trace_sizes(28, by_stride))
print(trace_sizes(224, [Layer(3, 2, 1)] * 5))

# %% [markdown]
# And a network can shrink away. Then your function raises a `ValueError` before any training starts, which is the cheapest moment to learn it.

# %%
try:
    trace_sizes(28, [Layer(5), pool] * 3)
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# **What happened.** You read networks as a list of sizes. Do it on paper for every network in this course before you run it: a minute of tracing replaces an hour of searching for a shape that does not fit.

# %% [markdown]
# ## 5. The formula backwards
#
# Often you know the size you want. The ruler has a goal now: reach 14 from 28. Find three quite different ways. Mind the leftovers: which of your ways also works for 27 cells, or for 29?

# %%
StrideRuler(28, 3, stride=1, goal=14, function=conv_output_size)

# %% [markdown]
# **Predict.** Kernel and stride are fixed and you may choose the padding. Can two paddings give the same size? Can there be none at all?
#
# <details><summary>Answer</summary>
#
# Both. One more cell of padding adds two cells of room. If the stride is longer, they may end up left over, and the count stays. And under an even kernel with stride 1 no padding keeps the size: from n − k + 1 the count goes up in twos, past n.
#
# </details>


# %% exercise="paddings_for"
def paddings_for(n: int, k: int, stride: int, out: int) -> list[int]:
    """Find every padding with which a layer gives a wanted size.

    Parameters
    ----------
    n, k, stride : int
        Cells in the row and in the kernel, and how far it moves; each at least 1. No dilation.
    out : int
        The wanted number of windows, at least 1.

    Returns
    -------
    list of int
        All paddings of 0 or more, in rising order; [] when there is none. Padding counts cells at
        each end, as everywhere.

    Examples
    --------
    4 cells, a kernel of 2, stride 4: paddings 1 and 2 both give 2 windows, and the second leaves
    two cells over. And no padding keeps 4 cells under a kernel of 2 that moves by 1:

    >>> paddings_for(4, 2, 4, 2)
    [1, 2]
    >>> paddings_for(4, 2, 1, 4)
    []
    """
    ### BEGIN SOLUTION
    found = []
    for padding in range(stride * out + k):
        if (n + 2 * padding - k) // stride + 1 == out:
            found.append(padding)
    return found
    ### END SOLUTION


# %%
paddings_for = use("paddings_for", paddings_for)
print("28 to 14, kernel 3, stride 2:", paddings_for(28, 3, 2, 14))
print("28 to 28, kernel 2, stride 1:", paddings_for(28, 2, 1, 28))

# %% [markdown]
# The empty list is why lesson 03 put the extra zero of an even kernel on one side only: your `same_padding` returned two numbers for a reason.

# %% [markdown]
# A detective story: the AlexNet paper (2012) takes pictures of 224 pixels, a kernel of 11 and stride 4, and draws maps of 55. No padding is mentioned. Your functions find what is missing.

# %%
print("224 without padding:", conv_output_size(224, 11, stride=4))
print("paddings for 224:", paddings_for(224, 11, 4, 55))
print("paddings for 227:", paddings_for(227, 11, 4, 55))

# %% [markdown]
# **What happened.** Each list has two paddings. The second adds two cells to the row, too few for one more step of 4, so they are left over: the sizes alone do not decide. Two readings are in use. Either the pictures are padded by 2 (torchvision's AlexNet does that) or they have 227 pixels and no padding (other copies do that). A formula that you can turn round is a tool for reading papers.

# %% [markdown]
# ## 6. Break it
#
# A classmate's function rounds up. It passes all her tests.


# %%
def rounded_up(n, k, stride, padding):
    return int(np.ceil((n + 2 * padding - k) / stride)) + 1


for sizes in [(28, 5, 1, 2), (28, 2, 2, 0), (7, 3, 2, 1)]:
    print(sizes, "hers:", rounded_up(*sizes), " yours:", conv_output_size(*sizes))

# %% [markdown]
# **Predict.** What do her three tests have in common?
#
# <details><summary>Answer</summary>
#
# In none of them is a cell left over: the stride divides the room. Then there is nothing to round, and up and down agree.
#
# </details>


# %% exercise="break_ceil"
def break_ceil() -> tuple[int, int, int, int]:
    """Return (n, k, stride, padding) on which rounding up gives another size than rounding down.

    Returns
    -------
    tuple of int
        n, k and stride at least 1, padding at least 0, no dilation; the kernel fits into the
        padded row. There are many right answers; with stride 1 nobody can see the difference.

    Examples
    --------
    (7, 3, 2, 1) does not expose it: 4 windows either way, and no cell is left over.
    """
    ### BEGIN SOLUTION
    return 32, 5, 2, 0
    ### END SOLUTION


# %%
break_ceil = use("break_ceil", break_ceil)
sizes = break_ceil()
print(sizes, "hers:", rounded_up(*sizes), " yours:", conv_output_size(*sizes))

# %% [markdown]
# **What happened.** Tidy sizes hide mistakes: powers of two, kernels of 2 with stride 2, strides that divide. When you test code that moves windows, take sizes that leave something over. Primes are good.

# %% [markdown]
# ## Recap
#
# - A stride of s moves the window by s and skips s − 1 starts.
# - An axis has ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1 windows. Leftover cells are ignored.
# - Kernel 3, stride 2, padding 1 gives n / 2, rounded up.
# - A stride saves work, and fine patterns may vanish.
# - Dilation spreads the kernel; a stride moves it.
# - Trace a network before you run it.

# %% [markdown]
# ## Words
#
# - **stride**: how far the window moves.
# - **leftover cells**: those at the end that no whole window reaches.
# - **dilation**: the distance between neighbouring kernel cells.
# - **span**, effective kernel size: cells from a kernel's first to its last, holes included.
# - **dilated convolution**: one whose kernel has holes.
# - **aliasing**: a pattern finer than the stride vanishes or turns into another.

# %% [markdown]
# ## What comes next
#
# In **05 Channels, batches and the full layer** everything comes together: many filters, each as deep as its input, many pictures at once, stride and padding. You write `conv2d`, and it is the layer that libraries have.
