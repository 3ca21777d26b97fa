"""Taking solutions out of cells."""

from __future__ import annotations

import pytest

from autograder.build.solution import cleared, defined, regions, trouble


def test_the_stub_names_the_function_and_keeps_what_stands_around_the_solution() -> None:
    source = (
        "HALF = 0.5\n\n"
        "def middle(x):\n"
        '    """The middle."""\n'
        "    # keep me\n"
        "    ### BEGIN SOLUTION\n"
        "    return HALF * x\n"
        "    ### END SOLUTION\n\n"
        "AFTER = 1"
    )
    assert cleared(source, "cell") == (
        "HALF = 0.5\n\n"
        "def middle(x):\n"
        '    """The middle."""\n'
        "    # keep me\n"
        '    raise NotImplementedError("middle: yours to write")\n\n'
        "AFTER = 1"
    )


def test_every_method_has_a_stub_that_names_it_with_its_class() -> None:
    source = '''\
class Layer:
    """A layer."""

    def forward(self, x):
        """Forward."""
        ### BEGIN SOLUTION
        def inner():
            return x
        return inner()
        ### END SOLUTION

    def backward(self, g):
        """Backward."""
        if g is not None:
            ### BEGIN SOLUTION
            return g
            ### END SOLUTION
'''
    text = cleared(source, "cell")
    assert '        raise NotImplementedError("Layer.forward: yours to write")\n' in text
    assert '            raise NotImplementedError("Layer.backward: yours to write")\n' in text
    assert "inner" not in text
    compile(text, "cell", "exec")


def test_a_solution_at_the_top_level_is_named_by_its_cell() -> None:
    source = "### BEGIN SOLUTION\nweights = train()\n### END SOLUTION"
    assert cleared(source, "w") == 'raise NotImplementedError("w: yours to write")'


def test_the_answer_to_a_question_loses_its_letter_and_still_runs() -> None:
    source = '### BEGIN SOLUTION\nsize = choose("abcd", answer="b")\n### END SOLUTION'
    assert cleared(source, "size") == 'size = choose("abcd", answer="")'


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("### BEGIN SOLUTION\nx", "no `### END SOLUTION`"),
        ("x\n### END SOLUTION", "no `### BEGIN SOLUTION` above it"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", "before the region of line 1"),
    ],
)
def test_markers_that_do_not_pair_up_are_told_with_their_line(source: str, says: str) -> None:
    with pytest.raises(ValueError, match="line") as caught:
        list(regions(source))
    assert says in str(caught.value)


DOC = '    """Doc."""\n'
REGION = "    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (f"def f(x):\n{DOC}{REGION}", None),
        (f"def f(x):\n{DOC}    return x\n", "no solution markers"),
        (f"def g(x):\n{DOC}{REGION}", "must define f once"),
        (f"def f(x):\n{REGION}", "no docstring"),
        (
            "def f(x):\n    ### BEGIN SOLUTION\n" + DOC + "    ### END SOLUTION\n    return x",
            "outside",
        ),
        (f"### BEGIN SOLUTION\ny = 1\n### END SOLUTION\ndef f(x):\n{DOC}    return x", "outside"),
        ("def f(x:\n", "is not Python (line 1"),
    ],
)
def test_what_an_exercise_cell_lacks_is_one_sentence(source: str, says: str | None) -> None:
    found = list(trouble(source, "f"))
    assert len(found) == (says is not None)
    assert says is None or says in found[0]


def test_handing_a_function_on_through_use_does_not_define_it() -> None:
    assert defined("f = use('f', f)\ng = 1\ndef h(): ...\nif g:\n    k = 2") == {"g", "h"}
    assert defined("%matplotlib inline\nf = 1") == set()
