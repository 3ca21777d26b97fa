"""Terms that lesson 01 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Cross-correlation": (
        "Slide a kernel over an image; at each place multiply cell by cell and add. Convolutional "
        "layers compute this, whatever their name says."
    ),
    "Feature map": "The output of sliding one kernel: how well each window answers to it.",
    "Kernel": "The small grid of weights that slides over the image.",
    "Normalised correlation": (
        "The sum for a patch and a template that were both shifted to mean 0 and scaled to length "
        "1; between -1 and 1, and 1 only for a match."
    ),
    "Template": "A kernel cut out of a picture, to find its like elsewhere.",
    "Valid": "Said of sliding without padding: only windows that lie inside the image count.",
    "Window": "The part of the image under the kernel at one position; also called a patch.",
}
