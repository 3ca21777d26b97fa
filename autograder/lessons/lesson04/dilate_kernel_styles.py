"""Correct answers to `dilate_kernel` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative

Two = tuple[int, int]


def _two_loops(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    height = kernel.shape[0] + (kernel.shape[0] - 1) * (dilation[0] - 1)
    width = kernel.shape[1] + (kernel.shape[1] - 1) * (dilation[1] - 1)
    out = np.zeros((height, width))
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            out[a * dilation[0], b * dilation[1]] = kernel[a, b]
    return out


def _kron_and_crop(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    corner = np.zeros(dilation)
    corner[0, 0] = 1
    blocks = np.kron(kernel, corner)
    return blocks[: len(blocks) - dilation[0] + 1, : blocks.shape[1] - dilation[1] + 1]


def _insert(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    out = kernel.astype(float)
    for axis, distance in enumerate(dilation):
        holes = [n for n in range(1, kernel.shape[axis]) for _ in range(distance - 1)]
        out = np.insert(out, holes, 0, axis=axis)
    return out


def _matrices(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    left = np.eye(dilation[0] * (kernel.shape[0] - 1) + 1)[:, :: dilation[0]]
    right = np.eye(dilation[1] * (kernel.shape[1] - 1) + 1)[:: dilation[1]]
    return np.asarray(left @ kernel @ right)


def _reshape(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    (rows, cols), (down, across) = kernel.shape, dilation
    room = np.zeros((rows, down, cols, across))
    room[:, 0, :, 0] = kernel
    return room.reshape(rows * down, cols * across)[
        : down * (rows - 1) + 1, : across * (cols - 1) + 1
    ].copy()


def _mesh(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    places = [distance * np.arange(n) for n, distance in zip(kernel.shape, dilation, strict=True)]
    out = np.zeros([line[-1] + 1 for line in places])
    out[np.ix_(*places)] = kernel
    return out


def _recursive(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    def pull_rows(rows: np.ndarray, distance: int) -> np.ndarray:
        if len(rows) == 1:
            return rows
        holes = np.zeros((distance - 1, rows.shape[1]))
        return np.vstack([rows[:1], holes, pull_rows(rows[1:], distance)])

    tall = pull_rows(np.array(kernel, dtype=np.float64), dilation[0])
    return pull_rows(tall.T, dilation[1]).T


def _divisible_places(kernel: np.ndarray, dilation: Two) -> np.ndarray:
    (rows, cols), (down, across) = kernel.shape, dilation
    return np.array(
        [
            [
                float(kernel[i // down, j // across]) if i % down == j % across == 0 else 0.0
                for j in range(across * (cols - 1) + 1)
            ]
            for i in range(down * (rows - 1) + 1)
        ]
    )


ACCEPT = (
    Alternative("two loops", _two_loops),
    Alternative("np.kron with a corner, cropped", _kron_and_crop),
    Alternative("np.insert", _insert),
    Alternative("two matrix products", _matrices),
    Alternative("four axes, then reshape", _reshape),
    Alternative("np.ix_", _mesh),
    Alternative("recursion along the rows", _recursive),
    Alternative("asks which places are multiples", _divisible_places),
)
