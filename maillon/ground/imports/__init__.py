"""A spreadsheet in: the file, its columns, what is wrong with its lines, then its writing, which can be left and resumed.

It knows no business. What lines mean, and the acts that write them, come from a `common.tables.Kind` of the app that owns
the things; the addresses and the worker receive the kinds from above (`desk.jobs`), so that nothing registers anything.
"""
