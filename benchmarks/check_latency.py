"""How long a student waits for a check, and for the import before the first.

Run: python benchmarks/check_latency.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from autograder import lessons
from autograder.exercise import Exercise, Function
from autograder.judge import judge
from autograder.judge.suite import suite
from autograder.target import LocalTarget
from autograder.verdict import Verdict

TASK = "cross_correlate2d"
CHECK_TARGET = 0.300
"""Seconds a check may take."""
IMPORT_TARGET = 0.5
"""Seconds `from autograder import check` may take in a fresh process."""
REPEATS = 5

IMPORT = """
import json, sys, time
start = time.perf_counter()
import numpy
numpy_seconds = time.perf_counter() - start
from autograder import check
seconds = time.perf_counter() - start
heavy = [name for name in ("torch", "matplotlib", "scipy", "IPython") if name in sys.modules]
print(json.dumps([seconds, numpy_seconds, heavy]))
"""


def import_times() -> tuple[list[float], list[float], list[str]]:
    """Seconds of several fresh imports, NumPy's part of them, and heavy modules they brought in."""
    runs = []
    for _ in range(1 + REPEATS):
        run = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True)
        runs.append(json.loads(run.stdout))
    times, numpy_times, heavy = zip(*runs[1:], strict=True)  # the first may write bytecode
    return list(times), list(numpy_times), heavy[-1]


def answers(exercise: Exercise) -> Iterator[tuple[str, Function]]:
    """What students hand in: correct answers, each listed mistake, pairs, and something unknown."""
    yield "correct: reference", exercise.reference
    for alternative in exercise.accept:
        yield f"correct: {alternative.style}", alternative.function
    for bug in exercise.bugs:
        yield bug.id, exercise.buggy(bug)
    unknown = exercise.source.replace("return out", "return out + out**3")
    names = dict(exercise.reference.__globals__)
    exec(compile(f"from __future__ import annotations\n{unknown}", "<unknown>", "exec"), names)
    yield "a mistake nobody listed", names[exercise.id]


def timed(exercise: Exercise, function: Function) -> tuple[float, Verdict]:
    """Seconds of one check, and what it said."""
    start = time.perf_counter()
    verdict = judge(exercise, LocalTarget(function, tuple(exercise.signature.parameters)))
    return time.perf_counter() - start, verdict


def main() -> int:
    """Print the times; 1 when a target is missed."""
    times, numpy_times, heavy = import_times()
    print(f"import of check: median {1e3 * median(times):.0f} ms, max {1e3 * max(times):.0f} ms")
    print(f"of which NumPy: median {1e3 * median(numpy_times):.0f} ms")
    print(f"heavy modules imported with it: {', '.join(heavy) or 'none'}")

    exercise = lessons.find(TASK)
    assert isinstance(exercise, Exercise)
    fresh, again = {}, {}
    for name, function in answers(exercise):
        suite.cache_clear()  # as in a new kernel: nothing is known of the reference or the bugs
        fresh[name], _ = timed(exercise, function)
        repeated = [timed(exercise, function) for _ in range(REPEATS)]
        again[name] = median(seconds for seconds, _ in repeated)
        said = repeated[-1][1].named
        told = " + ".join(said.bugs) if said else repeated[-1][1].status
        print(
            f"{1e3 * fresh[name]:7.1f} ms first {1e3 * again[name]:7.1f} ms again  {name}: {told}"
        )
    for title, found in (("first check", fresh), ("check again", again)):
        known = [seconds for name, seconds in found.items() if "nobody" not in name]
        print(f"{title}: median {1e3 * median(known):.0f} ms, max {1e3 * max(known):.0f} ms")
    slow = [name for name, s in fresh.items() if s > CHECK_TARGET and "nobody" not in name]
    print(f"over {1e3 * CHECK_TARGET:.0f} ms: {', '.join(slow) or 'none'}")
    late = median(times) > IMPORT_TARGET
    return int(bool(slow) or late or bool({"torch", "matplotlib"} & {*heavy}))


if __name__ == "__main__":
    sys.exit(main())
