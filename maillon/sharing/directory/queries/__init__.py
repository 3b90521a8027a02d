from maillon.sharing.directory.queries.listing import facts, kept_by
from maillon.sharing.directory.queries.search import Found, Wanted, drawing, found

__all__ = ["Found", "Wanted", "drawing", "facts", "found", "kept_by"]
