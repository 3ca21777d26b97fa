"""The site in a browser: its widgets, what it loads, on a phone, in the dark, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.jupyter import NODE_MODULES, accessibility_problems
from tests.site.conftest import Site, show_widgets

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Visit = Callable[..., "Page"]

PHONE = {"viewport": {"width": 375, "height": 700}}
SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts.push(entry.value);
}).observe({type: 'layout-shift', buffered: true});
"""


def lessons(names: list[str]) -> list[str]:
    return [name for name in names if name[:2].isdigit()]


def test_every_widget_of_every_lesson_is_drawn_and_no_request_leaves_the_host(
    visit: Visit, names: list[str]
) -> None:
    counts = {name: show_widgets(visit(name)) for name in lessons(names)}
    assert sum(counts.values()) >= 20, counts
    for name in set(names) - set(counts):
        visit(name)  # the fixture looks at what it asks for


def test_a_widget_steps_and_says_what_needs_a_kernel(visit: Visit) -> None:
    page = visit("01-sliding")
    show_widgets(page)
    place = page.locator(".course-widget").first
    before = place.locator(".ccw").get_attribute("data-pos")
    place.get_by_role("button", name="Step").press("Enter")
    page.wait_for_function(
        "before => document.querySelector('.ccw').dataset.pos !== before", arg=before
    )
    place.locator(".ccw-weight").first.fill("5")
    place.get_by_role("button", name="Run").click()
    place.get_by_text("This needs the live notebook").wait_for()


def test_a_drawing_is_read_without_a_kernel(visit: Visit) -> None:
    page = visit("14-lenet")
    show_widgets(page)
    widget = page.locator(".ccw-draw-digit")
    widget.get_by_text("On this page a LeNet-5 trained by the course answers").wait_for()
    for number in (8, 4):
        widget.get_by_label("start from").select_option(f"a drawn {number}")
        widget.locator(
            ".ccw-status", has_text=f"Looks like a{'n' * (number == 8)} {number},"
        ).wait_for()
    page.get_by_text("This needs the live notebook").wait_for(state="hidden")


def test_the_pages_work_from_a_folder_without_any_server(visit: Visit, site: Site) -> None:
    page = visit("02-kernels", base=site.folder.as_uri())
    assert show_widgets(page) == 3


def test_words_are_found_by_searching(visit: Visit) -> None:
    page = visit("index")
    page.get_by_label("Search", exact=True).fill("aliasing")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="04 Stride").first.wait_for()
    page.get_by_label("Words to look for").fill("sigmoid")
    page.keyboard.press("Enter")
    page.locator("#search-results a", has_text="08 Activations").first.wait_for()


def test_a_widget_follows_the_theme_switch(visit: Visit) -> None:
    page = visit("01-sliding", color_scheme="light")
    show_widgets(page)
    widget = page.locator(".ccw").first
    colour = "e => getComputedStyle(e).backgroundColor"
    light, draws = widget.evaluate(colour), int(widget.get_attribute("data-draws") or 0)
    page.get_by_role("button", name="Toggle Light / Dark").last.click()  # from auto to dark
    assert page.evaluate("() => document.body.dataset.theme") == "dark"
    page.wait_for_function(
        "draws => Number(document.querySelector('.ccw').dataset.draws) > draws", arg=draws
    )
    assert widget.evaluate(colour) != light


def test_on_a_phone_nothing_but_boxes_of_their_own_scrolls_sideways(
    visit: Visit, names: list[str]
) -> None:
    for name in names:
        page = visit(name, **PHONE)
        show_widgets(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") == 375, name
        wide = page.evaluate(
            """() => [...document.querySelectorAll("article *")]
                .filter(e => e.getBoundingClientRect().right > 376
                    && !e.closest("pre, .table-wrapper, .ccw-scroll, .course-widget, math"))
                .map(e => e.outerHTML.slice(0, 100))"""
        )
        assert wide == [], name


@pytest.mark.parametrize("options", [{}, PHONE, {"viewport": {"width": 820, "height": 1000}}])
def test_nothing_jumps_when_the_widgets_come(
    visit: Visit, names: list[str], options: dict[str, Any]
) -> None:
    for name in lessons(names):
        page = visit(name, **options)
        page.evaluate(SHIFTS)
        rooms = "() => [...document.querySelectorAll('.course-widget')].map(e => e.clientHeight)"
        kept = page.evaluate(rooms)
        show_widgets(page)
        if options == {}:
            assert page.evaluate(rooms) == kept, name
        assert page.evaluate("() => shifts.reduce((sum, shift) => sum + shift, 0)") < 0.01, name


def test_the_first_lesson_is_light(visit: Visit) -> None:
    page = visit("00-images")
    sizes: dict[str, int] = {}

    def count(response: Any) -> None:
        if response.request.resource_type != "image":
            sizes[response.url] = len(response.body())

    page.on("response", count)
    page.reload()
    show_widgets(page)
    page.wait_for_load_state("networkidle")
    assert "00-images.html" in " ".join(sizes)
    assert sum(sizes.values()) < 500_000, sizes


def test_without_scripts_a_lesson_can_be_read_and_unfolded(visit: Visit) -> None:
    page = visit("01-sliding", java_script_enabled=False)
    fold = page.locator("details", has_text="neighbouring windows overlap")
    fold.locator("summary").click()
    assert fold.get_by_text("neighbouring windows overlap").is_visible()
    places = page.locator(".course-widget")
    assert places.count() == 3
    instead = places.first.locator("noscript")
    assert "needs JavaScript" in instead.inner_text()
    assert instead.locator("img").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit: Visit, names: list[str], scheme: str) -> None:
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    found = {}
    for name in names:
        page = visit(name, color_scheme=scheme)
        show_widgets(page)
        found[name] = accessibility_problems(page, "html")
    assert not any(found.values()), {name: what for name, what in found.items() if what}


def test_what_scrolls_sideways_takes_the_focus_and_nothing_else_does(visit: Visit) -> None:
    page = visit("01-sliding", **PHONE)
    wrong = page.evaluate(
        """() => [...document.querySelectorAll("article pre")]
            .filter(e => (e.scrollWidth > e.clientWidth) !== (e.tabIndex === 0)).length"""
    )
    assert wrong == 0
