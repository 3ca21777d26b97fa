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
# # 05 Channels, batches and the full layer
#
# Your kernel saw grey. Colour pictures have three channels, the inside of a network has hundreds. Today the loop of lesson 01 grows into the whole layer.
#
# When you are done, you can
#
# - say what one filter does to all channels;
# - write `conv2d`, the heart of this course;
# - count parameters and multiplications beforehand;
# - split a layer into two cheap steps.
#
# Time: about 3 hours.

# %%
import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import ChannelMixer, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons. No points, only practice.

# %% [markdown] question="recall_stride_two_size"

# %% [markdown] question="recall_padding_pair"

# %% [markdown] question="recall_layer_flips"

# %% [markdown]
# ## 1. One filter, all channels
#
# A colour picture is three grey ones on top of each other. Lesson 00 moved the channels to the front; here are the three, each a 2-D array such as `cross_correlate2d` takes.

# %%
to_float_chw = use("to_float_chw")
cross_correlate2d = use("cross_correlate2d")
boat = to_float_chw(data.picture("boat"))
plots.show(
    data.picture("boat"),
    *boat,
    titles=["boat", "red", "green", "blue"],
    share=False,
    alt="A boat with a red hull, and its three channels in grey. The hull is bright in the red "
    "channel and dark in the other two.",
)

# %% [markdown]
# A **filter** is a block of weights: one 2-D slice for *each* channel. How many slices it has is its *depth*. Here are an image of two channels and a filter of two slices, with one window framed. The frame goes through both channels at the same place.

# %%
x = np.array([[[1.0, 2, 0], [0, 1, 3]], [[2, 0, 1], [1, 1, 0]]])
weight = np.array([[[1.0, 0], [0, -1]], [[0, 2], [1, 0]]])
frame = (0, 1, 2, 2)
plots.show(
    *x,
    *weight,
    titles=["channel 0", "channel 1", "slice 0", "slice 1"],
    boxes=[frame, frame, None, None],
    columns=4,
    alt="Two channels of 2 by 3 numbers, the right 2 by 2 window framed in both; two 2 by 2 slices.",
)

# %% [markdown]
# **Predict.** Slice 0 meets the window in channel 0, slice 1 the window in channel 1. Work out both sums on paper. One number goes into the map: what do you do with the two?
#
# <details><summary>Answer</summary>
#
# 2 · 1 + 3 · (−1) = −1 in channel 0, and 1 · 2 + 1 · 1 = 3 in channel 1. They are **added**: 2. Eight products, one sum, one number.
#
# </details>

# %%
window = x[:, 0:2, 1:3]
print("channel by channel:", np.sum(window * weight, axis=(1, 2)))
print("added up:", np.sum(window * weight))

# %% [markdown]
# A filter also owns one more number, the **bias**. It is added once to every value of the map, after all the products. Below, c counts channels, and a and b count rows and columns of a slice.
#
# $$\text{out}[i, j] = \text{bias} + \sum_{c}\sum_{a}\sum_{b} x[c, i + a, j + b] \cdot \text{weight}[c, a, b]$$


# %% exercise="conv2d_one_filter"
def conv2d_one_filter(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    """Slide one filter over an image with channels: one map comes out.

    Parameters
    ----------
    x : np.ndarray, shape (C, H, W)
        Floats or whole numbers.
    weight : np.ndarray, shape (C, kH, kW)
        The filter, one slice for each channel of x. It fits: kH <= H and kW <= W.
    bias : float
        Added once to every value of the map.

    Returns
    -------
    np.ndarray, float64, shape (H - kH + 1, W - kW + 1)
        The sum over all channels of the channel cross-correlated with its slice, plus the bias.

    Raises
    ------
    ValueError
        When weight has not as many channels as x.

    Examples
    --------
    Two channels of one row; at the first place 1*1 + 2*2 + 5*10 + 0.5:

    >>> x = np.array([[[1, 2, 3]], [[5, 6, 7]]])
    >>> conv2d_one_filter(x, np.array([[[1, 2]], [[10, 0]]]), 0.5)
    array([[55.5, 68.5]])
    """
    ### BEGIN SOLUTION
    if len(weight) != len(x):
        raise ValueError(f"weight has {len(weight)} channels but x has {len(x)}")
    maps = [cross_correlate2d(x[c], weight[c]) for c in range(len(x))]
    return np.sum(maps, axis=0) + bias
    ### END SOLUTION


# %%
conv2d_one_filter = use("conv2d_one_filter", conv2d_one_filter)
print(conv2d_one_filter(x, weight))

# %% [markdown]
# The second number is the 2 from your paper. Now a filter that looks for a *colour*: its red slice is positive, the other two are negative. The nine cells of a slice are all equal, so one of each is printed.

# %%
redness = np.array([1.0, -0.5, -0.5]).reshape(3, 1, 1) * np.full((3, 3, 3), 1 / 9)
print(redness[:, 0, 0].round(3))

# %% [markdown]
# **Predict.** What does it give on the *white* sail? On the hull? On the sea?
#
# <details><summary>Answer</summary>
#
# White has as much red as green and blue, so 1 − 0.5 − 0.5 cancels: about 0. The red hull is clearly positive. The sea, blue and green, is negative.
#
# </details>

# %%
red_map = conv2d_one_filter(boat, redness)
plots.show(
    data.picture("boat"),
    red_map,
    titles=["boat", "redness"],
    share=False,
    alt="The boat, and a map that is bright on the red hull, the orange sail and the sun, mid-grey "
    "on the white sail, dark on sea and sky.",
)
print(boat.shape, "->", red_map.shape)

# %% [markdown]
# **What happened.** Three channels went in, one map came out. No slice knows red from white by itself; the *sum* over the channels does. That is what depth is for.

# %% [markdown]
# > **Myth.** *“There is a kernel for each image channel.”* And: *“The filter works in each one of the channels, creating a 28 × 28 × 1 map.”*
#
# Half of it is true, as you saw in lesson 01. Each slice has a channel, but the slices' maps are added. Take the sum away and three maps are left, not one.

# %%
maps = [cross_correlate2d(boat[c], redness[c]) for c in range(3)]
print("before the sum:", np.shape(maps))
print("your map is the sum:", np.allclose(red_map, np.sum(maps, axis=0)))

# %% [markdown]
# > **Myth.** *“We slide a filter of any depth”*, says one text. *“The kernel is more in-depth than the image”*, says another.
#
# Its depth is that of its input, exactly. Give it two slices more and see.

# %%
try:
    conv2d_one_filter(boat, np.ones((5, 3, 3)))
except ValueError as error:
    print("ValueError:", error)

# %% [markdown] question="filter_of_any_depth"
# Your function has answered this one already. Which option agrees with it? (Groups come in section 3; until then every layer has one. Output channels are the maps that a layer makes.)

# %% [markdown]
# ## 2. The full layer
#
# One filter gives one map. Many **filters** give many maps, the **output channels**. Many images are a **batch**. The order of the axes never changes in this course.
#
# | array | axes |
# |---|---|
# | `x` | N images, C_in channels, H, W |
# | `weight` | C_out filters, C_in slices, kH, kW |
# | `bias` | C_out |
# | `out` | N images, C_out maps, H', W' |

# %% [markdown]
# **Predict.** Ten RGB pictures of 32 × 32; 16 filters, 5 × 5; stride 1, padding 2. Write down the shapes of `weight` and `out`.
#
# <details><summary>Answer</summary>
#
# `weight` is (16, 3, 5, 5), `out` is (10, 16, 32, 32). The 3 appears in `x` and in `weight` and nowhere in `out`: it was summed away. H' and W' come from lesson 04, (32 + 2 · 2 − 5) // 1 + 1 = 32.
#
# </details>

# %% [markdown] question="slices_of_16_filters"
# Count slices and maps before you write a line.

# %% [markdown]
# Padding and stride are old friends: `zero_pad2d` in lesson 03, `conv_output_size` in lesson 04. Both settings may be a number or a pair. Python can tell them apart:

# %%
for setting in (2, (1, 2)):
    pair = (setting, setting) if isinstance(setting, int) else setting
    print(setting, "means", pair[0], "down and", pair[1], "across")

# %% [markdown]
# Now put it together. Four nested loops are fine: images, filters, rows, columns. One trap: NumPy stretches an axis of length 1 without a word, so compare the channels yourself and raise `ValueError`. It has to be *right* today; lesson 11 makes it fast. Later lessons build on this very function, so take your time.


# %% exercise="conv2d"
def conv2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Apply a convolutional layer to a batch: every filter, to every image, at every position.

    Parameters
    ----------
    x : np.ndarray, shape (N, C_in, H, W)
        Floats or whole numbers. Never modified, like the other arguments.
    weight : np.ndarray, shape (C_out, C_in, kH, kW)
        One filter for each output channel. It fits into the padded image.
    bias : np.ndarray, shape (C_out,), optional
        One number for each output channel; None adds nothing.
    stride : int or tuple of int
        How far the window moves, (down, across); a single number is both.
    padding : int or tuple of int
        Zeros on each side, (above and below, left and right); a single number is both.

    Returns
    -------
    np.ndarray, float64, shape (N, C_out, H', W')
        A new array, `H' = (H + 2 * padding - kH) // stride + 1`, W' likewise. No flip; windows
        that do not fit are left out.

    Raises
    ------
    ValueError
        When weight has not as many input channels as x.

    Examples
    --------
    One image of two channels (one row each); one filter; 1*1 + 2*2 + 5*10 + 0.5 comes first:

    >>> x = np.array([[[[1, 2, 3]], [[5, 6, 7]]]])
    >>> weight = np.array([[[[1, 2]], [[10, 0]]]])
    >>> conv2d(x, weight, np.array([0.5])).tolist()
    [[[[55.5, 68.5]]]]
    >>> conv2d(x, weight, stride=(1, 2), padding=(0, 1)).tolist()
    [[[[2.0, 68.0]]]]
    """
    ### BEGIN SOLUTION
    stride_height, stride_width = (stride, stride) if isinstance(stride, int) else stride
    pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding
    images, channels, height, width = x.shape
    filters, depth, kernel_height, kernel_width = weight.shape
    if depth != channels:
        raise ValueError(f"weight has {depth} input channels but x has {channels}")
    padded = np.zeros((images, channels, height + 2 * pad_height, width + 2 * pad_width))
    padded[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x
    out_height = (height + 2 * pad_height - kernel_height) // stride_height + 1
    out_width = (width + 2 * pad_width - kernel_width) // stride_width + 1
    out = np.zeros((images, filters, out_height, out_width))
    for n in range(images):
        for o in range(filters):
            for row in range(out_height):
                for col in range(out_width):
                    top, left = row * stride_height, col * stride_width
                    window = padded[n, :, top : top + kernel_height, left : left + kernel_width]
                    out[n, o, row, col] = np.sum(window * weight[o])
            if bias is not None:
                out[n, o] += bias[o]
    return out
    ### END SOLUTION


# %% [markdown]
# Stuck on one probe? `failing_case("conv2d")` hands you its arguments, and a paper-sized case is worth more than a long look at the code.

# %%
conv2d = use("conv2d", conv2d)
print(conv2d(x[np.newaxis], weight[np.newaxis]))
print("with stride (1, 2):", conv2d(x[np.newaxis], weight[np.newaxis], stride=(1, 2)))

# %% [markdown]
# The same numbers as before, with two axes of length 1 around them. Now a real layer: four filters, two pictures, every second position. *Rises right* is positive where it gets brighter to the right, *rises down* where it gets brighter downwards. The lines along the upper and left border come from the padding (lesson 03).

# %%
edge = np.array([[-1.0, 0, 1]] * 3) / 9
grey = np.ones((3, 3, 3)) / 27
filters = np.stack([redness, np.stack([edge] * 3), np.stack([edge.T] * 3), grey])
bias = np.array([0.0, 0.0, 0.0, -0.5])
make_batch = use("make_batch")
pictures = make_batch([boat, to_float_chw(data.picture("lighthouse"))])
out = conv2d(pictures, filters, bias, stride=2, padding=1)
print(pictures.shape, "and", filters.shape, "->", out.shape)

# %%
plots.show(
    *out.reshape(-1, *out.shape[2:]),
    titles=["red", "rises right", "rises down", "grey - 0.5"] * 2,
    columns=4,
    height=1.3,
    share=False,
    alt="Four maps of the boat above four maps of a lighthouse. Each filter does the same to both: "
    "red things, left and right borders, upper and lower borders, a blurred grey picture.",
)

# %% [markdown]
# **Predict.** The last filter is a blur with bias −0.5. Where does its map change sign? What would a bias of −2 do to it?
#
# <details><summary>Answer</summary>
#
# It is positive where the blurred grey is above 0.5: the bias shifts a threshold. Grey never exceeds 1, so with −2 the whole map is negative. In lesson 08 a step called ReLU follows: it turns negative numbers to 0, and nothing of such a map is left.
#
# </details>

# %% [markdown]
# Look inside *your* layer. Choose an output map, and the widget shows the partial map of each channel, their sum and the bias. In map 0, where does the white sail go? In map 3, what does the bias do? Then read the two counters: section 3 explains them.

# %%
ChannelMixer(pictures[:1, :, ::2, ::2], filters, bias, function=conv2d)

# %% [markdown]
# **What happened.** The sail shows in all three partial maps of the redness filter, once positive and twice negative, and it vanishes in their sum. You saw a layer as a table, C_out rows by C_in columns. Each cell is one slice sliding over one channel. A row adds up to one output map.

# %% [markdown]
# Layers stack. The output channels of one are the input channels of the next, so a filter of the second layer is as deep as the first has filters.

# %% [markdown]
# **Predict.** The second layer below has 8 filters of 3 × 3, no padding. How deep is each, and what is the shape of its result?
#
# <details><summary>Answer</summary>
#
# 4 deep: there are four maps. The maps are 24 × 32, so (2, 8, 22, 30).
#
# </details>

# %%
second = np.random.default_rng(0).standard_normal((8, 4, 3, 3))
print(out.shape, "->", conv2d(out, second).shape)

# %% [markdown]
# ## 3. What it costs
#
# Two numbers are worth knowing before you build a layer. Its **parameters** are what it learns and stores: weights and biases. Its **multiply-accumulates** (MACs) are the work for one image: each is one product of a weight and an input, added to a sum.

# %% [markdown]
# **Predict.** LeNet-5 begins with 6 filters of 5 × 5, with biases, on a grey 32 × 32 picture: stride 1, no padding. How many parameters, how many multiplications?
#
# <details><summary>Answer</summary>
#
# 6 · (1 · 25 + 1) = 156 parameters. Each filter has 28 × 28 positions with 25 products: 6 · 784 · 25 = 117,600.
#
# </details>

# %% [markdown]
# One more setting exists; it saves weights, and section 5 lives on it. With **groups**, the input channels are cut into equal parts, in order, and so are the filters; each part of the filters sees one part of the channels. Two groups on 6 channels: the filters are 3 deep, and the first half of them sees channels 0 to 2. As many groups as channels: each filter sees one channel.


# %% exercise="conv_cost"
def conv_cost(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[int, int]:
    """Count the parameters and the multiply-accumulates of a convolutional layer.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of the input, and filters.
    kernel_size : tuple of int
        (kH, kW).
    output_size : tuple of int
        (H', W'): the positions of each filter, down and across.
    groups : int
        The input channels are dealt into so many equal groups, the filters too; a filter sees the
        input channels of its own group only.
    bias : bool
        Whether each filter has a bias.

    Returns
    -------
    tuple of int
        (parameters, multiply-accumulates for one image). Parameters are all numbers the layer
        learns, biases included. Multiply-accumulates are products of a weight and an input;
        adding the bias is not one.

    Raises
    ------
    ValueError
        When groups does not divide both in_channels and out_channels.

    Examples
    --------
    2 filters of 3 x 1 x 2 weights are 12 weights, and 2 biases; 20 positions use each weight once:

    >>> conv_cost(3, 2, (1, 2), (4, 5))
    (14, 240)
    """
    ### BEGIN SOLUTION
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels} channels")
    kernel_height, kernel_width = kernel_size
    weights = out_channels * (in_channels // groups) * kernel_height * kernel_width
    parameters = weights + (out_channels if bias else 0)
    positions = output_size[0] * output_size[1]
    return parameters, weights * positions
    ### END SOLUTION


# %% [markdown] question="parameters_3_64_7"
# Your function may check you, after you have done it on paper.

# %%
conv_cost = use("conv_cost", conv_cost)
print("LeNet-5, first layer:", conv_cost(1, 6, (5, 5), (28, 28)))
print("the same as a dense layer:", conv_cost(32 * 32, 6 * 28 * 28, (1, 1), (1, 1)))

# %% [markdown]
# **What happened.** In a *dense* layer every output has its own weight for every input. Your function counts it as a layer with a single position: 1,024 pixels are its input channels, 6 · 28 · 28 = 4,704 values its output channels. 4,821,600 parameters against 156. The same 156 serve every position of the picture; lesson 06 asks why that is a good idea.

# %% [markdown]
# Here is a net you will train in lesson 13: two convolutions with pooling, which halves the maps, and two dense layers. The first of these reads 64 maps of 7 × 7, which is 3,136 numbers. The net has 421,642 parameters.

# %% [markdown]
# **Predict.** Where are most of them? Where is most of the work? Guess, then run the cell.

# %%
layers = {
    "conv 1 -> 32": (1, 32, (3, 3), (28, 28)),
    "conv 32 -> 64": (32, 64, (3, 3), (14, 14)),
    "dense 3136 -> 128": (3136, 128, (1, 1), (1, 1)),
    "dense 128 -> 10": (128, 10, (1, 1), (1, 1)),
}
costs = {name: conv_cost(*layer) for name, layer in layers.items()}
for name, (parameters, work) in costs.items():
    print(f"{name:18}{parameters:9,} parameters {work:11,} MACs")
print("in all:", sum(parameters for parameters, _ in costs.values()))

# %% [markdown]
# **What happened.** 95 % of the parameters sit in the first dense layer, and 85 % of the work is done by the second convolution. Few weights used often, many weights used once. Small models and fast models are two different wishes.

# %% [markdown] question="when_height_doubles"
# One question on what the size of a picture changes.

# %% [markdown]
# > **Myth.** *“GoogLeNet has four million parameters.”*
#
# Count. The net, of 2014, has nine blocks of six convolutions, and the table below gives seven numbers for each, as in the paper: the input channels of the block, then the number of filters in a 1 × 1; in a 1 × 1 and the 3 × 3 after it; in a 1 × 1 and the 5 × 5 after it; and in one more 1 × 1.

# %%
table = """192 64 96 128 16 32 32, 256 128 128 192 32 96 64, 480 192 96 208 16 48 64,
512 160 112 224 24 64 64, 512 128 128 256 24 64 64, 512 112 144 288 32 64 64,
528 256 160 320 32 128 128, 832 256 160 320 32 128 128, 832 384 192 384 48 128 128"""
convs = [(3, 64, 7), (64, 64, 1), (64, 192, 3), (1024, 1000, 1)]  # the last one is dense
for row in table.split(","):
    n, a, b, b3, c, c5, d = map(int, row.split())
    convs += [(n, a, 1), (n, b, 1), (b, b3, 3), (n, c, 1), (c, c5, 5), (n, d, 1)]
googlenet = sum(conv_cost(i, o, (k, k), (1, 1))[0] for i, o, k in convs)
print(f"{googlenet:,}")

# %% [markdown]
# A little under 7 million, one of them in the last layer. (Implementations differ: torchvision's has 6.6 million.) AlexNet, two years older, has 60,965,224. Its five convolutions hold four per cent of them. (The last number of each in the cell is its groups: AlexNet was cut in two, one half for each of two graphics cards.)

# %%
convs = [(3, 96, 11, 1), (96, 256, 5, 2), (256, 384, 3, 1), (384, 384, 3, 2), (384, 256, 3, 2)]
dense = [(9216, 4096), (4096, 4096), (4096, 1000)]
in_convs = sum(conv_cost(i, o, (k, k), (1, 1), groups=g)[0] for i, o, k, g in convs)
in_dense = sum(conv_cost(i, o, (1, 1), (1, 1))[0] for i, o in dense)
print(f"{in_convs:,} + {in_dense:,} = {in_convs + in_dense:,}")

# %% [markdown]
# > **Myth.** *“A convolutional layer has four hyperparameters: how many filters, how large, which stride, which padding.”*
#
# A *hyperparameter* is a setting that you choose; parameters are learned. Groups and bias change the layer too, as your function knows; so do dilation (lesson 04) and the padding mode (lesson 03). Same four settings, three layers:

# %%
four = (8, 8, (3, 3), (10, 10))
print("plain:        ", conv_cost(*four))
print("without bias: ", conv_cost(*four, bias=False))
print("eight groups: ", conv_cost(*four, groups=8))

# %% [markdown]
# ## 4. A kernel of one pixel
#
# What can a 1 × 1 kernel see? One pixel: no edges, no neighbours. But it sees all *channels* of that pixel. You have met one: `to_grayscale` in lesson 00 weighs red, green and blue.

# %% [markdown]
# **Predict.** A pixel of C_in numbers goes in, C_out numbers come out, each a weighted sum. Which operation is that? What shapes does it take?
#
# <details><summary>Answer</summary>
#
# A matrix times a vector: (C_out, C_in) times (C_in,). All pixels at once: (C_out, C_in) times (C_in, H · W). No window, so no loop.
#
# </details>


# %% exercise="conv1x1"
def conv1x1(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Mix the channels of every pixel: `conv2d` with 1x1 kernels, as one matrix product.

    Parameters
    ----------
    x : np.ndarray, shape (N, C_in, H, W)
        Floats or whole numbers.
    weight : np.ndarray, shape (C_out, C_in, 1, 1)
        As `conv2d` takes it. Without its last two axes it is a matrix.
    bias : np.ndarray, shape (C_out,)
        One number for each output channel.

    Returns
    -------
    np.ndarray, float64, shape (N, C_out, H, W)
        A new array. The channels of a pixel depend on the channels of that pixel only.

    Examples
    --------
    One image of two channels, one row, two columns; the filter weighs the channels 10 and 1:

    >>> x = np.array([[[[1, 2]], [[3, 4]]]])
    >>> conv1x1(x, np.array([[[[10]], [[1]]]]), np.array([0.5])).tolist()
    [[[[13.5, 24.5]]]]
    """
    ### BEGIN SOLUTION
    images, channels, height, width = x.shape
    matrix = weight.reshape(len(weight), channels)
    pixels = x.reshape(images, channels, height * width).astype(np.float64)
    out = matrix @ pixels + bias[:, np.newaxis]
    return out.reshape(images, len(weight), height, width)
    ### END SOLUTION


# %%
conv1x1 = use("conv1x1", conv1x1)
to_grayscale = use("to_grayscale")
shades = np.array([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1)
same = conv1x1(pictures, shades, np.zeros(1))
print("to_grayscale is a 1x1 convolution:", np.allclose(same[0], to_grayscale(boat), atol=1e-6))

# %% [markdown]
# Mixed colours can also be new ones. The three filters below turn the picture's channels: red takes the old green, green the old blue, blue the old red.

# %% [markdown]
# **Predict.** Which colour has the hull now?
#
# <details><summary>Answer</summary>
#
# Blue: red was its only strong channel, and blue takes the old red.
#
# </details>

# %%
turn = np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]]).reshape(3, 3, 1, 1)
turned = conv1x1(pictures, turn, np.zeros(3))
plots.show(
    turned[0].clip(0, 1),
    turned[1].clip(0, 1),
    layout="CHW",
    titles=["boat", "lighthouse"],
    alt="The boat with a blue hull, and the lighthouse with blue stripes.",
)

# %% [markdown]
# **What happened.** A 1 × 1 convolution is a small dense layer that visits every pixel. Networks use it to change the number of channels cheaply: GoogLeNet's 1 × 1 layers thin the channels out before the costly 5 × 5.

# %% [markdown]
# ## 5. Space first, channels second
#
# A full filter does two jobs at once: it looks around *and* mixes channels. Split them. First every channel gets one kernel of its own, a **depthwise** convolution. Then a 1 × 1 convolution, the **pointwise** one, mixes the results.

# %% [markdown]
# **Predict.** 64 channels to 128, 3 × 3, no bias. How many weights has the full layer, how many the pair?
#
# <details><summary>Answer</summary>
#
# Full: 128 · 64 · 9 = 73,728. The pair: 64 · 9 = 576 and 128 · 64 = 8,192, together 8,768. The nine cells are no longer paid for each input channel *and* each output channel, only for each input channel.
#
# </details>

# %%
full = conv_cost(64, 128, (3, 3), (56, 56), bias=False)
depthwise = conv_cost(64, 64, (3, 3), (56, 56), groups=64, bias=False)
pointwise = conv_cost(64, 128, (1, 1), (56, 56), bias=False)
split = tuple(d + p for d, p in zip(depthwise, pointwise, strict=True))
print("full: ", full)
print("split:", split)
print("saved: a factor of", round(full[0] / split[0], 1))

# %% [markdown]
# Write the pair with the functions you have. Kernel c slides over channel c alone; PyTorch stores these kernels as (C, 1, kH, kW), which is a layer with C groups. MobileNet, a network for phones, is built of such pairs. (There a normalisation and a ReLU follow each step; you meet both later.)


# %% exercise="depthwise_separable"
def depthwise_separable(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    """Filter every channel by itself, then mix the channels of each pixel; no bias.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    depth_weight : np.ndarray, shape (C, 1, kH, kW)
        One kernel for each channel: kernel c slides over channel c alone, with stride 1.
    point_weight : np.ndarray, shape (C_out, C, 1, 1)
        Filters of a 1x1 convolution.
    padding : int
        Zeros on each side of the image, before the first step.

    Returns
    -------
    np.ndarray, float64, shape (N, C_out, H + 2 * padding - kH + 1, W + 2 * padding - kW + 1)
        A new array; nothing happens between the two steps.

    Examples
    --------
    Channel 0 becomes [1 + 2, 2 + 3], channel 1 becomes [6 - 5, 7 - 6]; then 10 and 1 mix them:

    >>> x = np.array([[[[1, 2, 3]], [[5, 6, 7]]]])
    >>> depth_weight = np.array([[[[1, 1]]], [[[-1, 1]]]])
    >>> point_weight = np.array([[[[10]], [[1]]]])
    >>> depthwise_separable(x, depth_weight, point_weight, 0).tolist()
    [[[[31.0, 51.0]]]]
    """
    ### BEGIN SOLUTION
    channels = range(x.shape[1])
    maps = [conv2d(x[:, [c]], depth_weight[[c]], padding=padding) for c in channels]
    return conv1x1(np.concatenate(maps, axis=1), point_weight, np.zeros(len(point_weight)))
    ### END SOLUTION


# %%
depthwise_separable = use("depthwise_separable", depthwise_separable)
depth = np.stack([edge, edge.T, edge])[:, np.newaxis]
point = np.array([[1.0, 0, 0], [0, 1, 0], [1, 1, 1]]).reshape(3, 3, 1, 1)
small = pictures[:, :, ::2, ::2]
pairs = depthwise_separable(small, depth, point, 1)
print(small.shape, "->", pairs.shape)

# %% [markdown]
# Is it the same layer, only cheaper? A weighted sum of weighted sums is again a weighted sum, so *some* full layer does what the pair does: slice c of its filter o is `point[o, c]` times kernel c. Of the three slices for channel 0, the cell prints the top row.

# %%
combined = point * depth.transpose(1, 0, 2, 3)
print("one full layer:", np.allclose(conv2d(small, combined, padding=1), pairs))
print("its slices for channel 0:", combined[:, 0, 0].round(2).tolist())

# %% [markdown]
# **What happened.** Every pair is a full layer, but few full layers are pairs: in all filters, the slices for channel 0 are multiples of a single kernel. You pay less and can say less. Often it is enough, as lesson 15 shows.

# %% [markdown]
# ## 6. Break it
#
# A colleague stores each channel as one long row of numbers and looks pixels up by hand. All her pictures are square, and her tests pass.


# %%
def square_layer(x, weight, bias=None):
    row, col = np.indices(x.shape[2:])
    flat = x.reshape(x.shape[0], x.shape[1], -1)
    pixels = flat[:, :, row * x.shape[2] + col]
    return conv2d(pixels, weight, bias)


digits = np.stack([data.digit(3, 12), data.digit(8, 12)])[:, np.newaxis]
ones = np.ones((1, 1, 3, 3))
print("same on digits:", np.array_equal(square_layer(digits, ones), conv2d(digits, ones)))

# %% [markdown]
# **Predict.** In a row of memory, one step down is a step of how many numbers? What does she use?
#
# <details><summary>Answer</summary>
#
# W numbers: a whole row of pixels. She uses `x.shape[2]`, which is H. Only on squares are they the same.
#
# </details>


# %% exercise="break_square"
def break_square() -> dict[str, np.ndarray]:
    """Return arguments on which `square_layer` and `conv2d` disagree.

    `square_layer` looks up the pixel at (row, col) in one long row of numbers, at position
    `row * H + col`. The right position is `row * W + col`.

    Returns
    -------
    dict of str to np.ndarray
        "x", shape (N, C_in, H, W), "weight", shape (C_out, C_in, kH, kW), and if you like "bias",
        shape (C_out,). `conv2d(**break_square())` runs. There are many right answers; an error in
        `square_layer` counts as disagreement.

    Examples
    --------
    These do not expose it: x = np.arange(4.0).reshape(1, 1, 2, 2), weight = np.ones((1, 1, 1, 1)).
    """
    ### BEGIN SOLUTION
    x = np.arange(6.0).reshape(1, 1, 2, 3)
    return {"x": x, "weight": np.ones((1, 1, 1, 1))}
    ### END SOLUTION


# %%
break_square = use("break_square", break_square)
arguments = break_square()
print("conv2d:", conv2d(**arguments).shape)
print("x:", arguments["x"].shape, "weight:", arguments["weight"].shape)

# %% [markdown]
# > **Myth.** *“Sizes are listed as width × height.”*
#
# On screens they are. Arrays say (H, W), and a square picture never tells you which one you wrote. Whenever you test a layer, make H, W, N and both channel counts five different numbers.

# %% [markdown]
# ## Recap
#
# - A filter has one slice for each input channel; their results are added, then the bias.
# - C_out filters make C_out maps. Depth is given, the number of filters is chosen.
# - Images of a batch never mix.
# - Parameters do not depend on H and W; the work does.
# - A 1 × 1 convolution is a matrix product at each pixel.
# - Depthwise, then pointwise: cheaper, and less general.

# %% [markdown]
# ## Words
#
# - **channel**: one of the maps stacked in an image.
# - **filter**: a block of C_in slices; it makes one map.
# - **batch**: images side by side along the first axis.
# - **bias**: a number added to a whole map.
# - **parameters**: what a layer learns.
# - **MAC**: a product added to a sum.
# - **group**: a share of the channels.
# - **pointwise**: 1 × 1; mixes channels.
# - **depthwise**: one kernel a channel.

# %% [markdown]
# ## What comes next
#
# In **06 Why convolution works** you compare this layer with a dense one: the same weights at every position, few connections, and outputs that move when the input moves. Your `conv2d` will be the witness.
