"""Helped persons: the only room where their identity lives, encrypted from the first migration.

Everything outside knows a person by an identifier alone. Identity is read by the organisation that prescribed, the
hand-over site for its appointments and the handler of an open after-care case, and by nobody else.
"""
