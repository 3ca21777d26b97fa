"""The wire: every plain value survives the round trip; nothing else gets through."""

from __future__ import annotations

import json
import socket
import struct
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.jail import wire
from autograder.jail.wire import Opaque, WireError, decode, encode
from autograder.target import same

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers()
    | st.text(st.characters(exclude_categories=["Cs"])) | st.binary(max_size=50)
)  # fmt: skip
dtypes = st.sampled_from("?bBhHiIlLqQefdFD").map(np.dtype)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
values = st.recursive(
    scalars | arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=12,
)


def alike(a: Any, b: Any) -> bool:
    if isinstance(a, (float, complex)) and type(a) is type(b):
        return bool(np.array_equal(a, b, equal_nan=True))
    if isinstance(a, (list, tuple)) and type(a) is type(b):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[k], b[k]) for k in a)
    return same(a, b)


def round_trip(value: Any) -> Any:
    return decode(b"".join(encode(value)))


@given(values)
def test_plain_values_survive(value: Any) -> None:
    assert alike(round_trip(value), value)


@given(values)
def test_the_same_through_a_socket(value: Any) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = threading.Thread(target=wire.send, args=(theirs, value))
        sender.start()
        assert alike(wire.receive(ours), value)
        sender.join()


@pytest.mark.parametrize("dtype", ["float64", "uint8", "int64", "bool", "float16"])
def test_numpy_scalars_keep_their_type(dtype: str) -> None:
    value = np.dtype(dtype).type(1)
    assert type(round_trip(value)) is type(value)


def test_views_and_big_endian_arrays_arrive_as_plain_ones() -> None:
    view = np.arange(24.0).reshape(4, 6).T[::2]
    assert same(round_trip(view), np.ascontiguousarray(view))
    assert same(round_trip(np.arange(3, dtype=">i4")), np.arange(3, dtype="<i4"))


def test_a_decoded_array_owns_its_memory() -> None:
    assert round_trip(np.zeros(3)).flags.writeable


class Liar(np.ndarray):
    def __eq__(self, other: object) -> bool:
        return True


class Bomb:
    def __reduce__(self) -> Any:
        return (print, ("boom",))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (np.zeros(2).view(Liar), "Liar"),
        (Bomb(), "Bomb"),
        (print, "builtin_function_or_method"),
        (np.array([Bomb()], dtype=object), "ndarray"),
        (np.matrix([[1.0]]), "matrix"),
        (type("Int", (int,), {})(3), "Int"),
        (type("Str", (str,), {})("x"), "Str"),
    ],
)
def test_what_is_not_plain_arrives_as_a_name(value: Any, name: str) -> None:
    arrived = round_trip(value)
    assert isinstance(arrived, Opaque) and arrived.type == name


def test_a_list_that_contains_itself_is_cut_off() -> None:
    value: list[Any] = []
    value.append(value)
    round_trip(value)


@settings(max_examples=400)
@given(st.binary(max_size=300))
def test_garbage_is_refused(message: bytes) -> None:
    with pytest.raises(WireError):
        decode(message)


@settings(max_examples=400)
@given(values, st.data())
def test_damaged_messages_are_refused_or_decode_to_plain_values(value: Any, data: Any) -> None:
    message = bytearray(b"".join(encode(value)))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(message)))
    for damaged in (bytes(message), bytes(message[:cut])):
        try:
            decode(damaged)
        except WireError:
            pass


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from("ltdifcasvbox") | st.text(max_size=3), inner, max_size=2)
    ),
)


@settings(max_examples=600)
@given(json_values, st.lists(st.binary(max_size=20), max_size=3))
def test_any_json_as_head_is_refused_or_decodes(tree: Any, buffers: list[bytes]) -> None:
    try:
        decode(message_of(tree, buffers))
    except WireError:
        pass


def message_of(tree: Any, buffers: list[bytes], lengths: list[int] | None = None) -> bytes:
    head = json.dumps(tree).encode()
    sizes = [len(b) for b in buffers] if lengths is None else lengths
    prefix = struct.pack("<4sII", b"CNN1", len(head), len(sizes))
    return prefix + struct.pack(f"<{len(sizes)}Q", *sizes) + head + b"".join(buffers)


@pytest.mark.parametrize(
    "tree",
    [
        {"a": ["<f8", [2**39, 2**39], 0]},
        {"a": ["<f8", [-1], 0]},
        {"a": ["<f8", [1.0], 0]},
        {"a": ["<f8", [True], 0]},
        {"a": ["|O", [1], 0]},
        {"a": ["<M8[s]", [1], 0]},
        {"a": ["<f8", [1], 1]},
        {"a": ["<f8", [1], -1]},
        {"a": ["<f8", [1] * 33, 0]},
        {"i": "0x" + "f" * 5000},
        {"d": [[{"l": []}, 1]]},
        {"__class__": 1},
        {"l": [], "t": []},
        [1, 2],
    ],
)
def test_each_malformed_part_is_refused(tree: Any) -> None:
    with pytest.raises(WireError):
        decode(message_of(tree, [b"\0" * 8]))


def test_deep_nesting_is_refused_without_recursion_error() -> None:
    for depth in (100, 100_000):
        head = b'{"l":[' * depth + b"]}" * depth
        message = struct.pack("<4sII", b"CNN1", len(head), 0) + head
        with pytest.raises(WireError):
            decode(message)


def test_giant_lengths_are_refused_before_memory_is_taken() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack("<4sII", b"CNN1", 2, 1) + struct.pack("<Q", 2**60))
        with pytest.raises(WireError, match="larger than allowed"):
            wire.receive(ours)


def test_the_end_of_the_stream_is_an_eof() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        theirs.sendall(b"CNN1")
        theirs.close()
        with pytest.raises(EOFError):
            wire.receive(ours)


def test_too_large_a_value_is_refused_by_the_sender() -> None:
    with pytest.raises(WireError, match="too large"):
        encode([b""] * (wire.MAX_BUFFERS + 1))
