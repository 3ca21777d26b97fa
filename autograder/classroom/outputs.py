"""What the jail says a cell has shown, brought into nbformat's form and cut to size."""

from __future__ import annotations

import json
import re
from typing import Any

from autograder.notebook import VERDICT_MIME

MAX_CELL_CHARACTERS = 4 << 20
"""Of one cell's outputs, counted here: the jail's own caps are in the student's hands."""

_TERMINAL_CODE = re.compile(r"\x1b(?!\[[0-9;]*m)")


def clean_outputs(
    outputs: list[Any], merge_stderr: bool, most: int = MAX_CELL_CHARACTERS
) -> list[dict[str, Any]]:
    """Outputs of the form nbformat wants; whatever else the jail sent is dropped.

    In a graded cell standard error becomes standard output, because nbgrader takes any standard
    error for a failure and a warning is none.
    """
    cleaned: list[dict[str, Any]] = []
    left = min(most, MAX_CELL_CHARACTERS)
    for output in outputs[:600]:
        good = _clean(output) if isinstance(output, dict) else None
        if good is None:
            continue
        left -= len(json.dumps(good))
        if left < 0:
            cleaned.append({"output_type": "stream", "name": "stdout", "text": "... cut off\n"})
            break
        if merge_stderr and good.get("name") == "stderr":
            good["name"] = "stdout"
        cleaned.append(good)
    return cleaned


def _clean(output: dict[str, Any]) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream" and output.get("name") in ("stdout", "stderr"):
        return {"output_type": kind, "name": output["name"], "text": _string(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        traceback = [_string(line) for line in lines] if isinstance(lines, list) else []
        return {
            **error(_string(output.get("ename")), _string(output.get("evalue"))),
            "traceback": traceback,
        }
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        bundle = {
            _string(key): _plain(value) if key.endswith("json") else _string(value)
            for key, value in output["data"].items()
            if isinstance(key, str) and key != VERDICT_MIME
        }
        result: dict[str, Any] = {"output_type": kind, "data": bundle, "metadata": {}}
        if kind == "execute_result":
            count = output.get("execution_count")
            result["execution_count"] = count if type(count) is int and 0 <= count < 10**6 else None
        return result
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else None
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_string(key): _plain(item) for key, item in value.items()}
    return ""


def _string(value: Any) -> str:
    """Text that can be written as UTF-8, without terminal codes but colours; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    return _TERMINAL_CODE.sub("", value.encode("utf-8", "replace").decode("utf-8"))


def error(kind: str, text: str) -> dict[str, Any]:
    """An exception as a cell's output."""
    return {"output_type": "error", "ename": kind, "evalue": text, "traceback": [f"{kind}: {text}"]}
