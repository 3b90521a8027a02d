from maillon.sharing.directory.queries.duplicates import Pair, duplicates
from maillon.sharing.directory.queries.judging import Change, changes
from maillon.sharing.directory.queries.listing import facts, kept_by, sources, useful
from maillon.sharing.directory.queries.search import Found, Wanted, drawing, found, on_tiles

__all__ = [
    "Change",
    "Found",
    "Pair",
    "Wanted",
    "changes",
    "drawing",
    "duplicates",
    "facts",
    "found",
    "kept_by",
    "on_tiles",
    "sources",
    "useful",
]
