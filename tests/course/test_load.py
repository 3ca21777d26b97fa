"""Data sets: found where they are, read right, fetched whole or not at all, and told when absent."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from autograder.doctor import places as doctor
from autograder.jail.layers import walls
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from autograder.torchvision_ops import import_torchvision
from course import data
from course.data import cifar, fetch, idx, places, small_digits

KINDS = ("mnist", "fashion")
TRAIN, TEST = 30, 20
SYSTEM = places.SYSTEM


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path):
    """No set of this computer is seen, unless a test asks for it."""
    monkeypatch.delenv(places.VARIABLE, raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(places, "SYSTEM", (str(tmp_path / "system"),))


def pictures(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28), dtype=np.uint8)


def packed(values: np.ndarray) -> bytes:
    """An IDX file, by its specification."""
    shape = b"".join(side.to_bytes(4, "big") for side in values.shape)
    return bytes((0, 0, 8, values.ndim)) + shape + values.astype(np.uint8).tobytes()


def contents() -> dict[str, bytes]:
    """The four files of a tiny set."""
    parts: dict[str, bytes] = {}
    for start, count in (("train", TRAIN), ("t10k", TEST)):
        parts[f"{start}-images-idx3-ubyte"] = packed(pictures(count))
        parts[f"{start}-labels-idx1-ubyte"] = packed(np.arange(count) % 10)
    return parts


def place(root: Path, kind: str = "mnist", zipped: bool = False) -> Path:
    folder = root / idx.FOLDERS[kind]
    folder.mkdir(parents=True)
    for name, content in contents().items():
        (folder / (name + ".gz" * zipped)).write_bytes(
            gzip.compress(content) if zipped else content
        )
    return folder


# Reading what is there


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_idx_files_are_read_plain_and_zipped(tmp_path, kind, zipped):
    place(tmp_path, kind, zipped)
    found = data.load(kind, folder=tmp_path)
    assert np.array_equal(found.train_images, pictures(TRAIN))
    assert np.array_equal(found.test_images, pictures(TEST))
    assert found.train_labels.tolist() == [*range(10)] * 3
    assert found.train_images.dtype == found.test_images.dtype == np.uint8
    assert found.train_labels.dtype == found.test_labels.dtype == np.int64
    assert len(found.classes) == 10
    found.train_images[0] = 0  # arrays are the caller's own
    assert f"Dataset '{kind}': 30 pictures to train on and 20 to test, 28x28" in repr(found)


def test_the_named_folder_comes_first_then_the_cache_then_the_systems(tmp_path, monkeypatch):
    for folder in ("system", "cache/cnn-course", "given"):
        place(tmp_path / folder)
        if folder == "given":
            monkeypatch.setenv(places.VARIABLE, str(tmp_path / folder))
        assert data.load("mnist").source == str(tmp_path / folder / "MNIST/raw")


def test_a_folder_named_in_the_call_is_the_only_one(tmp_path, monkeypatch):
    place(tmp_path / "given")
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "given"))
    with pytest.raises(data.DataNotFound) as told:
        data.load("mnist", folder=tmp_path / "empty", download=False)
    assert "given" not in str(told.value)


def test_an_incomplete_set_is_not_there(tmp_path):
    (place(tmp_path) / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(data.DataNotFound):
        data.load("mnist", folder=tmp_path, download=False)


def test_unknown_sets_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no set 'MNIST'; the sets are 'mnist', 'fashion'"):
        data.load("MNIST")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("platform", "folder"),
    [("linux", ".cache"), ("darwin", "Library/Caches"), ("win32", "AppData/Local")],
)
def test_the_cache_is_the_platforms_own_and_the_doctors(monkeypatch, tmp_path, platform, folder):
    assert places.cache_folder() == doctor.cache_folder() == tmp_path / "cache/cnn-course"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    expected = tmp_path / folder / "cnn-course"
    assert places.cache_folder() == doctor.cache_folder() == expected


def test_the_doctor_knows_the_same_places():
    assert doctor.DATA_VARIABLE == places.VARIABLE
    assert doctor.SYSTEM_DATA == SYSTEM
    assert {*doctor.DATA_SETS["CIFAR-10"]} == {cifar.BATCHES, cifar.ARCHIVES}


# Files that are not what they should be

IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            IMAGES,
            packed(pictures(TRAIN))[:-1],
            "it has 23,535 bytes, but its first ones say 23,536",
        ),
        (IMAGES, packed(pictures(TRAIN)) + b"x", "it has 23,537 bytes"),
        (IMAGES, b"", "it starts with nothing"),
        (
            IMAGES,
            b"<html>Not found</html>",
            "it starts with 3c 68 74 6d, .* starts with 00 00 08 03",
        ),
        (IMAGES, packed(np.arange(10)), "it starts with 00 00 08 01"),
        (IMAGES, packed(pictures(TRAIN)[:, :27]), "its pictures are 27x28, not 28x28"),
        (IMAGES, packed(pictures(TRAIN))[:9], "it starts with 00 00 08 03"),
        (
            LABELS,
            packed(np.arange(29) % 10),
            "it has 29 labels for the 30 pictures of train-images",
        ),
        (LABELS, packed(np.arange(30)), "it holds the label 29"),
    ],
)
def test_a_damaged_file_is_named_and_what_is_amiss(tmp_path, name, content, said):
    folder = place(tmp_path)
    (folder / name).write_bytes(content)
    with pytest.raises(data.DamagedData, match=said) as told:
        data.load("mnist", folder=tmp_path)
    assert f"{folder / name} is damaged" in str(told.value)
    assert f"Delete {name}" in str(told.value)


CUT, CHANGED, OTHER = (lambda c: c[:-20]), (lambda c: c[:40] + b"?" * 9 + c[49:]), (lambda c: b"no")


@pytest.mark.parametrize("spoil", [CUT, CHANGED, OTHER])
def test_a_damaged_zipped_file_is_told_too(tmp_path, spoil):
    path = place(tmp_path, zipped=True) / f"{IMAGES}.gz"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(data.DamagedData, match=r"ubyte.gz is damaged: it cannot be unpacked"):
        data.load("mnist", folder=tmp_path)


# CIFAR-10


def coloured(count: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)


def place_batches(root: Path) -> None:
    (root / cifar.BATCHES).mkdir(parents=True)
    for number, name in enumerate(cifar.BATCH_FILES):
        rows = coloured(20)[number : number + 10].transpose(0, 3, 1, 2).reshape(10, -1)
        batch = {b"data": rows, b"labels": list(range(10)), b"batch_label": b"tiny"}
        (root / cifar.BATCHES / name).write_bytes(pickle.dumps(batch, protocol=2))


def test_cifar_batches_become_pictures_with_colours_last(tmp_path):
    place_batches(tmp_path)
    found = data.load("cifar10", folder=tmp_path)
    assert found.train_images.shape == (50, 32, 32, 3)
    assert np.array_equal(found.train_images[:10], coloured(20)[:10])
    assert np.array_equal(found.test_images, coloured(20)[5:15])
    assert found.train_labels.dtype == np.int64 and found.train_labels.max() == 9


def test_a_batch_that_would_run_code_is_not_run(tmp_path):
    place_batches(tmp_path)

    class Harm:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "harmed"),)

    (tmp_path / cifar.BATCHES / "test_batch").write_bytes(pickle.dumps(Harm()))
    with pytest.raises(data.DamagedData, match="mkdir is no part of a CIFAR-10 batch"):
        data.load("cifar10", folder=tmp_path)
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps({b"data": 1}), pickle.dumps(3)])
def test_a_damaged_batch_is_told(tmp_path, content):
    place_batches(tmp_path)
    (tmp_path / cifar.BATCHES / "data_batch_3").write_bytes(content)
    with pytest.raises(data.DamagedData, match="data_batch_3 is damaged"):
        data.load("cifar10", folder=tmp_path)


def place_archives(root: Path) -> dict[str, int]:
    """Archives of JPEG files, each all of one grey; the grey of each class."""
    image = pytest.importorskip("PIL.Image", reason="Pillow writes the JPEG files")
    (root / cifar.ARCHIVES).mkdir(parents=True)
    greys = {kind: 20 * number + 30 for number, kind in enumerate(cifar.CLASSES)}
    for part in ("train", "test"):
        with tarfile.open(root / cifar.ARCHIVES / f"{part}.tar.gz", "w:gz") as archive:
            for kind in reversed(cifar.CLASSES):
                file = io.BytesIO()
                image.new("RGB", (32, 32), (greys[kind],) * 3).save(file, "JPEG")
                member = tarfile.TarInfo(f"{part}/{kind}/0001.jpg")
                member.size = file.tell()
                file.seek(0)
                archive.addfile(member, file)
    return greys


def test_archives_of_photographs_are_read_without_unpacking(tmp_path):
    greys = place_archives(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    found = data.load("cifar10", folder=tmp_path)
    assert found.train_images.shape == (10, 32, 32, 3)
    for picture, label in zip(found.test_images, found.test_labels, strict=True):
        assert abs(int(picture[9, 9, 0]) - greys[found.classes[label]]) <= 2
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_archive_is_told(tmp_path):
    place_archives(tmp_path)
    path = tmp_path / cifar.ARCHIVES / "test.tar.gz"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(data.DamagedData, match=r"test.tar.gz is damaged"):
        data.load("cifar10", folder=tmp_path)


# The small digits


@pytest.fixture(scope="module")
def digits():
    pytest.importorskip("sklearn", reason="scikit-learn brings the small digits")
    return data.load("digits")


def test_small_digits_look_like_mnists(digits):
    assert digits.train_images.shape == (1437, 28, 28)
    assert digits.test_images.shape == (360, 28, 28)
    assert digits.train_images.dtype == np.uint8
    assert digits.train_labels.dtype == np.int64
    assert digits.train_images.max() == 255
    assert not digits.train_images[:, :4].any() and not digits.train_images[:, :, 24:].any()
    assert np.bincount(digits.test_labels, minlength=10).min() > 30
    assert digits.train_labels[:10].tolist() == [*range(10)]


def test_the_small_digits_are_scikit_learns_own_read_either_way(digits, monkeypatch):
    from sklearn.datasets import load_digits

    labels = np.concatenate([digits.train_labels, digits.test_labels])
    assert np.array_equal(labels, load_digits().target)
    monkeypatch.setattr(small_digits, "find_spec", lambda name: None)
    other = data.load("digits")
    assert np.array_equal(other.train_images, digits.train_images)
    assert np.array_equal(other.test_labels, digits.test_labels)


def test_without_scikit_learn_one_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(small_digits, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(data.DataNotFound, match="come with scikit-learn, .* pip install"):
        data.load("digits")


def test_an_enlarged_digit_has_the_small_ones_brightness(digits):
    from sklearn.datasets import load_digits

    small = load_digits().images[:100] / 16
    large = digits.train_images[:100, 4:24, 4:24] / 255
    blocks = large.reshape(100, 4, 5, 4, 5).mean(axis=(2, 4))
    pairs = small.reshape(100, 4, 2, 4, 2).mean(axis=(2, 4))
    assert np.abs(blocks - pairs).max() < 0.2
    assert np.abs(blocks - pairs).mean() < 0.05


# Nothing there


def test_offline_one_sentence_says_where_it_looked_and_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "given"))
    with pytest.raises(data.DataNotFound) as told:
        data.load("fashion", download=False)
    text = str(told.value)
    for part in ("Fashion-MNIST", "given", "cnn-course", "system", "set CNN_COURSE_DATA"):
        assert part in text
    assert "FashionMNIST/raw" in text
    assert told.value.__cause__ is None
    assert "\n" not in text


def test_no_connection_is_said_and_nothing_is_left(monkeypatch, tmp_path):
    pytest.importorskip("filelock", reason="filelock comes with torch")
    nowhere = (fetch.Remote("a.gz", "0" * 32, ("http://127.0.0.1:9/a.gz",)),)
    monkeypatch.setattr(fetch, "remote_files", lambda name: nowhere)
    with pytest.raises(data.DataNotFound, match="could not be downloaded .no connection: ") as told:
        data.load("mnist")
    assert told.value.__suppress_context__
    assert not (tmp_path / "cache/cnn-course/MNIST").exists()


def test_nothing_is_downloaded_while_grading(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(fetch, "remote_files", lambda name: pytest.fail("it went to the network"))
    with pytest.raises(data.DataNotFound, match="nothing is downloaded while grading"):
        data.load("mnist")


def test_a_notebook_shows_the_sentence_alone():
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell.instance()
    try:
        result = io.StringIO()
        shell._showtraceback = lambda kind, value, lines: result.write("\n".join(lines))
        shell.run_cell("from course import data; data.load('mnist', download=False)")
        lines = result.getvalue().splitlines()
    finally:
        type(shell).clear_instance()
    assert len(lines) == 1
    assert lines[0].startswith("DataNotFound: MNIST is in none of")


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root reads all")
def test_a_folder_that_may_not_be_read_is_passed_over(tmp_path):
    (place(tmp_path) / IMAGES).chmod(0)
    with pytest.raises(data.DataNotFound):
        data.load("mnist", folder=tmp_path, download=False)


def test_the_digits_stand_in_where_nothing_is_found(monkeypatch, capsys):
    pytest.importorskip("sklearn", reason="scikit-learn brings the small digits")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    found = data.load_or_digits("fashion")
    assert found.name == "digits"
    told = capsys.readouterr()
    assert told.out.count("\n") == 1
    assert told.out.startswith("Fashion-MNIST is not on this computer")
    assert "1,437 to train on and 360 to test" in told.out
    assert not told.err


def test_nothing_stands_in_where_the_set_is(tmp_path, monkeypatch, capsys):
    place(tmp_path)
    monkeypatch.setenv(places.VARIABLE, str(tmp_path))
    assert data.load_or_digits("mnist").name == "mnist"
    assert not capsys.readouterr().out


# Downloads, from a server on this computer


class Server(ThreadingHTTPServer):
    """Hands out files, cuts some off, and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.cut: dict[str, int] = {}
        self.ranges = True
        self.asked: list[tuple[str, str | None]] = []

    def remote(self, name: str) -> list[fetch.Remote]:
        root = f"http://127.0.0.1:{self.server_port}/"
        return [
            fetch.Remote(
                file, hashlib.md5(content).hexdigest(), (f"{root}away/{file}", root + file)
            )
            for file, content in self.files.items()
        ]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        name = self.path.removeprefix("/")
        if name not in self.server.files:
            self.send_error(404)
            return
        content, span = self.server.files[name], self.headers["Range"]
        self.server.asked.append((name, span))
        start = int(span.removeprefix("bytes=").rstrip("-")) if span and self.server.ranges else 0
        if start and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start : self.server.cut.pop(name, len(content))])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    pytest.importorskip("filelock", reason="filelock comes with torch")
    with Server() as running:
        running.files = {f"{name}.gz": gzip.compress(c) for name, c in contents().items()}
        monkeypatch.setattr(fetch, "remote_files", running.remote)
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()


def test_a_set_is_downloaded_into_the_cache_once(server, tmp_path):
    first = data.load("mnist")
    assert first.source == str(tmp_path / "cache/cnn-course/MNIST/raw")
    assert np.array_equal(first.train_images, pictures(TRAIN))
    assert len(server.asked) == 4, "the address that has nothing was passed over"
    data.load("mnist")
    assert len(server.asked) == 4
    left = {path.name for path in (tmp_path / "cache/cnn-course").rglob("*") if path.is_file()}
    assert left - {"mnist.lock"} == {*contents()}


def test_torchvision_reads_what_was_downloaded(server, tmp_path):
    pytest.importorskip("torch", reason="torchvision needs torch")
    try:
        import_torchvision()
    except ImportError as error:
        pytest.skip(str(error))
    from torchvision.datasets import MNIST

    data.load("mnist")
    theirs = MNIST(tmp_path / "cache/cnn-course", download=False)
    assert np.array_equal(theirs.data.numpy(), pictures(TRAIN))


@pytest.mark.parametrize("ranges", [True, False])
def test_a_download_that_broke_off_goes_on_later(server, ranges, tmp_path):
    server.ranges = ranges
    name = f"{IMAGES}.gz"
    server.cut[name] = 5000
    with pytest.raises(data.DataNotFound, match="stopped in the middle"):
        data.load("mnist")
    assert not (tmp_path / "cache/cnn-course/MNIST").exists()
    found = data.load("mnist")
    assert np.array_equal(found.train_images, pictures(TRAIN))
    assert [span for file, span in server.asked if file == name] == [None, "bytes=5000-"]


def test_what_a_killed_process_left_is_checked_and_not_trusted(server, tmp_path):
    arriving = tmp_path / "cache/cnn-course/.arriving/mnist"
    arriving.mkdir(parents=True)
    (arriving / f"{IMAGES}.gz.part").write_bytes(b"spoilt")
    (arriving / f"{LABELS}.gz.part").write_bytes(b"spoilt" * 1000)  # longer than the whole file
    (arriving / "t10k-labels-idx1-ubyte.gz").write_bytes(b"spoilt")
    (arriving / LABELS).write_bytes(b"half unpacked")
    found = data.load("mnist")
    assert np.array_equal(found.train_images, pictures(TRAIN))
    assert not arriving.exists()


def test_a_file_with_another_checksum_is_refused(server, monkeypatch, tmp_path):
    remote = [file._replace(md5="0" * 32) for file in server.remote("mnist")]
    monkeypatch.setattr(fetch, "remote_files", lambda name: remote)
    with pytest.raises(data.DataNotFound, match="does not have torchvision's checksum"):
        data.load("mnist")
    assert not list((tmp_path / "cache").rglob("*ubyte*"))


def test_a_server_that_lacks_the_file_is_quoted(server, monkeypatch):
    remote = server.remote("mnist")
    monkeypatch.setattr(fetch, "remote_files", lambda name: remote)
    server.files.clear()
    with pytest.raises(data.DataNotFound, match="the server says 404 Not Found"):
        data.load("mnist")


def test_a_folder_that_cannot_be_written_is_said(server, tmp_path):
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    with pytest.raises(data.DataNotFound, match="could not be downloaded .*cache"):
        data.load("mnist")


def test_cifar_is_unpacked_into_torchvisions_layout(server, tmp_path):
    place_batches(tmp_path / "made")
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        archive.add(tmp_path / "made" / cifar.BATCHES, cifar.BATCHES)
    server.files = {"cifar-10-python.tar.gz": file.getvalue()}
    found = data.load("cifar10")
    assert found.source == str(tmp_path / "cache/cnn-course" / cifar.BATCHES)
    assert found.train_images.shape == (50, 32, 32, 3)


TWO = """
import sys
from autograder.doctor import places as doctor
from autograder.jail.layers import walls
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from autograder.torchvision_ops import import_torchvision
from course import data
from course.data import fetch
remote = [fetch.Remote(name, md5, (address,)) for name, md5, address in {remote!r}]
fetch.remote_files = lambda name: remote
print(data.load("mnist").train_labels.sum())
"""


def test_processes_that_start_together_download_it_once(server):
    remote = [(file.name, file.md5, file.addresses[-1]) for file in server.remote("mnist")]
    command = [sys.executable, "-c", TWO.format(remote=remote)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert out.strip() == str(sum(range(10)) * 3)
        assert not err
    assert len(server.asked) == 4


@pytest.mark.parametrize("name", ["mnist", "fashion", "cifar10"])
def test_torchvision_knows_addresses_and_checksums(name):
    pytest.importorskip("torch", reason="torchvision needs torch")
    try:
        remote = fetch.remote_files(name)
    except fetch.CannotFetch as error:
        pytest.skip(str(error))
    names = [file.name for file in remote]
    if name == "cifar10":
        assert names == ["cifar-10-python.tar.gz"]
    else:
        assert sorted(names) == sorted(f"{file}.gz" for file in idx.FILES)
    for file in remote:
        assert len(file.md5) == 32
        assert all(address.startswith("http") for address in file.addresses)


# The command


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course.data", *arguments], capture_output=True, text=True
    )


def test_the_command_says_where_a_set_is(tmp_path, monkeypatch):
    monkeypatch.setenv(places.VARIABLE, str(tmp_path))
    place(tmp_path)
    run = command("mnist")
    assert run.returncode == 0, run.stderr
    assert f"from {tmp_path}/MNIST/raw" in run.stdout


def test_the_command_fails_in_one_sentence():
    run = command("--offline", "fashion")
    assert run.returncode == 1
    assert run.stderr.startswith("Fashion-MNIST is in none of")
    assert run.stderr.count("\n") == 1


# The real sets

REAL = os.environ.get(places.VARIABLE)


@pytest.mark.skipif(not REAL, reason=f"{places.VARIABLE} does not name a folder with the real sets")
@pytest.mark.parametrize(("kind", "mean"), [("mnist", 0.1307), ("fashion", 0.2860)])
def test_the_real_sets_are_whole(kind, mean):
    try:
        found = data.load(kind, folder=REAL, download=False)
    except data.DataNotFound as error:
        pytest.skip(str(error))
    assert found.train_images.shape == (60000, 28, 28)
    assert found.test_images.shape == (10000, 28, 28)
    assert found.train_images.mean() / 255 == pytest.approx(mean, abs=5e-5)
    assert np.bincount(found.train_labels).sum() == 60000


@pytest.mark.skipif(not REAL, reason=f"{places.VARIABLE} does not name a folder with the real sets")
def test_the_real_photographs_are_whole():
    try:
        found = data.load("cifar10", folder=REAL, download=False)
    except data.DataNotFound as error:
        pytest.skip(str(error))
    assert found.train_images.shape == (50000, 32, 32, 3)
    assert np.bincount(found.train_labels).tolist() == [5000] * 10
    assert np.bincount(found.test_labels).tolist() == [1000] * 10
    means = found.train_images.mean(axis=(0, 1, 2)) / 255
    assert means == pytest.approx([0.4914, 0.4822, 0.4465], abs=2e-3)


# In the grader's jail

IN_JAIL = (
    "from course import data; found = data.load_or_digits('mnist'); print(found.test_images.shape)"
)


def test_in_the_jail_the_digits_stand_in_without_a_warning():
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    pytest.importorskip("torch", reason="a torch lesson's jail")
    pytest.importorskip("sklearn", reason="scikit-learn brings the small digits")
    with Zygote("torch") as warm, Session(warm) as session:
        outputs = session.cell(IN_JAIL, 1, 60.0)["outputs"]
    assert [(one["output_type"], one["name"]) for one in outputs] == [("stream", "stdout")]
    assert "MNIST is not on this computer" in outputs[0]["text"]
    assert "(360, 28, 28)" in outputs[0]["text"]
