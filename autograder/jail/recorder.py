"""What a cell shows, recorded as nbformat outputs."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import Any

MAX_STREAM = 1 << 20
"""Characters of a cell's printed output that are kept."""
MAX_OUTPUTS = 500
MAX_DISPLAY = 8 << 20
"""Characters of one picture or page."""
MAX_TRACEBACK = 20_000


class Recorder:
    """Collects the outputs of the cell that is running."""

    def __init__(self, shell: Any) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.count = 0
        self._streamed = 0
        self._clear_next = False
        self._descriptors = _DescriptorTail()
        self._displayed: dict[str, dict[str, Any]] = {}
        self.updates: list[dict[str, Any]] = []
        shell.recorder = self

    @contextlib.contextmanager
    def cell(self, count: int) -> Iterator[list[dict[str, Any]]]:
        """Record into a new list while the block runs, streams included."""
        before = self.outputs, self.count, sys.stdout, sys.stderr
        self.outputs, self.count, self._streamed = [], count, 0
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")
        try:
            yield self.outputs
        finally:
            with contextlib.suppress(OSError):
                self.stream("stdout", self._descriptors.read(MAX_STREAM))
            self.outputs, self.count, sys.stdout, sys.stderr = before

    def stream(self, name: str, text: str) -> None:
        """Append printed text, joined to what stands just before it."""
        if not text or self._streamed > MAX_STREAM:
            return
        self._clear_if_waiting()
        if self._streamed + len(text) > MAX_STREAM:
            text = text[: MAX_STREAM - self._streamed] + "\n... more output was cut off\n"
            self._streamed = MAX_STREAM
        self._streamed += len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def display(self, data: Any, metadata: Any, transient: Any, update: bool) -> None:
        """Append rich output, or change the one of the same display id."""
        data = _bounded(data)
        name = (transient or {}).get("display_id")
        if update:
            self.updates.append({"id": str(name), "data": data, "metadata": metadata or {}})
            if name in self._displayed:
                self._displayed[name].update(data=data, metadata=metadata or {})
            return
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        if name is not None:
            self._displayed[name] = output
        self._clear_if_waiting()
        self.add(output)

    def result(self, data: Any, metadata: Any) -> None:
        """Append the value of the cell's last expression."""
        self._clear_if_waiting()
        self.add(
            {
                "output_type": "execute_result",
                "data": _bounded(data),
                "metadata": metadata or {},
                "execution_count": self.count,
            }
        )

    def error(self, kind: str, text: str, lines: list[str]) -> None:
        """Append an exception."""
        joined = "\n".join(lines)[-MAX_TRACEBACK:]
        self.add(
            {
                "output_type": "error",
                "ename": kind,
                "evalue": text[:MAX_TRACEBACK],
                "traceback": joined.split("\n"),
            }
        )

    def clear(self, wait: bool) -> None:
        """Forget what was shown so far, at once or when something new comes."""
        self._clear_next = wait
        if not wait:
            self.outputs.clear()

    def add(self, output: dict[str, Any]) -> None:
        """Append an output, up to a limit."""
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(output)

    def _clear_if_waiting(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self.outputs.clear()


class _Stream(io.TextIOBase):
    """A standard stream whose text becomes output of the cell."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.stream(self.name, text)
        return len(text)

    def fileno(self) -> int:
        return 1 if self.name == "stdout" else 2


class _DescriptorTail:
    """What is written to descriptors 1 and 2 directly, past Python's streams."""

    def __init__(self) -> None:
        self._read = 0

    def read(self, most: int) -> str:
        """Text that came since the last call."""
        end = os.lseek(1, 0, os.SEEK_CUR)
        if end <= self._read:
            return ""
        data = os.pread(1, min(end - self._read, most), self._read)
        self._read = end
        return data.decode("utf-8", "replace")


def _bounded(data: Any) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for kind, value in dict(data).items():
        if isinstance(value, (bytes, bytearray)):
            value = base64.b64encode(value).decode("ascii")
        if isinstance(value, str) and len(value) > MAX_DISPLAY:
            value = f"({len(value)} characters of {kind} were cut off)"
        kept[str(kind)] = value
    return kept
