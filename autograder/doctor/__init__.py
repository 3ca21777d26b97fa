"""What works on this machine and what does not, in plain words.

`examine` runs every probe, each in a thread of its own, and never fails: a probe that cannot be
carried out says so in its own line.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from autograder.doctor import packages, places, sandbox
from autograder.doctor.check import Check, Probe

__all__ = ["Check", "examine", "probes", "usable"]


def probes(folder: Path) -> dict[str, Probe]:
    """Every probe, in the order shown, by the name used when one of them fails."""
    return {
        "Python": packages.python,
        "Packages": packages.packages,
        "PyTorch": packages.torch,
        "Data sets": places.data,
        "Disk": partial(places.disk, folder),
        "nbgrader": partial(places.nbgrader, folder),
        "Sandbox": sandbox.sandbox,
        "Browser": places.browser,
    }


def examine(folder: Path) -> list[Check]:
    """Run all probes for a course that lives in `folder`, in under five seconds as a rule."""
    todo = probes(folder)
    with ThreadPoolExecutor(len(todo)) as pool:
        found = [check for checks in pool.map(_guarded, todo, todo.values()) for check in checks]
    return found


def usable(checks: list[Check]) -> bool:
    """Whether the course can be used: nothing essential is missing."""
    return not any(check.essential and check.status == "missing" for check in checks)


def _guarded(name: str, probe: Probe) -> list[Check]:
    try:
        return probe()
    except Exception as error:  # a probe meets every oddity of a machine; none may stop the others
        return [
            Check(
                name,
                "limited",
                f"could not be examined ({type(error).__name__}: {error})",
                "Nothing is known about this part; the rest of the list still holds.",
            )
        ]
