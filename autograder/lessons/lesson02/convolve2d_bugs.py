"""Mistakes in `convolve2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_TURNED = "kernel[::-1, ::-1]"
_CALL = "cross_correlate2d(x, kernel[::-1, ::-1])"
_RETURN = f"return {_CALL}"
_PADDED = "np.pad(x, (({0}, {0}), ({1}, {1})))"
_FULL = _PADDED.format("kernel.shape[0] - 1", "kernel.shape[1] - 1")

BUGS = (
    Bug(
        "no_flip",
        "This is still cross-correlation. Convolution turns the kernel by half a turn first: both "
        "axes are read backwards.",
        {_TURNED: "kernel"},
    ),
    Bug(
        "flips_cols_only",
        "The kernel is mirrored left-right only. Half a turn reads the rows backwards too.",
        {_TURNED: "kernel[:, ::-1]"},
    ),
    Bug(
        "flips_rows_only",
        "The kernel is mirrored up-down only. Half a turn reads the columns backwards too.",
        {_TURNED: "kernel[::-1]"},
    ),
    Bug(
        "transposes_instead",
        "The kernel was transposed, which mirrors it along its diagonal: rows became columns. A "
        "flip leaves rows rows.",
        {_TURNED: "kernel.T"},
    ),
    Bug(
        "flips_and_transposes",
        "The kernel was flipped and transposed as well. Half a turn keeps its shape: 2x3 stays "
        "2x3.",
        {_TURNED: "kernel[::-1, ::-1].T"},
    ),
    Bug(
        "rot90_once",
        "The kernel was turned by a quarter. A flip on both axes is half a turn: twice as far.",
        {_TURNED: "np.rot90(kernel)"},
    ),
    Bug(
        "rot90_backwards",
        "The kernel was turned by a quarter to the right. A flip on both axes is half a turn.",
        {_TURNED: "np.rot90(kernel, -1)"},
    ),
    Bug(
        "flips_output",
        "The result of a cross-correlation was turned. Flip the kernel before it slides, not what "
        "comes out.",
        {_CALL: "cross_correlate2d(x, kernel)[::-1, ::-1]"},
    ),
    Bug(
        "flips_image",
        "The image was turned in place of the kernel. The right numbers come out in reversed "
        "order: the last one first.",
        {_CALL: "cross_correlate2d(x[::-1, ::-1], kernel)"},
    ),
    Bug(
        "negates_kernel",
        "All signs are reversed: `-kernel` changes the numbers, a flip changes their places.",
        {_TURNED: "-kernel"},
    ),
    Bug(
        "sorts_kernel",
        "The kernel's numbers were sorted. A flip reverses their order, whatever they are.",
        {_TURNED: "-np.sort(-kernel.ravel()).reshape(kernel.shape)"},
    ),
    Bug(
        "rolls_kernel",
        "The kernel's cells were shifted by one place. Turned by half a turn, the first cell is "
        "the last.",
        {_TURNED: "np.roll(kernel, (1, 1), axis=(0, 1))"},
    ),
    Bug(
        "full_output",
        "The result is larger than expected: the kernel also visited places where it hangs over "
        "the border (`full`, the default of several libraries). Here it stays inside.",
        {_CALL: f"cross_correlate2d({_FULL}, kernel[::-1, ::-1])"},
    ),
    Bug(
        "same_size_output",
        "The image was padded so that the result keeps its size. Padding is lesson 03; here the "
        "kernel stays inside.",
        {
            _CALL: "cross_correlate2d(np.pad(x, (((kernel.shape[0] - 1) // 2, kernel.shape[0] // 2)"
            ", ((kernel.shape[1] - 1) // 2, kernel.shape[1] // 2))), kernel[::-1, ::-1])"
        },
    ),
    Bug(
        "divides_by_kernel_sum",
        "Every value is divided by the sum of the kernel. A blur needs that once, when it is made; "
        "a convolution takes the kernel as it comes.",
        {_CALL: f"{_CALL} / (kernel.sum() or 1)"},
    ),
    Bug(
        "clips_negatives",
        "Negative results became 0. They mean the opposite pattern: keep them.",
        {_CALL: f"np.maximum({_CALL}, 0)"},
    ),
    Bug(
        "whole_number_output",
        "Fractions are cut off: the result became an array of whole numbers.",
        {_CALL: f"{_CALL}.astype(int)"},
    ),
    Bug(
        "kernel_takes_image_dtype",
        "The kernel was converted to the image's dtype. In uint8 there is no -1, and in whole "
        "numbers there is no 0.3.",
        {_TURNED: "kernel[::-1, ::-1].astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_CALL: f"{_CALL}.astype(np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_CALL: f"{_CALL}.tolist()"},
    ),
    Bug(
        "overwrites_kernel",
        "The caller's kernel was turned in place, and it stays turned: the next call with it gives "
        "something else. Make a new array.",
        {_RETURN: f"kernel[:] = kernel[::-1, ::-1].copy()\n    {_RETURN}"},
    ),
    Bug(
        "flips_the_caller_s_kernel",
        "The numbers are right, but the caller's kernel was turned in place. Make a new array.",
        {_RETURN: "kernel[:] = kernel[::-1, ::-1].copy()\n    return cross_correlate2d(x, kernel)"},
    ),
    Bug(
        "returns_turned_kernel",
        "This is the turned kernel. Slide it over the image next.",
        {_CALL: "kernel[::-1, ::-1] * 1.0"},
    ),
    Bug(
        "exchanges_arguments",
        "The image was slid over the kernel. The image comes first.",
        {_CALL: "cross_correlate2d(kernel[::-1, ::-1], x)"},
    ),
)
