"""Where lesson 07 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A5": "Recent neural networks don't use pooling layers.",
    "B14": "pooling decreases the number of weights to learn",
    "B15": "Pooling is there to avoid overfitting.",
    "B16": "Pooling makes 12 x 12 of 24 x 24.",
    "B18": "MaxPooling2D(pool_size=(1, 1))",
    "C6": "Pooling provides spatial invariance.",
    "C7": "There are two types of pooling.",
    "C8": "Pooling is typically used with padding",
    "C9": "The padding is (f − 1) / 2.",
    "C18": "Some nets pool before ReLU, some after.",
    "E6": "in all cases, pooling means that an object is recognised",
    "Max-pooling": "**Max-pooling** keeps the largest number of each window.",
    "Average pooling": "The mean of each window is a softer summary",
    "Pooling in LeNet-5: sizes": "28 → 14 after the first convolution, 10 → 5",
    "Pooling by a norm (L2, Lp)": "Pooling by p-norm is **Lp pooling**.",
    "Global average pooling": "**Global average pooling** turns maps of any size",
    "Invariance, measured": "**Invariance** would mean: move the picture",
    "Pooling weighted by distance": "One that trusts the middle of the window more than its corners",
}
