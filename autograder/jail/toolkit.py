"""Which files a jailed notebook may read: the interpreter, its libraries, the course's toolkit.

Packages are allowed by name, with everything they require, so that a NumPy lesson can't read a
library that would do its exercises, and no lesson can read the exercises' declarations.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

NUMPY = ("numpy", "matplotlib", "ipython", "ipywidgets", "anywidget", "pillow")
TORCH = (*NUMPY, "torch", "torchvision", "safetensors", "scikit-learn")

SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib64",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)
ROOT = Path(__file__).resolve().parents[2]
"""Where the warm process imports our packages from."""
_OURS = re.compile(r"autograder|cnn_course|__editable__")
_NOT_READ = re.compile(r"(dist|site)-packages")


@lru_cache
def readable(kind: str) -> tuple[Path, ...]:
    """Files and folders that a notebook of this kind may read.

    Parameters
    ----------
    kind : {"numpy", "torch", "any", "any, torch"}
        "any" is for notebooks that are not lessons of ours: every installed package but the
        autograder itself.
    """
    # Where /lib is a link to /usr/lib, allowing it would allow the system's Python packages too.
    system = [Path(path) for path in SYSTEM if not Path(path).is_symlink()]
    paths = system + _interpreter() + _libraries() + _course()
    if kind.startswith("any"):
        paths += [entry for entry in _installed() if not _OURS.match(entry.name)]
    else:
        for name in _closure(TORCH if kind == "torch" else NUMPY):
            paths += _files(name)
    return tuple(sorted({path for path in paths if path.exists()}))


def hidden_modules(kind: str) -> frozenset[str]:
    """Top-level modules that are installed and that a notebook of this kind may not read."""
    allowed = {path.name for path in readable(kind)}
    names = {e.name.removesuffix(".py") for e in _installed() if e.name not in allowed}
    return frozenset(name for name in names if name.isidentifier())


def own() -> list[Path]:
    """What the warm process itself runs; no notebook may read it.

    Without lessons, judge and feedback: they are not there where bubblewrap is.
    """
    package = ROOT / "autograder"
    inside = [*package.glob("*.py"), package / "__pycache__", package / "jail"]
    return [path for path in inside if path.exists()]


def listable() -> list[Path]:
    """Folders whose names may be listed, as Python's import system does."""
    return [Path(path) for path in _site() if Path(path).exists()]


def _site() -> list[str]:
    return sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def _installed() -> list[Path]:
    return [e for place in _site() if Path(place).is_dir() for e in Path(place).iterdir()]


def _interpreter() -> list[Path]:
    """The standard library and the executable's own shared library, without site-packages."""
    library = Path(sysconfig.get_path("stdlib"))
    inside = [entry for entry in library.iterdir() if not _NOT_READ.search(entry.name)]
    shared = Path(sys.base_prefix, "lib").glob("libpython*")
    return [
        *inside,
        *shared,
        Path(sys.prefix, "pyvenv.cfg"),
        Path(sys.base_prefix, "share/zoneinfo"),
    ]


def _libraries() -> list[Path]:
    """Shared libraries of the system, without the Python packages that lie among them."""
    found = []
    for folder in (Path("/usr/lib"), Path("/usr/local/lib")):
        if folder.exists():
            found += [e for e in folder.iterdir() if not e.name.startswith("python")]
    return found


def _course() -> list[Path]:
    spec = PathFinder.find_spec("course", [str(ROOT), *_site()])
    return [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []


def _closure(names: Iterable[str]) -> set[str]:
    """The installed distributions among these and all that they require."""
    done: set[str] = set()
    waiting = [_canonical(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        try:
            required = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        done.add(name)
        waiting += [
            _canonical(re.split(r"[\s;<>=!~\[(]", line, maxsplit=1)[0])
            for line in required
            if "extra ==" not in line
        ]
    return done


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _files(name: str) -> list[Path]:
    """The top-level entries of a distribution in site-packages."""
    distribution = metadata.distribution(name)
    tops = {file.parts[0] for file in distribution.files or [] if file.parts[0] != ".."}
    site = Path(str(distribution.locate_file("")))
    return [site / top for top in tops if top != "__pycache__"]
