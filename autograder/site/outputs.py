"""What a lesson's cells showed, as parts of a page: pictures as files, widgets as places."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import struct
from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.site.folder import Folder
from autograder.site.measure import SIZES, Look
from autograder.site.states import SavedWidget, saved_widget

_PICTURE = re.compile(
    r'<img alt="(?P<alt>[^"]*)" width="(?P<width>\d+)"[^>]*?'
    r'src="data:image/png;base64,(?P<data>[^"]+)">'
)
_WHOSE = re.compile(r"\w+: (yours|the reference )")
"""What `use` says: whose function goes on. A reader has none."""


def widgets_of(notebook: NotebookNode) -> Iterator[SavedWidget]:
    """The course's widgets that a notebook shows."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            widget = saved_widget(notebook, output)
            if widget is not None:
                yield widget


def shown(notebook: NotebookNode, looks: dict[SavedWidget, Look], folder: Folder) -> NotebookNode:
    """The notebook with outputs that need nothing but the files written beside the page.

    Parameters
    ----------
    notebook : NotebookNode
        One that has run; it is changed.
    looks : dict
        Room and picture of each widget.
    folder : Folder
        Takes the files.
    """
    for cell in notebook.cells:
        kept = []
        for output in cell.get("outputs", []):
            widget = saved_widget(notebook, output)
            if widget is not None:
                kept.append(_html(_place(widget, looks[widget], folder)))
            elif not _WHOSE.match(_plain(output)):
                kept.append(_with_pictures(output, folder))
        if "outputs" in cell:
            cell.outputs = kept
    notebook.metadata.pop("widgets", None)
    return notebook


def _place(widget: SavedWidget, look: Look, folder: Folder) -> str:
    rooms = ";".join(
        f"--room-{width}:{room}px" for width, room in zip(SIZES, look.rooms, strict=True)
    )
    sentence = f"{widget.title}, a widget you can play with, needs JavaScript."
    picture = ""
    if look.picture:
        alt = f"{widget.title} in its first state."
        sentence += " This is a picture of it."
        picture = "<br>" + _img(look.picture, alt, _size(look.picture)[0], folder)
    return (
        f'<div class="course-room" style="{rooms}"><div class="course-widget" '
        f'data-bundle="{widget.bundle}" data-state="{widget.name}">'
        f"<noscript>{html.escape(sentence)}{picture}</noscript></div></div>"
    )


def _with_pictures(output: NotebookNode, folder: Folder) -> NotebookNode:
    data = output.get("data", {})
    if "text/html" in data and "data:image/png" in data["text/html"]:
        return _html(_PICTURE.sub(lambda found: _drawing(found, folder), data["text/html"]))
    if "image/png" in data:
        png = base64.b64decode(data["image/png"])
        return _html(_img(png, _plain(output), _size(png)[0], folder))
    return output


def _drawing(found: re.Match[str], folder: Folder) -> str:
    png = base64.b64decode(found["data"])
    return _img(png, html.unescape(found["alt"]), int(found["width"]), folder)


def _img(png: bytes, alt: str, width: int, folder: Folder) -> str:
    """An element that takes its room before the picture comes."""
    name = f"pictures/{hashlib.sha256(png).hexdigest()[:16]}.png"
    folder.write(name, png)
    across, down = _size(png)
    height = round(down * width / across)
    return (
        f'<img alt="{html.escape(alt)}" src="_static/{name}" width="{width}" height="{height}" '
        'loading="lazy">'
    )


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _plain(output: NotebookNode) -> str:
    return str(output.get("data", {}).get("text/plain", ""))


def _html(source: str) -> NotebookNode:
    return NotebookNode(new_output("display_data", {"text/html": source}))
