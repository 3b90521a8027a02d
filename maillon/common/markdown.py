"""Words typed in Markdown, as a page shows them: no markup of the typist's own gets through."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height", "loading"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# A picture of elsewhere, which has lost its address: its words stay.
LOST = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
WORDS = re.compile(r'\balt="([^"]*)"')


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def html(text: str, *, own: Callable[[str], bool]) -> str:
    """Safe HTML, its headings under the title of the page. `own` says which images may show: those of the site."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    drawn = reader.renderer.render(tokens, reader.options, {})
    safe = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noreferrer",
        attribute_filter=lambda tag, name, value: None if (tag, name) == ("img", "src") and not own(value) else value,
    )
    return LOST.sub(lambda found: "".join(WORDS.findall(found[0])), safe)


def pictures(text: str) -> list[tuple[str, str]]:
    """(address, words) of each picture; the words are empty where there are none."""
    return [
        (str(inner.attrs.get("src", "")), inner.content.strip())
        for token in _reader().parse(text)
        for inner in _children(token)
        if inner.type == "image"
    ]


def _children(token: Token) -> list[Token]:
    return token.children or []
