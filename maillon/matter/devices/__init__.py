"""Each piece of equipment: its identity, its state and holder, its label, its storage media, its machine reports.

States and moves are one table of data (`models.devices.MOVES`); guards are in the actions and in constraints. A device
may leave only when each of its storage media is proven erased, destroyed or attested absent.
"""
