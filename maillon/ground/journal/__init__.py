"""The append-only memory: who did what, to what, for whom and when.

Entries hold plain identifiers and no foreign key, so that everything may write here. They are inserted unchained, and a
sealer chains them per network within a minute: concurrent acts never queue on one row. The database itself refuses to
change or delete an entry or a seal; `maillon verify` finds any alteration made despite that.
"""
