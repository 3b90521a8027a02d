"""The same rows as the actions write, many at once and at any date.

One file an app, the same verbs as its actions, with `at=` for the instant of the act. `tests/test_same_rows.py` holds each
of them against the real action.
"""

from maillon.demo.book.book import Book

__all__ = ["Book"]
