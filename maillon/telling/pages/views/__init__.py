from maillon.telling.pages.views.enquiries import contact, enquiries, legal, let_through, remove, settle
from maillon.telling.pages.views.public import logo, news, picture, sheets, text
from maillon.telling.pages.views.writing import (
    begin,
    drop_picture,
    illustrate,
    look,
    publish,
    restore,
    revise,
    texts,
    unpublish,
    versions,
)

__all__ = [
    "begin",
    "contact",
    "drop_picture",
    "enquiries",
    "illustrate",
    "legal",
    "let_through",
    "logo",
    "look",
    "news",
    "picture",
    "publish",
    "remove",
    "restore",
    "revise",
    "settle",
    "sheets",
    "text",
    "texts",
    "unpublish",
    "versions",
]
