"""How much room each widget takes, and what it looks like at first, found out in a browser.

A page that keeps this room does not jump when a widget comes. What was measured is kept until the
widget changes; where there is no browser, a widget gets the room that its kind takes most often.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.site.folder import write_whole
from autograder.site.states import SavedWidget

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = (340, 520, 736)
"""Widths of a page's text in pixels at which widgets are measured: phone, tablet, desk."""

USUAL = {
    "activation_zoo": (1390, 1307, 870),
    "architecture_walk": (1421, 1370, 869),
    "channel_mixer": (2172, 1416, 1406),
    "draw_digit": (1591, 1272, 900),
    "gradient_flow": (1858, 1244, 1187),
    "kernel_slider": (1386, 950, 877),
    "kernel_studio": (1606, 1427, 975),
    "logits_to_loss": (1029, 1000, 873),
    "padding_lab": (1508, 1008, 686),
    "pixel_inspector": (961, 861, 536),
    "pool_lab": (1358, 1080, 741),
    "stride_ruler": (781, 763, 701),
    "train_monitor": (1153, 878, 680),
}
"""Room in pixels at these widths, by bundle, where no browser can tell."""
_ANY = (1386, 1008, 870)
_TIMEOUT_MS = 60_000
_PAGE = """<!doctype html><meta charset="utf-8"><title>One widget</title>
<link rel="stylesheet" href="{theme}/styles/furo.css">
<link rel="stylesheet" href="{static}/widgets.css"><link rel="stylesheet" href="{static}/site.css">
<body data-theme="light"><script defer src="{static}/loader.js"></script>
<article>{places}</article>
"""
_PLACE = """<div class="cell"><div class="cell_output"><div class="output text_html">
<div class="course-room" style="width: {width}px"><div class="course-widget"
 data-bundle="{widget.bundle}" data-state="{widget.name}"></div></div></div></div></div>
"""


@dataclass(frozen=True)
class Look:
    """Heights in pixels at `SIZES`, and a picture (PNG) of the widest, empty where there is none."""

    rooms: tuple[int, ...]
    picture: bytes


def looks(
    widgets: Iterable[SavedWidget], static: Path, cache: Path, say: Callable[[str], None]
) -> dict[SavedWidget, Look]:
    """Measure widgets, or remember how they were measured.

    Parameters
    ----------
    widgets : iterable of SavedWidget
    static : Path
        Folder of the site's scripts and styles, with the bundles in `widgets`.
    cache : Path
        Folder in which measures are kept.
    """
    cache.mkdir(parents=True, exist_ok=True)
    common = b"".join((static / name).read_bytes() for name in ("site.css", "widgets.css"))
    places = {}
    for widget in widgets:
        bundle = (static / "widgets" / f"{widget.bundle}.js").read_bytes()
        digest = hashlib.sha256(common + bundle + widget.state.encode())
        places[widget] = cache / f"{widget.bundle}-{digest.hexdigest()[:16]}.json"
    missing = {widget: place for widget, place in places.items() if not place.exists()}
    if missing:
        say(f"measuring {len(missing)} widgets")
        problem = _measure(missing, static)
        if problem:
            say(f"widgets get their usual room, and no picture: {problem}")
    for old in set(cache.glob("*.json")) - set(places.values()):
        old.unlink(missing_ok=True)
    return {widget: _remembered(widget, place) for widget, place in places.items()}


def _remembered(widget: SavedWidget, place: Path) -> Look:
    if not place.exists():
        return Look(USUAL.get(widget.bundle, _ANY), b"")
    found = json.loads(place.read_text(encoding="utf-8"))
    return Look(tuple(found["rooms"]), base64.b64decode(found["picture"]))


def _measure(places: dict[SavedWidget, Path], static: Path) -> str:
    """Measure what can be; say in words why nothing could."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return "Playwright is not installed"
    chromium = os.environ.get("CNN_COURSE_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    with sync_playwright() as playwright:
        try:
            arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        except Error:
            return "there is no Chromium"
        page = browser.new_page(viewport={"width": 800, "height": 8000})
        page.set_default_timeout(_TIMEOUT_MS)
        with tempfile.TemporaryDirectory() as folder:
            html = Path(folder, "page.html")
            for widget, place in places.items():
                write_whole(place, json.dumps(_look(page, widget, static, html)).encode())
        browser.close()
    return ""


def _look(page: Page, widget: SavedWidget, static: Path, html: Path) -> dict[str, Any]:
    places = "".join(_PLACE.format(width=width, widget=widget) for width in SIZES)
    theme = Path(str(files("furo"))) / "theme" / "furo" / "static"
    text = _PAGE.format(theme=theme.as_uri(), static=static.as_uri(), places=places)
    html.write_text(text, encoding="utf-8")
    page.goto(html.as_uri())
    page.locator("[data-shown] .ccw[data-draws]").nth(len(SIZES) - 1).wait_for()
    page.evaluate("() => new Promise(d => requestAnimationFrame(() => setTimeout(d, 30)))")
    heights = "all => all.map(e => Math.ceil(e.getBoundingClientRect().height))"
    rooms = page.locator(".course-widget").evaluate_all(heights)
    picture = page.locator(".ccw").last.screenshot()
    return {"rooms": rooms, "picture": base64.b64encode(picture).decode()}
