"""One submission in the jail, seen from outside: it keeps the clock and trusts nothing."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

from autograder.jail import wire
from autograder.jail.layers import Limits
from autograder.jail.scratch import Folder
from autograder.jail.warm import START_SECONDS, JailError, Zygote

RESULT_BYTES = 16 << 20
"""Arrays that one answer of the jail may carry."""

MOST_THREADS = 128
"""Threads of one submission; libraries start a few."""

LOOK_SECONDS = 0.1
"""Between two looks at a process's threads and files."""

Asked = Callable[[Mapping[str, Any]], Any]
"""Answers what a notebook asks of the grader (`use`, `check`); raises Refusal to refuse."""


class Crashed(Exception):
    """The jailed process is gone or was killed; the text says why."""


class Refusal(Exception):
    """The grader does not do what was asked; the text is told to the notebook."""


class Session:
    """One submission in the jail: run its cells, call its functions, survive its crashes.

    After a crash the process is forked anew and the cells that ran are run again, up to
    `max_restarts` times.
    """

    def __init__(
        self,
        zygote: Zygote,
        files: Mapping[str, bytes] | None = None,
        limits: Limits | None = None,
        seed: int = 0,
        asked: Asked | None = None,
        max_restarts: int = 8,
    ) -> None:
        self.zygote = zygote
        self.limits = limits or Limits()
        self.seed = seed
        self.asked = asked or _refuse
        self.restarts_left = max_restarts
        self._files = files or {}
        self._ran: list[tuple[str, float]] = []
        self._channel: socket.socket | None = None
        self._number = self._pid = 0
        self._folder: Folder | None = None
        self._looked = 0.0
        self._generation = 0
        self._depth = 0
        self.replaying = False
        self._epitaph = ""
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    @property
    def generation(self) -> int:
        """How often the process was started; targets of an earlier one are gone."""
        return self._generation

    @property
    def stopped(self) -> bool:
        """Whether the process is gone and not started again yet."""
        return self._channel is None

    def cell(self, source: str, count: int, seconds: float) -> dict[str, Any]:
        """Run a cell; returns `{"outputs": [...], "ok": bool}`.

        Raises
        ------
        Crashed
            When the process died or ran out of time. The session is usable again afterwards,
            with all earlier cells but this one.
        """
        reply = self.request({"op": "cell", "source": source, "count": count}, seconds)
        if not isinstance(reply, dict) or not isinstance(reply.get("outputs"), list):
            self._restart()
            raise Crashed("the process answered nonsense")
        self._ran.append((source, seconds))
        return reply

    def request(self, message: dict[str, Any], seconds: float) -> Any:
        """Send a request and wait for its answer, serving questions in between."""
        if self._channel is None:
            raise Crashed(self._epitaph)
        self._depth += 1
        try:
            return self._exchange(message, time.monotonic() + seconds)
        except Crashed as crash:
            self._epitaph = str(crash)
            # A call made while a cell waits for `use` can't restart that cell: the outermost does.
            if self._depth > 1:
                self._stop()
            else:
                self._restart()
            raise
        finally:
            self._depth -= 1

    def close(self) -> None:
        """Kill the process and remove the scratch folder."""
        self._stop()
        if self._folder is not None:
            self._folder.remove()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _exchange(self, message: dict[str, Any], deadline: float) -> Any:
        channel = self._channel
        assert channel is not None
        try:
            stream = _Watched(channel, deadline, self._look_again)
            wire.send(stream, message)
            while True:
                reply = wire.receive(stream, RESULT_BYTES)
                if isinstance(reply, dict) and "done" in reply:
                    if message["op"] == "cell":
                        self._look()  # a cell that went too far must not be run again
                    return reply["done"]
                if not isinstance(reply, dict) or not isinstance(reply.get("ask"), dict):
                    raise Crashed("the process answered nonsense")
                answer = self._answer(reply["ask"])
                if self._channel is not channel:
                    raise Crashed(self._epitaph)
                wire.send(stream, answer)
        except wire.WireError as error:
            raise Crashed(f"the process sent something unreadable: {error}") from None
        except TimeoutError:
            raise Crashed("it ran out of time") from None
        except (EOFError, OSError):
            raise Crashed(self._obituary()) from None

    def _answer(self, question: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {"answer": self.asked(question)}
        except Refusal as refusal:
            return {"answer": None, "refused": str(refusal)}

    def _look_again(self) -> None:
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._look()

    def _look(self) -> None:
        if _threads(self._pid) > MOST_THREADS:
            raise Crashed("it started more threads than a submission may")
        if self._folder is not None and self._folder.overfull(self.limits.disk):
            raise Crashed("it wrote more files than a submission may")
        self._looked = time.monotonic()

    def _obituary(self) -> str:
        if not self._number:
            return self._epitaph
        status, self._number = self.zygote.end(self._number), 0
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            known = {
                signal.SIGSEGV: "the process crashed (segmentation fault)",
                signal.SIGXCPU: "it used more processor time than a submission may",
                signal.SIGKILL: "the process was killed (out of memory or time)",
            }
            return known.get(signal.Signals(number), f"the process died (signal {number})")
        return "the process ended itself (exit)"

    def _start(self) -> None:
        if self._folder is not None:
            self._folder.remove()
        self._folder = Folder(self.zygote.ground, self._files)
        child = self.zygote.fork(self._folder.inside, self.limits, self.seed)
        self._channel, self._number, self._pid = child
        self._generation += 1
        # The first message comes before any code of the student's runs, so it can be believed.
        self._channel.settimeout(START_SECONDS)
        try:
            hello = wire.receive(self._channel)
        except (EOFError, OSError) as error:
            raise JailError(f"the jail could not be entered: {error}") from None
        if "entered" not in hello:
            raise JailError(f"the jail could not be entered: {hello.get('failed')}")
        self._channel.setblocking(False)

    def _stop(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._number:
            self.zygote.end(self._number)
            self._number = 0

    def _restart(self) -> None:
        """A fresh process in which every earlier cell has run again."""
        self._stop()
        if self.restarts_left <= 0:
            self._epitaph = "it crashed too often; the rest was not run"
            return
        self.restarts_left -= 1
        self._start()
        self.replaying = True
        try:
            self._replay()
        finally:
            self.replaying = False

    def _replay(self) -> None:
        for count, (source, seconds) in enumerate(self._ran, 1):
            try:
                message = {"op": "cell", "source": source, "count": count}
                self._exchange(message, time.monotonic() + seconds)
            except Crashed:
                self._stop()
                return


class _Watched:
    """A non-blocking socket whose every call ends by one moment, however slowly the other side goes.

    While it waits, and every so often while it does not, it has a look at that side.
    """

    def __init__(self, channel: socket.socket, deadline: float, look: Callable[[], None]) -> None:
        self.channel = channel
        self.deadline = deadline
        self.look = look
        self._poll = select.poll()

    def sendall(self, data: bytes, /) -> None:
        left = memoryview(data)
        while left:
            self._check()
            try:
                left = left[self.channel.send(left) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)

    def recv_into(self, buffer: memoryview, /) -> int:
        while True:
            self._check()
            try:
                return self.channel.recv_into(buffer)
            except BlockingIOError:
                self._wait(select.POLLIN)

    def _check(self) -> None:
        if time.monotonic() > self.deadline:
            raise TimeoutError
        self.look()

    def _wait(self, event: int) -> None:
        left = max(0.0, self.deadline - time.monotonic())
        self._poll.register(self.channel, event)
        self._poll.poll(1000 * min(left, LOOK_SECONDS))


def _threads(pid: int) -> int:
    """How many threads a process has: each is a folder, and a link to the folder that holds them."""
    try:
        return os.stat(f"/proc/{pid}/task").st_nlink - 2
    except OSError:
        return 0


def _refuse(question: Mapping[str, Any]) -> Any:
    raise Refusal("There is no grader here to ask.")
