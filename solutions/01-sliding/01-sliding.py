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
# # 01 Sliding a kernel
#
# A small grid of weights moves over a picture. At each place it multiplies and adds. That is all a convolutional layer does, and today you write it.
#
# When you are done, you can
#
# - compute one output number by hand;
# - write the double loop;
# - predict the size of the result;
# - say why a high score is not a match.
#
# Time: about 2 hours.

# %%
import numpy as np

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import KernelSlider, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on lesson 00. They carry no points; an answer you had to think about is one you will keep.

# %% [markdown] question="recall_axis_order"

# %% [markdown] question="recall_uint8_overflow"

# %% [markdown] question="recall_view_or_copy"

# %% [markdown]
# ## 1. One window, one number
#
# Below are an **image** of three rows and four columns and a **kernel** of two rows and two columns. The frame marks the image cells that the kernel covers when it lies in the top-left corner: a **window**.

# %%
x = np.array([[1.0, 2, 0, 1], [3, 1, 1, 0], [0, 2, 4, 1]])
kernel = np.array([[1.0, 0], [2, -1]])
plots.show(
    x,
    kernel,
    titles=["image, window at (0, 0)", "kernel"],
    values=True,
    boxes=[(0, 0, 2, 2), None],
    alt="A 3 by 4 grid of numbers with its top-left 2 by 2 cells framed, and a 2 by 2 kernel.",
)

# %% [markdown]
# Lay the kernel on the window. Each kernel cell meets one pixel: **multiply** them. Then **add** the four products:
#
# $$1 \cdot 1 + 2 \cdot 0 + 3 \cdot 2 + 1 \cdot (-1) = 6$$
#
# Two grids went in, one number came out. NumPy says it in one line.

# %%
window = x[0:2, 0:2]
print(window * kernel)
print("sum:", np.sum(window * kernel))

# %% [markdown]
# **Predict.** Move the window one column to the right. Work it out on paper before you unfold the answer or run the next cell.
#
# <details><summary>Answer</summary>
#
# The window is now [[2, 0], [1, 1]], so 2 · 1 + 0 · 0 + 1 · 2 + 1 · (−1) = 3. Half of the pixels are old acquaintances: neighbouring windows overlap.
#
# </details>

# %%
print("at (0, 1):", np.sum(x[0:2, 1:3] * kernel))

# %% [markdown]
# A slice that reaches too far does not complain. NumPy hands you what there is, and this surprises nearly everyone once.

# %%
print("two rows from row 2 on:", x[2:4, 0:2].shape)
print("two rows from row -1 on:", x[-1:1, 0:2].shape)

# %% [markdown]
# So your first function checks before it cuts. It also returns a copy: a slice is a view, as you saw in lesson 00, and whoever writes into a view writes into the image.


# %% exercise="window_at"
def window_at(x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]) -> np.ndarray:
    """Cut out the patch of an image whose top-left cell is (row, col).

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers.
    row, col : int
        Where the patch starts. Negative numbers do not count from the end here.
    kernel_shape : tuple of int
        (kH, kW), height first.

    Returns
    -------
    np.ndarray, float64, shape (kH, kW)
        A new array: writing into it leaves `x` as it is.

    Raises
    ------
    IndexError
        When the patch does not fit, on any of the four sides.

    Examples
    --------
    >>> window_at(np.array([[1, 2, 3], [4, 5, 6]]), 0, 1, (2, 2))
    array([[2., 3.],
           [5., 6.]])
    """
    ### BEGIN SOLUTION
    height, width = kernel_shape
    if row < 0 or col < 0 or row + height > x.shape[0] or col + width > x.shape[1]:
        raise IndexError(f"a {height}x{width} window at ({row}, {col}) does not fit into {x.shape}")
    return x[row : row + height, col : col + width].astype(np.float64)
    ### END SOLUTION


# %%
window_at = use("window_at", window_at)
seven = data.digit(7)
patch = window_at(seven, 2, 18, (5, 5))
plots.show(
    seven,
    patch,
    titles=["a 7", "window at (2, 18)"],
    boxes=[(2, 18, 5, 5), None],
    alt="A white 7 on black with a frame at its upper right corner, and that 5 by 5 corner enlarged.",
)

# %% [markdown]
# **What happened.** You can now look at a picture through a small window, anywhere it fits. The network you are building never sees more than this at a time.

# %% [markdown]
# ## 2. How many places?
#
# The kernel stays inside the image. Its **position** is the cell under its top-left corner. Count the starts on one axis first: a strip of two cells on a row of five.

# %%
for start in range(4):
    print("." * start + "##" + "." * (3 - start), " start", start)

# %% [markdown]
# **Predict.** How many starts has a strip of 3 on a row of 5? A strip of 5? A strip of 1?
#
# <details><summary>Answer</summary>
#
# 3, 1 and 5. The first start is 0. The last is the one where both ends meet. Count them both: many a program loses one row here.
#
# </details>


# %% exercise="valid_output_shape"
def valid_output_shape(
    input_shape: tuple[int, int], kernel_shape: tuple[int, int]
) -> tuple[int, int]:
    """Count the positions at which a kernel fits into an image, down and across.

    Parameters
    ----------
    input_shape : tuple of int
        (H, W).
    kernel_shape : tuple of int
        (kH, kW). The kernel fits: kH <= H and kW <= W.

    Returns
    -------
    tuple of int
        (positions down, positions across); 1 on an axis where the kernel is as long as the image.

    Examples
    --------
    A kernel 2 rows high starts at row 0, 1 or 2 of a 4-row image; one 3 wide has 4 starts on 6
    columns:

    >>> valid_output_shape((4, 6), (2, 3))
    (3, 4)
    """
    ### BEGIN SOLUTION
    height, width = input_shape
    kernel_height, kernel_width = kernel_shape
    return height - kernel_height + 1, width - kernel_width + 1
    ### END SOLUTION


# %% [markdown]
# The name says *valid*: many libraries call the positions where the kernel fits valid ones. Lesson 03 lets it hang over the border.

# %% [markdown] question="size_7x9"
# Do this one in your head, then ask your function.

# %% [markdown]
# > **Myth.** *“Padding can be non-existent; then the output keeps the original size.”*
#
# No padding is what you have now. Send a digit through four layers of 5 × 5 kernels and watch.

# %%
valid_output_shape = use("valid_output_shape", valid_output_shape)
size = (28, 28)
for layer in range(1, 5):
    size = valid_output_shape(size, (5, 5))
    print("after layer", layer, size)

# %% [markdown]
# **What happened.** Each layer takes kH − 1 rows and kW − 1 columns. A 1 × 1 kernel takes none, and it is the only one.

# %% [markdown]
# ## 3. Slide, multiply, sum
#
# Now visit every position and write each sum where it belongs: the window at (row, col) gives `out[row, col]`. The array of sums is called a **feature map**, or activation map.
#
# $$\text{out}[i, j] = \sum_{a}\sum_{b} x[i + a,\, j + b] \cdot \text{kernel}[a, b]$$

# %% [markdown]
# Kernels can be odd instruments. One with a single 1 picks one pixel of each window and ignores the rest.

# %%
picker = np.array([[0.0, 0, 0], [0, 0, 1], [0, 0, 0]])
window = np.arange(9.0).reshape(3, 3)
plots.show(
    window,
    picker,
    titles=["window", "kernel"],
    values=True,
    alt="A window with the numbers 0 to 8, and a 3 by 3 kernel with a 1 right of the centre.",
)

# %% [markdown]
# **Predict.** Which number comes out? And what does this kernel do to a whole picture?
#
# <details><summary>Answer</summary>
#
# 5, the pixel right of the centre. Everywhere the right neighbour comes out, so the picture moves one pixel to the *left*. That direction surprises most people.
#
# </details>

# %% [markdown] question="picks_up_left"

# %% [markdown]
# Your turn: the central function of the course. Everything after this lesson calls it or grows out of it. Two nested loops are fine. So is any other way to the same numbers.


# %% exercise="cross_correlate2d"
def cross_correlate2d(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image; at each position multiply cell by cell and sum.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers (a stored picture is uint8).
    kernel : np.ndarray, shape (kH, kW)
        It fits: kH <= H and kW <= W.

    Returns
    -------
    np.ndarray, float64, shape (H - kH + 1, W - kW + 1)
        `out[i, j] = sum_{a,b} x[i + a, j + b] * kernel[a, b]`: no flip, no padding.

    Examples
    --------
    >>> cross_correlate2d(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0], [0, -1]]))
    array([[-4., -4.]])
    """
    ### BEGIN SOLUTION
    kernel_height, kernel_width = kernel.shape
    out_height = x.shape[0] - kernel_height + 1
    out_width = x.shape[1] - kernel_width + 1
    out = np.zeros((out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            window = x[row : row + kernel_height, col : col + kernel_width]
            out[row, col] = np.sum(window * kernel)
    return out
    ### END SOLUTION


# %%
cross_correlate2d = use("cross_correlate2d", cross_correlate2d)
print(cross_correlate2d(x, kernel))

# %% [markdown]
# The first two numbers are the 6 and the 3 from your paper. Now a picture. This kernel subtracts the left column of the window from the right one.

# %%
vertical_edge = np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]])
plots.show(
    vertical_edge,
    titles="vertical-edge kernel",
    values=True,
    alt="A 3 by 3 kernel: minus ones on the left, zeros in the middle, ones on the right.",
)

# %% [markdown]
# **Predict.** The digit is white on black. Where is the feature map positive, where negative, where zero? What does the long horizontal bar of the 7 give?
#
# <details><summary>Answer</summary>
#
# Positive where the picture grows brighter to the right, so at left edges of strokes; negative at right edges; zero where left and right agree: the black ground, and all along the bar.
#
# </details>

# %%
edges = cross_correlate2d(seven, vertical_edge)
plots.show(
    seven,
    edges,
    titles=["7", "feature map"],
    share=False,
    alt="A 7 and its feature map: the slanted stroke is positive on its left side, negative on its "
    "right. Only the ends of the bar show.",
)
print(seven.shape, "->", edges.shape, " from", edges.min(), "to", edges.max())

# %% [markdown]
# Step through it yourself. The widget runs *your* function and marks the first cell that differs from its own. Move with the arrow keys; the sum is written out below.

# %%
KernelSlider(seven, vertical_edge, function=cross_correlate2d)

# %% [markdown]
# In *predict* mode each sum stays hidden until you have typed a number. Five right answers in a row, and you will never need to look up what a convolutional layer does.

# %%
KernelSlider(x, kernel, function=cross_correlate2d, mode="predict")

# %% [markdown]
# **What happened.** Nine numbers found every vertical edge of a picture that has 784 pixels. The kernel was the same at all 676 positions. A network learns such numbers instead of being given them; the loop stays yours.

# %% [markdown] question="how_many_products"
# Each position costs one multiplication per kernel cell. Count before you calculate.

# %% [markdown]
# > **Myth.** *“In a convolution we always take the sum or the average of all values.”*
#
# Of the *products*, and the sum. A kernel of ones tells the two apart, and a kernel whose cells are 1/9 shows where averages come from: they are one kernel among many.

# %%
ones = np.ones((3, 3))
print("image of ones, kernel of ones:", cross_correlate2d(np.ones((4, 4)), ones)[0, 0])
print("kernel of ninths:             ", cross_correlate2d(np.ones((4, 4)), ones / 9)[0, 0].round(3))

# %% [markdown]
# > **Myth.** *“With stride two we skip two columns.”*
#
# The **stride** is how far the window moves; yours moves by one. Moving two means skipping *one*. (Lesson 04 builds it in.)

# %%
starts = cross_correlate2d(np.arange(7.0).reshape(1, 7), np.ones((1, 1)))
print("stride 1:", starts[0])
print("stride 2:", starts[0, ::2])

# %% [markdown]
# > **Myth.** *“There is a kernel for each image channel.”*
#
# Half of it. One filter has a slice for each channel, and the slices' maps are *summed* into a single one. Three maps come in, one goes out. (Lesson 05 gives each filter its place.)

# %%
boat = data.picture("boat")[::2, ::2]
slices = [vertical_edge, vertical_edge, -2 * vertical_edge]
maps = [cross_correlate2d(boat[:, :, c], slices[c]) for c in range(3)]
print(len(maps), "maps, one feature map:", sum(maps).shape)

# %% [markdown]
# **A word of warning.** Deep learning calls this operation *convolution*, and so does PyTorch: `Conv2d` does exactly what you wrote. In mathematics it is **cross-correlation**; true convolution flips the kernel first. The flip comes in lesson 02.

# %% [markdown]
# ## 4. A high score is not a match
#
# A kernel responds where the picture resembles it. So can you find things with it? Somewhere in this scene stands a small figure. The template shows what it looks like.

# %%
scene, template = data.find_me()
plots.show(
    scene,
    template,
    titles=["scene", "template"],
    share=False,
    alt="A grey scene with a large bright rectangle, and a template of a stick figure.",
)

# %% [markdown]
# **Predict.** Slide the template over the scene with `cross_correlate2d`. Where is the largest sum?
#
# <details><summary>Answer</summary>
#
# On the bright rectangle, which is empty. Every product there is large, whether or not the pixels form a figure.
#
# </details>

# %%
raw = cross_correlate2d(scene, template)
row, col = np.unravel_index(np.argmax(raw), raw.shape)
plots.show(
    scene,
    raw,
    titles=["largest sum, framed", "raw scores"],
    boxes=[(row, col, *template.shape), None],
    share=False,
    alt="The frame sits inside the bright rectangle. The raw scores are highest there.",
)

# %% [markdown]
# > **Myth.** *“Where the image does not match the kernel, the result is close to zero.”*
#
# Popular, and refuted by your own function. The figure stands at (14, 5); the bright patch has none in it. The negative of the figure is as unlike it as can be.

# %%
print("figure:       ", raw[14, 5].round(2))
print("bright patch: ", raw[4, 22].round(2))
print("its negative: ", cross_correlate2d(-template, template)[0, 0])

# %% [markdown] question="mismatch_near_zero"

# %% [markdown]
# Two things made the bright patch win: **brightness** and **contrast**. Remove both from each patch. Subtract its own mean; then divide by its own **norm**, the square root of the sum of its squares. What is left is pattern alone.

# %%
dim = np.array([1.0, 2, 2, 3])
bright = 10 * dim + 50
for values in (dim, bright):
    pattern = values - values.mean()
    print(values, "->", (pattern / np.linalg.norm(pattern)).round(3))

# %% [markdown]
# **Predict.** After this, what is the sum of products of a patch with itself? With its negative? And what happens to a flat patch?
#
# <details><summary>Answer</summary>
#
# 1 and −1, and no sum lies outside. A flat patch becomes all zeros, its norm is 0, and 0 / 0 is `nan`. It has no pattern, so we say its score is 0.
#
# </details>


# %% exercise="best_match"
def best_match(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    """Find where an image looks most like a template, whatever the brightness and contrast.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers.
    template : np.ndarray, shape (kH, kW)
        It fits into the image and is not flat: it has at least two different values.

    Returns
    -------
    tuple of int
        (row, col) of the top-left cell of the best patch. The score of a patch is the sum of
        products of patch and template, after each has had its own mean subtracted and has then
        been divided by its own norm, `sqrt(sum of squares)`: a number from -1 to 1. A flat patch
        (all cells equal) has no pattern and scores 0. The best score is above 0 and not tied.

    Examples
    --------
    The patch [1, 2] rises as the template does; [9, 9] is brighter, and flat:

    >>> best_match(np.array([[9, 9, 1, 2]]), np.array([[0, 5]]))
    (0, 2)
    """
    ### BEGIN SOLUTION
    height, width = template.shape
    pattern = template - np.mean(template)
    pattern = pattern / np.linalg.norm(pattern)
    best_score, best_position = -np.inf, (0, 0)
    for row in range(x.shape[0] - height + 1):
        for col in range(x.shape[1] - width + 1):
            patch = x[row : row + height, col : col + width]
            patch = patch - np.mean(patch)
            norm = np.linalg.norm(patch)
            score = np.sum(patch * pattern) / norm if norm > 0 else 0.0
            if score > best_score:
                best_score, best_position = score, (row, col)
    return best_position
    ### END SOLUTION


# %%
best_match = use("best_match", best_match)
row, col = best_match(scene, template)
plots.show(
    scene,
    window_at(scene, row, col, template.shape),
    titles=["best match, framed", "enlarged"],
    boxes=[(row, col, *template.shape), None],
    share=False,
    alt="The frame now sits on a dim stick figure at the lower left; enlarged, it is the template.",
)

# %% [markdown]
# Half of the cure fits into the kernel. A template with **mean zero** gives 0 on every flat patch, however bright. Slide it, and watch the sums inside the rectangle.

# %%
KernelSlider(scene, template - template.mean(), function=cross_correlate2d)

# %% [markdown]
# **What happened.** You built *normalised cross-correlation*, the classic way to find a template. A convolutional layer leaves the normalising out. It gets by because its kernels are learned: nothing stops a network from learning weights whose mean is near zero. In lesson 02 you will meet such kernels.

# %% [markdown]
# ## 5. Break it
#
# A classmate sends you this function. It passed her test, an image with `np.ones((3, 3))` as the kernel. One detail makes it a convolution instead of a cross-correlation.


# %%
def flipped(x, kernel):
    turned = kernel[::-1, ::-1]
    return cross_correlate2d(x, turned)


ramp = np.arange(20.0).reshape(4, 5)
print("same on her test:", np.array_equal(flipped(ramp, ones), cross_correlate2d(ramp, ones)))

# %% [markdown]
# **Predict.** For which kernels can nobody see the flip, whatever the image?
#
# <details><summary>Answer</summary>
#
# For those that look the same after half a turn: constant ones, and also [[1, 2], [2, 1]]. Square and tidy test kernels are the worst.
#
# </details>


# %% exercise="break_constant_kernel"
def break_constant_kernel() -> tuple[np.ndarray, np.ndarray]:
    """Return (x, kernel) on which flipping the kernel changes the result of `cross_correlate2d`.

    Returns
    -------
    tuple of np.ndarray
        An image x, shape (H, W), and a kernel, shape (kH, kW), that fits into it. There are many
        right answers; with a constant kernel, such as all ones, nobody can see a flip.

    Examples
    --------
    These do not expose the flip, since both ways give [[3.]]: x = [[1, 2]], kernel = [[1, 1]].
    """
    ### BEGIN SOLUTION
    return np.array([[1.0, 2.0]]), np.array([[0.0, 1.0]])
    ### END SOLUTION


# %%
break_constant_kernel = use("break_constant_kernel", break_constant_kernel)
image, weights = break_constant_kernel()
print("as it is:\n", cross_correlate2d(image, weights))
print("flipped:\n", flipped(image, weights))

# %% [markdown]
# **What happened.** A test is as good as its numbers. Symmetric kernels, square images, images of ones: each hides a family of mistakes. The checks of this course use lopsided numbers for that reason. Do the same in yours.

# %% [markdown]
# ## Recap
#
# - One output number: multiply a window by the kernel, cell by cell, and add up.
# - n cells hold n − k + 1 positions of a k-wide kernel.
# - The result is a feature map. Its sign means something.
# - A raw sum grows with brightness. Only a normalised one measures resemblance.
# - Libraries say convolution; they compute cross-correlation.

# %% [markdown]
# ## Words
#
# - **kernel**: the small grid of weights that slides.
# - **window**, or patch: the part of the image under it.
# - **position**: the image cell under its top-left corner.
# - **valid**: only positions where the kernel fits.
# - **feature map**, activation map: the array of sums.
# - **cross-correlation**: slide, multiply, sum; no flip.
# - **norm**: the square root of the sum of squares.
# - **template matching**: finding the window most like a given one.

# %% [markdown]
# ## What comes next
#
# In **02 Kernels that see** you design kernels: edges, blur, sharpening. You meet the flip, show negative numbers honestly, and let gradient descent find a kernel that you never tell it.
