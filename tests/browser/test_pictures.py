"""The pictures of the widgets in docs/images, made anew by

CNN_COURSE_SCREENSHOTS=docs/images python -m pytest tests/browser/test_pictures.py
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from course import widgets
from tests.browser.jupyter import REPOSITORY
from tests.browser.test_plain_page import plain, show
from tests.browser.test_train_monitor import trained

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
__all__ = ["plain"]  # a fixture

ON_PICTURE: dict[str, Callable[[], Any]] = {
    "ActivationZoo": widgets.ActivationZoo,
    "ArchitectureWalk": widgets.ArchitectureWalk,
    "ChannelMixer": widgets.ChannelMixer,
    "Choice": lambda: widgets.Choice("abcd", "b"),
    "DrawDigit": widgets.DrawDigit,
    "GradientFlow": widgets.GradientFlow,
    "KernelSlider": widgets.KernelSlider,
    "KernelStudio": widgets.KernelStudio,
    "LogitsToLoss": widgets.LogitsToLoss,
    "PaddingLab": widgets.PaddingLab,
    "PixelInspector": widgets.PixelInspector,
    "PoolLab": widgets.PoolLab,
    "StrideRuler": widgets.StrideRuler,
    "TrainMonitor": lambda: trained(2, "training"),
}


def picture_of(name: str) -> str:
    """File of a widget's picture: KernelSlider's is kernel-slider.png."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() + ".png"


def test_every_widget_has_its_picture() -> None:
    classes = {name for name in widgets.__all__ if inspect.isclass(getattr(widgets, name))}
    assert set(ON_PICTURE) == classes


@pytest.mark.parametrize("name", ON_PICTURE)
def test_a_widget_s_docstring_shows_its_picture(name: str) -> None:
    said = re.search(
        r"\.\. image:: /docs/images/(\S+)\n +:alt: \S", inspect.getdoc(getattr(widgets, name)) or ""
    )
    assert said is not None
    assert said[1] == picture_of(name)
    assert (REPOSITORY / "docs" / "images" / said[1]).is_file()
    assert f"](images/{said[1]})" in (REPOSITORY / "docs" / "widgets.md").read_text("utf-8")


@pytest.mark.parametrize("name", ON_PICTURE)
def test_the_picture_is_of_a_widget_that_fits_its_page(
    plain: Page, screenshot: Callable[[Locator, str], None], name: str
) -> None:
    plain.set_viewport_size({"width": 920, "height": 900})
    widget = show(plain, ON_PICTURE[name]())
    plain.wait_for_timeout(200)
    wide = plain.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    screenshot(widget, picture_of(name).removesuffix(".png"))
