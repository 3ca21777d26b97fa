"""Feedback as text for a terminal. Our own words are ASCII, so that any terminal can print them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from autograder.exercise import Exercise
from autograder.feedback import Page
from autograder.feedback.clean import tidy
from autograder.feedback.content import STEPS, Content, hints_of, step_name
from autograder.feedback.grid import Cell, Grid
from autograder.feedback.picture import Picture

WIDTH = 88
"""Columns of the text."""

GAP = "    "


def plain(page: Page) -> str:
    """The page for a terminal."""
    return page.text


def verdict_text(said: Content) -> str:
    """Feedback on an answer: the same things in the same order as on the page."""
    parts = [f"{said.task}: {said.headline}"]
    if said.remark:
        parts.append(_wrapped(said.remark, ""))
    if said.saw:
        on = f" ({said.on})" if said.on not in ("", said.probe) else ""
        lines = "".join(f"\n    {line}" for line in said.lines) if len(said.lines) > 1 else ""
        parts.append(f"What I saw\n{_wrapped(said.saw + on)}{lines}")
    if said.says:
        names = [f"{bug}: " for bug in said.bugs] or [""] * len(said.says)
        says = "\n".join(
            _wrapped(name + words) for name, words in zip(names, said.says, strict=False)
        )
        guess = f"\n{_wrapped(said.guess)}" if said.guess else ""
        parts.append(f"{'What it looks like' if said.shares else 'Why not'}\n{says}{guess}")
    if said.picture is not None:
        parts.append(f"What to look at\n{_picture(said.picture, said.probe)}")
    elif said.look:
        parts.append(f"What to look at\n{_wrapped(said.look)}")
    if said.play:
        parts.append(f"Where to play\n    {said.play}")
    return "\n\n".join([*parts, *_folds(said)])


def hint_text(task: Exercise, step: int) -> str:
    """The first `step` hints."""
    hints = hints_of(task)
    parts = [
        f"{task.id}, hint {number} of {len(hints)}: {kind}\n{_wrapped(hint.strip())}"
        for number, (hint, kind) in enumerate(zip(hints[:step], STEPS, strict=False), start=1)
    ]
    last = "These are all the hints."
    parts.append(f'hint("{task.id}") once more shows the next.' if step < len(hints) else last)
    return "\n\n".join(parts)


def _folds(said: Content) -> list[str]:
    parts = []
    if said.hint is not None:
        number = said.hint[0]
        ask = f"asks hint {number} of {said.hints}, {step_name(number)}."
        parts.append(f'Stuck? hint("{said.task}") {ask}')
    if said.signs:
        signs = "\n".join(_wrapped(f"- {sees}: {look}") for sees, look in said.signs)
        parts.append(f"Signs, and where to look\n{signs}")
    if said.shares:
        rows = [
            f"  {share.name:<24}{share.percent:>4} %  {'passed' if share.passed else 'not yet'}"
            for share in said.shares
        ]
        parts.append("\n".join(["Parts", *rows]))
    if said.others:
        rows = [_wrapped(f"- {saw}{f' ({on})' if on else ''}") for on, saw in said.others]
        rows += [f"  - ... and {said.more} more."] if said.more else []
        parts.append("\n".join(["What else was seen", *rows]))
    if said.printed:
        parts.append(f"What your function printed\n{textwrap.indent(said.printed, '  | ')}")
    return parts


def _picture(picture: Picture, probe: str) -> str:
    parts = [f"  The smallest case that shows it: {probe}."] if probe else []
    parts += _beside(picture.inputs)
    if picture.settings:
        parts.append(_wrapped(", ".join(picture.settings)))
    if picture.sum is not None:
        total = picture.sum
        equals = f"{total.written('...')} = {total.total}, yours {total.yours}"
        parts.append(_wrapped(f"{total.of}: {equals}"))
    if picture.item is not None:
        parts.append(f"  Item {picture.item} of the result:")
    if picture.results:
        parts += _beside(picture.results)
        made_of = " and what it is made of" if picture.sum is not None else ""
        parts.append(
            f"  [ ] the first value that differs{made_of}; "
            f"* differs: {picture.count} of {picture.size}."
        )
    for fact in picture.facts:
        mark = "  <- differs" if fact.differs else ""
        parts.append(f"  {fact.name}: expected {fact.expected}, yours {fact.yours}{mark}")
    return "\n".join(parts)


def _beside(grids: Sequence[Grid]) -> list[str]:
    """Blocks of grids, side by side while they fit."""
    blocks: list[list[str]] = []
    for block in map(_block, grids):
        if blocks and len(blocks[-1][0]) + len(GAP) + len(block[0]) <= WIDTH:
            blank = " " * len(blocks[-1][0]), " " * len(block[0])
            pairs = zip_longest(blocks[-1], block)
            blocks[-1] = [f"{a or blank[0]}{GAP}{b or blank[1]}" for a, b in pairs]
        else:
            blocks.append(block)
    lines = [[line.rstrip() for line in block] for block in blocks]
    return ["\n" + "\n\n".join("\n".join(block) for block in lines) + "\n"] if lines else []


def _block(grid: Grid) -> list[str]:
    """Lines of one grid, all of the same width."""
    marks = any(cell is not None and cell.differs for row in grid.cells for cell in row)
    texts = [[_cell(cell, marks) for cell in row] for row in grid.cells]
    heads = [f" {'...' if col is None else col} {' ' * marks}" for col in grid.cols]
    width = max(len(text) for row in [*texts, heads] for text in row)
    labels = ["" if grid.flat else "..." if row is None else str(row) for row in grid.rows]
    left = max(map(len, labels))
    lines = [f"  {grid.name} ({grid.detail})", f"  {'':>{left}} {_line(heads, width)}"]
    lines += [
        f"  {label:>{left}} {_line(row, width)}" for label, row in zip(labels, texts, strict=True)
    ]
    longest = max(map(len, lines))
    return [line.ljust(longest) for line in lines]


def _line(texts: Sequence[str], width: int) -> str:
    return "".join(text.rjust(width) for text in texts)


def _cell(cell: Cell | None, marks: bool) -> str:
    if cell is None:
        return f" ... {' ' * marks}"
    left = "[" if "l" in cell.edges else " "
    right = "]" if "r" in cell.edges else " "
    mark = ("*" if cell.differs else " ") if marks else ""
    return f"{left}{cell.text}{mark}{right}"


def _wrapped(text: str, indent: str = "  ") -> str:
    hanging = f"{indent}  " if text.startswith("- ") else indent
    lines = tidy(text, 4_000).splitlines() or [""]
    return "\n".join(
        textwrap.fill(
            line, WIDTH, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False
        )
        for line in lines
    )
