"""Notebooks read and written the quick way: the same notebooks as nbformat's."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.classroom import notebook_file
from autograder.classroom.cells import sound, valid_notebook

REPOSITORY = Path(__file__).resolve().parents[2]


def shown() -> NotebookNode:
    """A notebook with each kind of output, text that is not ASCII, and nothing where it may be."""
    bundle = {"text/html": "<b>é</b>\n<i>☃</i>", "image/png": "aGk=\n", "application/json": [1, {}]}
    outputs = [
        new_output("stream", text="one\ntwo\n"),
        new_output("display_data", data=bundle),
        new_output("execute_result", data={"text/plain": ""}, execution_count=3),
        new_output("error", ename="E", evalue="", traceback=["\x1b[31mE"]),
    ]
    cells = [new_code_cell("", id="a", outputs=outputs), new_markdown_cell("x\r\ny", id="b")]
    return new_notebook(cells=cells, metadata={"z": 1.5, "a": None, "signature": "gone"})


def lesson() -> NotebookNode:
    return nbformat.read(REPOSITORY / "course/01-sliding/01-sliding.ipynb", as_version=4)


@pytest.mark.parametrize("make", [shown, lesson])
def test_a_notebook_is_written_and_read_as_nbformat_does(make):
    theirs = nbformat.writes(make(), version=4)
    ours = notebook_file.written(make())
    assert json.loads(ours) == json.loads(theirs)
    assert len(ours.splitlines()) == len(make().cells) + 3
    for text in (ours, theirs):
        read = notebook_file.read(text)
        assert read == nbformat.reads(text, as_version=4)
        assert type(read.cells[0].metadata) is NotebookNode


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"nbformat": 4}', '{"nbformat": 4, "cells": 1}'])
def test_what_is_no_notebook_fails_as_it_does_with_nbformat(text):
    with pytest.raises(Exception) as theirs:  # noqa: PT011  # nbformat's own, whatever it is
        nbformat.reads(text, as_version=4)
    with pytest.raises(type(theirs.value)):
        notebook_file.read(text)


@pytest.mark.parametrize("metadata", [{"tags": 3}, {"name": []}, {"collapsed": "yes"}])
def test_a_cell_with_marks_no_notebook_may_have_is_refused_after_good_ones_too(metadata):
    good = {"cell_type": "code", "source": "1", "id": "good"}
    valid_notebook([sound(good)], {})
    bad = sound({**good, "id": "bad", "metadata": metadata})
    for _ in range(2):
        with pytest.raises(nbformat.ValidationError):
            valid_notebook([sound(good), bad], {})


def test_a_cell_s_id_is_looked_at_in_every_cell():
    cells = [sound({"cell_type": "code", "source": "1", "id": name}) for name in ("fine", "not so")]
    valid_notebook(cells[:1], {})
    with pytest.raises(nbformat.ValidationError):
        valid_notebook(cells, {})
