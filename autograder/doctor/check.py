"""One line of the doctor's report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Status = Literal["ok", "limited", "missing"]


@dataclass(frozen=True)
class Check:
    """What a probe found.

    Attributes
    ----------
    name : str
        The thing examined, in one or two words.
    status : {"ok", "limited", "missing"}
    found : str
        What is there: versions, folders, numbers.
    means : str
        What follows for the reader.
    do : str
        What to do about it; "" when there is nothing to do.
    essential : bool
        Whether the course cannot be used without it.
    """

    name: str
    status: Status
    found: str
    means: str
    do: str = ""
    essential: bool = False


Probe: TypeAlias = Callable[[], "list[Check]"]
