"""The concept questions of lesson 00."""

from __future__ import annotations

from autograder.exercise import Option, Question

QUESTIONS = (
    Question(
        "shape_after_channel_index",
        "A batch `x` has shape `(8, 3, 32, 48)`, in NCHW. What is the shape of `x[:, 0]`?",
        (
            Option(
                "`(8, 1, 32, 48)`",
                "An integer index removes its axis. A slice of length 1 keeps it: `x[:, 0:1]` has "
                "this shape.",
                bug="integer_index_keeps_axis",
            ),
            Option(
                "`(8, 32, 48)`",
                "Channel 0 of all eight images. The integer index removes the channel axis.",
                right=True,
            ),
            Option(
                "`(3, 32, 48)`",
                "That is `x[0]`, all channels of image 0. In `x[:, 0]` the colon keeps all images "
                "and the 0 stands in the place of the channels.",
                bug="index_counts_from_batch",
            ),
            Option(
                "`(8, 3, 48)`",
                "That is `x[:, :, 0]`, the first row of every channel. The 0 stands in place 1, "
                "and axis 1 is the channels.",
                bug="index_hits_rows",
            ),
        ),
    ),
    Question(
        "why_divide_by_255",
        "A stored picture has the type uint8. Why do we divide by 255, and not by another number?",
        (
            Option(
                "Because a pixel can have 255 + 1 = 256 different values.",
                "There are 256 values, but that would be a reason to divide by 256, and then white "
                "becomes 0.996. What counts is the largest value, 255.",
                bug="there_are_256_values",
            ),
            Option(
                "Because it gives every picture mean 0 and standard deviation 1.",
                "Dividing by 255 leaves all values between 0 and 1, with whatever mean the picture "
                "has. Mean 0 takes a subtraction: that is `standardize`.",
                bug="scaling_is_normalisation",
            ),
            Option(
                "Because float32 cannot hold whole numbers as large as 255.",
                "float32 holds every whole number up to 16,777,216 exactly. Small inputs are a "
                "matter of training, not of storage.",
                bug="float32_cannot_hold_255",
            ),
            Option(
                "Because the largest value is 255, so that white becomes exactly 1.",
                "0 stays 0, the largest value becomes 1, and every picture is treated alike.",
                right=True,
            ),
        ),
    ),
    Question(
        "row_update_changes_array",
        "After `x = np.zeros((2, 3))` comes `x[0] += 1`. Does `x` change?",
        (
            Option(
                "No: `x[0]` is a copy of the row, and the copy is changed.",
                "Indexing with an integer or a slice gives a view, which shares memory with `x`. "
                "A list of indices, `x[[0]]`, would read a copy.",
                bug="row_is_a_copy",
            ),
            Option(
                "Yes: `x[0]` is a view, and `+=` writes into its memory. Row 0 is all ones.",
                "That is why a function that must not modify its argument says `x = x + 1` or "
                "copies first.",
                right=True,
            ),
            Option(
                "No: `+=` makes a new array, as `y = y + 1` does.",
                "For arrays `+=` writes into the memory that is there. `y = y + 1` does make a new "
                "array and gives it the old name.",
                bug="augmented_assignment_copies",
            ),
            Option(
                "It raises an error, because 1 does not have the shape of a row.",
                "A single number is stretched to any shape: broadcasting. The row gets 1 in each "
                "of its three places.",
                bug="scalar_does_not_broadcast",
            ),
        ),
    ),
)
