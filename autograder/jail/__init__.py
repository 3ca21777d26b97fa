"""Runs untrusted code: knows how to contain it and talk to it, nothing of exercises or scores."""
