"""Cells are run, and what they print is read."""

from __future__ import annotations

from typing import Any

from autograder.jail.session import Session


def run(session: Session, source: str, count: int = 1, seconds: float = 10.0) -> list[Any]:
    outputs: list[Any] = session.cell(source, count, seconds)["outputs"]
    return outputs


def text(outputs: list[Any]) -> str:
    return "".join(output.get("text", "") for output in outputs)
