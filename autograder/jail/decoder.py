"""Turns the head and the buffers of a message into a value, believing nothing it reads."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.jail.plain import (
    DTYPES,
    MAX_DEPTH,
    MAX_HANDLE,
    MAX_INT_DIGITS,
    MAX_NODES,
    Opaque,
    WireError,
)
from autograder.stand_ins import NAMES, ByName, Handle

_PLAIN = frozenset([str, bool, type(None)])
_NATIVE = {name: dtype.newbyteorder("=") for name, dtype in DTYPES.items()}


def decoded(head: bytes, buffers: list[bytes], named: bool = False) -> Any:
    """The value of a head and its buffers; WireError when they are not a message of ours.

    Only with `named` may it hold names: the jail obeys the judge, and never the other way round.
    """
    if head.count(b"[") + head.count(b"{") + head.count(b",") > 4 * MAX_NODES:
        raise WireError("the message has too many parts")
    try:
        tree = json.loads(head.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the message's head is not JSON: {type(error).__name__}") from None
    return _Decoder(buffers, named).value(tree, 0)


class _Decoder:
    """Turns a head and its buffers into a value, counting nodes."""

    def __init__(self, buffers: list[bytes], named: bool) -> None:
        self.buffers = buffers
        self.may_name = named
        self.nodes = 0

    def value(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 1 or self.nodes > MAX_NODES:
            raise WireError("the message is nested too deeply or has too many parts")
        kind = type(tree)
        if kind in _PLAIN:
            return tree
        if kind is dict:
            if len(tree) != 1:
                raise WireError("a part of the message has no known form")
            ((tag, body),) = tree.items()
            method = _BY_TAG.get(tag)
            if method is None:
                raise WireError("a part of the message has an unknown tag")
            return method(self, body, depth + 1)
        if kind is list:
            raise WireError("a part of the message has no known form")
        if kind is int and not -(2**63) <= tree < 2**64:
            raise WireError("an integer is malformed")
        if kind is float and not math.isfinite(tree):
            raise WireError("a number is not finite")
        return tree

    def items(self, body: Any, depth: int) -> list[Any]:
        value = self.value
        return [value(item, depth) for item in _a_list(body)]

    def fixed_items(self, body: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self.items(body, depth))

    def pairs(self, body: Any, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for pair in _a_list(body):
            key, value = _a_list(pair, 2)
            key = self.value(key, depth)
            try:
                if type(key) is str and key in result:
                    raise WireError("a key comes twice")
                result[key] = self.value(value, depth)
            except TypeError:
                raise WireError("a key can't be hashed") from None
        return result

    def integer(self, body: Any, depth: int) -> int:
        if not isinstance(body, str) or len(body) > MAX_INT_DIGITS:
            raise WireError("an integer is malformed")
        try:
            return int(body, 16)
        except ValueError:
            raise WireError("an integer is malformed") from None

    def real(self, body: Any, depth: int) -> float:
        if body not in ("nan", "inf", "-inf"):
            raise WireError("a number is malformed")
        return float(body)

    def complex_number(self, body: Any, depth: int) -> complex:
        real, imaginary = (self.value(item, depth) for item in _a_list(body, 2))
        if not isinstance(real, (int, float)) or not isinstance(imaginary, (int, float)):
            raise WireError("a complex number is malformed")
        return complex(real, imaginary)

    def array(self, body: Any, depth: int) -> np.ndarray:
        name, shape, number = _a_list(body, 3)
        return self._array(name, shape, number)

    def scalar(self, body: Any, depth: int) -> Any:
        name, number = _a_list(body, 2)
        return self._array(name, [], number)[()]

    def tensor(self, body: Any, depth: int) -> Any:
        array = self.array(body, depth)
        torch = sys.modules.get("torch")
        if torch is None:
            return Opaque("Tensor", array.shape)
        try:
            return torch.from_numpy(array)
        except (TypeError, RuntimeError):  # a dtype or a shape that torch lacks
            raise WireError("a tensor is malformed") from None

    def blob(self, body: Any, depth: int) -> bytes:
        return self._buffer(body)

    def opaque(self, body: Any, depth: int) -> Opaque:
        name, shape = _a_list(body, 2)
        if not isinstance(name, str) or len(name) > 80:
            raise WireError("a type's name is malformed")
        return Opaque(name, None if shape is None else _a_shape(shape))

    def handle(self, body: Any, depth: int) -> Handle:
        if type(body) is not int or not 0 <= body <= MAX_HANDLE:
            raise WireError("a handle's number is out of range")
        return Handle(body)

    def named(self, body: Any, depth: int) -> ByName:
        if not self.may_name:
            raise WireError("a name comes from a side that has none to give")
        name, args, kwargs = _a_list(body, 3)
        args, kwargs = self.value(args, depth), self.value(kwargs, depth)
        known = isinstance(name, str) and name in NAMES
        if not known or not isinstance(args, (tuple, type(None))) or not isinstance(kwargs, dict):
            raise WireError("a name is malformed")
        if not all(isinstance(key, str) for key in kwargs):
            raise WireError("a name is malformed")
        return ByName(name, args, kwargs)

    def _buffer(self, number: Any) -> bytes:
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise WireError("a buffer's number is out of range")
        return self.buffers[number]

    def _array(self, name: Any, shape: Any, number: Any) -> np.ndarray:
        dtype = DTYPES.get(name) if isinstance(name, str) else None
        if dtype is None:
            raise WireError("an array's dtype is not allowed")
        sizes, buffer = _a_shape(shape), self._buffer(number)
        if math.prod(sizes) * dtype.itemsize != len(buffer):
            raise WireError("an array's buffer does not fit its shape")
        if dtype.kind == "b":
            # Any byte may come where a boolean should; only 0 and 1 are booleans.
            values: np.ndarray = np.frombuffer(buffer, np.uint8) != 0
        else:
            values = np.frombuffer(buffer, dtype).astype(_NATIVE[name])
        try:
            return values.reshape(sizes)
        except ValueError:  # no elements, and yet too large
            raise WireError("a shape is malformed") from None


_BY_TAG: dict[str, Callable[[_Decoder, Any, int], Any]] = {
    "l": _Decoder.items,
    "t": _Decoder.fixed_items,
    "d": _Decoder.pairs,
    "i": _Decoder.integer,
    "f": _Decoder.real,
    "c": _Decoder.complex_number,
    "a": _Decoder.array,
    "s": _Decoder.scalar,
    "v": _Decoder.tensor,
    "b": _Decoder.blob,
    "o": _Decoder.opaque,
    "h": _Decoder.handle,
    "n": _Decoder.named,
}


def _no_constant(name: str) -> None:
    raise WireError(f"the constant {name} is not allowed")


def _a_list(body: Any, length: int | None = None) -> list[Any]:
    if not isinstance(body, list) or (length is not None and len(body) != length):
        raise WireError("a part of the message is not the list it should be")
    return body


def _a_shape(shape: Any) -> tuple[int, ...]:
    sizes = _a_list(shape)
    if len(sizes) > 32 or not all(type(n) is int and 0 <= n < 2**40 for n in sizes):
        raise WireError("a shape is malformed")
    return tuple(sizes)
