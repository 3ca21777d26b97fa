"""MNIST and Fashion-MNIST: four files in the IDX format, plain or gzipped."""

from __future__ import annotations

import gzip
import math
import zlib
from pathlib import Path

import numpy as np

from course.data.dataset import DamagedData, Dataset

FOLDERS = {"mnist": "MNIST/raw", "fashion": "FashionMNIST/raw"}
"""Where torchvision keeps the files, below the folder it is given."""

CLASSES = {
    "mnist": tuple("0123456789"),
    "fashion": (
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
}

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)

_UNSIGNED_BYTE = 8
"""The format's number for the type of its values."""


def read_set(name: str, root: Path) -> Dataset | None:
    """The set below `root`, or None where one of its files is missing.

    Raises
    ------
    DamagedData
        When a file is there but is not what it should be.
    """
    folder = root / FOLDERS[name]
    paths = [_find(folder / file) for file in FILES]
    there = [path for path in paths if path is not None]
    if len(there) < len(FILES):
        return None
    arrays = [read_idx(path) for path in there]
    for split in (0, 2):
        _check_pair(arrays[split], arrays[split + 1], there[split], there[split + 1])
    images, labels, test_images, test_labels = arrays
    return Dataset(
        name=name,
        train_images=images,
        train_labels=labels.astype(np.int64),
        test_images=test_images,
        test_labels=test_labels.astype(np.int64),
        classes=CLASSES[name],
        source=str(folder),
    )


def read_idx(path: Path) -> np.ndarray:
    """The numbers of one IDX file, uint8, in the shape its header names.

    The format (http://yann.lecun.com/exdb/mnist): two zero bytes, the type, the number of
    dimensions, each dimension as a big-endian 32-bit integer, then the values row by row.
    """
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DamagedData(f"{path} is damaged: it cannot be unpacked. {_mend(path)}") from None
    dimensions = 3 if "images" in path.name else 1
    start = 4 + 4 * dimensions
    if len(content) < start or content[:4] != bytes((0, 0, _UNSIGNED_BYTE, dimensions)):
        magic = content[:4].hex(" ") or "nothing"
        raise DamagedData(
            f"{path} is damaged: it starts with {magic}, but a file with this name starts with "
            f"00 00 08 {dimensions:02x}. {_mend(path)}"
        )
    shape = tuple(int(side) for side in np.frombuffer(content[4:start], dtype=">u4"))
    expected = start + math.prod(shape)
    if len(content) != expected:
        raise DamagedData(
            f"{path} is damaged: it has {len(content):,} bytes, but its first ones say "
            f"{expected:,}. {_mend(path)}"
        )
    return np.array(np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape))


def _find(path: Path) -> Path | None:
    """The plain file, or the gzipped one beside it."""
    for candidate in (path, path.with_name(path.name + ".gz")):
        if candidate.is_file():
            return candidate
    return None


def _check_pair(images: np.ndarray, labels: np.ndarray, first: Path, second: Path) -> None:
    if images.shape[1:] != (28, 28):
        height, width = images.shape[1:]
        raise DamagedData(
            f"{first} is damaged: its pictures are {height}x{width}, not 28x28. {_mend(first)}"
        )
    if len(images) != len(labels):
        raise DamagedData(
            f"{second} is damaged: it has {len(labels):,} labels for the {len(images):,} pictures "
            f"of {first.name}. {_mend(second)}"
        )
    if labels.size and labels.max() > 9:
        raise DamagedData(
            f"{second} is damaged: it holds the label {labels.max()}, but labels are 0 to 9. "
            f"{_mend(second)}"
        )


def _mend(path: Path) -> str:
    return f"Delete {path.name} and load the set again, or put a good copy there."
