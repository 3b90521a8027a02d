"""What the linter cannot see of the way this code is laid out. Each check is a function of the tree: it gives its faults.

A fault is one sentence: where it is, and what to do. `tests/test_conventions.py` runs every check on the project, and on
a bad tree made for it, so that none can pass by being blind.
"""
