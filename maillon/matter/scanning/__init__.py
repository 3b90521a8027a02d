"""Series of scans: a printed mode card arms an act, then one device after the other is scanned.

A card is a name (« pret », « lieu.OGO-7F3-K2P-E ») that says the act and what it is about; nothing is kept of it. Each scan
is kept under the identifier that its sender made, with its answer, so that it may be sent again. A stocktake is a series
too: the scans of one location, and what they differ from.
"""
