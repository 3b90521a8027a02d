"""Numbered documents: gap-free per issuer, kind and year; frozen facts; public verification by an unguessable code."""
