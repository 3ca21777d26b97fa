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
# # 08 Activations
#
# Stack a hundred of your convolutions, and you have built one. This lesson shows why, and mends it with a curve that bends.
#
# When you are done, you can
#
# - fold two linear layers into one;
# - write ReLU, sigmoid and tanh, and send gradients back through them;
# - compute with numbers that overflow;
# - tell when units are saturated or dead.
#
# Time: about 2 hours.

# %%
import warnings

import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import ActivationZoo, KernelSlider, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons, without points.

# %% [markdown] question="recall_two_valid_layers"

# %% [markdown] question="recall_parameters_of_a_layer"

# %% [markdown] question="recall_max_pool_padding"

# %% [markdown]
# ## 1. Two layers are one
#
# Lesson 01 gave you `cross_correlate2d`. Here are two layers of it: the first blurs a digit, the second looks for vertical edges.

# %%
cross_correlate2d = use("cross_correlate2d")
blur = np.ones((3, 3)) / 9
edge = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
seven = data.digit(7)
after_two = cross_correlate2d(cross_correlate2d(seven, blur), edge)
plots.show(
    seven,
    after_two,
    titles=["a 7", "blurred, then edges"],
    share=False,
    alt="A white 7, and the soft map of its vertical edges, positive left, negative right.",
)

# %% [markdown]
# Could *one* kernel have done that? Try it on a row of pixels, with letters. The first kernel is [a, b], the second [c, d]:
#
# $$c\,(a x_0 + b x_1) + d\,(a x_1 + b x_2) = ca\,x_0 + (cb + da)\,x_1 + db\,x_2$$
#
# One kernel of three cells, [ca, cb + da, db], gives the same number.

# %% [markdown]
# **Predict.** The blur and the edge kernel are 3 × 3. How large is the one kernel that replaces them?
#
# <details><summary>Answer</summary>
#
# 5 × 5. Two valid layers take 28 to 26 to 24 rows, and 28 − 5 + 1 = 24. In the row above, 2 + 2 − 1 = 3.
#
# </details>

# %% [markdown]
# Look at how the letters came together: the second kernel's *c* brought the first kernel along, scaled by c. Its *d* brought it along once more, scaled by d and shifted by one cell. In two dimensions it is the same.


# %% exercise="collapse"
def collapse(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    """Find the one kernel that does in one step what k1 and then k2 do in two.

    Parameters
    ----------
    k1 : np.ndarray, shape (h1, w1)
        The kernel of the first `cross_correlate2d`; floats or whole numbers.
    k2 : np.ndarray, shape (h2, w2)
        That of the second, which works on the result of the first.

    Returns
    -------
    np.ndarray, float64, shape (h1 + h2 - 1, w1 + w2 - 1)
        The kernel k for which `cross_correlate2d(x, k)` equals
        `cross_correlate2d(cross_correlate2d(x, k1), k2)`, whatever the image x. It is
        `k[p, q] = sum_{a,b} k2[a, b] * k1[p - a, q - b]`, where k1 counts as 0 outside its cells.

    Examples
    --------
    Double a neighbour and add; then take the difference of neighbours:

    >>> collapse(np.array([[1, 2]]), np.array([[-1, 1]]))
    array([[-1., -1.,  2.]])
    """
    ### BEGIN SOLUTION
    height, width = k1.shape
    rows, cols = k2.shape
    out = np.zeros((height + rows - 1, width + cols - 1))
    for row in range(rows):
        for col in range(cols):
            out[row : row + height, col : col + width] += float(k2[row, col]) * k1
    return out
    ### END SOLUTION


# %%
collapse = use("collapse", collapse)
one = collapse(blur, edge)
print(one.shape, "and two steps agree:", np.allclose(cross_correlate2d(seven, one), after_two))

# %% [markdown]
# Step through the one kernel. Every sum it makes is a sum that two layers made.

# %%
KernelSlider(seven, one, function=cross_correlate2d)

# %% [markdown]
# **What happened.** You added shifted copies of one kernel, weighted by the other: a *true convolution* of the two kernels, the one with the flip from lesson 02. You flipped nothing yourself: two correlations in a row do it.

# %% [markdown]
# > **Myth.** *“The last convolution doesn't require an activation; a fully connected layer follows.”*
#
# A fully connected layer (also *linear*; *dense* in lesson 05) makes each output a weighted sum of all its inputs. Below, a 7 × 7 kernel leaves one number of a 7 × 7 patch, so each output has one weight: a 1 × 1 kernel. It folds into the convolution, and the second layer adds nothing new.

# %%
rng = np.random.default_rng(8)
k7, patch = rng.standard_normal((7, 7)), rng.standard_normal((7, 7))
for weight in np.array([2.0, -1.0, 0.5]).reshape(3, 1, 1):
    two = cross_correlate2d(cross_correlate2d(patch, k7), weight)
    print(two[0, 0].round(6), cross_correlate2d(patch, collapse(k7, weight))[0, 0].round(6))

# %% [markdown] question="conv_then_linear"

# %% [markdown]
# > **Myth.** *“Convolution is linear, and images are far from linear.”*
#
# An image is neither linear nor far from it: *linear* is said of functions. f is linear if f(a + b) = f(a) + f(b), and f(3a) = 3 f(a) for every factor, not only for 3. The useful statement is the one you have shown: **a stack of linear layers is one linear layer.** (With biases too: they fold into one bias.)

# %%
a, b = rng.standard_normal((2, 6, 7))
both = cross_correlate2d(a + b, edge)
print(np.allclose(both, cross_correlate2d(a, edge) + cross_correlate2d(b, edge)))

# %% [markdown]
# ## 2. One bend is enough
#
# So something must come between the layers that is *not* linear. It need not be fancy. Cut off what is negative, number by number, and nothing folds any more. Such a curve between layers is an **activation function**.

# %% [markdown]
# **Predict.** Call the cut f. What are f(3) + f(−2) and f(3 + (−2))?
#
# <details><summary>Answer</summary>
#
# 3 + 0 = 3, and f(1) = 1. They differ, so f is not linear.
#
# </details>


# %% exercise="relu"
def relu(x: np.ndarray) -> np.ndarray:
    """Replace every negative number by 0 and keep the others: the rectified linear unit.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array, `max(x, 0)` cell by cell.

    Examples
    --------
    >>> relu(np.array([[-2, 0, 3], [1.5, -0.5, 7]]))
    array([[0. , 0. , 3. ],
           [1.5, 0. , 7. ]])
    """
    ### BEGIN SOLUTION
    return np.maximum(x.astype(np.float64), 0.0)
    ### END SOLUTION


# %%
relu = use("relu", relu)
edges = cross_correlate2d(seven, edge)
plots.show(
    edges,
    relu(edges),
    titles=["edges", "after relu"],
    alt="The map of edges with positive and negative strokes; after relu the negative ones are gone.",
)

# %% [markdown]
# > **Myth.** *“Three blocks of convolution and ReLU, because we want to decrease the image size.”*
#
# ReLU never changes a size. Stride, pooling or missing padding does.

# %%
print(seven.shape, "-> edge kernel ->", edges.shape, "-> relu ->", relu(edges).shape)

# %% [markdown]
# Drawn as a curve, `relu` is flat up to 0 and rises from there: it has one corner. What does that buy? Add a few, shifted and weighted, and you can build any curve of straight pieces. Two make a V, three a hat: up from 0 to 1, down again, and flat on both sides.

# %%
t = np.array([-2.0, -1, -0.5, 0, 0.5, 1, 2])
print("V:  ", relu(t) + relu(-t))
print("hat:", relu(t + 1) - 2 * relu(t) + relu(t - 1))

# %% [markdown]
# > **Myth.** *“With a nonlinearity the network can learn any functionality.”*
#
# With enough hats side by side, some setting of the weights comes as close as you like to any continuous curve on an interval. In the cell below each hat stands at one point and is as high as the curve there. Such weights *exist*. Whether training finds them is another matter.

# %%
grid = np.linspace(0, 3, 301)
for hats in (4, 13, 40):
    tops = np.linspace(0, 3, hats)
    width = tops[1]
    shape = [relu(grid - c + width) - 2 * relu(grid - c) + relu(grid - c - width) for c in tops]
    error = np.abs(np.sin(2 * tops) @ np.array(shape) / width - np.sin(2 * grid)).max()
    print(hats, "hats miss sin(2x) by at most", error.round(3))

# %% [markdown]
# Those hats were placed by hand. Gradient descent was not asked.
#
# What ReLU cuts off is gone, and no gradient comes back from there (section 4). A gentler version lets a little through.


# %% exercise="leaky_relu"
def leaky_relu(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Keep positive numbers and multiply negative ones by a small slope.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers.
    slope : float
        From 0 to 1. With 0 this is `relu`.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array, x where x > 0 and slope * x elsewhere.

    Examples
    --------
    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), slope=0.25)
    array([-0.5,  0. ,  3. ])
    """
    ### BEGIN SOLUTION
    x = x.astype(np.float64)
    return np.where(x > 0, x, slope * x)
    ### END SOLUTION


# %%
leaky_relu = use("leaky_relu", leaky_relu)
print(leaky_relu(np.array([-100.0, -1.0, 0.0, 1.0, 100.0])))

# %% [markdown]
# > **Myth.** *“The activation decides whether the neuron fires, and keeps positivity.”*
#
# A *neuron*, or unit, is one output of a layer with the weights that make it; *firing* is a picture from biology. The activation's work is to bend. Positive numbers are a side effect of one of the curves: the leaky one passes negative numbers and works as well. Both fail the test of a linear function.

# %%
for f in (relu, leaky_relu):
    sum_first, sum_after = f(np.array([3.0 - 2.0])), f(np.array([3.0])) + f(np.array([-2.0]))
    print(f"{f.__name__:10}  f(3 - 2) = {sum_first[0]:g}   f(3) + f(-2) = {sum_after[0]:g}")

# %% [markdown]
# The widget below draws *your* function and its slope, and the outputs for inputs of growing spread. Which part of the outputs is 0, and does that change when you scale the input?

# %%
ActivationZoo(function=relu)

# %% [markdown]
# **What happened.** About half stays 0, whatever the scale: `relu` asks for the sign only. So relu(3x) = 3 relu(x). The curves that come next behave otherwise.

# %% [markdown]
# ## 3. Two S-curves
#
# Before ReLU, networks used curves that level off on both sides. The **sigmoid** runs from 0 to 1:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$

# %% [markdown]
# **Predict.** What is σ(0)? What is σ(−x) + σ(x)?
#
# <details><summary>Answer</summary>
#
# 1/2, since e⁰ = 1. And 1, always. Try x = log 3, where eˣ = 3: σ(x) = 1 / (1 + 1/3) = 3/4 and σ(−x) = 1 / (1 + 3) = 1/4. What one lacks to 1 is the other.
#
# </details>

# %% [markdown]
# The formula fits in one line. NumPy warns about that line for x = −1000, and the result, 0, looks right.
#
# > **Myth.** *“The overflow warning is harmless: the result is correct.”*

# %%
x = np.array([-1000.0, -720.0, -40.0])
with np.errstate(over="ignore"):
    print("exp(-x):  ", np.exp(-x))
    print("one line: ", 1 / (1 + np.exp(-x)))
print("true:     ", np.exp(x))  # so far down, 1 + exp(-x) is exp(-x)

# %% [markdown]
# A float64 ends near 1.8 · 10³⁰⁸, so `exp` **overflows** to infinity above 709.78. One over infinity is 0. At −1000 that happens to be right; at −720 it is not: the true value is small, and float64 has room for it. Lesson 09 takes the logarithm of such numbers, and log 0 ends a training run.

# %% [markdown]
# **Predict.** Multiply both parts of the fraction by eˣ: eˣ / (eˣ + 1). Is that the cure?
#
# <details><summary>Answer</summary>
#
# For negative x. For x = 1000 it is infinity over infinity, `nan`, which is worse. Each form is safe on one side.
#
# </details>


# %% exercise="sigmoid"
def sigmoid(x: np.ndarray) -> np.ndarray:
    """Squash every number into the range from 0 to 1: `1 / (1 + exp(-x))`.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers, as large as you like: -1000 and 1000 give no overflow warning.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array. Small results keep their digits: sigmoid(-40) is 4.248e-18, and
        sigmoid(-720) is 2.032e-313; neither is 0.

    Examples
    --------
    exp(-0) is 1, so sigmoid(0) = 1 / (1 + 1); and if exp(-x) is 3, the result is 1/4:

    >>> sigmoid(np.array([-1000.0, -np.log(3), 0.0, 1000.0]))
    array([0.  , 0.25, 0.5 , 1.  ])
    """
    ### BEGIN SOLUTION
    x = x.astype(np.float64)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)
    ### END SOLUTION


# %% [markdown]
# Is yours silent? `np.where` would compute *both* forms for every x and throw one away: right numbers, and a warning all the same. The check hears it, and so does this cell.

# %%
sigmoid = use("sigmoid", sigmoid)
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    print(sigmoid(np.array([-1000.0, -720.0, 0.0, 1000.0])))
print("warnings:", len(heard))

# %% [markdown]
# The second S-curve, **tanh**, runs from −1 to 1. Its outputs lie on both sides of 0: it is *zero-centred*. And it is no new curve.
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}$$

# %% [markdown]
# **Predict.** To turn σ into a curve from −1 to 1, stretch it by 2 and move it down by 1. Is 2σ(x) − 1 equal to tanh(x)?
#
# <details><summary>Answer</summary>
#
# Not yet. At x = log 3 it gives 2 · 3/4 − 1 = 0.5, and tanh gives (3 − 1/3) / (3 + 1/3) = 0.8. The ends agree, but tanh is steeper: at 0, twice as steep. The curve must be squeezed along x as well.
#
# </details>


# %% exercise="tanh"
def tanh(x: np.ndarray) -> np.ndarray:
    """Squash every number into the range from -1 to 1, by stretching and shifting `sigmoid`.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers, as large as you like.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array, `(exp(x) - exp(-x)) / (exp(x) + exp(-x))` cell by cell. Compute it from
        `sigmoid` alone, without `np.tanh` and without `np.exp`.

    Examples
    --------
    Here exp(x) is 3, so the result is (3 - 1/3) / (3 + 1/3) = 0.8:

    >>> tanh(np.array([-1000.0, 0.0, np.log(3)]))
    array([-1. ,  0. ,  0.8])
    """
    ### BEGIN SOLUTION
    return 2 * sigmoid(2.0 * x) - 1
    ### END SOLUTION


# %%
tanh = use("tanh", tanh)
across, up = np.linspace(-4, 4, 97), np.linspace(1.3, -1.3, 53)[:, None]
curves = [np.abs(up - f(across)) < 0.06 for f in (sigmoid, tanh, relu)]
plots.show(
    *[1.0 * curve for curve in curves],
    titles=["sigmoid", "tanh", "relu"],
    alt="Three curves: an S in the upper half, an S from bottom to top, and a line with a corner.",
)

# %% [markdown]
# **What happened.** In all three pictures x runs from −4 to 4, and the height from −1.3 to 1.3. One safe `exp`, and everything built on it is safe too: `tanh` cannot overflow, since `sigmoid` does not. LeNet-5, in lesson 14, used a scaled tanh between its layers.

# %% [markdown]
# > **Myth.** *“Hidden layers use sigmoid, tanh, and softmax.”*
#
# *Hidden* layers are those before the last. Softmax is not a curve: it takes e to the power of each number and divides by the sum of all these. The outputs share a sum of 1, so each depends on all inputs. Lesson 09 puts it where it belongs: at the end.

# %%
z = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 9.0]])  # only the last number differs
print("sigmoid:\n", sigmoid(z).round(3))
print("softmax:\n", (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)).round(3))

# %% [markdown] question="softmax_inside"

# %% [markdown]
# ## 4. The way back
#
# The **loss** is one number that says how badly a network does; you lowered one in lesson 02. To lower it, ask how fast it changes with each number inside the network: a **gradient**. (Lesson 02 also used the word for edges.)

# %% [markdown]
# You start at the loss and go back, layer by layer. An activation is handed the *upstream gradient* `dout`: how fast the loss grows with each of its *outputs*. It passes on how fast the loss grows with each *input*.

# %% [markdown]
# That is the chain rule, cell by cell: if the loss grows 5 times as fast as y, and y grows 0.2 times as fast as x, then the loss grows once as fast as x.
#
# So multiply `dout` by the slope of the curve.

# %% [markdown]
# **Predict.** ReLU's slope is 1 above 0 and 0 below. Inputs [3, −3], dout [−7, −7]. What comes back?
#
# <details><summary>Answer</summary>
#
# [−7, 0]. The input decides what passes; the gradient's own sign has no say.
#
# </details>

# %% [markdown]
# And at 0? The corner has no slope of its own. Any number from 0 to 1 is a lawful choice, a **subgradient**. PyTorch takes 0, and so do we.


# %% exercise="relu_backward"
def relu_backward(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Send a gradient back through `relu`: it passes where the input was above 0.

    Parameters
    ----------
    dout : np.ndarray, float64, the shape of x
        The upstream gradient: how fast the loss grows with each output of `relu`.
    x : np.ndarray, any shape
        What went into `relu`; floats or whole numbers.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array: how fast the loss grows with each input. Where x is exactly 0 there are two
        slopes to choose from; take 0, as PyTorch does.

    Examples
    --------
    >>> relu_backward(np.array([5.0, -7.0, 2.0, 3.0]), np.array([1, 4, 0, -6]))
    array([ 5., -7.,  0.,  0.])
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, dout.astype(np.float64), 0.0)
    ### END SOLUTION


# %% [markdown]
# How do you trust a slope? Nudge the input up and down, and see how far the output moves. Lesson 10 makes an instrument of this.

# %%
relu_backward = use("relu_backward", relu_backward)


def nudged(f, x, step=1e-6):
    return (f(x + step) - f(x - step)) / (2 * step)


points = np.array([-2.0, -0.5, 0.5, 2.0])
print(nudged(relu, points).round(6), relu_backward(np.ones(4), points))

# %% [markdown]
# The S-curves have a pleasant habit: their slope can be told from their height. You need not keep x, since y = σ(x) is enough. The slope is y(1 − y).
#
# **Predict.** Where is it largest, and how large?
#
# <details><summary>Answer</summary>
#
# At y = 1/2, so at x = 0: 1/4. A sigmoid never lets more than a quarter of a gradient pass.
#
# </details>


# %% exercise="sigmoid_backward"
def sigmoid_backward(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Send a gradient back through `sigmoid`, given what came out of it.

    Parameters
    ----------
    dout : np.ndarray, the shape of y
        The upstream gradient; floats or whole numbers.
    y : np.ndarray, any shape
        The *output* y = sigmoid(x), from 0 to 1, both ends included (float64 has no number
        between 1 and sigmoid(40)).

    Returns
    -------
    np.ndarray, float64, the shape of y
        A new array, dout times the slope of the curve; the slope is `y * (1 - y)`.

    Examples
    --------
    The slope is steepest, 1/4, where y is 1/2, and 0 where y is 1:

    >>> sigmoid_backward(np.array([8.0, -8.0, 8.0]), np.array([0.5, 0.25, 1.0]))
    array([ 2. , -1.5,  0. ])
    """
    ### BEGIN SOLUTION
    return dout.astype(np.float64) * y * (1 - y)
    ### END SOLUTION


# %%
sigmoid_backward = use("sigmoid_backward", sigmoid_backward)
print(nudged(sigmoid, points).round(6))
print(sigmoid_backward(np.ones(4), sigmoid(points)).round(6))

# %% [markdown]
# Now tanh = 2σ(2x) − 1. Stretching by 2 doubles the slope, and so does squeezing by 2. Put that together with y, the height of *tanh*.


# %% exercise="tanh_backward"
def tanh_backward(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Send a gradient back through `tanh`, given what came out of it.

    Parameters
    ----------
    dout : np.ndarray, the shape of y
        The upstream gradient; floats or whole numbers.
    y : np.ndarray, any shape
        The *output* y = tanh(x), from -1 to 1, both ends included.

    Returns
    -------
    np.ndarray, float64, the shape of y
        A new array, dout times the slope of the curve. You find the slope from `sigmoid`'s, or
        from a table.

    Examples
    --------
    The slope is steepest, 1, where y is 0, and 0 where y is -1:

    >>> tanh_backward(np.array([4.0, 4.0, 4.0]), np.array([0.0, 0.5, -1.0]))
    array([4., 3., 0.])
    """
    ### BEGIN SOLUTION
    return dout.astype(np.float64) * (1 - y**2)
    ### END SOLUTION


# %%
tanh_backward = use("tanh_backward", tanh_backward)
print(nudged(tanh, points).round(6))
print(tanh_backward(np.ones(4), tanh(points)).round(6))

# %% [markdown]
# Ten layers of fifty units, random weights: how much of a gradient reaches the input? On the way back a gradient is multiplied by the slope of each curve, and by each weight matrix turned round (`weight.T`; lesson 10 shows why). The weights are divided by √50, since each sum has fifty terms, and multiplied by `gain`: √2 for ReLU, to make up for the half that it cuts off, and 1 for the others.


# %%
def gradient_at_the_input(forward, backward, gain, layers=10):
    rng = np.random.default_rng(0)
    weights = [gain * rng.standard_normal((50, 50)) / 50**0.5 for _ in range(layers)]
    values, outputs = rng.standard_normal(50), []
    for weight in weights:
        values = forward(weight @ values)
        outputs.append(values)
    grad = rng.standard_normal(50)
    for weight, y in zip(weights[::-1], outputs[::-1], strict=True):
        grad = weight.T @ backward(grad, y)  # y > 0 exactly where relu's input is
    return np.linalg.norm(grad)


# %% [markdown]
# **Predict.** Ten sigmoids pass at most a quarter each. What power of ten is 0.25¹⁰, about?
#
# <details><summary>Answer</summary>
#
# 0.25¹⁰ = 1 / 4¹⁰ = 1 / 1 048 576, about 10⁻⁶.
#
# </details>

# %%
print("sigmoid:", f"{gradient_at_the_input(sigmoid, sigmoid_backward, 1):.1e}")
print("tanh:   ", f"{gradient_at_the_input(tanh, tanh_backward, 1):.1e}")
print("relu:   ", f"{gradient_at_the_input(relu, relu_backward, 2**0.5):.1e}")

# %% [markdown]
# > **Myth.** *“ReLU is chosen because it is cheap, without big differences in accuracy.”*
#
# The gradient started with a length of 7.6. Through sigmoids a millionth of it arrives: a **vanishing gradient**, and first layers that hardly learn. ReLU's slope is 1 on the positive side, however large the input. That is the main reason. (Here tanh keeps up, as the weights suit it.)

# %% [markdown]
# The next claim goes back to the paper on AlexNet, a network of 2012. Ask of each answer: which network, which data, and what was counted?

# %% [markdown] question="six_times_faster"

# %% [markdown]
# > **Myth.** *“With all-positive inputs, the output of the sigmoid is all positive or all negative.”*
#
# Its output is always positive. What has one sign lies one step further: the gradient of a *neuron's weights* is that neuron's upstream gradient times its inputs. (A weight multiplies one input: the sum grows that input times as fast as the weight.)

# %%
upstream = -0.8
for f in (sigmoid, tanh):
    inputs = f(np.array([-1.5, 0.3, -0.2, 2.0]))
    print(f.__name__, "inputs:", inputs.round(2))
    print("  weight gradients:", (upstream * inputs).round(2))

# %% [markdown]
# After a sigmoid, one example moves all of a neuron's weights up together or down together. To raise one weight and lower another, descent has to zig-zag. Zero-centred inputs do not tie them. (Averaging over a batch loosens the knot.)

# %% [markdown] question="what_has_one_sign"

# %% [markdown]
# ## 5. Saturated, dead
#
# An output on the flat end of its curve is **saturated**: little gradient passes there. Count them, and you have a gauge for a layer's health.


# %% exercise="saturated_fraction"
def saturated_fraction(y: np.ndarray, lower: float, upper: float) -> float:
    """Tell which part of a layer's outputs lies at or beyond either of two limits.

    Parameters
    ----------
    y : np.ndarray, any shape, at least one number
        Outputs of an activation; floats or whole numbers.
    lower, upper : float
        lower < upper. An output counts as saturated if it is `lower` or less, or `upper` or more.

    Returns
    -------
    float
        The number of saturated outputs divided by the number of all outputs, from 0 to 1.

    Examples
    --------
    Of these four, 0.02 and 0.99 are saturated:

    >>> saturated_fraction(np.array([[0.02, 0.5], [0.99, 0.1]]), lower=0.05, upper=0.95)
    0.5
    """
    ### BEGIN SOLUTION
    return float(np.mean((y <= lower) | (y >= upper)))
    ### END SOLUTION


# %% [markdown]
# **Predict.** Inputs are normal random numbers (half of them lie between −0.674 and 0.674), times a scale. At which scale do half of the sigmoids lie outside 0.05 to 0.95: 1, 2, 4 or 8?
#
# <details><summary>Answer</summary>
#
# Near 4. σ(x) is 0.95 at x = 2.94, and half of all normal numbers lie more than 0.674 from 0: 2.94 / 0.674 = 4.4.
#
# </details>

# %%
saturated_fraction = use("saturated_fraction", saturated_fraction)
normal = np.random.default_rng(1).standard_normal(10_000)
for scale in (1, 2, 4, 8):
    print(scale, round(saturated_fraction(sigmoid(scale * normal), 0.05, 0.95), 2))

# %% [markdown]
# See it happen: raise the scale, and watch the outputs of *your* sigmoid pile up at both ends, while the slope dies out layer by layer.

# %%
ActivationZoo(function=sigmoid)

# %% [markdown]
# ReLU has an illness of its own. Where the input is negative, output and slope are 0. A channel whose input is negative for *every* picture is **dead**: no gradient reaches its weights.


# %% exercise="dead_units"
def dead_units(y: np.ndarray) -> np.ndarray:
    """Tell which channels are never positive: not in any image, nor at any position.

    Parameters
    ----------
    y : np.ndarray, shape (N, C, H, W) or (N, C)
        Outputs of a layer for a batch of N inputs; floats or whole numbers. With a leaky
        activation they may be negative.

    Returns
    -------
    np.ndarray, bool, shape (C,)
        True where no output of the channel is above 0.

    Examples
    --------
    Two inputs, three channels; the middle one stays silent for both:

    >>> dead_units(np.array([[0.0, 0.0, 2.5], [1.2, 0.0, 0.0]]))
    array([False,  True, False])
    """
    ### BEGIN SOLUTION
    other_axes = (0, *range(2, y.ndim))
    return ~np.any(y > 0, axis=other_axes)
    ### END SOLUTION


# %% [markdown]
# **Predict.** Six digits, four kernels: edges, turned edges, a blur, and the blur with a minus sign. Which channels are dead after `relu`?
#
# <details><summary>Answer</summary>
#
# The last. Pixels are never negative, so its sums are never positive.
#
# </details>

# %%
dead_units = use("dead_units", dead_units)
kernels = [edge, edge.T, blur, -blur]
maps = np.array([[cross_correlate2d(data.digit(n), k) for k in kernels] for n in range(6)])
print("maps:", maps.shape)
print("dead:", dead_units(relu(maps)))

# %% [markdown]
# Now let a gradient of ones come back. Which part of it passes in each channel, without a leak and with one?

# %%
dout, axes = np.ones(maps.shape), (0, 2, 3)
print("relu passes: ", relu_backward(dout, maps).mean(axis=axes).round(3))
# what `leaky_relu` would let through:
print("leaky passes:", np.where(maps > 0, dout, 0.01 * dout).mean(axis=axes).round(3))

# %% [markdown]
# **What happened.** The last channel gets no gradient, so its own weights stay as they are. It may wake again if layers *before* it change its input. A leak, a smaller step or a better start keeps units from dying. After `leaky_relu` the channel still counts as dead, since it is never positive, and yet a hundredth of the gradient comes through.

# %% [markdown]
# ## 6. Break it
#
# A classmate's `relu_backward` passed her test on ten thousand random numbers. One character in it breaks the rule.


# %%
def generous(dout, x):
    return dout * (x >= 0)


numbers = np.random.default_rng(2).standard_normal((100, 100))
dout = np.ones(numbers.shape)
print("same:", np.array_equal(generous(dout, numbers), relu_backward(dout, numbers)))


# %% exercise="break_relu_at_zero"
def break_relu_at_zero() -> np.ndarray:
    """Return an input x on which `x >= 0` and `x > 0` make different gradients of `relu`.

    Returns
    -------
    np.ndarray, any shape
        What goes into `relu`; floats or whole numbers. The upstream gradient is 1 everywhere.
        There are many right answers.

    Examples
    --------
    This one does not show it, since both ways give [1., 0.]: np.array([3.0, -2.0]).
    """
    ### BEGIN SOLUTION
    return np.array([0.0])
    ### END SOLUTION


# %%
break_relu_at_zero = use("break_relu_at_zero", break_relu_at_zero)
found = break_relu_at_zero()
print("hers: ", generous(np.ones(found.shape), found))
print("yours:", relu_backward(np.ones(found.shape), found))

# %% [markdown]
# Does it ever matter? Ask a real map: the black ground of a picture gives exact zeros, by the hundred.

# %%
print("exact zeros among the edges of the 7:", f"{np.mean(edges == 0):.0%}")

# %% [markdown]
# **What happened.** Random real numbers never hit the corner, and pictures hit it all the time. Test data should be as odd as real data.

# %% [markdown]
# ## Recap
#
# - Linear layers in a row collapse into one; their kernels are convolved.
# - An activation bends, number by number. It changes no size.
# - ReLU keeps its slope, and can die. S-curves saturate.
# - Back through a curve: `dout` times the slope. At ReLU's corner the slope is 0.
# - `exp` only of numbers that are not positive.

# %% [markdown]
# ## Words
#
# - **activation function**: the bend between layers.
# - **ReLU**, leaky ReLU: max(x, 0), and its version with a leak.
# - **sigmoid**, **tanh**: S-curves to (0, 1) and (−1, 1).
# - **saturated**: on the flat end. **dead**: never above 0.
# - **vanishing gradient**: shrunk by many small slopes.
# - **overflow**: too large for the type.
# - **subgradient**: a slope allowed at a corner.

# %% [markdown]
# ## What comes next
#
# In **09 From scores to a loss** the last layer's numbers become a loss. There softmax has its place, and your care with `exp` pays off.
