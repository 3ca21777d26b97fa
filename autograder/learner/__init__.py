"""What a learner has done so far: kept in one small file, shown as a panel or a table.

`store` keeps the file, `overview` adds it up by lesson, `page` writes it down for a notebook and
`table` for a terminal. Scores for a teacher never come from here: it is the learner's own.
"""

from __future__ import annotations

from autograder.learner.overview import Overview, overview
from autograder.learner.store import Entry, Store, folder_of

__all__ = ["Entry", "Overview", "Store", "folder_of", "overview"]
