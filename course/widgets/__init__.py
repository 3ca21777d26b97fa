"""Interactive widgets for the lessons; the arithmetic runs in the browser.

Examples
--------
In a notebook cell, as its last line:

>>> from course.widgets import KernelSlider
>>> slider = KernelSlider()
"""

from __future__ import annotations

from course.widgets.activation_zoo import ActivationZoo
from course.widgets.channel_mixer import ChannelMixer
from course.widgets.choice import Choice, choose
from course.widgets.kernel_slider import KernelSlider
from course.widgets.kernel_studio import KernelStudio
from course.widgets.padding_lab import PaddingLab
from course.widgets.pixel_inspector import PixelInspector
from course.widgets.pool_lab import PoolLab
from course.widgets.stride_ruler import StrideRuler

__all__ = [
    "ActivationZoo",
    "ChannelMixer",
    "Choice",
    "KernelSlider",
    "KernelStudio",
    "PaddingLab",
    "PixelInspector",
    "PoolLab",
    "StrideRuler",
    "choose",
]
