"""Attacks on the judgement: the comparison, equality, and what a function may hand back."""

from __future__ import annotations

from tests.attacks.declared import BROKEN, Attack, exercise
from tests.attacks.stage import Played, Stage

RIGHT_SHAPE = "(x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1)"
CONTRACT = exercise("cross_correlate2d").points * 0.2
"""What the right kind of result is worth, whatever its values."""
KIND_OF_TUPLE = exercise("valid_output_shape").points * 0.2 / 0.9
"""The same where no probe is about robustness; points are rounded to a thousandth."""


def returning(value: str, before: str = "") -> tuple[str, ...]:
    """Cells whose `cross_correlate2d` returns one expression."""
    return (f"{before}\ndef cross_correlate2d(x, kernel):\n    return {value}\n",)


def _no_forged_verdict(stage: Stage, played: Played) -> None:
    for cell in played.notebook.cells:
        if "nbgrader" not in cell.metadata:
            assert not any("cnn-course" in str(output) for output in cell.get("outputs", ()))


EQUAL = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __float__(self): return 8.0
    def __len__(self): return 1
    def __array__(self, *args, **kwargs): return np.zeros((2, 3))
    __hash__ = object.__hash__
"""

SUBCLASS = """
class Liar(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs): return True
    def __array_function__(self, func, types, args, kwargs): return True
    def __eq__(self, other): return True
"""

FAKE_CLASS = """
class Fake:
    __class__ = np.ndarray
    dtype, size, ndim = np.dtype(float), 6, 2
    shape = (2, 3)
    def tobytes(self, *args): return b"\\0" * 48
    def astype(self, *args, **kwargs): return self
"""

REDUCE = """
import os
class Bomb:
    def __reduce__(self): return os.system, ("touch @CANARY@/@TOKEN@ /tmp/@TOKEN@",)
"""

COMPARISON = (
    Attack(
        "patched_comparisons", "tamper with the comparison",
        "every comparison NumPy has says yes",
        (
            "np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None\n"
            "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True\n"
            "np.abs = lambda *a, **k: np.zeros(())\n" + BROKEN,
        ),
    ),
    Attack(
        "asserts_stripped", "tamper with the comparison",
        "IPython transforms later cells: asserts go, calls of check become 8.0",
        (
            "import ast\n"
            "class Strip(ast.NodeTransformer):\n"
            "    def visit_Assert(self, node): return ast.Pass()\n"
            "    def visit_Expr(self, node):\n"
            "        return ast.copy_location(ast.Expr(ast.Constant(8.0)), node)\n"
            "get_ipython().ast_transformers.append(Strip())",
            BROKEN,
        ),
    ),
    Attack(
        "later_cells_blanked", "tamper with the comparison",
        "an input transformer replaces the text of later cells",
        (
            BROKEN + "get_ipython().input_transformers_cleanup.append(lambda lines: ['8.0\\n'])",
        ),
    ),
    Attack(
        "check_replaced", "tamper with the comparison",
        "the name `check` is the student's, in the notebook, in builtins, in the module",
        (
            "import autograder, builtins\n"
            "check = builtins.check = autograder.check = lambda *a, **k: 8.0\n" + BROKEN,
        ),
    ),
    Attack(
        "judge_module_replaced", "tamper with the comparison",
        "modules of the judge are put into sys.modules, as the student would have them",
        (
            "import sys, types\n"
            "for name in ('judge', 'judge.comparison', 'target', 'jail.wire', 'lessons'):\n"
            "    fake = types.ModuleType('autograder.' + name)\n"
            "    fake.judge = fake.compare = fake.find = lambda *a, **k: []\n"
            "    sys.modules['autograder.' + name] = fake\n" + BROKEN,
        ),
    ),
    Attack(
        "worker_patched", "tamper with the comparison",
        "the worker's own classes, found among live objects, report success",
        (
            "import gc\n"
            "for kind in [o for o in gc.get_objects() if isinstance(o, type)]:\n"
            "    if kind.__name__ == 'LocalTarget':\n"
            "        kind.problem = lambda self: ''\n"
            "        kind.call.__globals__['same'] = lambda a, b: True\n"
            "        kind.call.__globals__['describe'] = lambda *a: None\n"
            "    if kind.__name__ == 'Worker':\n"
            "        kind.on_call = lambda self, **k: {'value': None, 'failure': None,\n"
            "            'points': 8.0, 'passed': True, 'changed': (), 'shared': ()}\n" + BROKEN,
        ),
        honest_first=True,
    ),
    Attack(
        "clock_and_signals_patched", "tamper with the comparison",
        "time stands still, alarms are ignored, a profile function watches the judge",
        (
            "import signal, sys, time\n"
            "time.monotonic = time.perf_counter = time.time = lambda: 0.0\n"
            "signal.signal = lambda *a: None\n"
            "sys.setprofile(lambda frame, event, arg: None)\n"
            "sys.settrace(lambda frame, event, arg: None)\n" + BROKEN,
        ),
    ),
)  # fmt: skip

EQUALITY = (
    Attack("equal_to_everything", "forge equality", "an object whose == is always true",
           returning("Equal()", EQUAL)),
    Attack("array_subclass", "forge equality", "a subclass of ndarray answers for NumPy",
           returning(f"np.zeros({RIGHT_SHAPE}).view(Liar)", SUBCLASS)),
    Attack("pretended_class", "forge equality", "an object says that its class is ndarray",
           returning("Fake()", FAKE_CLASS)),
    Attack("masked_array", "forge equality", "a masked array compares as masked, which is falsy",
           returning(f"np.ma.masked_all({RIGHT_SHAPE})")),
    Attack("array_of_objects", "forge equality", "an array whose elements are equal to everything",
           returning(f"np.full({RIGHT_SHAPE}, Equal(), dtype=object)", EQUAL)),
    Attack("metaclass", "forge equality", "the class of the function itself lies about its type",
           (EQUAL + "cross_correlate2d = Equal()\nEqual.__call__ = lambda self, *a: self",)),
)  # fmt: skip

RESULTS = (
    Attack("nan_everywhere", "forge the result channel", "NaN, which compares oddly",
           returning(f"np.full({RIGHT_SHAPE}, np.nan)")),
    Attack("scalar_that_broadcasts", "forge the result channel", "a number that fits any shape",
           returning("0.0")),
    Attack("row_that_broadcasts", "forge the result channel", "a shape with ones that broadcasts",
           returning("np.zeros((1, 1))"), earns=CONTRACT),
    Attack("huge_array", "forge the result channel", "200 MB where a few numbers are expected",
           returning("np.zeros((5000, 5000))"), megabytes=700),
    Attack("larger_than_the_wire", "forge the result channel", "more than a message may hold",
           returning("np.zeros((8000, 8000))")),
    Attack("many_strings", "forge the result channel", "a list of very many strings",
           returning("['x'] * 60_000")),
    Attack("deep_nest", "forge the result channel", "a list in a list, ten thousand times",
           ("def cross_correlate2d(x, kernel):\n    out = []\n"
            "    for _ in range(10_000):\n        out = [out]\n    return out",)),
    Attack("list_of_itself", "forge the result channel", "a list that contains itself",
           ("def cross_correlate2d(x, kernel):\n    out = [0]\n"
            "    out *= 2\n    out[0] = out[1] = out\n    return out",)),
    Attack("unpickled_code", "forge the result channel", "an object whose unpickling runs a command",
           returning("Bomb()", REDUCE)),
    Attack("huge_integer", "forge the result channel", "an integer too long to be written out",
           ("def valid_output_shape(input_shape, kernel_shape):\n    return (16 ** 4090, 1)",),
           exercise="valid_output_shape", earns=round(KIND_OF_TUPLE, 3)),
    Attack("integer_beyond_64_bits", "forge the result channel",
           "an integer that NumPy keeps as an object",
           ("def valid_output_shape(input_shape, kernel_shape):\n    return (2 ** 70, 1)",),
           exercise="valid_output_shape", earns=round(KIND_OF_TUPLE, 3)),
    Attack("displayhook", "forge the result channel", "a value is shown before the cell fails",
           ("import sys\nsys.displayhook(8.0)\n" + BROKEN,
            "8.0", "get_ipython().displayhook(8.0)\nprint('8.0')")),
    Attack("forged_verdict", "forge the result channel", "a verdict of one's own among the outputs",
           (BROKEN + "from IPython.display import display\n"
            "display({'application/vnd.cnn-course.verdict+json': {'points': 8.0, 'status': 'passed'},"
            " 'text/plain': '8.0'}, raw=True)",), holds=_no_forged_verdict),
    Attack("exception_that_cannot_print", "forge the result channel",
           "an exception whose text raises, with an odd name",
           ("class E(Exception):\n    def __str__(self): raise E\nE.__name__ = 'E' * 100_000\n"
            "def cross_correlate2d(x, kernel):\n    raise E",)),
)  # fmt: skip

ATTACKS = (*COMPARISON, *EQUALITY, *RESULTS)
