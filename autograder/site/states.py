"""A widget's saved state: which bundle draws it, and what its model holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_JUPYTERS_OWN = ("layout", "tabbable", "tooltip")


@dataclass(frozen=True)
class SavedWidget:
    """A widget as it stood when its lesson had run.

    Attributes
    ----------
    bundle : str
        Name of its module, such as "kernel_slider".
    title : str
        Name of its class, such as "KernelSlider".
    state : str
        JSON: the traits, and the bytes among them as base64 with their paths.
    """

    bundle: str
    title: str
    state: str

    @property
    def name(self) -> str:
        """A name for the state, the same for the same."""
        digest = hashlib.sha256(self.state.encode()).hexdigest()
        return f"{self.bundle}-{digest[:12]}"

    @property
    def script(self) -> bytes:
        """The state as the page gets it."""
        return parcel(self.name, self.state)


def saved_widget(notebook: NotebookNode, output: NotebookNode) -> SavedWidget | None:
    """The widget that an output shows; None where it shows none of the course's."""
    view = output.get("data", {}).get(VIEW)
    models = notebook.metadata.get("widgets", {}).get(_STATE, {}).get("state", {})
    model: dict[str, Any] | None = models.get(view["model_id"]) if view else None
    if model is None or not str(model["state"].get("_anywidget_id")).startswith("course.widgets."):
        return None
    *_, bundle, title = model["state"]["_anywidget_id"].split(".")
    traits: dict[str, Any] = {
        key: value
        for key, value in model["state"].items()
        if not key.startswith("_") and key not in _JUPYTERS_OWN
    }
    buffers = [[entry["path"], entry["data"]] for entry in model.get("buffers", [])]
    state = json.dumps({"state": traits, "buffers": buffers}, separators=(",", ":"))
    return SavedWidget(bundle, title, state)


def parcel(name: str, value: str) -> bytes:
    """A script that hands a value, given as JSON, to the loader."""
    return f'courseWidgets.put("{name}",{value});\n'.encode()
