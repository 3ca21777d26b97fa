"""Download a set into the cache: whole or not at all, and only once.

Addresses and checksums are torchvision's. A file arrives under another name, is checked, unpacked
and only then moved to where `load` looks; one that was cut off goes on where it stopped.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple

from course.data import cifar, idx
from course.data.progress import Bar

SILENCE = 20
"""Seconds without a byte after which a server is given up."""

_CHUNK = 1 << 16
"""Bytes read at a time."""


class Remote(NamedTuple):
    """A file to download: its name, its MD5 checksum, and where it can be had."""

    name: str
    md5: str
    addresses: tuple[str, ...]


class CannotFetch(Exception):
    """A set could not be downloaded; the text says why, as part of a sentence."""


def fetch(name: str, root: Path, there: Callable[[], bool]) -> None:
    """Download a set into the layout that `load` and torchvision read.

    Parameters
    ----------
    name : {"mnist", "fashion", "cifar10"}
    root : Path
        Folder that gets MNIST/raw, FashionMNIST/raw or cifar-10-batches-py.
    there : callable
        Whether the set is complete: another process may have brought it while this one waited.

    Raises
    ------
    CannotFetch
        Without a connection, without torchvision, or when `root` cannot be written.
    """
    files = remote_files(name)
    target = root / (cifar.BATCHES if name == "cifar10" else idx.FOLDERS[name])
    arriving = root / ".arriving" / name
    try:
        from filelock import FileLock  # comes with torch

        arriving.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(arriving.with_suffix(".lock")):
            if there():
                return
            arriving.mkdir(exist_ok=True)
            archives = [_download(file, arriving) for file in files]
            unpacked = [path for archive in archives for path in _unpack(archive)]
            target.mkdir(parents=True, exist_ok=True)
            for path in unpacked:
                os.replace(path, target / path.name)
            shutil.rmtree(arriving)
    except ImportError as error:
        raise CannotFetch(f"{error.name} is not installed") from None
    except urllib.error.HTTPError as error:
        raise CannotFetch(f"the server says {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise CannotFetch(f"no connection: {error.reason}") from None
    except (HTTPException, TimeoutError, ConnectionError) as error:
        raise CannotFetch(f"the connection broke: {error}") from None
    except OSError as error:
        raise CannotFetch(f"{error.filename or root}: {error.strerror or error}") from None


def remote_files(name: str) -> list[Remote]:
    """What to download for a set, as torchvision knows it."""
    try:
        # It imports nothing of the course or the grader, and knows how to load torchvision beside
        # a torch that its compiled operators were not built for.
        from autograder.torchvision_ops import import_torchvision

        import_torchvision()
        from torchvision.datasets import CIFAR10, MNIST, FashionMNIST
    except ImportError:
        raise CannotFetch(
            'torchvision is not installed or does not load: pip install -e ".[torch]"'
        ) from None
    if name == "cifar10":
        return [Remote(CIFAR10.filename, CIFAR10.tgz_md5, (CIFAR10.url,))]
    known = MNIST if name == "mnist" else FashionMNIST
    return [
        Remote(file, md5, tuple(mirror + file for mirror in known.mirrors))
        for file, md5 in known.resources
    ]


def _download(file: Remote, folder: Path) -> Path:
    """The file, checked, from the first address that has it whole."""
    done, partial = folder / file.name, folder / f"{file.name}.part"
    if done.exists() and _md5(done) == file.md5:
        return done
    trouble: Exception = CannotFetch(f"there is no address for {file.name}")
    for address in file.addresses:
        # What an earlier attempt left may be spoilt: then once more, from the start.
        for _ in range(2 if partial.exists() else 1):
            try:
                _receive(address, partial)
            except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
                trouble = error
                break
            if _md5(partial) == file.md5:
                os.replace(partial, done)
                return done
            partial.unlink()
            trouble = CannotFetch(f"{address} does not have torchvision's checksum")
    raise trouble


def _receive(address: str, partial: Path) -> None:
    """Append to `partial` what it lacks; from the start where the server cannot do that."""
    have = partial.stat().st_size if partial.exists() else 0
    headers = {"User-Agent": "pytorch/vision"} | ({"Range": f"bytes={have}-"} if have else {})
    request = urllib.request.Request(address, headers=headers)
    try:
        response = urllib.request.urlopen(request, timeout=SILENCE)
    except urllib.error.HTTPError as error:
        if error.code == 416:  # nothing lacks
            return
        raise
    with response:
        if response.status != 206:
            have = 0
        length = response.length
        title = f"Downloading {partial.name.removesuffix('.part')}"
        with Bar(title, None if length is None else have + length) as bar:
            bar.advance(have)
            with partial.open("ab" if have else "wb") as out:
                while chunk := response.read(_CHUNK):
                    out.write(chunk)
                    bar.advance(len(chunk))
        if length is not None and partial.stat().st_size < have + length:
            raise ConnectionError(f"{address} stopped in the middle")


def _unpack(archive: Path) -> list[Path]:
    """Write what is in an archive beside it, and name it; the archive stays, in case this stops."""
    if not archive.name.endswith(".tar.gz"):
        path = archive.with_suffix("")
        with gzip.open(archive) as packed, path.open("wb") as out:
            shutil.copyfileobj(packed, out)
        return [path]
    with tarfile.open(archive) as members:
        for name in cifar.BATCH_FILES:
            member = members.extractfile(f"{cifar.BATCHES}/{name}")
            assert member is not None  # the archive's checksum was right
            with member, (archive.parent / name).open("wb") as out:
                shutil.copyfileobj(member, out)
    return [archive.parent / name for name in cifar.BATCH_FILES]


def _md5(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
