"""A verdict as plain data for class reports, without arguments or expected arrays."""

from __future__ import annotations

import math
from typing import Any

from autograder.feedback.clean import one_line
from autograder.verdict import Verdict

FORMAT = 1
"""Version of the dictionary's layout."""

MAX_FINDINGS = 40
"""Findings that are kept."""


def to_dict(verdict: Verdict) -> dict[str, Any]:
    """The verdict as a dictionary that JSON can hold.

    Returns
    -------
    dict
        `format`, `task`, `points`, `max_points`, `status`, `probes`; `families` (family to whether
        it passed); `findings` (step, code, saw, probe); `named` (bugs, says, certainty) or None;
        `case` (probe, index, show) or None.
    """
    named, case = verdict.named, verdict.case
    return {
        "format": FORMAT,
        "task": verdict.task,
        "points": _finite(verdict.points),
        "max_points": _finite(verdict.max_points),
        "status": verdict.status,
        "probes": int(verdict.probes),
        "families": {family: bool(passed) for family, passed in verdict.families.items()},
        "findings": [
            {
                "step": finding.step,
                "code": finding.code,
                "saw": one_line(finding.saw),
                "probe": one_line(finding.probe),
            }
            for finding in verdict.findings[:MAX_FINDINGS]
        ],
        "named": named
        and {"bugs": list(named.bugs), "says": list(named.says), "certainty": named.certainty},
        "case": case
        and {
            "probe": one_line(case.probe),
            "index": None if case.index is None else [int(n) for n in case.index],
            "show": bool(case.show),
        },
    }


def _finite(value: float) -> float:
    number = float(value)
    return number if math.isfinite(number) else 0.0
