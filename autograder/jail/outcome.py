"""Outcomes on the wire: told by the jail as a dict, read by the judge with every part checked."""

from __future__ import annotations

from typing import Any

from autograder.target import Failure, Outcome

NONSENSE = "the process answered nonsense"


def told(outcome: Outcome) -> dict[str, Any]:
    """An outcome as the jail sends it."""
    failure = outcome.failure
    return {
        "value": outcome.value,
        "failure": None if failure is None else (failure.type, failure.text, failure.lines),
        "changed": outcome.changed,
        "shared": outcome.shared,
        "contiguous": outcome.contiguous,
        "printed": outcome.printed,
        "seconds": outcome.seconds,
        "warned": outcome.warned,
    }


def too_large(text: str) -> dict[str, Any]:
    """What the jail sends in place of a result that does not fit a message."""
    return told(Outcome(failure=Failure("TooLarge", f"the result: {text}")))


def heard(reply: Any, seconds: float) -> Outcome:
    """The outcome that a jail tells of, cut to size; the time is the one measured outside."""
    if not isinstance(reply, dict):
        return Outcome(failure=Failure("Crashed", NONSENSE))
    failure = reply.get("failure")
    raised = None
    if failure is not None:
        kind, text, lines = (
            (*failure, "", "", ())[:3] if isinstance(failure, tuple) else ("", "", ())
        )
        raised = Failure(_text(kind, 80) or "Error", _text(text, 500), _texts(lines))
    return Outcome(
        value=reply.get("value"),
        failure=raised,
        changed=_texts(reply.get("changed")),
        shared=_texts(reply.get("shared")),
        contiguous=reply.get("contiguous") is not False,
        printed=_text(reply.get("printed"), 4000),
        seconds=seconds,
        warned=_texts(reply.get("warned")),
    )


def crashed(text: str) -> Outcome:
    """The outcome of a call that ended its process."""
    return Outcome(failure=Failure("OutOfTime" if "time" in text else "Crashed", text))


def _text(value: Any, most: int) -> str:
    return value[:most] if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (tuple, list)):
        return ()
    return tuple(_text(item, 300) for item in value[:8])
