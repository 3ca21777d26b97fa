"""Terms that lesson 00 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Array": "A block of numbers of one dtype, arranged along one or more axes.",
    "Axis": "One direction of an array; axis 0 is the first number of its shape.",
    "Batch": "Several images in one array, along the first axis.",
    "Channel": "One layer of an image: red, green or blue in a photo, a feature in a network.",
    "CHW and HWC": (
        "Orders of an image's axes: channels, height, width in PyTorch and in this course; height, "
        "width, channels in files and in Matplotlib."
    ),
    "Contiguous": "Lying in memory in the order of the axes, without gaps.",
    "dtype": "The kind of number an array holds, such as uint8 or float64.",
    "NCHW": "The order of a batch's axes: image, channel, height, width.",
    "Standardise": "Subtract the mean and divide by the standard deviation, for each channel.",
    "View": "An array that shows another's memory: writing into one changes both.",
}
