"""Submitted notebooks as the plain cells that an engine runs, read without any checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook's file: type, source in one piece, nbgrader's metadata."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [
        {
            "cell_type": cell["cell_type"],
            "source": "".join(cell["source"]),
            "metadata": {"nbgrader": cell["metadata"].get("nbgrader", {})},
        }
        for cell in notebook["cells"]
    ]


def notebooks(submitted: Path) -> list[Path]:
    """All notebooks in a folder of submissions, in the students' order."""
    return sorted(submitted.glob("*/*/*.ipynb"))
