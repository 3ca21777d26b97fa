"""Attacks that look for the answer, or for somebody else's work, instead of doing their own."""

from __future__ import annotations

import base64
import textwrap

import numpy as np

from autograder.judge.suite import suite
from tests.attacks.declared import BROKEN, Attack, exercise, with_fallback
from tests.attacks.stage import Played, Stage


def _nothing_found(stage: Stage, played: Played) -> None:
    assert "FOUND" not in played.said


def _nothing_there(stage: Stage, played: Played) -> None:
    """Known open without bubblewrap: Landlock does not govern `stat`, so existence and size show."""
    if stage.zygote.bubblewrap:
        assert "FOUND" not in played.said
    else:
        assert "no bubblewrap" in stage.zygote.walls


def looking(body: str) -> tuple[str, ...]:
    """A cell that prints FOUND when it sees what it should not, then a broken function."""
    return (
        "import os\ndef look():\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
        + "\ntry:\n    look()\nexcept BaseException as error:\n    print(repr(error)[:200])",
        BROKEN,
    )  # fmt: skip


def _visible_answers() -> str:
    """A function that knows the answers of the notebook's own check by heart, and nothing else."""
    tried = suite(exercise("cross_correlate2d"), 0)
    known = {
        (probe.args[0].tobytes(), probe.args[1].tobytes()): np.asarray(outcome.value).tolist()
        for probe, outcome in zip(tried.probes, tried.expected, strict=True)
    }
    return (
        f"ANSWERS = {known!r}\ndef cross_correlate2d(x, kernel):\n"
        "    known = ANSWERS.get((x.tobytes(), kernel.tobytes()))\n"
        "    return None if known is None else np.array(known)\n"
    )


READ_ALL = """
    import glob
    places = ["@CANARY@/source/solution.py", "@CANARY@/gradebook.db", "@CANARY@/.grading-secret",
        "@CANARY@/nbgrader_config.py", "@CANARY@/submitted/alice/01-sliding/01-sliding.ipynb",
        "@HOME@/.bashrc", "/etc/passwd", "/etc/shadow", "/root/.bashrc"]
    for place in places:
        for way in (lambda p: open(p, "rb").read(), lambda p: np.fromfile(p, np.uint8).tobytes(),
                    lambda p: os.read(os.open(p, os.O_RDONLY), 100_000),
                    lambda p: open("/proc/self/root" + p, "rb").read()):
            try:
                print("FOUND", place, way(place))
            except OSError:
                pass
"""

STAT_ALL = """
    places = ["@CANARY@", "@CANARY@/gradebook.db", "@CANARY@/.grading-secret", "@HOME@/.bashrc",
        "@CANARY@/submitted/alice", "@CANARY@/submitted/alice/01-sliding/01-sliding.ipynb",
        "@REPO@/autograder/lessons", "@REPO@/autograder/lessons/lesson01/cross_correlate2d.py",
        "@REPO@/autograder/judge", "@REPO@/solutions", "@REPO@/tests", "@REPO@/.git",
        "@SITE@/scipy", "/etc/passwd", "/etc/hostname", "/root/.bashrc", "/var/log", "/boot",
        "/usr/bin/env", "/proc/@GRADER@", "/dev/sda", "/dev/vda", "/sys/block"]
    for place in places:
        for way in (os.stat, os.lstat, os.statvfs, lambda p: os.access(p, 0) or 1 / 0,
                    lambda p: os.open(p, os.O_PATH)):
            try:
                print("FOUND", place, way(place))
            except (OSError, ZeroDivisionError):
                pass
"""

READ_PROCESSES = """
    for pid in ("@GRADER@", os.getppid(), 1):
        for name in ("environ", "cmdline", "mem", "maps", "root/etc/passwd", "fd/0", "cwd", "stat"):
            try:
                print("FOUND", pid, name, open(f"/proc/{pid}/{name}", "rb").read(1))
            except OSError:
                pass
    print(os.environ, open("/proc/self/environ").read())
"""

READ_OURS = """
    import importlib, inspect, linecache, sys
    for name in ("lessons.lesson01.cross_correlate2d", "lessons", "judge", "exercise"):
        try:
            module = importlib.import_module("autograder." + name)
            print("FOUND", inspect.getsource(module)[:50])
        except (ImportError, OSError, TypeError):
            pass
    place = "@REPO@/autograder/lessons/lesson01/cross_correlate2d.py"
    print("FOUND" if linecache.getlines(place) else "")
    for folder in ("@REPO@", "@REPO@/autograder", "@REPO@/solutions", "@REPO@/tests"):
        try:
            print("FOUND", os.listdir(folder))
        except OSError:
            pass
"""

SEARCH_MEMORY = with_fallback("""
import gc, types
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing is not cross_correlate2d:
        if thing.__name__ in ("cross_correlate2d", "correlate2d", "reference", "_loops"):
            result = thing(x, kernel)
            if result is not None:
                return result
    for name in ("reference", "expected", "EXERCISE"):
        found = getattr(thing, "__dict__", {}).get(name) if hasattr(thing, "__dict__") else None
        if callable(found):
            return found(x, kernel)
return None
""")

SEARCH_FRAMES = with_fallback("""
import sys
frame = sys._getframe()
while frame is not None:
    for where in (frame.f_locals, frame.f_globals):
        for name, value in list(where.items()):
            if name in ("expected", "reference", "tried", "outcome", "suite", "wanted"):
                return getattr(value, "value", value)
    frame = frame.f_back
""")

PEEK = (
    Attack("read_files", "peek", "solutions, the gradebook, a classmate's work, secrets on disk",
           looking(READ_ALL), holds=_nothing_found),
    Attack("read_processes", "peek", "the grader's memory, its environment, its open files",
           looking(READ_PROCESSES), holds=_nothing_found),
    Attack("read_the_autograder", "peek", "the declarations of the exercises, as text or modules",
           looking(READ_OURS), holds=_nothing_found),
    Attack("list_folders", "peek", "what else lies on this machine",
           looking("""
               for place in ("/", "/tmp", "/home", "/root", "@CANARY@", "@HOME@", "..", "/proc"):
                   try:
                       print("FOUND", place, os.listdir(place))
                   except OSError:
                       pass"""), holds=_nothing_found),
    Attack("stat_files", "peek", "whether files exist, how large they are, when they changed",
           looking(STAT_ALL), holds=_nothing_there),
    Attack("links_to_secrets", "peek", "a link in the own folder that leads out of it",
           looking("""
               for number, link in enumerate((os.symlink, os.link)):
                   try:
                       link("@CANARY@/gradebook.db", f"link{number}")
                       print("FOUND", open(f"link{number}", "rb").read(9))
                   except OSError:
                       pass"""), holds=_nothing_found),
    Attack("search_memory", "peek", "a reference among the live objects of the process",
           (SEARCH_MEMORY,)),
    Attack("search_frames", "peek", "the expected value in the caller's frame", (SEARCH_FRAMES,)),
    Attack("search_descriptors", "peek", "files that were left open",
           looking("""
               import stat
               for fd in range(3, 256):
                   try:
                       told = os.fstat(fd)
                   except OSError:
                       continue
                   if not stat.S_ISSOCK(told.st_mode):
                       print("FOUND", fd, oct(told.st_mode))"""), holds=_nothing_found),
)  # fmt: skip

SCIPY = "return correlate2d(x.astype(float), kernel, mode='valid')"
HIDDEN = base64.b64encode(f"from scipy.signal import correlate2d\nresult = {SCIPY[7:]}".encode())

SKIP = (
    Attack("scipy", "skip the work", "SciPy does it",
           (with_fallback(f"from scipy.signal import correlate2d\n{SCIPY}"),)),
    Attack("scipy_by_its_path", "skip the work", "SciPy is loaded from its files, past the hider",
           (with_fallback(
               "import sys\nsys.meta_path[:] = [f for f in sys.meta_path if 'Hider' not in repr(f)]\n"
               "sys.path.insert(0, '@SITE@')\n"
               f"from scipy.signal import correlate2d\n{SCIPY}"),)),
    Attack("scipy_of_the_system", "skip the work", "the system's own packages do it",
           looking("""
               for place in ("/usr/lib/python3/dist-packages", "/lib/python3/dist-packages"):
                   if os.listdir(place):
                       print("FOUND", place)"""), holds=_nothing_found),
    Attack("scipy_in_base64", "skip the work", "the forbidden call is hidden in base64",
           (with_fallback(f"import base64\nnames = dict(x=x, kernel=kernel)\n"
                          f"exec(base64.b64decode({HIDDEN!r}), names)\nreturn names['result']"),)),
    Attack("scipy_in_a_subprocess", "skip the work", "another Python does it",
           (with_fallback(
               "import json, subprocess, sys\n"
               "code = 'import json, sys; from scipy.signal import correlate2d as c;"
               " a, b = json.load(sys.stdin); json.dump(c(a, b, \"valid\").tolist(), sys.stdout)'\n"
               "done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True,"
               " input=json.dumps([x.tolist(), kernel.tolist()]))\n"
               "return np.array(json.loads(done.stdout))"),)),
    Attack("torch_operator", "skip the work", "PyTorch's operator does it",
           (with_fallback("import torch\na = torch.from_numpy(x.astype(float))[None, None]\n"
                          "b = torch.from_numpy(kernel.astype(float))[None, None]\n"
                          "return torch.ops.aten.conv2d(a, b)[0, 0].numpy()"),)),
    Attack("shared_library", "skip the work", "a library's machine code is called by its address",
           (with_fallback("import ctypes, glob\n"
                          "for place in glob.glob('@SITE@/scipy/signal/*.so'):\n"
                          "    ctypes.PyDLL(place)\n    return np.zeros((2, 3))"),)),
    Attack("known_answers", "skip the work", "the answers of the visible check, learnt by heart",
           (_visible_answers(),)),
)  # fmt: skip

ATTACKS = (*PEEK, *SKIP)
