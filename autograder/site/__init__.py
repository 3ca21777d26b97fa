"""The course as web pages that need no server: `autograder site`, or `make site`."""
