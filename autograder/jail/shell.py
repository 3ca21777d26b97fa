"""IPython's own shell, without a kernel: what a cell shows goes to a recorder."""

from __future__ import annotations

import ast
import contextlib
import random
import sys
import warnings
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance
from traitlets.config import Config

from autograder.jail.recorder import Recorder


class _Publisher(DisplayPublisher):
    shell: JailShell

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        self.shell.recorder.display(data, metadata, transient, update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait)


class _Hook(DisplayHook):
    shell: JailShell

    def write_output_prompt(self) -> None:
        """No prompt: the value goes to the recorder."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.recorder.result(format_dict, md_dict)

    def finish_displayhook(self) -> None:
        """Nothing is printed, so nothing is flushed."""


class _Transformers(TransformerManager):
    """IPython's own syntax made Python, as in a live notebook; what is Python already stays."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._known = tuple(self.token_transformers)

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        # IPython goes through the tokens to find what is no Python, at 30 microseconds a line.
        if tuple(self.token_transformers) == self._known and _is_python("".join(lines)):
            return lines
        return super().do_token_transforms(lines)  # type: ignore[no-any-return, no-untyped-call]


class JailShell(InteractiveShell):
    """A shell that records what it shows."""

    displayhook_class = _Hook
    display_pub_class = _Publisher
    input_transformer_manager = Instance(_Transformers, ())
    recorder: Recorder
    _traceback: list[str] = []

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window system."""

    def ask_exit(self) -> None:
        """`exit` in a cell ends nothing."""

    def system(self, cmd: str) -> None:
        print(f"Shell commands do not run while a notebook is graded: {cmd[:80]}", file=sys.stderr)

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        self.system(cmd)
        return [] if split else ""

    def should_run_async(self, raw_cell: str, **kwargs: Any) -> bool:
        # IPython compiles the cell to see; what does not say so is not asynchronous.
        cell = kwargs.get("transformed_cell") or raw_cell
        return ("await" in cell or "async" in cell) and bool(
            super().should_run_async(raw_cell, **kwargs)
        )

    def _format_exception_for_storage(self, exception: Any, *args: Any, **kwargs: Any) -> Any:
        """For a history that nobody keeps: what was shown, not made a second time."""
        name = type(exception).__name__
        return {"ename": name, "evalue": _text(exception), "traceback": self._traceback}

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        # The context mode reads the source of every frame, which takes ten seconds for a recursion
        # without end.
        error = sys.exc_info()[1]
        mode = self.InteractiveTB.mode
        if isinstance(error, RecursionError):
            self.InteractiveTB.set_mode("Plain")
        try:
            super().showtraceback(*args, **kwargs)
        finally:
            self.InteractiveTB.set_mode(mode)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self._traceback = list(stb)
        kind = getattr(etype, "__name__", str(etype))
        self.recorder.error(kind, _text(evalue), self._traceback)


def make_shell() -> JailShell:
    """A shell, made once in the zygote; each fork has its own copy."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "Linux" if _old_colors() else "linux"
    config.InteractiveShell.banner1 = ""
    shell: JailShell = JailShell.instance(config=config)
    shell.set_hook("show_in_pager", _no_pager, priority=0)  # type: ignore[no-untyped-call]
    return shell


def _no_pager(shell: Any, data: Any, start: int = 0, screen_lines: int = 0) -> None:
    """Help opens beside a live notebook, never in it."""


def _text(error: Any) -> str:
    try:
        return str(error)
    except Exception:  # a student's exception may fail to print
        return ""


def _is_python(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they come when the cell runs
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def seed_all(seed: int) -> None:
    """Fresh random numbers, in the child."""
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(seed)


def prepare_shell(shell: JailShell, seed: int) -> None:
    """Fresh random numbers and inline pictures."""
    seed_all(seed)
    if "matplotlib" in sys.modules:
        from matplotlib_inline.backend_inline import configure_inline_support

        with contextlib.suppress(Exception):
            configure_inline_support(shell, "inline")  # type: ignore[no-untyped-call]


def _old_colors() -> bool:
    import IPython

    return int(IPython.version_info[0]) < 9
