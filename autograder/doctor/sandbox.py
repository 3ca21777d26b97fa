"""What this system offers for confining a submission while it is graded.

The layers are looked at as the grader looks at them (`autograder.jail`); namespaces are tried in a
process of their own that ends at once. Nothing needs root, and nothing stays behind.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys

from autograder.doctor.check import Check

NETWORK_ABI, SIGNAL_ABI = 4, 6
"""Versions of Landlock from which it governs TCP, and signals."""

TRIAL_SECONDS = 4

UNSHARE = """
import ctypes
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
raise SystemExit(ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
"""

CAREFUL = "Grade only submissions of people you trust, or grade in a container."


def sandbox() -> list[Check]:
    """One line for the whole, then one for each layer (on Linux)."""
    means = "Students are not affected; for instructors: what can confine a submission here."
    from autograder.jail.layers import ELSEWHERE, walls

    if platform.system() != "Linux":
        found = f"{platform.system()} has no Landlock and no seccomp"
        do = f"{CAREFUL} {ELSEWHERE}."
        return [Check("Sandbox", "limited", found, means, do)]
    offered = walls()
    layers = [
        landlock(offered.landlock),
        seccomp(offered.seccomp),
        namespaces(),
        bubblewrap(offered.without),
    ]
    found = ", ".join(layer.name for layer in layers if layer.status == "ok") or "no layer"
    if offered.sufficient:
        return [Check("Sandbox", "ok", found, means), *layers]
    return [Check("Sandbox", "limited", found, means, CAREFUL), *layers]


def landlock(version: int) -> Check:
    """Whether files can be closed to a process; version 0 is none."""
    kernel = platform.release()
    if version == 0:
        means = "Files cannot be closed to a submission."
        do = "Use Linux 5.13 or newer with Landlock switched on."
        return Check("Landlock", "missing", f"kernel {kernel}, no Landlock", means, do)
    closes = ["files"]
    if version >= NETWORK_ABI:
        closes.append("TCP")
    if version >= SIGNAL_ABI:
        closes.append("signals")
    means = f"Can close to a submission: {', '.join(closes)}."
    return Check("Landlock", "ok", f"version {version}, kernel {kernel}", means)


def seccomp(available: bool) -> Check:
    """Whether system calls can be refused to a process."""
    machine = platform.machine()
    if available:
        means = "Sockets, new programs and signals to others can be refused."
        return Check("seccomp", "ok", f"filters for {machine}", means)
    means = "Sockets and new programs cannot be refused to a submission."
    do = "Use Linux on x86_64 or aarch64, with a kernel that has seccomp."
    return Check("seccomp", "missing", f"no filters for {machine}", means, do)


def namespaces() -> Check:
    """Whether an ordinary user may make a user namespace with no network in it."""
    if _succeeds([sys.executable, "-I", "-S", "-c", UNSHARE]):
        means = "A submission can be given a network with nothing on it."
        return Check("Namespaces", "ok", "user and network namespaces", means)
    means = "A second wall is not available; the first ones do not depend on it."
    return Check("Namespaces", "limited", "refused by this system", means)


def bubblewrap(without: str) -> Check:
    """Whether bubblewrap is installed and may do its work; `without` says why not."""
    if not without:
        program = shutil.which("bwrap") or "bwrap"
        means = "Hides the rest of the disk from a submission, even that it is there."
        return Check("bubblewrap", "ok", program, means)
    means = "An outer wall is not available; the inner ones do not depend on it."
    do = "To have it, install your system's bubblewrap package."
    if "installed" not in without:
        do = "It needs permission to make user namespaces, in a container and on some systems."
    return Check("bubblewrap", "limited", without, means, do)


def _succeeds(command: list[str]) -> bool:
    try:
        run = subprocess.run(command, capture_output=True, timeout=TRIAL_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return run.returncode == 0
