"""Interactive widgets for the lessons; the arithmetic runs in the browser.

Examples
--------
In a notebook cell, as its last line:

>>> from course.widgets import KernelSlider
>>> slider = KernelSlider()
"""

from __future__ import annotations

from course.widgets.activation_zoo import ActivationZoo
from course.widgets.architecture_walk import ArchitectureWalk
from course.widgets.channel_mixer import ChannelMixer
from course.widgets.choice import Choice, choose
from course.widgets.draw_digit import DrawDigit
from course.widgets.gradient_flow import GradientFlow
from course.widgets.kernel_slider import KernelSlider
from course.widgets.kernel_studio import KernelStudio
from course.widgets.logits_to_loss import LogitsToLoss
from course.widgets.padding_lab import PaddingLab
from course.widgets.pixel_inspector import PixelInspector
from course.widgets.pool_lab import PoolLab
from course.widgets.stride_ruler import StrideRuler
from course.widgets.train_monitor import TrainMonitor

__all__ = [
    "ActivationZoo",
    "ArchitectureWalk",
    "ChannelMixer",
    "Choice",
    "DrawDigit",
    "GradientFlow",
    "KernelSlider",
    "KernelStudio",
    "LogitsToLoss",
    "PaddingLab",
    "PixelInspector",
    "PoolLab",
    "StrideRuler",
    "TrainMonitor",
    "choose",
]
