"""Hostile, broken and unlucky submissions, and what must be true after each of them."""
