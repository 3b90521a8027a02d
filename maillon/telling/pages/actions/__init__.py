from maillon.telling.pages.actions.enquiries import let_through, remove, settle, write
from maillon.telling.pages.actions.texts import (
    begin,
    dress,
    drop_picture,
    illustrate,
    publish,
    restore,
    revise,
    unpublish,
)

__all__ = [
    "begin",
    "dress",
    "drop_picture",
    "illustrate",
    "let_through",
    "publish",
    "remove",
    "restore",
    "revise",
    "settle",
    "unpublish",
    "write",
]
