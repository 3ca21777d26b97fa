"""Tensors, handles and names on the wire: what travels, in which direction, and what is refused."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.jail import wire
from autograder.jail.plain import MAX_HANDLE
from autograder.jail.wire import Opaque, WireError, decode, encode
from autograder.stand_ins import NAMES, ByName, Handle

pytest.importorskip("torch")
import torch

DTYPES = ["float32", "float64", "float16", "int64", "int32", "int16", "int8", "uint8", "bool",
          "complex64"]  # fmt: skip


def round_trip(value: Any, named: bool = False) -> Any:
    return decode(b"".join(encode(value)), named)


def message_of(tree: Any, buffers: list[bytes]) -> bytes:
    head = json.dumps(tree).encode()
    prefix = struct.pack("<4sII", b"CNN1", len(head), len(buffers))
    sizes = struct.pack(f"<{len(buffers)}Q", *map(len, buffers))
    return prefix + sizes + head + b"".join(buffers)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_a_tensor_arrives_with_its_shape_dtype_and_values(
    dtype: str, shape: tuple[int, ...]
) -> None:
    value = (torch.rand(shape) * 3).to(getattr(torch, dtype))
    arrived = round_trip(value)
    assert type(arrived) is torch.Tensor and arrived.dtype == value.dtype
    assert arrived.shape == value.shape and torch.equal(arrived, value)


PLAIN = {
    "not contiguous": torch.arange(24.0).reshape(4, 6).T[::2],
    "expanded": torch.ones(1, 3).expand(4, 3),
    "a parameter": torch.nn.Parameter(torch.rand(2, 3)),
    "with a gradient": torch.rand(3, requires_grad=True) * 2,
    "conjugated": torch.tensor([1 + 2j, 3 - 4j]).conj(),
    "negated": torch.tensor([1 + 2j]).conj().imag,
    "channels last": torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last),
}


@pytest.mark.parametrize("name", PLAIN)
def test_every_dense_tensor_arrives_detached_and_writeable(name: str) -> None:
    arrived = round_trip(PLAIN[name])
    assert type(arrived) is torch.Tensor and not arrived.requires_grad
    assert torch.equal(arrived, PLAIN[name].detach().resolve_conj().resolve_neg())
    arrived.zero_()


class Liar(torch.Tensor):
    def __eq__(self, other: object) -> Any:
        return True


NOT_PLAIN = {
    "bfloat16": torch.ones(2, dtype=torch.bfloat16),
    "sparse": torch.eye(3).to_sparse(),
    "without data": torch.ones(2, device="meta"),
    "of a subclass": torch.ones(2).as_subclass(Liar),
    "a module": torch.nn.ReLU(),
    "not initialised": torch.nn.parameter.UninitializedParameter(),
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_a_tensor_of_another_kind_arrives_as_a_name(name: str) -> None:
    assert isinstance(round_trip(NOT_PLAIN[name]), Opaque)


@given(st.integers(0, MAX_HANDLE))
def test_a_handle_survives_both_ways(number: int) -> None:
    value = {"a": [Handle(number, 5)]}
    assert round_trip(value) == round_trip(value, named=True) == {"a": [Handle(number)]}


def test_a_name_travels_towards_the_jail_with_its_arguments() -> None:
    nested = ByName("torch.optim.SGD", (ByName("parameters", (Handle(3),)),), {"lr": 0.5})
    arrived = round_trip([nested, ByName("torch.nn.ReLU")], named=True)
    assert repr(arrived) == repr([nested, ByName("torch.nn.ReLU")])
    assert arrived[1].args is None


def test_a_name_from_the_jail_is_refused() -> None:
    name: Any = {"n": ["torch.nn.ReLU", None, {"d": []}]}
    for tree in (name, {"l": [name]}, {"n": [1, 2, 3]}):
        with pytest.raises(WireError, match="none to give"):
            decode(message_of(tree, []))


@pytest.mark.parametrize("body", [-1, MAX_HANDLE + 1, 2**70, True, 1.0, "1", None, [], {"l": []}])
def test_a_handle_that_is_no_number_in_range_is_refused(body: Any) -> None:
    with pytest.raises(WireError):
        decode(message_of({"h": body}, []))


@pytest.mark.parametrize(
    "body",
    [
        ["os.system", {"t": ["true"]}, {"d": []}],
        ["torch.load", {"t": []}, {"d": []}],
        ["numpy.random", None, {"d": []}],
        [["numpy.sin"], None, {"d": []}],
        [{"l": []}, None, {"d": []}],
        ["numpy.sin", [], {"d": []}],
        ["numpy.sin", {"l": []}, {"d": []}],
        ["numpy.sin", None, None],
        ["numpy.sin", None, {"d": [[1, 2]]}],
        ["numpy.sin", None],
        "numpy.sin",
    ],
)
def test_a_malformed_name_is_refused_in_the_jail_too(body: Any) -> None:
    with pytest.raises(WireError):
        decode(message_of({"n": body}, []), named=True)


def test_a_key_that_comes_twice_is_refused() -> None:
    with pytest.raises(WireError, match="twice"):
        decode(message_of({"d": [["weight", 1], ["weight", 2]]}, []))


@pytest.mark.parametrize(
    "tree",
    [
        {"v": ["<f4", [2], 0]},
        {"v": ["<f4", [1], 1]},
        {"v": ["<f4", [1, True], 0]},
        {"v": ["<f4", [2**39, 2**39], 0]},
        {"v": ["<f4", [0, 2**39, 2**39], 1]},
        {"v": ["bf16", [2], 0]},
        {"v": {"a": ["<f4", [1], 0]}},
        {"v": []},
    ],
)
def test_a_malformed_tensor_is_refused(tree: Any) -> None:
    with pytest.raises(WireError):
        decode(message_of(tree, [b"\0" * 4]))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
    | st.sampled_from([*sorted(NAMES), "<f4", "|b1", "weight", "os.system"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from("ltdifcasvbhno"), inner, min_size=1, max_size=1)
    ),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(json_values, st.lists(st.binary(max_size=16), max_size=3), st.booleans())
def test_any_head_is_refused_or_decodes(tree: Any, buffers: list[bytes], named: bool) -> None:
    try:
        decode(message_of(tree, buffers), named)
    except WireError:
        pass


objects = st.recursive(
    st.integers(0, MAX_HANDLE).map(Handle)
    | st.sampled_from(sorted(NAMES)).map(ByName)
    | st.integers(0, 5).map(lambda n: torch.arange(float(n)))
    | st.integers(0, 5).map(np.arange),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
        | st.builds(ByName, st.sampled_from(sorted(NAMES)), st.lists(inner, max_size=2).map(tuple))
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(objects, st.data())
def test_damaged_messages_are_refused_or_decode(value: Any, data: Any) -> None:
    message = bytearray(b"".join(encode(value)))
    assert repr(decode(bytes(message), named=True)) == repr(value)
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(message)))
    for damaged in (bytes(message), bytes(message[:cut]), bytes(message) + b"\0"):
        for named in (True, False):
            try:
                decode(damaged, named)
            except WireError:
                pass


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=40), st.booleans())
def test_bytes_behind_a_message_are_refused(behind: bytes, large: bool) -> None:
    message = b"".join(encode(np.zeros(4000 if large else 2)))
    with pytest.raises(WireError, match="more came"):
        decode(message + behind)


def test_an_answer_prepared_before_the_question_is_refused() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.send(theirs, {"done": 1})
        wire.send(theirs, {"done": 2})
        with pytest.raises(WireError, match="more than one|more came"):
            wire.receive(ours)


@pytest.mark.parametrize("size", [0, 1, 2000, 2030, 2048, 2100, 100_000])
def test_messages_of_every_size_arrive_one_after_the_other(size: int) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for number in range(3):
            value = np.full(size, float(number))
            sender = threading.Thread(target=wire.send, args=(theirs, value))
            sender.start()
            assert np.array_equal(wire.receive(ours), value)
            sender.join()


class Slow:
    """A stream that gives and takes a few bytes at a time."""

    def __init__(self, message: bytes, size: int) -> None:
        self.message, self.size = message, size

    def recv_into(self, buffer: memoryview, /) -> int:
        part = self.message[: min(self.size, len(buffer))]
        self.message = self.message[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def sendall(self, data: bytes, /) -> None:
        raise AssertionError


@pytest.mark.parametrize("size", [1, 3, 11, 12, 13, 29, 1000])
def test_a_message_in_small_pieces_arrives_whole(size: int) -> None:
    value: dict[str, Any] = {"a": np.arange(300.0), "b": [b"x" * 40, "text"], "c": np.ones((3, 3))}
    arrived: Any = wire.receive(Slow(b"".join(encode(value)), size))
    assert np.array_equal(arrived["a"], value["a"]) and arrived["b"] == value["b"]


def test_an_object_whose_shape_raises_arrives_as_a_name() -> None:
    class Hostile:
        @property
        def shape(self) -> Any:
            raise RuntimeError

    assert round_trip(Hostile()) == Opaque("Hostile")


def test_lessons_without_torch_never_import_it() -> None:
    source = (
        "import sys, numpy as np\n"
        "from autograder.jail import sandbox, wire, worker\n"
        "from autograder.judge import judge, modules, weights\n"
        "from autograder.jail.wire import decode, encode\n"
        "decode(b''.join(encode([np.ones(3), {'a': 1.5}, object()])))\n"
        "print('torch' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.stdout.strip() == "False False", done.stderr
