"""Interactive widgets for the lessons; the arithmetic runs in the browser.

Examples
--------
In a notebook cell, as its last line:

>>> from course.widgets import KernelSlider
>>> slider = KernelSlider()
"""

from __future__ import annotations

from course.widgets.choice import Choice, choose
from course.widgets.kernel_slider import KernelSlider
from course.widgets.pixel_inspector import PixelInspector

__all__ = ["Choice", "KernelSlider", "PixelInspector", "choose"]
