"""Hostile and odd values: nothing acts, nothing raises, nothing is long."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.exercise import Symptom
from autograder.feedback import Page, html
from autograder.feedback.data import to_dict
from autograder.target import Failure
from autograder.verdict import Named
from tests.feedback.cases import EXERCISE, HIDDEN, QUESTION, by_hand, flipped, judged
from tests.feedback.test_words import hidden_failure

ALLOWED = set(
    "div style p dl dt dd pre code b i u span table caption thead tbody tr th td details summary ul ol "
    "li strong em hr br a blockquote".split()
)
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><iframe src=//evil.example></iframe>",
    "</pre></div><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "`<b onclick=alert(1)>`",
    "[x](javascript:alert(1)) ![y](http://evil.example/y.png)",
    "$\\href{javascript:alert(1)}{x}$",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp.exe",
    "\ud800 lone",
    "\x00\x08\r\n",
]


class Inspector(HTMLParser):
    """Fails on anything that could act, and on tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.roots = 0

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, tag
        self.roots += not self.open
        for name, value in attrs:
            allowed = {"class", "style", "scope", "role", "aria-label", "aria-hidden", "href"}
            assert name in allowed, (tag, name)
            assert "url(" not in (value or "")
            if name == "href":
                assert (value or "").startswith(("http", "#"))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            assert "url(" not in data
            assert "@import" not in data


def inspect(page: Page) -> None:
    inspector = Inspector()
    inspector.feed(page.html)
    inspector.close()
    assert inspector.open == []
    assert inspector.roots == 1
    for written in (page.html, page.text):
        written.encode("utf-8")
        assert not any(ord(c) < 32 and c not in "\n\t" for c in written)
        assert "\u202e" not in written


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_inert_wherever_it_stands(attack):
    verdict = by_hand(
        attack,
        "expected",
        {"x": attack, attack: [attack]},
        Named((attack,), (attack,)),
        saw=f"it raised ValueError: {attack}",
        printed=attack,
    )
    assert verdict.case is not None
    hostile = replace(EXERCISE, hints=(attack,) * 3, symptoms=(Symptom(attack, attack),))
    raised = replace(
        verdict,
        named=None,
        play=attack,
        case=replace(
            verdict.case,
            outcome=replace(
                verdict.case.outcome, failure=Failure(attack, attack, (attack, attack))
            ),
        ),
    )
    question = replace(
        QUESTION, options=(QUESTION.options[0], replace(QUESTION.options[1], text=attack))
    )
    pages = [
        html.verdict_page(verdict, hostile, 0),
        html.verdict_page(raised, hostile, 1),
        html.verdict_page(replace(verdict, status="passed", note=attack), hostile, 0),
        html.verdict_page(judged("b", question), question, 0),
        html.verdict_page(judged(attack, question), question, 0),
        html.hint_page(hostile, 3),
        html.sentence_page(attack),
    ]
    for page in pages:
        inspect(page)
        assert "<script>" not in page.html
        assert "tex2jax_ignore" in page.html
    json.dumps(to_dict(verdict)).encode()


class Nasty:
    """Every way of looking at it raises."""

    def _no(self, *args):
        raise RuntimeError("no")

    __repr__ = __str__ = __len__ = __iter__ = __eq__ = __array__ = __float__ = __format__ = _no
    __hash__ = None  # type: ignore[assignment]

    def __getattribute__(self, name):
        raise SystemExit(name)


class Subclass(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")


class LyingStr(str):
    def __getitem__(self, key):
        raise RuntimeError("no")

    def __str__(self):
        raise RuntimeError("no")


ENDLESS: list[object] = []
ENDLESS.append(ENDLESS)

OBJECTS = np.empty((1, 2), dtype=object)
OBJECTS[0, 0] = Nasty()

ODD = [
    Nasty(),
    Nasty,
    [Nasty()],
    (np.ones(2), Nasty()),
    {"a": Nasty(), (1, 2): ENDLESS},
    ENDLESS,
    np.ones((2, 3)).view(Subclass),
    OBJECTS,
    np.array([(1, 2.0)], dtype=[("<b>", "i4"), ("y", "f8")]),
    np.full((2, 3), np.nan),
    np.full((2, 3), np.inf),
    np.full((2, 3), -1e308),
    np.full((2, 3), 5e-324),
    np.full((2, 3), 1 + 2j),
    np.full((2, 3), np.longdouble("1e4000")),
    np.full((2, 3), 10**18),
    np.zeros((0, 3)),
    np.array(3.0),
    np.zeros((2,) * 12),
    np.zeros((1000, 1000)),
    np.zeros((3000, 1000), dtype=np.int8),
    np.array(["<b>", "\x1b"]),
    np.array(["2020-01-01"], dtype="datetime64[D]"),
    np.timedelta64("NaT"),
    np.float16(1.5),
    LyingStr("<b>"),
    10**5000,
    -(10**400),
    float("nan"),
    complex("nan+infj"),
    b"\x00<b>",
    "x" * 10**6,
    list(range(10**6)),
    {n: n for n in range(10**5)},
    lambda: 1,
    print,
    slice(Nasty(), None),
    None,
    ...,
]


@pytest.mark.parametrize("number", range(len(ODD)))
@pytest.mark.parametrize("expected", [np.ones((2, 3)), 1.5, (1, 2), "text", None, "same"], ids=str)
def test_odd_values_are_described_and_never_raise(number, expected):
    value = ODD[number]
    expected = value if isinstance(expected, str) and expected == "same" else expected
    verdict = by_hand(
        value, expected, {"x": value, "xs": [value]}, index=(0, 0), regions={"x": value}
    )
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = html.verdict_page(verdict, EXERCISE, 0)
    assert time.perf_counter() - start < 1.0
    inspect(page)
    assert len(page.html) < 60_000


numbers = st.one_of(
    st.floats(), st.integers(-(10**20), 10**20), st.booleans(), st.complex_numbers()
)
values = st.recursive(
    st.one_of(numbers, st.text(), st.binary(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner), st.tuples(inner, inner), st.dictionaries(st.text(), inner)
    ),
    max_leaves=8,
)
shapes = st.lists(st.integers(0, 11), min_size=0, max_size=4).map(tuple)


@settings(max_examples=150, deadline=None)
@given(values, values)
def test_any_plain_value_can_be_shown(value, expected):
    inspect(html.verdict_page(by_hand(value, expected, {"x": value}), EXERCISE, 0))


@settings(max_examples=150, deadline=None)
@given(shapes, st.sampled_from("bBhiqefdFD?"), st.integers(0, 2**32 - 1), st.data())
def test_any_array_can_be_drawn(shape, dtype, seed, data):
    rng = np.random.default_rng(seed)
    expected = (10 ** rng.uniform(-3, 3) * rng.standard_normal(shape)).astype(float)
    with np.errstate(all="ignore"):
        expected = np.asarray(expected).astype(dtype)
    value = expected.copy()
    if value.size:
        value[tuple(rng.integers(0, n) for n in shape)] += np.asarray(1).astype(dtype)
    stops = st.integers(-3, 12)
    region = tuple(slice(data.draw(stops), data.draw(stops)) for _ in shape)
    arguments = {"x": expected, "kernel": value}
    verdict = by_hand(value, expected, arguments, regions={"x": region, "kernel": region})
    page = html.verdict_page(verdict, EXERCISE, 0)
    inspect(page)
    assert len(page.html) < 90_000


def test_a_verdict_becomes_data_that_json_holds():
    data = to_dict(flipped())
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["format"] == 1
    assert data["points"] == 1.6
    assert data["named"]["bugs"] == ["flips_kernel"]
    assert data["families"]["contract"] is True
    assert data["case"] == {"probe": "3x4 image, 2x2 kernel", "index": [0, 0], "show": True}
    assert data["findings"][0]["saw"].startswith("6 of 6 values differ")


def test_data_holds_no_hidden_numbers():
    verdict = hidden_failure()
    assert str(HIDDEN)[:6] not in json.dumps(to_dict(verdict))


def test_points_that_are_no_number_are_none_of_our_points():
    assert to_dict(replace(flipped(), points=float("nan")))["points"] == 0.0


def test_feedback_is_small_and_fast():
    verdict = flipped()
    html.verdict_page(verdict, EXERCISE, 0)
    start = time.perf_counter()
    for _ in range(10):
        page = html.verdict_page(verdict, EXERCISE, 0)
    assert (time.perf_counter() - start) / 10 < 0.02
    assert len(page.html.encode()) < 20_000


def test_the_student_pays_for_no_large_library():
    code = (
        "import sys, autograder.feedback.html, autograder.feedback.data as d;"
        "print([m for m in ('matplotlib','torch','scipy','markdown_it','mistune','IPython') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
