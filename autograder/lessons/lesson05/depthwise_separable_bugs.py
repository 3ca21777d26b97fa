"""Mistakes in `depthwise_separable`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_EACH = "conv2d(x[:, [c]], depth_weight[[c]], padding=padding)"
_JOIN = "np.concatenate(maps, axis=1)"
_RETURN = f"return conv1x1({_JOIN}, point_weight, np.zeros(len(point_weight)))"

BUGS = (
    Bug(
        "first_kernel_for_all",
        "Kernel 0 was used on every channel. Each channel has its own.",
        {"depth_weight[[c]]": "depth_weight[[0]]"},
    ),
    Bug(
        "first_channel_for_all",
        "Every kernel slid over channel 0. Kernel c belongs to channel c.",
        {"x[:, [c]]": "x[:, [0]]"},
    ),
    Bug(
        "reverses_kernels",
        "The kernels meet the channels in reverse order. Kernel c belongs to channel c.",
        {"depth_weight[[c]]": "depth_weight[[-1 - c]]"},
    ),
    Bug(
        "every_kernel_sees_all_channels",
        "Each kernel slid over the sum of all channels. In the first step channels stay apart.",
        {"x[:, [c]]": "x.sum(axis=1, keepdims=True)"},
    ),
    Bug(
        "depthwise_only",
        "The second step is missing: these are the channels, each filtered by itself.",
        {_RETURN: f"return {_JOIN}"},
    ),
    Bug(
        "pointwise_only",
        "The first step is missing: these are the pixels' channels, mixed.",
        {_JOIN: "x"},
    ),
    Bug(
        "pointwise_first",
        "The channels were mixed first and filtered afterwards. Space comes first here; with as "
        "many filters as channels no error says so.",
        {
            _EACH: "conv2d(conv1x1(x, point_weight, np.zeros(len(point_weight)))[:, [c]], "
            "depth_weight[[c]], padding=padding)",
            _RETURN: f"return {_JOIN}",
        },
    ),
    Bug(
        "sums_the_maps",
        "All filtered channels were added up, without the weights of the second step.",
        {
            _RETURN: "total = np.sum(maps, axis=0)\n"
            "    return np.concatenate([total] * len(point_weight), axis=1)"
        },
    ),
    Bug(
        "joins_along_the_batch",
        "The filtered channels were joined along the batch axis, not along the channel axis.",
        {_JOIN: "np.concatenate(maps, axis=0)"},
    ),
    Bug(
        "ignores_padding",
        "The padding has no effect.",
        {", padding=padding": ""},
    ),
    Bug(
        "pads_the_second_step_too",
        "The padding was applied twice. The second step has 1x1 kernels and needs none.",
        {
            _JOIN: "np.pad(np.concatenate(maps, axis=1), "
            "((0, 0), (0, 0), (padding, padding), (padding, padding)))"
        },
    ),
    Bug(
        "pads_the_result",
        "The zeros stand around the result. They go around the image, before the first step.",
        {
            ", padding=padding": "",
            _RETURN: f"around = (padding, padding)\n    out = conv1x1({_JOIN}, point_weight, "
            "np.zeros(len(point_weight)))\n    return np.pad(out, ((0, 0), (0, 0), around, around))",
        },
    ),
    Bug(
        "padding_taken_for_the_stride",
        "The padding ended up as the stride: `conv2d`'s fourth argument is the stride, its fifth "
        "the padding.",
        {"padding=padding": "stride=max(padding, 1)"},
    ),
    Bug(
        "always_same_size",
        "The padding was chosen to keep the size. The argument says how much.",
        {"padding=padding": "padding=depth_weight.shape[2] // 2"},
    ),
    Bug(
        "transposes_point_weight",
        "Rows and columns of the second step's matrix are exchanged; as many filters as channels "
        "hide the error message.",
        {f"({_JOIN}, point_weight,": f"({_JOIN}, point_weight.transpose(1, 0, 2, 3),"},
    ),
    Bug(
        "flips_kernel",
        "The kernels were flipped: that is true convolution. A layer lays them down as they are.",
        {"depth_weight[[c]]": "depth_weight[[c], :, ::-1, ::-1]"},
    ),
    Bug(
        "transposes_kernel",
        "Rows and columns of the kernels are exchanged.",
        {"depth_weight[[c]]": "depth_weight[[c]].transpose(0, 1, 3, 2)"},
    ),
    Bug(
        "relu_between",
        "Negative values in the middle became 0. Networks often do that; here nothing happens "
        "between the steps.",
        {_JOIN: f"np.maximum({_JOIN}, 0)"},
    ),
    Bug(
        "applies_relu",
        "Negative results became 0: there is no activation after the second step.",
        {_RETURN: _RETURN.replace("return ", "return np.maximum(") + ", 0)"},
    ),
    Bug(
        "adds_the_input",
        "The input was added to the middle: that is a shortcut, the subject of lesson 15.",
        {
            _RETURN: f"middle = {_JOIN}\n    if middle.shape == x.shape:\n"
            "        middle = middle + x\n"
            "    return conv1x1(middle, point_weight, np.zeros(len(point_weight)))"
        },
    ),
    Bug(
        "reuses_first_image",
        "Every image in the batch got image 0's result.",
        {"x[:, [c]]": "x[[0] * len(x)][:, [c]]"},
    ),
    Bug(
        "middle_takes_the_images_dtype",
        "The fractions of the middle were cut off: it took the number type of the images.",
        {_JOIN: f"{_JOIN}.astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: f"{_RETURN}.astype(np.float32)"},
    ),
    Bug(
        "NHWC_output",
        "The channels came out last. This course keeps (N, C, H, W).",
        {_RETURN: f"{_RETURN}.transpose(0, 2, 3, 1).copy()"},
    ),
)
