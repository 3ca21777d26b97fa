"""CIFAR-10: the original batches, or archives of JPEG files in a folder for each class."""

from __future__ import annotations

import io
import pickle
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from course.data.dataset import DamagedData, Dataset
from course.data.progress import Bar

CLASSES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)

BATCHES = "cifar-10-batches-py"
"""Folder of the original files, as torchvision unpacks them."""

BATCH_FILES = (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch")

ARCHIVES = "cifar10-jpeg"
"""Folder of train.tar.gz and test.tar.gz, with train/<class>/<picture>.jpg inside.

Each picture was compressed once more, so these are not the original pixels; nor is the order.
"""

SIDE = 32


def read_set(root: Path) -> Dataset | None:
    """The set below `root`, or None where neither form of it is complete.

    Raises
    ------
    DamagedData
        When a file is there but is not what it should be.
    """
    batches, archives = root / BATCHES, root / ARCHIVES
    if all((batches / name).is_file() for name in BATCH_FILES):
        parts = [_read_batch(batches / name) for name in BATCH_FILES]
        train = (
            np.concatenate([x for x, _ in parts[:-1]]),
            np.concatenate([y for _, y in parts[:-1]]),
        )
        return _dataset(train, parts[-1], batches)
    paths = [archives / f"{part}.tar.gz" for part in ("train", "test")]
    if not all(path.is_file() for path in paths):
        return None
    packed = [_unpack(path) for path in paths]
    with Bar("Decoding CIFAR-10", sum(len(pictures) for pictures in packed)) as bar:
        train, test = (_decode(path, files, bar) for path, files in zip(paths, packed, strict=True))
    return _dataset(train, test, archives)


def _dataset(
    train: tuple[np.ndarray, np.ndarray], test: tuple[np.ndarray, np.ndarray], folder: Path
) -> Dataset:
    return Dataset("cifar10", *train, *test, classes=CLASSES, source=str(folder))


class _PlainUnpickler(pickle.Unpickler):
    """Reads arrays, lists, text and numbers: a pickle may otherwise run any code it likes."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {("numpy", "ndarray"), ("numpy", "dtype")}:
            return getattr(np, name)
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "_reconstruct":
            return np.empty(0).__reduce__()[0]  # its module's name depends on NumPy's version
        if (module, name) == ("_codecs", "encode"):
            return lambda text, encoding: text.encode(encoding)  # bytes, as Python 3 pickles them
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a CIFAR-10 batch")


def _read_batch(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (N, 32, 32, 3) and labels of one of the original files."""
    try:
        with path.open("rb") as file:
            batch = _PlainUnpickler(file, encoding="bytes").load()
        rows = np.asarray(batch[b"data"], dtype=np.uint8)
        labels = np.asarray(batch[b"labels"], dtype=np.int64)
        images = rows.reshape(len(labels), 3, SIDE, SIDE)
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, ValueError, IndexError) as error:
        raise DamagedData(f"{path} is damaged: {error}. {_mend(path)}") from None
    if labels.size and not 0 <= labels.min() <= labels.max() < len(CLASSES):
        raise DamagedData(f"{path} is damaged: labels are not all 0 to 9. {_mend(path)}")
    return np.ascontiguousarray(images.transpose(0, 2, 3, 1)), labels


def _unpack(path: Path) -> list[tuple[str, bytes]]:
    """The JPEG files of an archive and their classes, in the order of their names."""
    try:
        return sorted(_members(path))
    except PermissionError:
        raise
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise DamagedData(f"{path} is damaged: {error}. {_mend(path)}") from None


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                yield member.name, file.read()


def _decode(path: Path, files: list[tuple[str, bytes]], bar: Bar) -> tuple[np.ndarray, np.ndarray]:
    from PIL import Image, UnidentifiedImageError

    images = np.empty((len(files), SIDE, SIDE, 3), dtype=np.uint8)
    labels = np.empty(len(files), dtype=np.int64)
    for index, (name, content) in enumerate(files):
        try:
            labels[index] = CLASSES.index(name.split("/")[-2])
            images[index] = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
        except (IndexError, ValueError, OSError, UnidentifiedImageError) as error:
            raise DamagedData(f"{path} is damaged: {name}: {error}. {_mend(path)}") from None
        bar.advance()
    return images, labels


def _mend(path: Path) -> str:
    return f"Delete {path.name} and load the set again, or put a good copy there."
