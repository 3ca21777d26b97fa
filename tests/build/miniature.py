"""A course of two tiny lessons, complete and independent of the real ones."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.exercise import Card, Exercise, Lesson, Option, Question, Symptom

REPOSITORY = Path(__file__).resolve().parents[2]

FIRST = "00-first"
SECOND = "01-second"


def double(x: float) -> float:
    """Twice x."""
    return 2 * x


def area(shape: tuple[int, int]) -> int:
    """Height times width."""
    return shape[0] * shape[1]


DOUBLE = Exercise(
    id="double",
    points=2,
    card=Card("Twice as much", 1, 4, 5),
    reference=double,
    probes=lambda rng: [],
    symptoms=(
        Symptom("the result is a list?", "what `*` does to a list"),
        Symptom("off by one", "whether you added or multiplied"),
    ),
)

AREA = Exercise(
    id="area",
    points=3,
    card=Card("Cells of a rectangle", 2, 5, 1, needs=("double", "tens_place"), tools="no loops"),
    reference=area,
    probes=lambda rng: [],
)

TENS = Exercise(
    id="tens_place",
    points=1,
    card=Card("The tens place", 3, 2, 10),
    reference=lambda n: n // 10 % 10,
    probes=lambda rng: [],
)

SUM = Question(
    "sum_3_4",
    "What is $3 + 4$?",
    (
        Option("6", "One too few: SECRET WHY"),
        Option("7, which is\nprime", "Yes: SECRET WHY", right=True),
        Option("34", "Those were digits: SECRET WHY", bug="concatenates"),
    ),
)

RECALL = Question(
    "recall_tens",
    "Which digit of 345 is in the tens place?",
    (Option("4", "Yes: SECRET WHY", right=True), Option("5", "The ones: SECRET WHY")),
    points=0,
    recall=True,
)

LESSONS: Mapping[str, Lesson] = {
    FIRST: Lesson(FIRST, "Digits", 10, (TENS,), ()),
    SECOND: Lesson(SECOND, "Doubling", 20, (DOUBLE, AREA), (SUM, RECALL)),
}


@dataclass(frozen=True)
class Catalogue:
    """Looks lessons up, as the package `autograder.lessons` does."""

    lessons: Mapping[str, Lesson]

    @property
    def LESSONS(self) -> tuple[str, ...]:  # noqa: N802
        return tuple(self.lessons)

    def lesson(self, slug: str) -> Lesson:
        return self.lessons[slug]


CATALOGUE = Catalogue(LESSONS)

FIRST_TEXT = '''\
# %% [markdown]
# # Digits

# %%
from stand_in import check

# %% exercise="tens_place"
def tens_place(n: int) -> int:
    """The second digit from the right: `tens_place(345) == 4`."""
    ### BEGIN SOLUTION
    return n // 10 % 10
    ### END SOLUTION
'''

SECOND_TEXT = '''\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Somebody's own
#     language: python
#     name: somebodys
# ---

# %% [markdown]
# # Doubling
#
# ![a square](square.svg)

# %%
from stand_in import check, choose

# %% [markdown] question="recall_tens"

# %% exercise="double" tags=["keep-me"]
FACTOR = 2


def double(x: float) -> float:
    """Twice x: `double(3) == 6`."""
    ### BEGIN SOLUTION
    secret_product = FACTOR * x
    return secret_product
    ### END SOLUTION


# %% [markdown]
# Again.

# %%
print("between the tasks")

# %% exercise="area"
def area(shape: tuple[int, int]) -> int:
    """Height times width: `area((2, 3)) == 6`."""
    ### BEGIN SOLUTION
    height, width = shape
    return height * width
    ### END SOLUTION


# %% [markdown]
# Again.

# %% [markdown] question="sum_3_4"
# Think before you count.
'''

STAND_IN = '''\
"""Stands in for autograder and course.widgets, so that kernels need neither."""

CHECKS = {
    "tens_place": [(1.0, lambda f: f(345) == 4)],
    "double": [(1.5, lambda f: f(3) == 6), (0.5, lambda f: f(-0.5) == -1)],
    "area": [(3.0, lambda f: f((2, 3)) == 6)],
    "sum_3_4": [(1.0, lambda answer: answer == "b")],
    "recall_tens": [(0.0, lambda answer: answer == "a")],
}


def choose(letters, answer=""):
    return answer


def check(task, answer):
    points = 0.0
    for worth, passes in CHECKS[task]:
        try:
            points += worth * bool(passes(answer))
        except Exception as error:
            print(f"{task}: {error}")
    return points
'''

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>\n'


def make_course(root: Path) -> Path:
    """Write the miniature course's sources and nbgrader's settings into a folder."""
    for slug, text in ((FIRST, FIRST_TEXT), (SECOND, SECOND_TEXT)):
        folder = root / "solutions" / slug
        folder.mkdir(parents=True)
        (folder / f"{slug}.py").write_text(text, encoding="utf-8")
        (folder / "stand_in.py").write_text(STAND_IN, encoding="utf-8")
    (root / "solutions" / SECOND / "square.svg").write_text(PICTURE, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return root
