"""Corrections: what was written by mistake is put right by counter-entries with a reason, never by an edit.

A lot is reopened, corrected, split, merged; the last act on a device is undone; one machine under two labels, two
machines under one, an organisation or a donor entered twice are found and mended. The documents that said otherwise are
issued again under a new number, and the journal keeps both what was believed and who put it right.
"""
