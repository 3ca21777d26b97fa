"""Tests of `autograder.site`."""
