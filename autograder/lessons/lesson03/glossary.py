"""Terms that lesson 03 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Padding": (
        "Cells added round a picture before a kernel slides over it. A layer's padding p counts "
        "each side, so that the height grows by 2p."
    ),
    "Zero padding": (
        "Padding with zeros; in PyTorch's functions it is called `constant`. Not to be confused "
        "with `padding=0`, which is none."
    ),
    "Same padding": (
        "Padding after which sliding with stride 1 keeps the size: k - 1 cells in all, shared out "
        "before and after. With an even kernel one side gets one more: after in PyTorch and Keras."
    ),
    "Full padding": (
        "k - 1 cells on each side, so that every window which touches the picture counts, and the "
        "map grows by k - 1. A mode of NumPy's and SciPy's `convolve`."
    ),
    "Reflect padding": (
        "Mirrors the picture at its outermost pixel, which is not repeated. Repeating it too is "
        "called symmetric in NumPy, and that one is named reflect in `scipy.ndimage`."
    ),
    "Replicate padding": (
        "Repeats the nearest pixel of the picture; `edge` in NumPy, `nearest` in `scipy.ndimage`."
    ),
    "Circular padding": (
        "Continues the picture at its other end, as on a ring; `wrap` in NumPy. Right for data that "
        "goes round, such as angles or a map of the whole earth."
    ),
    "Border artefact": (
        "What a map shows near its border because of the padding and not of the picture, such as "
        "the edge between zeros and bright pixels."
    ),
    "Usage count": (
        "In how many windows a pixel lies. Without padding a corner lies in one and a pixel of the "
        "middle in as many as the kernel has cells."
    ),
}
