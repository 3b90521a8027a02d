"""French typography: spaces that do not break where a line must not, curved apostrophes.

Applied to what a person typed (the `typo` filter) and, once, to the words of our own templates when they are read, so
that those who write them type plain spaces.
"""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories, filesystem

from maillon.common import moments
from maillon.common.numbers import NO_BREAK, THIN

MONTHS = "|".join(moments.MONTHS)
UNITS = "€|%|‰|kg|g|t|mg|km|m|cm|mm|kWh|Wh|mAh|W|V|GHz|MHz|[KMGTkmgt]o|[KMGT]iB|h|min|s|j|ans?|jours?|mois|heures?"
SPACINGS = (
    (re.compile(r"[ \N{NO-BREAK SPACE}]([;!?])(?=\W|$)"), rf"{THIN}\1"),
    (re.compile(r" ([:»])(?=\W|$)"), rf"{NO_BREAK}\1"),
    (re.compile(r"« "), f"«{NO_BREAK}"),
    (re.compile(r"(?<![\d,])(\d{1,3}) (?=\d{3}(?!\d))"), rf"\1{THIN}"),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS})(?!\w))"), NO_BREAK),
    (re.compile(r"(?<=[\d \N{NO-BREAK SPACE}]h) (?=\d\d(?!\d))"), NO_BREAK),
    (re.compile(rf"(?<![\w.])(\d{{1,2}}|1er) (?=(?:{MONTHS})(?!\w))"), rf"\1{NO_BREAK}"),
    (re.compile(r"(?<!\w)(n°|art\.|p\.|M\.|Mme) (?=\w)"), rf"\1{NO_BREAK}"),
)
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
# Elements whose text is not prose, comments, and tags, whose attributes may hold « > » between quotes.
MARKUP = re.compile(
    r"(<!--.*?-->|<(pre|code|kbd|samp|textarea|script|style)\b.*?</\2\s*>|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
# The same in the source of a template, where what stands between braces is not prose either.
SOURCE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|" + MARKUP.pattern, re.DOTALL | re.IGNORECASE)


def space(text: str) -> str:
    """The words, spaced as French asks."""
    text = APOSTROPHE.sub("’", text)
    for pattern, spaced in SPACINGS:
        text = pattern.sub(spaced, text)
    return text


def space_html(html: str, markup: re.Pattern[str] = MARKUP) -> str:
    """The words between the tags, spaced; the tags left alone."""
    parts, end = [], 0
    for tag in markup.finditer(html):
        parts += [space(html[end : tag.start()]), tag.group()]
        end = tag.end()
    return "".join([*parts, space(html[end:])])


class Folders(filesystem.Loader):
    """The shared templates, their words spaced."""

    def get_contents(self, origin: Origin) -> str:
        return _spaced(origin, super().get_contents(origin))


class Apps(app_directories.Loader):
    """The templates of each app, their words spaced."""

    def get_contents(self, origin: Origin) -> str:
        return _spaced(origin, super().get_contents(origin))


def _spaced(origin: Origin, source: str) -> str:
    return space_html(source, SOURCE) if Path(str(origin.name)).suffix == ".html" else source
