"""Widgets where no browser listens: made as in a live notebook, without what only a browser needs.

A widget of a live notebook gathers its whole state for the browser when it is made, gets a class of
its own to hold its script, and watches its script's file for changes.
"""

from __future__ import annotations

import contextlib
from typing import Any

_SCRIPTS = frozenset(["_esm", "_css", "_anywidget_id"])
"""Traits that hold the same text in every widget of a class."""


def quieten() -> None:
    """Make widgets the cheap way from now on. To be called before widgets of ours are imported."""
    with contextlib.suppress(ImportError):
        from ipywidgets import Widget

        Widget.open = _open
    with contextlib.suppress(ImportError):
        import anywidget.widget

        names = vars(anywidget.widget)
        read = names["try_file_contents"]
        names["try_file_contents"] = lambda given: _text(read(given))
        anywidget.AnyWidget.add_traits = _adder(anywidget.AnyWidget.add_traits)


def _open(widget: Any) -> None:
    """In place of `Widget.open`, which gathers the state that a browser would be sent."""
    if widget.comm is None:
        from ipywidgets.comm import create_comm

        known = {} if widget._model_id is None else {"comm_id": widget._model_id}
        widget.comm = create_comm(target_name="jupyter.widget", **known)


def _text(contents: Any) -> str | None:
    """A script as it is now; its file is not watched."""
    return None if contents is None else str(contents)


def _adder(add_traits: Any) -> Any:
    """`AnyWidget.add_traits`, which gives widgets that hold the same scripts the same class."""
    made: dict[Any, type] = {}

    def add(widget: Any, **traits: Any) -> None:
        if not traits.keys() <= _SCRIPTS or widget.comm is not None:
            add_traits(widget, **traits)
            return
        texts = [(name, trait.default_value) for name, trait in traits.items()]
        key = (type(widget), *texts)
        if key in made:
            widget.__class__ = made[key]
            widget.keys.extend(traits)
        else:
            add_traits(widget, **traits)
            made[key] = type(widget)

    return add
