"""Keeps pytest from looking for doctests here where the `site` extra is not installed."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("sphinx") and find_spec("myst_nb") else ["*.py"]
