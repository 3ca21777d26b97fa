"""Where data sets are looked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "CNN_COURSE_DATA"
"""Environment variable that names a folder in torchvision's layout; it is searched first."""

SYSTEM = ("/usr/share/datasets", "/usr/local/share/datasets", "~/datasets", "~/data")
"""Folders in which people and administrators keep data sets; they are searched last."""


def cache_folder() -> Path:
    """The user's own folder for downloads: the platform's, or one in `$XDG_CACHE_HOME` if set.

    ~/.cache/cnn-course on Linux, ~/Library/Caches/cnn-course on macOS and
    ~/AppData/Local/cnn-course on Windows; `autograder doctor` looks in the same one.
    """
    base = os.environ.get("XDG_CACHE_HOME")
    if not base:
        by_platform = {
            "darwin": "~/Library/Caches",
            "win32": os.environ.get("LOCALAPPDATA", "~/AppData/Local"),
        }
        base = by_platform.get(sys.platform, "~/.cache")
    return Path(base).expanduser() / "cnn-course"


def folders() -> list[Path]:
    """Where `load` looks, in this order: $CNN_COURSE_DATA, the cache, the system's folders."""
    given = os.environ.get(VARIABLE)
    first = [Path(given).expanduser()] if given else []
    found = [*first, cache_folder(), *(Path(place).expanduser() for place in SYSTEM)]
    return list(dict.fromkeys(found))
