"""What grading a class costs: plain `nbgrader autograde`, `otter run`, and this course's engine.

The same class, made by code, is graded by each way, on lesson 01 and on a notebook on PyTorch:

- *plain*: `nbgrader autograde` with nbgrader's own steps and kernel;
- *otter*: `otter run`, a command for each notebook, on an equivalent notebook;
- *ours*: `autograder grade`, end to end: jail, judge, gradebook;
- *sandboxed*: of ours, running and judging alone, without nbgrader;
- *floor*: the students' own cells alone, in a warm process, without walls or judge.

Processor time is that of the command and all its descendants, killed and orphaned ones included
(`meter` says how); memory is the peak of their proportional set sizes together. All ways are given
one thread for array libraries. Plain nbgrader and ours must give every student the same points in
every cell, and otter full marks to the same cells.

Run from the repository: python -m benchmarks.grading
"""
