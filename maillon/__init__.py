"""Maillon: the open platform of the networks that collect, erase, refurbish and hand over IT equipment."""
