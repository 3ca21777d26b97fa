"""What may travel: the limits of a message, the dtypes, and what is left of everything else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_HEAD = 32 << 20
"""Bytes of JSON in one message."""
MAX_BUFFERS = 4096
MAX_BYTES = 256 << 20
"""Bytes of all buffers of one message."""
MAX_DEPTH = 32
MAX_NODES = 500_000
MAX_INT_DIGITS = 250
MAX_HANDLE = 2**31 - 1
"""The largest number of a handle."""

DTYPES = {
    name: np.dtype(name)
    for name in (
        *("|b1", "|i1", "|u1"),
        *(f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)),
        *("<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}


class WireError(ValueError):
    """The other side sent something that is not a message of ours."""


@dataclass(frozen=True)
class Opaque:
    """Stands for an object that does not travel. Never equal to an expected value.

    Attributes
    ----------
    type : str
        Name of its type in the jail, as the jail tells it.
    shape : tuple of int or None
    """

    type: str
    shape: tuple[int, ...] | None = None
