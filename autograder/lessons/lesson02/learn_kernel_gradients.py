"""Mistakes in `learn_kernel` that take a step along something else than the gradient."""

from __future__ import annotations

from autograder.exercise import Bug

_ERROR = "error = cross_correlate2d(x, kernel) - y"
_MEAN = "2 / y.size"
_SLIDE = "cross_correlate2d(x, error)"
_UPDATE = "kernel = kernel - lr * gradient"

GRADIENT = (
    Bug(
        "sum_not_mean",
        "The gradient is M times too large: the loss is the mean of the squared errors, so the sum "
        "is divided by their number.",
        {_MEAN: "2"},
    ),
    Bug(
        "forgets_the_two",
        "The gradient is half of what it should be: the derivative of error^2 brings a 2.",
        {_MEAN: "1 / y.size"},
    ),
    Bug(
        "sum_without_the_two",
        "The errors were summed, without the 2 of the square's derivative and without dividing by "
        "their number.",
        {_MEAN: "1"},
    ),
    Bug(
        "divides_by_input_size",
        "The gradient was divided by the number of pixels in x. The mean is over the errors, of "
        "which there are fewer.",
        {_MEAN: "2 / x.size"},
    ),
    Bug(
        "divides_by_kernel_size",
        "The gradient was divided by the number of kernel cells. The mean is over the errors: one "
        "for each position.",
        {_MEAN: "2 / kernel.size"},
    ),
    Bug(
        "divides_by_rows",
        "The gradient was divided by the number of rows (`len`). The mean is over all cells of y.",
        {_MEAN: "2 / len(y)"},
    ),
    Bug(
        "climbs",
        "The kernel moves up the slope: each step makes the loss larger. The gradient points "
        "uphill, so subtract it.",
        {_UPDATE: "kernel = kernel + lr * gradient"},
    ),
    Bug(
        "flips_gradient",
        "The gradient is turned by half a turn. Kernel cell [a, b] meets the pixels from (a, b) "
        "on: x is cross-correlated with the error, without a flip.",
        {_SLIDE: "cross_correlate2d(x, error)[::-1, ::-1]"},
    ),
    Bug(
        "convolves_with_error",
        "The error map was flipped before it slid over x, as in a convolution. The formula of the "
        "gradient has pluses, so nothing is flipped.",
        {_SLIDE: "cross_correlate2d(x, error[::-1, ::-1])"},
    ),
    Bug(
        "learns_by_convolution",
        "The kernel comes out turned by half a turn: the prediction was a convolution. Here it is "
        "`cross_correlate2d`.",
        {
            _ERROR: "error = cross_correlate2d(x, kernel[::-1, ::-1]) - y",
            _SLIDE: "cross_correlate2d(x, error)[::-1, ::-1]",
        },
    ),
    Bug(
        "gradient_without_input",
        "Every kernel cell gets the same gradient, the mean error. How much a cell matters depends "
        "on the pixels it meets.",
        {_SLIDE: "np.full(kernel.shape, np.sum(error))"},
    ),
    Bug(
        "gradient_of_first_window",
        "Only the first window was used for the gradient. Every window says something about the "
        "kernel.",
        {_SLIDE: "error[0, 0] * x[: kernel.shape[0], : kernel.shape[1]]"},
    ),
    Bug(
        "forgets_y",
        "y has no effect: the error is the prediction minus what it should be.",
        {_ERROR: "error = cross_correlate2d(x, kernel)"},
    ),
    Bug(
        "absolute_error",
        "Every error counts alike, whatever its size: this is the gradient of the mean absolute "
        "error. The loss here is squared.",
        {_SLIDE: "0.5 * cross_correlate2d(x, np.sign(error))"},
    ),
    Bug(
        "root_of_loss",
        "This descends the root of the mean squared error. The root is for reading; the loss here "
        "is without it.",
        {_UPDATE: "kernel = kernel - lr * gradient / (2 * np.sqrt(np.mean(error**2)) + 1e-30)"},
    ),
    Bug(
        "squared_error_in_gradient",
        "The squared errors were multiplied with x. The square is in the loss; its derivative has "
        "the error itself.",
        {_SLIDE: "cross_correlate2d(x, error**2)"},
    ),
)
