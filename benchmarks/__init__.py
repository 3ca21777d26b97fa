"""Measurements of what the course promises: run one by name, such as python -m benchmarks.grading."""
