"""The wire between the judge and a jail: a bounded, typed encoding of plain values. No pickle.

A message is a JSON head and raw buffers::

    magic "CNN1" | head length, u32 | buffer count, u32 | buffer lengths, u64 each | head | buffers

In the head, None, booleans, strings, finite floats, and integers of up to 63 bits stand for
themselves; everything else is an object with one key:

=======  ====================================================================
``l``    list: items
``t``    tuple: items
``d``    dict: list of key-value pairs
``i``    larger integer, in hexadecimal
``f``    a float that JSON lacks: "nan", "inf", "-inf"
``c``    complex: [real, imaginary]
``a``    NumPy array: [dtype, shape, buffer number]
``s``    NumPy scalar: [dtype, buffer number]
``v``    torch tensor: [dtype, shape, buffer number]
``b``    bytes: buffer number
``o``    an object that does not travel: [type name, shape or None]
=======  ====================================================================

Whoever decodes trusts nothing: lengths, depth, number of nodes, dtypes and shapes are checked
before memory is taken for them.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

MAGIC = b"CNN1"
MAX_HEAD = 32 << 20
"""Bytes of JSON in one message."""
MAX_BUFFERS = 4096
MAX_BYTES = 256 << 20
"""Bytes of all buffers of one message."""
MAX_DEPTH = 32
MAX_NODES = 500_000
MAX_INT_DIGITS = 250

_PREFIX = struct.Struct("<4sII")
_LENGTH = struct.Struct("<Q")
_DTYPES = frozenset(
    ["|b1", "|i1", "|u1"]
    + [f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)]
    + ["<f2", "<f4", "<f8", "<c8", "<c16"]
)


class WireError(ValueError):
    """The other side sent something that is not a message of ours."""


@dataclass(frozen=True)
class Opaque:
    """Stands for an object that does not travel. Never equal to an expected value.

    Attributes
    ----------
    type : str
        Name of its type in the jail, as the jail tells it.
    shape : tuple of int or None
    """

    type: str
    shape: tuple[int, ...] | None = None


class Stream(Protocol):
    """The two methods of a connected socket that the wire needs."""

    def sendall(self, data: bytes, /) -> None: ...

    def recv_into(self, buffer: memoryview, /) -> int: ...


def send(stream: Stream, value: Any) -> None:
    """Encode a value and send it as one message."""
    for part in encode(value):
        stream.sendall(part)


def receive(stream: Stream, most: int = MAX_BYTES) -> Any:
    """Receive one message and decode it.

    Raises
    ------
    EOFError
        When the other side is gone.
    WireError
        When what came is not a message, or is larger than the limits.
    """
    magic, head_length, count = _PREFIX.unpack(_exactly(stream, _PREFIX.size))
    _check_prefix(magic, head_length, count)
    lengths = struct.unpack(f"<{count}Q", _exactly(stream, _LENGTH.size * count))
    _check_lengths(lengths)
    if sum(lengths) > most:
        raise WireError("the message's buffers are larger than allowed")
    head = _exactly(stream, head_length)
    return _decode(head, [_exactly(stream, length) for length in lengths])


def encode(value: Any) -> list[bytes]:
    """The parts of the message that carries a value, to be sent one after the other.

    Objects that do not travel become `Opaque`. Raises WireError above the limits.
    """
    buffers: list[bytes] = []
    head = json.dumps(_tree(value, buffers, 0), separators=(",", ":"), allow_nan=False).encode(
        "utf-8", "surrogatepass"
    )
    if len(head) > MAX_HEAD or len(buffers) > MAX_BUFFERS or sum(map(len, buffers)) > MAX_BYTES:
        raise WireError("the value is too large to travel")
    prefix = _PREFIX.pack(MAGIC, len(head), len(buffers))
    return [prefix + b"".join(_LENGTH.pack(len(b)) for b in buffers) + head, *buffers]


def decode(message: bytes) -> Any:
    """The value of one whole message; WireError when it is not one."""
    if len(message) < _PREFIX.size:
        raise WireError("the message is cut short")
    magic, head_length, count = _PREFIX.unpack_from(message)
    _check_prefix(magic, head_length, count)
    start = _PREFIX.size + _LENGTH.size * count
    if len(message) < start:
        raise WireError("the message is cut short")
    lengths = struct.unpack_from(f"<{count}Q", message, _PREFIX.size)
    _check_lengths(lengths)
    if len(message) != start + head_length + sum(lengths):
        raise WireError("the message's lengths do not add up")
    head = message[start : start + head_length]
    start += head_length
    buffers = []
    for length in lengths:
        buffers.append(message[start : start + length])
        start += length
    return _decode(head, buffers)


def _check_prefix(magic: bytes, head_length: int, count: int) -> None:
    if magic != MAGIC:
        raise WireError("not a message: it does not begin as one")
    if head_length > MAX_HEAD or count > MAX_BUFFERS:
        raise WireError("the message's head is larger than allowed")


def _check_lengths(lengths: tuple[int, ...]) -> None:
    if sum(lengths) > MAX_BYTES:
        raise WireError("the message's buffers are larger than allowed")


def _exactly(stream: Stream, length: int) -> bytes:
    buffer = bytearray(length)
    view, got = memoryview(buffer), 0
    while got < length:
        more = stream.recv_into(view[got:])
        if more == 0:
            raise EOFError("the other side is gone")
        got += more
    return bytes(buffer)


def _tree(value: Any, buffers: list[bytes], depth: int) -> Any:
    if depth > MAX_DEPTH:
        return {"o": [type(value).__name__[:80], None]}
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        return value.encode("utf-8", "replace").decode("utf-8")
    if kind is int:
        return value if -(2**63) <= value < 2**63 else _large(value)
    if kind is float:
        return value if math.isfinite(value) else {"f": str(value)}
    if kind is complex:
        return {"c": [_tree(value.real, buffers, depth + 1), _tree(value.imag, buffers, depth + 1)]}
    if kind is list or kind is tuple:
        items = [_tree(item, buffers, depth + 1) for item in value]
        return {"l" if kind is list else "t": items}
    if kind is dict:
        pairs = value.items()
        return {
            "d": [[_tree(k, buffers, depth + 1), _tree(v, buffers, depth + 1)] for k, v in pairs]
        }
    if kind is bytes:
        buffers.append(value)
        return {"b": len(buffers) - 1}
    if kind is np.ndarray and _dtype_name(value.dtype):
        return {"a": _array(value, buffers)}
    if isinstance(value, np.generic) and kind.__module__ == "numpy" and _dtype_name(value.dtype):
        name, _, number = _array(np.asarray(value), buffers)
        return {"s": [name, number]}
    torch = sys.modules.get("torch")
    if torch is not None and kind in (torch.Tensor, torch.nn.Parameter):
        return _tensor(value, buffers)
    return _opaque(value)


def _tensor(value: Any, buffers: list[bytes]) -> Any:
    try:
        array = value.detach().cpu().resolve_conj().resolve_neg().numpy()
    except (TypeError, RuntimeError):
        return _opaque(value)
    return {"v": _array(array, buffers)} if _dtype_name(array.dtype) else _opaque(value)


def _large(value: int) -> Any:
    digits = hex(value)
    return {"i": digits} if len(digits) <= MAX_INT_DIGITS else {"o": ["int", None]}


def _dtype_name(dtype: np.dtype[Any]) -> str:
    name = dtype.newbyteorder("<").str
    return name if name in _DTYPES else ""


def _array(value: np.ndarray, buffers: list[bytes]) -> list[Any]:
    name = _dtype_name(value.dtype)
    if value.nbytes > MAX_BYTES:
        raise WireError("the value is too large to travel")
    buffers.append(value.astype(name, order="C", copy=False).tobytes())
    return [name, list(value.shape), len(buffers) - 1]


def _opaque(value: Any) -> Any:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and all(type(n) is int for n in shape):
        return {"o": [type(value).__name__[:80], list(shape[:32])]}
    return {"o": [type(value).__name__[:80], None]}


class _Decoder:
    """Turns a head and its buffers into a value, counting nodes."""

    def __init__(self, buffers: list[bytes]) -> None:
        self.buffers = buffers
        self.nodes = 0

    def value(self, tree: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 1 or self.nodes > MAX_NODES:
            raise WireError("the message is nested too deeply or has too many parts")
        if isinstance(tree, int) and not -(2**63) <= tree < 2**64:
            raise WireError("an integer is malformed")
        if tree is None or isinstance(tree, (bool, int, str)):
            return tree
        if isinstance(tree, float):
            if not math.isfinite(tree):
                raise WireError("a number is not finite")
            return tree
        if not isinstance(tree, dict) or len(tree) != 1:
            raise WireError("a part of the message has no known form")
        ((tag, body),) = tree.items()
        method = getattr(self, f"tag_{tag}", None) if len(tag) == 1 else None
        if method is None:
            raise WireError("a part of the message has an unknown tag")
        return method(body, depth + 1)

    def tag_l(self, body: Any, depth: int) -> list[Any]:
        return [self.value(item, depth) for item in _a_list(body)]

    def tag_t(self, body: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self.value(item, depth) for item in _a_list(body))

    def tag_d(self, body: Any, depth: int) -> dict[Any, Any]:
        result = {}
        for pair in _a_list(body):
            key, value = (self.value(item, depth) for item in _a_list(pair, 2))
            try:
                result[key] = value
            except TypeError:
                raise WireError("a key can't be hashed") from None
        return result

    def tag_i(self, body: Any, depth: int) -> int:
        if not isinstance(body, str) or len(body) > MAX_INT_DIGITS:
            raise WireError("an integer is malformed")
        try:
            return int(body, 16)
        except ValueError:
            raise WireError("an integer is malformed") from None

    def tag_f(self, body: Any, depth: int) -> float:
        if body not in ("nan", "inf", "-inf"):
            raise WireError("a number is malformed")
        return float(body)

    def tag_c(self, body: Any, depth: int) -> complex:
        real, imaginary = (self.value(item, depth) for item in _a_list(body, 2))
        if not isinstance(real, (int, float)) or not isinstance(imaginary, (int, float)):
            raise WireError("a complex number is malformed")
        return complex(real, imaginary)

    def tag_a(self, body: Any, depth: int) -> np.ndarray:
        name, shape, number = _a_list(body, 3)
        return self._array(name, shape, number)

    def tag_s(self, body: Any, depth: int) -> Any:
        name, number = _a_list(body, 2)
        return self._array(name, [], number)[()]

    def tag_v(self, body: Any, depth: int) -> Any:
        array = self.tag_a(body, depth)
        torch = sys.modules.get("torch")
        return Opaque("Tensor", array.shape) if torch is None else torch.from_numpy(array)

    def tag_b(self, body: Any, depth: int) -> bytes:
        return self._buffer(body)

    def tag_o(self, body: Any, depth: int) -> Opaque:
        name, shape = _a_list(body, 2)
        if not isinstance(name, str) or len(name) > 80:
            raise WireError("a type's name is malformed")
        return Opaque(name, None if shape is None else _a_shape(shape))

    def _buffer(self, number: Any) -> bytes:
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise WireError("a buffer's number is out of range")
        return self.buffers[number]

    def _array(self, name: Any, shape: Any, number: Any) -> np.ndarray:
        if not isinstance(name, str) or name not in _DTYPES:
            raise WireError("an array's dtype is not allowed")
        sizes, buffer, dtype = _a_shape(shape), self._buffer(number), np.dtype(name)
        if math.prod(sizes) * dtype.itemsize != len(buffer):
            raise WireError("an array's buffer does not fit its shape")
        flat = np.frombuffer(buffer, np.uint8 if name == "|b1" else dtype)
        # Any byte may come where a boolean should; only 0 and 1 are booleans.
        values = flat != 0 if name == "|b1" else flat.astype(dtype.newbyteorder("="))
        try:
            return values.reshape(sizes)
        except ValueError:  # no elements, and yet too large
            raise WireError("a shape is malformed") from None


def _decode(head: bytes, buffers: list[bytes]) -> Any:
    if head.count(b"[") + head.count(b"{") + head.count(b",") > 4 * MAX_NODES:
        raise WireError("the message has too many parts")
    try:
        tree = json.loads(head.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the message's head is not JSON: {type(error).__name__}") from None
    return _Decoder(buffers).value(tree)


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
