"""A picture of a failing case as HTML: tables that can be read aloud, in the widgets' colours."""

from __future__ import annotations

from autograder.feedback.colour import ink_on
from autograder.feedback.grid import Cell, Grid
from autograder.feedback.markup import code, escape
from autograder.feedback.picture import Picture
from autograder.feedback.sums import Sum

MINUS = "\u2212"
TIMES = "\u00d7"
DOTS = "\u2026"


def drawn(picture: Picture, probe: str) -> str:
    """The picture: what goes in, the sum behind the outlined cell, expected beside yours."""
    parts = []
    if probe:
        parts.append(f"<p>The smallest case that shows it: {escape(probe)}.</p>")
    if picture.inputs:
        parts.append(f'<div class="grids">{"".join(map(_table, picture.inputs))}</div>')
    if picture.settings:
        parts.append(f"<p>{', '.join(map(code, picture.settings))}</p>")
    if picture.sum is not None:
        parts.append(_sum(picture.sum))
    if picture.item is not None:
        parts.append(f"<p>Item {picture.item} of the result:</p>")
    if picture.results:
        tables = "".join(map(_table, picture.results))
        parts += [f'<div class="grids">{tables}</div>', _legend(picture)]
    if picture.facts:
        parts.append(_facts(picture))
    return "".join(parts)


def _table(grid: Grid) -> str:
    name = escape(grid.name) if grid.name in ("expected", "yours") else code(grid.name)
    detail = escape(grid.detail.replace(" x ", f" {TIMES} "))
    caption = f"<caption><b>{name}</b> <span>{detail}</span>{_outlined(grid)}</caption>"
    heads = "".join(_head("col", col) for col in grid.cols)
    corner = "" if grid.flat else "<td class=gap></td>"
    body = "".join(
        f"<tr>{'' if grid.flat else _head('row', row)}{''.join(map(_cell, cells))}</tr>"
        for row, cells in zip(grid.rows, grid.cells, strict=True)
    )
    head = f"<thead><tr>{corner}{heads}</tr></thead>"
    kind = '"g flat"' if grid.flat else "g"
    return f"<table class={kind}>{caption}{head}<tbody>{body}</tbody></table>"


def _outlined(grid: Grid) -> str:
    """For readers who can't see it: where the outline is."""
    marked = [
        (row, col)
        for row, cells in zip(grid.rows, grid.cells, strict=True)
        for col, cell in zip(grid.cols, cells, strict=True)
        if cell is not None and cell.outlined and row is not None and col is not None
    ]
    if not marked:
        return ""
    rows, cols = sorted({row for row, _ in marked}), sorted({col for _, col in marked})
    where = f"columns {cols[0]} to {cols[-1]}"
    where = where if grid.flat else f"rows {rows[0]} to {rows[-1]}, {where}"
    return f'<span class="sr">, outlined: {where}</span>'


def _head(scope: str, index: int | None) -> str:
    return f"<th scope={scope}>{DOTS if index is None else index}</th>"


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return f"<td class=gap>{DOTS}</td>"
    classes = [*cell.edges, *("x" if cell.differs else ""), *("" if cell.fill else "n")]
    look = ""
    if cell.fill is not None:
        red, green, blue = cell.fill
        look = (
            f' style="background-color:#{red:02x}{green:02x}{blue:02x};color:{ink_on(cell.fill)}"'
        )
    marks = f' class="{" ".join(classes)}"' if classes else ""
    text = escape(cell.text.replace("-", MINUS))
    return f"<td{marks}{look}>{f'<u>{text}</u>' if cell.differs else text}</td>"


def _legend(picture: Picture) -> str:
    made_of = "; above, what it is made of" if picture.sum is not None else ""
    return (
        f'<p class="small"><span class="key"></span> the first value that differs{made_of}. '
        f'<span class="fold"></span> <u>differs</u>: {picture.count} of {picture.size}.</p>'
    )


def _sum(total: Sum) -> str:
    terms = total.written(DOTS).replace("*", TIMES).replace("-", MINUS)
    expected, yours = (number.replace("-", MINUS) for number in (total.total, total.yours))
    return (
        f'<p class="sum"><span class="small">{escape(total.of)}:</span> '
        f"{escape(terms)} = <b>{escape(expected)}</b>, yours <b>{escape(yours)}</b></p>"
    )


def _facts(picture: Picture) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(fact.name)}</th><td>{code(fact.expected)}</td>'
        f"<td>{f'<u>{code(fact.yours)}</u>' if fact.differs else code(fact.yours)}</td></tr>"
        for fact in picture.facts
    )
    heads = "".join(f'<th scope="col">{word}</th>' for word in ("expected", "yours"))
    return (
        '<table class="facts"><caption class="sr">Expected and yours</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
