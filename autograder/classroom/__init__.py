"""A class of submissions: taking them in, grading them, reporting on them."""
