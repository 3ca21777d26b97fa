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
``h``    handle to an object that the jail keeps: its number
``n``    an object by its name: [name, arguments or None, keyword arguments]
``o``    an object that does not travel: [type name, shape or None]
=======  ====================================================================

Whoever decodes trusts nothing: lengths, depth, number of nodes, dtypes and shapes are checked
before memory is taken for them. Names travel towards the jail only.

The two sides take turns, so nothing follows a message until it is answered: one call to the system
reads a small message whole, and anything behind it is refused.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Protocol

from autograder.jail.decoder import decoded
from autograder.jail.encoder import encoded
from autograder.jail.plain import MAX_BUFFERS, MAX_BYTES, MAX_HEAD, Opaque, WireError

__all__ = [
    "MAX_BUFFERS",
    "MAX_BYTES",
    "MAX_HEAD",
    "Opaque",
    "Stream",
    "WireError",
    "decode",
    "encode",
    "receive",
    "send",
    "send_parts",
]

MAGIC = b"CNN1"
AT_ONCE = 1 << 14
"""Bytes that are sent or received in one call."""

_PREFIX = struct.Struct("<4sII")
_LENGTH = struct.Struct("<Q")


class Stream(Protocol):
    """The two methods of a connected socket that the wire needs."""

    def sendall(self, data: bytes, /) -> None: ...

    def recv_into(self, buffer: memoryview, /) -> int: ...


def send(stream: Stream, value: Any) -> None:
    """Encode a value and send it as one message."""
    send_parts(stream, encode(value))


def send_parts(stream: Stream, parts: Sequence[bytes]) -> None:
    """Send an encoded message, in one call to the system when it is small."""
    if sum(map(len, parts)) <= AT_ONCE:
        stream.sendall(b"".join(parts))
        return
    for part in parts:
        stream.sendall(part)


def receive(stream: Stream, most: int = MAX_BYTES, named: bool = False) -> Any:
    """Receive one message and decode it; `named` lets it hold names (see `ByName`).

    Raises
    ------
    EOFError
        When the other side is gone.
    WireError
        When what came is not a message, is larger than the limits, or is more than one message.
    """
    reader = _Reader(stream)
    magic, head_length, count = _PREFIX.unpack(reader.take(_PREFIX.size))
    _check_prefix(magic, head_length, count)
    lengths = struct.unpack(f"<{count}Q", reader.take(_LENGTH.size * count))
    _check_lengths(lengths, most)
    head = reader.take(head_length)
    buffers = [reader.take(length) for length in lengths]
    reader.end()
    return decoded(head, buffers, named)


def encode(value: Any) -> list[bytes]:
    """The parts of the message that carries a value, to be sent one after the other.

    Objects that do not travel become `Opaque`. Raises WireError above the limits.
    """
    head, buffers = encoded(value)
    lengths = struct.pack(f"<{len(buffers)}Q", *map(len, buffers))
    return [_PREFIX.pack(MAGIC, len(head), len(buffers)) + lengths + head, *buffers]


def decode(message: bytes, named: bool = False) -> Any:
    """The value of one whole message; WireError when it is not one."""
    stream = _Bytes(message)
    try:
        value = receive(stream, MAX_BYTES, named)
    except EOFError:
        raise WireError("the message is cut short") from None
    if stream.left:
        raise WireError("more came than one message")
    return value


def _check_prefix(magic: bytes, head_length: int, count: int) -> None:
    if magic != MAGIC:
        raise WireError("not a message: it does not begin as one")
    if head_length > MAX_HEAD or count > MAX_BUFFERS:
        raise WireError("the message's head is larger than allowed")


def _check_lengths(lengths: tuple[int, ...], most: int) -> None:
    if sum(lengths) > min(most, MAX_BYTES):
        raise WireError("the message's buffers are larger than allowed")


class _Reader:
    """Hands out the bytes of one message in order, reading the first of them in one call."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.chunk = memoryview(bytearray(AT_ONCE))
        self.start = self.stop = 0

    def take(self, length: int) -> bytes:
        if self.stop == 0:
            self.stop = self._read(self.chunk)
        ready = self.stop - self.start
        if length <= ready:
            self.start += length
            return bytes(self.chunk[self.start - length : self.start])
        buffer = bytearray(length)
        buffer[:ready] = self.chunk[self.start : self.stop]
        self.start = self.stop
        view = memoryview(buffer)
        while ready < length:
            ready += self._read(view[ready:])
        return bytes(buffer)

    def end(self) -> None:
        if self.start < self.stop:
            raise WireError("more came than one message")

    def _read(self, space: memoryview) -> int:
        got = self.stream.recv_into(space)
        if got == 0:
            raise EOFError("the other side is gone")
        return got


class _Bytes:
    """A message in memory, read like a stream."""

    def __init__(self, message: bytes) -> None:
        self.left = memoryview(message)

    def recv_into(self, buffer: memoryview, /) -> int:
        size = min(len(buffer), len(self.left))
        buffer[:size] = self.left[:size]
        self.left = self.left[size:]
        return size

    def sendall(self, data: bytes, /) -> None:
        raise WireError("a message in memory is only read")
