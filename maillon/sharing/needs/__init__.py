"""Requests by prescribers, for a person or an association: the use first, then the equipment; the queue; the matching."""
