"""`load`: a public data set from this computer, or else from the network."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from course.data import cifar, idx, places
from course.data.dataset import DamagedData, DataNotFound, Dataset
from course.data.progress import graded
from course.data.small_digits import small_digits

Name = Literal["mnist", "fashion", "cifar10", "digits"]
"""What `load` knows."""

TITLES: dict[str, str] = {
    "mnist": "MNIST",
    "fashion": "Fashion-MNIST",
    "cifar10": "CIFAR-10",
    "digits": "scikit-learn's digits",
}


def load(name: Name, *, download: bool = True, folder: str | Path | None = None) -> Dataset:
    """A set of labelled pictures: MNIST, Fashion-MNIST, CIFAR-10 or scikit-learn's small digits.

    Looks in the folder that $CNN_COURSE_DATA names, in the user's cache and in the system's
    folders for data sets, all laid out as torchvision does it; downloads into the cache what is
    in none of them. While nbgrader grades, nothing is downloaded.

    Parameters
    ----------
    name : {"mnist", "fashion", "cifar10", "digits"}
    download : bool
        Whether a set that is not here may be downloaded: 12 MB, 31 MB and 170 MB.
    folder : path, optional
        The only folder to look in; a download goes there too.

    Returns
    -------
    Dataset
        Images uint8, (N, 28, 28) or, for "cifar10", (N, 32, 32, 3); labels int64. 60,000 pictures
        to train on and 10,000 to test; CIFAR-10 has 50,000 and 10,000, the digits 1,437 and 360.

    Raises
    ------
    DataNotFound
        When the set is nowhere and cannot be downloaded; the text says where it was looked for.
    DamagedData
        When a file is there but is not what it should be.

    Examples
    --------
    >>> load("mnist", folder="nowhere", download=False)
    Traceback (most recent call last):
    ...
    course.data.dataset.DataNotFound: MNIST is in none of nowhere and was not to be downloaded: ...
    """
    if name not in TITLES:
        known = ", ".join(repr(one) for one in TITLES)
        raise ValueError(f"load: there is no set {name!r}; the sets are {known}")
    if name == "digits":
        return small_digits()
    searched = [Path(folder).expanduser()] if folder is not None else places.folders()
    for place in searched:
        found = _read(name, place)
        if found is not None:
            return found
    if not download:
        raise DataNotFound(_nowhere(name, searched, "and was not to be downloaded"))
    if graded():
        raise DataNotFound(_nowhere(name, searched, "and nothing is downloaded while grading"))
    return _download(name, searched, searched[0] if folder is not None else places.cache_folder())


def load_or_digits(name: Name) -> Dataset:
    """The set, or the small digits where it is not on this computer and cannot be downloaded.

    Says so in one line when it hands out the digits, which every network for MNIST or
    Fashion-MNIST takes: they are grey and 28x28 too, with ten classes.
    """
    try:
        return load(name)
    except DataNotFound:
        instead = small_digits()
        train, test = len(instead.train_labels), len(instead.test_labels)
        print(
            f"{TITLES[name]} is not on this computer and could not be downloaded: you have "
            f"scikit-learn's small digits instead, {train:,} to train on and {test:,} to test."
        )
        return instead


def _read(name: str, place: Path) -> Dataset | None:
    try:
        return cifar.read_set(place) if name == "cifar10" else idx.read_set(name, place)
    except PermissionError:  # as in the grader's jail: what may not be read is not there
        return None


def _download(name: str, searched: list[Path], target: Path) -> Dataset:
    from course.data.fetch import CannotFetch, fetch

    try:
        fetch(name, target, lambda: _read(name, target) is not None)
    except CannotFetch as error:
        trouble = f"and could not be downloaded ({error})"
        raise DataNotFound(_nowhere(name, searched, trouble)) from None
    found = _read(name, target)
    if found is None:
        raise DamagedData(f"{target} cannot be read back after {TITLES[name]} was downloaded there")
    return found


def _nowhere(name: str, searched: list[Path], trouble: str) -> str:
    looked = ", ".join(str(place) for place in searched)
    inside = cifar.BATCHES if name == "cifar10" else idx.FOLDERS[name]
    return (
        f"{TITLES[name]} is in none of {looked} {trouble}: connect to the network and load it "
        f"again, or set {places.VARIABLE} to a folder that holds {inside}."
    )
