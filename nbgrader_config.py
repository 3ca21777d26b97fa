"""nbgrader's settings for this course: `nbgrader ...` and Jupyter started here read them.

What belongs to one machine stays out of this file. The exchange's folder (Exchange.root) and
a database other than gradebook.db (CourseDirectory.db_url) go into an nbgrader_config.py in one
of the folders that `jupyter --paths` lists as config.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

root = Path(__file__).resolve().parent
if find_spec("autograder") is None:  # not installed: nbgrader would go on without these settings
    sys.path.insert(0, str(root))

from autograder.build.release import RELEASE, SOURCE, find_tools, release_preprocessors  # noqa: E402
from autograder.classroom.executor import autograde_preprocessors  # noqa: E402
from autograder.classroom.intake import sanitize_preprocessors  # noqa: E402
from autograder.classroom.pages import feedback_preprocessors  # noqa: E402

c = get_config()  # type: ignore[name-defined]  # noqa: F821  # given by traitlets

find_tools()

# Students name the same course: nbgrader fetch_assignment --course cnn-course 01-sliding
c.CourseDirectory.course_id = os.environ.get("CNN_COURSE_ID", "cnn-course")
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = SOURCE
c.CourseDirectory.release_directory = RELEASE

c.GenerateAssignment.preprocessors = release_preprocessors()

# Submissions are repaired before nbgrader looks at them, so that none stops the others.
c.Autograde.sanitize_preprocessors = sanitize_preprocessors()
c.OverwriteCells.add_missing_cells = True

# Cells run in a jail of our own, and checks are judged outside it. A cell that runs longer is
# stopped and fails; the cells after it still run.
c.Autograde.autograde_preprocessors = autograde_preprocessors()
c.JailExecute.timeout = 60

# Feedback pages do nothing but show: no script of a submission reaches who reads them.
c.GenerateFeedback.preprocessors = feedback_preprocessors()
