"""Wiping and proving it: one record per storage medium, read from the tool's own log, and the signed certificate.

What a method is worth depends on the medium: overwriting an SSD is never called a Purge (NIST SP 800-88r2, IEEE 2883).
"""
