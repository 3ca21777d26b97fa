"""What a student holds: the lessons and the toolkit they import."""
