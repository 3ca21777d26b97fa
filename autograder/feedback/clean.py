"""Text that is safe to show, from values that nobody vouches for.

No method of a student's object is ever called: only values of exact built-in and NumPy types are
written out, everything else by the name of its type.
"""

from __future__ import annotations

import math
import unicodedata
from types import FunctionType
from typing import Any

import numpy as np

MAX_SENTENCE = 600
"""Characters of one sentence that are shown."""

MAX_ITEMS = 8
"""Items of one list, tuple or dictionary that are shown."""

_TURNS = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def tidy(text: object, limit: int = MAX_SENTENCE) -> str:
    """The text with control characters made visible, and cut at `limit` characters.

    New lines and tabs stay. Escape codes, lone surrogates and characters that turn the direction
    of writing are shown by their code, so that they can't act on a terminal or a page.
    """
    if not isinstance(text, str):
        return ""
    cut, more = str.__getitem__(text, slice(0, limit)), str.__len__(text) - limit
    if not cut.isprintable():
        cut = cut.replace("\r\n", "\n").replace("\r", "\n")
        cut = "".join(c if c in "\n\t" or not _acts(c) else _code(c) for c in cut)
    return f"{cut}... ({more} more characters)" if more > 0 else cut


def one_line(text: object, limit: int = MAX_SENTENCE) -> str:
    """The same on a single line."""
    return " ".join(tidy(text, limit).split())


def _acts(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or ord(char) in _TURNS


def _code(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def type_name(value: object) -> str:
    """Name of the value's type, cut short."""
    try:
        return one_line(str(type.__dict__["__name__"].__get__(type(value))), 60)
    except Exception:
        return "object"


def is_number(value: object) -> bool:
    """Whether the value is of an exact number type of Python or NumPy."""
    kind = type(value)
    if kind in (bool, int, float, complex):
        return True
    if kind.__module__ != "numpy" or kind is np.timedelta64:
        return False
    return issubclass(kind, (np.number, np.bool_))


def number(value: Any, decimals: int = 3) -> str:
    """A number as a reader wants it: at most `decimals` decimals and no trailing zeros.

    Very large and very small numbers are written with an exponent. The value must satisfy
    `is_number`.
    """
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (complex, np.complexfloating)):
        imaginary = number(float(value.imag), decimals)
        sign = "" if imaginary.startswith("-") else "+"
        return f"{number(float(value.real), decimals)}{sign}{imaginary}j"
    if isinstance(value, (int, np.integer)):
        whole = int(value)
        if abs(whole) < 10**7:
            return str(whole)
        if whole.bit_length() > 1000:
            return f"{'-' if whole < 0 else ''}(a whole number of {whole.bit_length()} bits)"
        return str(whole) if decimals > 8 else f"{float(whole):.{decimals}g}"
    real = float(value)
    if not math.isfinite(real):
        return f"{real}"
    size = abs(real)
    if size >= 1e7 or 0 < size < 0.5 * 10**-decimals:
        mantissa, _, exponent = f"{real:.{decimals - 1}e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}e{int(exponent)}"
    text = f"{real:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{real:.0f}"
    return "0" if text == "-0" else text


def apart(a: Any, b: Any) -> int:
    """As many decimals as it takes to see that two numbers differ, 3 to 17."""
    for decimals in range(3, 17):
        if number(a, decimals) != number(b, decimals):
            return decimals
    return 17


def value_text(value: Any, depth: int = 2) -> str:
    """A value in a few words: written out when it is small, plain data; else described."""
    kind = type(value)
    if value is None:
        return "None"
    if is_number(value):
        return number(value, 6)
    if kind is str:
        return f'"{one_line(value, 120)}"'
    if kind is slice:
        ends = (value.start, value.stop, value.step)
        return f"slice({', '.join(value_text(end, 0) for end in ends)})"
    if kind is np.ndarray:
        return _array_text(value)
    if (kind.__module__, kind.__name__) == ("course.layers", "Layer"):
        return f"Layer{value_text(tuple(value), depth)}"
    if kind in (list, tuple, dict) and depth == 0:
        return f"a {kind.__name__} of {len(value)}"
    if kind in (list, tuple):
        items = [value_text(item, depth - 1) for item in value[:MAX_ITEMS]]
        items += [f"... {len(value) - MAX_ITEMS} more"] if len(value) > MAX_ITEMS else []
        inside = ", ".join(items)
        return f"[{inside}]" if kind is list else f"({inside}{',' if len(value) == 1 else ''})"
    if kind is dict:
        pairs = [
            f"{value_text(key, 0)}: {value_text(item, depth - 1)}"
            for key, item in list(value.items())[:MAX_ITEMS]
        ]
        pairs += [f"... {len(value) - MAX_ITEMS} more"] if len(value) > MAX_ITEMS else []
        return "{" + ", ".join(pairs) + "}"
    if kind is FunctionType and _is_ours(value.__module__):
        return f"the function `{value.__name__}`"
    if kind.__module__ == "builtins" and callable(value):
        return f"a {type_name(value)}"
    name = type_name(value)
    return f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}"


def _is_ours(module: Any) -> bool:
    return type(module) is str and module.startswith("autograder.lessons.")


def _array_text(array: Any) -> str:
    if array.ndim <= 1 and 0 < array.size <= MAX_ITEMS and array.dtype.kind in "biufc":
        return f"array({value_text(array.tolist(), 1)}, {array.dtype})"
    return f"an array of shape {array.shape}, {one_line(str(array.dtype), 60)}"
