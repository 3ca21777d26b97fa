"""KernelStudio in JupyterLab, by keyboard; and axe-core's opinion of it, in every theme."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    TIMEOUT_MS,
    accessibility_problems,
    run_python,
    set_theme,
    wait_for_position,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]

IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-kernel-studio[data-draws]"
PLAIN = """
import numpy as np
from course.widgets import KernelStudio
studio = KernelStudio(np.arange(20.0).reshape(4, 5), [[1, 0], [0, -2]], row=0, col=0)
studio
"""
FUNCTIONS = """
import numpy as np
from course.widgets import KernelStudio
def correlate(x, kernel):
    height, width = kernel.shape
    return np.array([[np.sum(x[r:r + height, c:c + width] * kernel)
                      for c in range(x.shape[1] - width + 1)]
                     for r in range(x.shape[0] - height + 1)])
def convolve(x, kernel):
    return correlate(x, kernel[::-1, ::-1])
def half_flipped(x, kernel):
    return correlate(x, kernel[:, ::-1])
image = np.arange(20.0).reshape(4, 5) ** 2
kernel = [[1, 2], [3, -4]]
"""


def studio_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(IN_FRONT)
    widget.wait_for()
    return widget


def wait_for_status(widget: Locator, words: str) -> None:
    """Wait until the sentence holds some words."""
    widget.locator(".ccw-status", has_text=words).wait_for()


def wait_for_python(page: Page, expression: str, expected: str) -> None:
    """Wait until an expression in the kernel prints as expected."""
    for _ in range(TIMEOUT_MS // 100):
        found = run_python(page, f"print({expression})")
        if found == expected:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{expression} is {found}, not {expected}")


def colours(widget: Locator, name: str, rows: int, cols: int) -> list[list[int]]:
    """Return the colour of each cell of a view, in reading order."""
    view = widget.locator(".ccw-figure", has_text=name).locator("canvas")
    return list(
        view.evaluate(
            """(canvas, [rows, cols]) => {
                const context = canvas.getContext('2d');
                const cell = canvas.width / cols;
                return Array.from({length: rows * cols}, (_, i) => Array.from(context.getImageData(
                    (i % cols + 0.1) * cell, (Math.floor(i / cols) + 0.85) * cell, 1, 1)
                    .data.slice(0, 3)));
            }""",
            [rows, cols],
        )
    )


def test_arrow_keys_walk_the_signed_response_and_python_sees_it(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = studio_of(page)
    widget.get_by_role("slider", name="response, signed").focus()
    for key, position in (("ArrowRight", "0,1"), ("ArrowDown", "1,1"), ("End", "1,3")):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    # 8 x 1 + 14 x -2; the picture's scale starts at 0.
    wait_for_status(widget, "row 1, column 3: response = −20, clamped to 0")
    wait_for_python(page, "studio.row, studio.col", "1 3")


def test_zero_is_mid_grey_in_the_signed_view_and_black_in_the_clamped_one(
    open_notebook: Open,
) -> None:
    page = open_notebook(
        "from course.widgets import KernelStudio\n"
        "KernelStudio([[-2.0, 0.0, 1.0, 0.5]], [[1.0]], row=0, col=3)"
    )
    widget = studio_of(page)
    signed = colours(widget, "response, signed", 1, 4)
    assert signed[:2] == [[0, 34, 78], [127, 127, 127]]
    assert colours(widget, "response, clamped", 1, 4)[:3] == [[0, 0, 0], [0, 0, 0], [255, 255, 255]]


def test_nothing_negative_leaves_zero_at_mid_grey(open_notebook: Open) -> None:
    page = open_notebook(
        "from course.widgets import KernelStudio\nKernelStudio([[0.0, 1.0]], [[1.0]], row=0, col=1)"
    )
    assert colours(studio_of(page), "response, signed", 1, 2)[0] == [127, 127, 127]


def test_editing_a_preset_makes_it_custom_and_sizes_keep_presets(open_notebook: Open) -> None:
    page = open_notebook("from course.widgets import KernelStudio\nstudio = KernelStudio(); studio")
    widget = studio_of(page)
    preset = widget.get_by_role("combobox", name="preset kernel")
    assert preset.input_value() == "vertical edge"
    preset.select_option("blur (mean)")
    widget.get_by_role("combobox", name="kernel size").select_option("5 × 5")
    wait_for_python(page, "studio.kernel.shape, studio.kernel.sum().round(9)", "(5, 5) 1.0")
    assert preset.input_value() == "blur (mean)"
    widget.get_by_role("textbox", name="weight, row 4, column 0").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("-0.5")
    wait_for_python(page, "studio.kernel[4, 0]", "-0.5")
    assert preset.input_value() == "custom"
    widget.get_by_role("combobox", name="kernel size").select_option("3 × 3")
    wait_for_python(page, "studio.kernel.tolist()", str([[0.04] * 3] * 3))


def test_flip_and_normalise_are_said_in_words_and_shown(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = studio_of(page)
    widget.get_by_text("Shown: cross-correlation").wait_for()
    wait_for_status(widget, "response = −12")  # 0 x 1 + 6 x -2
    widget.get_by_role("checkbox", name="flip").press("Space")
    widget.get_by_text("Shown: convolution. The kernel is turned by half a turn").wait_for()
    wait_for_status(widget, "response = 6")  # 0 x -2 + 6 x 1
    widget.get_by_role("checkbox", name="normalise").press("Space")
    widget.get_by_text("The weights add up to −1, and are divided by that.").wait_for()
    wait_for_status(widget, "response = −6")
    wait_for_python(page, "studio.flip, studio.normalise", "True True")
    widget.get_by_role("combobox", name="preset kernel").select_option("vertical edge")
    widget.get_by_text("add up to 0: a flat patch gives 0, and there is no sum").wait_for()


def test_the_products_of_the_window_are_there_when_asked_for(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = studio_of(page)
    widget.locator("summary").press("Enter")
    widget.locator(".ccw-total", has_text="−12").wait_for()
    assert widget.locator(".ccw-products tbody strong").all_inner_texts() == ["0", "0", "0", "−12"]


def test_choosing_a_picture_reaches_python_and_makes_the_comparison_stale(
    open_notebook: Open,
) -> None:
    page = open_notebook(FUNCTIONS, "studio = KernelStudio(function=convolve); studio")
    widget = studio_of(page)
    widget.get_by_text("All 2852 cells agree").wait_for()
    widget.get_by_role("combobox", name="picture").select_option("one bright pixel")
    widget.get_by_text("before the last change").wait_for()
    wait_for_python(
        page, "studio.image.shape, studio.image.sum(), studio.stale", "(15, 15) 1.0 True"
    )
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("All 169 cells agree with the reference.").wait_for()


def test_a_picture_of_ones_own_is_scaled_down_and_stays_here(open_notebook: Open) -> None:
    from PIL import Image

    levels = np.tile(np.linspace(0, 255, 300).astype(np.uint8), (200, 1))
    buffer = io.BytesIO()
    Image.fromarray(np.stack([levels] * 3, axis=-1)).save(buffer, "PNG")
    page = open_notebook("from course.widgets import KernelStudio\nstudio = KernelStudio(); studio")
    widget = studio_of(page)
    upload = widget.get_by_label("or open your own")
    upload.focus()
    page.wait_for_timeout(500)  # the page may still be busy with the end of the run, and lose a key
    upload.focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(
        files={"name": "ramp.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
    )
    widget.get_by_text("ramp.png: 64 × 96 pixels, scaled down from 200 × 300.").wait_for()
    wait_for_python(page, "studio.image.shape", "(64, 96)")
    ends = run_python(page, "print(studio.image[5, 0] < 0.02, studio.image[5, -1] > 0.98)")
    assert ends == "True True"
    picture = widget.get_by_role("combobox", name="picture")
    assert picture.input_value() == "a picture of yours"
    picture.select_option("boat")
    wait_for_python(page, "studio.image.shape", "(48, 64)")
    picture.select_option("a picture of yours")
    wait_for_python(page, "studio.image.shape", "(64, 96)")


def test_a_file_that_is_no_picture_is_refused_in_words(open_notebook: Open) -> None:
    page = open_notebook("from course.widgets import KernelStudio\nKernelStudio()")
    widget = studio_of(page)
    widget.get_by_label("or open your own").set_input_files(
        files={"name": "notes.png", "mimeType": "image/png", "buffer": b"not a picture"}
    )
    widget.get_by_text("notes.png cannot be read as a picture.").wait_for()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("convolve", "convolve behaves as a convolution"),
        ("correlate", "correlate behaves as a correlation"),
        ("half_flipped", "half_flipped mirrors the kernel left-right only"),
    ],
)
def test_it_says_what_my_function_is(open_notebook: Open, function: str, words: str) -> None:
    page = open_notebook(FUNCTIONS, f"KernelStudio(image, kernel, function={function})")
    widget = studio_of(page)
    widget.get_by_text(words).wait_for()
    if function != "convolve":
        widget.get_by_role("button", name="First difference").press("Enter")
        wait_for_status(widget, f"First difference: expected 89, {function} gave")


def test_a_kernel_that_does_not_fit_is_refused_in_words(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = studio_of(page)
    widget.get_by_role("combobox", name="kernel size").select_option("5 × 5")
    wait_for_status(
        widget,
        "The kernel does not fit: it is 5 × 5 and the image is 4 × 5. Take",
    )
    widget.get_by_role("combobox", name="kernel size").select_option("3 × 3")
    wait_for_status(widget, "row 0, column 0: response")


def test_from_key_to_paint_it_takes_two_frames_at_most(open_notebook: Open) -> None:
    page = open_notebook(
        "import numpy as np\nfrom course.widgets import KernelStudio\n"
        "KernelStudio(np.random.default_rng(0).random((96, 96)), np.eye(7), row=0, col=0)"
    )
    widget = studio_of(page)
    widget.get_by_role("slider", name="response, signed").focus()
    spent = page.evaluate(
        """async () => {
            const target = document.activeElement, all = [];
            for (let i = 0; i < 31; i++) {
                const start = performance.now();
                target.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                all.push(performance.now() - start);
            }
            return all.sort((a, b) => a - b)[15];
        }"""
    )
    wait_for_position(widget, "0,31")
    print(f"median {spent:.1f} ms")
    assert spent < 60, f"{spent:.0f} ms a step, 30 on an idle machine"


@pytest.fixture
def light_again(page: Page) -> Iterator[None]:
    """Leave the shared page in its light theme."""
    yield
    set_theme(page, LIGHT)


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST])
@pytest.mark.usefixtures("light_again")
def test_axe_finds_nothing(open_notebook: Open, screenshot: Shot, theme: str) -> None:
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    cells = (
        "KernelStudio()",
        "KernelStudio(function=convolve, normalise=True, note='A note.')",
        "KernelStudio(image, kernel, function=half_flipped)",
        "KernelStudio(image, np.ones((7, 7)))",
    )
    page = open_notebook(FUNCTIONS, *cells)
    widgets = page.locator(IN_FRONT)
    widgets.nth(len(cells) - 1).wait_for()
    widgets.nth(2).locator("summary").press("Enter")
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"studio-{theme.split()[-1].lower()}-{i}")
    assert accessibility_problems(page, ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw") == []
    focusable = widgets.locator("button, input, select, summary, [tabindex]")
    without = focusable.evaluate_all(
        "all => all.filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"
    )
    assert without == []
