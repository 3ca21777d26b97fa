"""Correct answers to `pad2d` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative


def _refuse(x: np.ndarray, padding: int, mode: str) -> None:
    most = {"reflect": min(x.shape[2:]) - 1, "circular": min(x.shape[2:])}
    if padding > most.get(mode, padding):
        raise ValueError(f"padding {padding} is too much for {mode}")


def _cell_by_cell(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    _refuse(x, padding, mode)
    height, width = x.shape[2:]

    def source(place: int, size: int) -> int:
        if mode == "reflect" and place < 0:
            return -place
        if mode == "reflect" and place >= size:
            return 2 * (size - 1) - place
        if mode == "circular":
            return place % size
        return min(max(place, 0), size - 1)

    out = np.zeros((*x.shape[:2], height + 2 * padding, width + 2 * padding))
    for i in range(-padding, height + padding):
        for j in range(-padding, width + padding):
            if mode != "zeros" or (0 <= i < height and 0 <= j < width):
                pixel = x[:, :, source(i, height), source(j, width)]
                out[:, :, i + padding, j + padding] = pixel
    return out


def _strips(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    _refuse(x, padding, mode)
    out = np.array(x, dtype=np.float64)
    for axis in (-2, -1):
        line = np.moveaxis(out, axis, 0)
        p, size = padding, len(line)
        if mode == "zeros":
            before = after = np.zeros((p, *line.shape[1:]))
        elif mode == "replicate":
            before, after = np.repeat(line[:1], p, axis=0), np.repeat(line[-1:], p, axis=0)
        elif mode == "reflect":
            before, after = line[1 : p + 1][::-1], line[size - 1 - p : size - 1][::-1]
        else:
            before, after = line[size - p :], line[:p]
        out = np.moveaxis(np.concatenate([before, line, after]), 0, axis)
    return np.ascontiguousarray(out)


def _sources(size: int, padding: int, mode: str) -> list[int]:
    inside = list(range(size))
    if mode == "reflect":
        return [*inside[padding:0:-1], *inside, *inside[::-1][1 : padding + 1]]
    if mode == "circular":
        return [*inside[size - padding :], *inside, *inside[:padding]]
    return [0] * padding + inside + [size - 1] * padding


def _meshed_indices(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    _refuse(x, padding, mode)
    rows, cols = (_sources(size, padding, mode) for size in x.shape[2:])
    out = x.astype(float)[:, :, np.array(rows)[:, np.newaxis], np.array(cols)]
    if mode == "zeros":
        keep = np.zeros(out.shape[2:])
        keep[padding : padding + x.shape[2], padding : padding + x.shape[3]] = 1
        out = out * keep
    return out


def _two_matrices(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    _refuse(x, padding, mode)
    down, across = (
        np.eye(size, size + 2 * padding, padding)
        if mode == "zeros"
        else np.eye(size)[:, _sources(size, padding, mode)]
        for size in x.shape[2:]
    )
    return np.einsum("ncij,ia,jb->ncab", x.astype(np.float64), down, across)


def _fills_the_border(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    height, width = x.shape[2:]
    out = np.zeros((len(x), x.shape[1], height + 2 * padding, width + 2 * padding))
    out[:, :, padding : padding + height, padding : padding + width] = x
    if mode == "zeros":
        return out
    if padding > min(height, width) - {"reflect": 1, "circular": 0}.get(mode, -padding):
        raise ValueError(mode)
    for maps, size in ((out, height), (out.swapaxes(2, 3), width)):
        for k in range(1, padding + 1):
            first, last = padding, padding + size - 1
            before = {"reflect": first + k, "replicate": first, "circular": last + 1 - k}[mode]
            after = {"reflect": last - k, "replicate": last, "circular": first - 1 + k}[mode]
            maps[:, :, first - k] = maps[:, :, before]
            maps[:, :, last + k] = maps[:, :, after]
    return out


def _takes_with_modes(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    _refuse(x, padding, mode)
    out = x.astype(np.float64)
    for axis, size in ((2, x.shape[2]), (3, x.shape[3])):
        place = np.arange(-padding, size + padding)
        if mode == "reflect":
            period = max(2 * size - 2, 1)
            place = np.where(place % period < size, place % period, -place % period)
        inside = ((place >= 0) & (place < size)) if mode == "zeros" else place == place
        shape = [-1 if number == axis else 1 for number in range(4)]
        wrapped = out.take(place, axis, mode="wrap" if mode == "circular" else "clip")
        out = np.where(inside.reshape(shape), wrapped, 0.0)
    return out


def _nine_tiles(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    _refuse(x, padding, mode)
    height, width = x.shape[2:]
    p = padding
    if mode == "circular":
        tiled = np.tile(x.astype(float), (1, 1, 3, 3))
        out = tiled[:, :, height - p : 2 * height + p, width - p : 2 * width + p]
    elif mode == "reflect":
        wide = np.concatenate([x[..., :0:-1], x, x[..., -2::-1]], axis=3)
        out = np.concatenate([wide[:, :, :0:-1], wide, wide[:, :, -2::-1]], axis=2)
        out = out[:, :, height - 1 - p : 2 * height - 1 + p, width - 1 - p : 2 * width - 1 + p]
    else:
        rows, cols = (_sources(size, p, "replicate") for size in (height, width))
        out = x[:, :, rows][..., cols] * float(mode == "replicate")
        out[:, :, p : p + height, p : p + width] = x
    return np.array(out, dtype=float)


ACCEPT = (
    Alternative("cell by cell", _cell_by_cell),
    Alternative("strips, concatenated", _strips),
    Alternative("two lists of indices, meshed", _meshed_indices),
    Alternative(
        "a selection matrix from each side",
        _two_matrices,
        "Each mode is a matrix of ones and zeros on either side: all four are linear.",
    ),
    Alternative("zeros first, then the border line by line", _fills_the_border),
    Alternative(
        "np.take with its own modes",
        _takes_with_modes,
        "`np.take` knows clip and wrap: two of the four modes under other names.",
    ),
    Alternative("nine tiles, cut to size", _nine_tiles),
)
