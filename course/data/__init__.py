"""Pictures to learn from: drawn by code for lessons 00 to 12, loaded from public sets after that.

Importing this needs NumPy only; nothing is read or fetched before `load` is called.
"""

from __future__ import annotations

from course.data.dataset import DamagedData, DataNotFound, Dataset
from course.data.figures import SHAPES, shapes
from course.data.loading import load, load_or_digits
from course.data.pictures import HEIGHT, WIDTH, find_me, picture
from course.data.strokes import digit

__all__ = [
    "HEIGHT",
    "SHAPES",
    "WIDTH",
    "DamagedData",
    "DataNotFound",
    "Dataset",
    "digit",
    "find_me",
    "load",
    "load_or_digits",
    "picture",
    "shapes",
]
