"""The one way to show pictures: what is drawn, and what is said about it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from course import data, plots
from course.painting import short


def pixels(drawing: plots.Drawing) -> np.ndarray:
    """The picture's pixels, (H, W, 3), 0 to 255."""
    from matplotlib.image import imread

    return np.rint(255 * imread(io.BytesIO(drawing.png))[:, :, :3]).astype(int)


def greys(drawing: plots.Drawing) -> set[int]:
    """Grey levels that fill at least one part in fifty of the picture."""
    picture = pixels(drawing)
    flat = picture[(picture[:, :, 0] == picture[:, :, 1]) & (picture[:, :, 1] == picture[:, :, 2])]
    levels, counts = np.unique(flat[:, 0], return_counts=True)
    return {int(n) for n in levels[counts > picture.shape[0] * picture.shape[1] / 50]}


def test_zero_is_mid_grey_and_the_scale_is_symmetric() -> None:
    drawn = greys(plots.draw(np.array([[-2.0, 0.0, 1.0]]), values=False))
    assert drawn == {0, 128, 192, 255} or drawn == {0, 127, 191, 255}  # 255: the margin


def test_a_byte_runs_from_0_to_255_whatever_the_picture_holds() -> None:
    drawn = greys(plots.draw(np.array([[0, 100]], dtype=np.uint8), values=False))
    assert 100 in drawn


def test_one_scale_is_shared_unless_told() -> None:
    weak, strong = np.array([[0.0, 0.5]]), np.array([[0.0, 4.0]])
    assert greys(plots.draw(weak, strong, values=False)) >= {32}
    assert 32 not in greys(plots.draw(weak, strong, values=False, share=False))


def test_signed_can_be_asked_for() -> None:
    assert greys(plots.draw(np.array([[0.0, 1.0]]), signed=True, values=False)) & {127, 128}


def test_channels_first_must_be_said_and_gives_the_same_picture() -> None:
    boat = data.picture("boat")
    with pytest.raises(ValueError, match='layout="CHW"'):
        plots.draw(boat.transpose(2, 0, 1))
    chw = plots.draw(boat.transpose(2, 0, 1), layout="CHW")
    assert np.array_equal(pixels(chw), pixels(plots.draw(boat)))


def test_float_colour_looks_like_its_bytes() -> None:
    boat = data.picture("boat")
    difference = pixels(plots.draw(boat)) - pixels(plots.draw(boat / 255))
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize(
    ("array", "says"),
    [
        (np.zeros((2, 2, 5)), "one image or one channel"),
        (np.zeros(4), "not one picture"),
        (np.zeros((0, 3)), "not one picture"),
        (np.zeros((2, 2, 3)) - 1, "one by one"),
        (np.array([["a"]]), "numbers are expected"),
    ],
)
def test_arrays_without_one_right_picture_are_refused(array: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        plots.draw(array)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"titles": ["a", "b"]}, "1 images but 2 titles"),
        ({"boxes": [None, None]}, "1 images but 2 boxes"),
        ({"boxes": [(1, 0, 3, 1)]}, "does not fit"),
        ({"layout": "NCHW"}, "layout"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        plots.draw(np.zeros((3, 4)), **options)


def test_description_has_title_shape_range_numbers_and_frame() -> None:
    x = np.array([[1.5, -2.0], [0.0, 4.0]])
    alt = plots.draw(x, titles="kernel", boxes=[(0, 1, 2, 1)]).alt
    assert alt == (
        "kernel: grey, 2 rows by 2 columns, float64 values -2 to 4; row 0: 1.5, -2; row 1: 0, 4; "
        "framed: rows 0 to 1, columns 1 to 1."
    )
    assert plots.draw(x, alt="My own words.").alt == "My own words."


def test_large_arrays_do_not_print_numbers() -> None:
    assert "row 0" in plots.draw(np.zeros((8, 8))).alt
    assert "row 0" not in plots.draw(np.zeros((9, 8))).alt
    assert "row 0: 1 2 3" in plots.draw(np.array([[[1, 2, 3]]], dtype=np.uint8), values=True).alt


def test_a_frame_is_drawn_where_asked() -> None:
    def orange(drawing: plots.Drawing) -> np.ndarray:
        picture = pixels(drawing)
        return np.argwhere((picture == (230, 159, 0)).all(axis=2))

    x = np.zeros((10, 10))
    assert not len(orange(plots.draw(x)))
    top, bottom = (orange(plots.draw(x, boxes=[(row, 2, 3, 4)])) for row in (0, 6))
    assert len(top)
    assert top[:, 0].mean() < bottom[:, 0].mean()
    assert len(orange(plots.draw(x, boxes=[[(0, 0, 2, 2), (6, 2, 3, 4)]]))) > len(bottom)


def test_numbers_that_are_not_finite_are_drawn_and_said() -> None:
    assert "nan" in plots.draw(np.array([[np.nan, 1.0]])).alt
    assert plots.draw(np.full((2, 2), np.nan)).png


@pytest.mark.parametrize("dtype", [bool, np.int64, np.uint8, np.float32, np.float64])
def test_every_kind_of_number_can_be_drawn(dtype: type) -> None:
    assert plots.draw(np.eye(3, 4).astype(dtype)).png.startswith(b"\x89PNG")


def test_html_carries_the_description_and_the_picture() -> None:
    page = plots.draw(np.eye(2), alt='a "small" <one>').html
    assert 'alt="a &quot;small&quot; &lt;one&gt;"' in page
    assert re.search(r'width="\d+"', page)
    assert "data:image/png;base64,iVBOR" in page


def test_the_same_call_gives_the_same_bytes() -> None:
    assert plots.draw(data.digit(3)).png == plots.draw(data.digit(3)).png


def test_without_a_notebook_the_description_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    plots.show(np.eye(2), titles="eye")
    out, err = capsys.readouterr()
    assert out.startswith("[picture: eye: grey, 2 rows by 2 columns")
    assert err == ""


def test_in_a_notebook_both_forms_are_displayed(monkeypatch: pytest.MonkeyPatch) -> None:
    ipython = pytest.importorskip("IPython")
    shown: list[dict[str, str]] = []
    monkeypatch.setattr(ipython, "get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: shown.append(bundle))
    plots.show(np.eye(2), alt="An eye.")
    (bundle,) = shown
    assert bundle["text/plain"] == "[picture: An eye.]"
    assert '<img alt="An eye."' in bundle["text/html"]


def test_importing_it_loads_no_matplotlib_and_a_first_figure_says_nothing(tmp_path: Any) -> None:
    code = (
        "import sys; from course import plots; assert 'matplotlib' not in sys.modules; "
        "plots.show([[1, 2]])"
    )
    fresh = {"MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", code], env=fresh, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("[picture: Image 1: grey, 1 row by 2 columns")


def test_numbers_are_short() -> None:
    assert [short(v) for v in (np.float32(0.1), -1.25, 99999.5, True, np.inf)] == [
        "0.1",
        "-1.25",
        "100000",
        "1",
        "inf",
    ]


def test_while_grading_pictures_are_described_and_not_drawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(plots, "png", None)
    plots.show(np.ones((2, 2)), alt="all ones")
    assert capsys.readouterr().out == "[picture: all ones]\n"
    with pytest.raises(ValueError, match="nothing to show"):
        plots.show()
