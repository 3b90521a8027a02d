"""Every template of the project compiles, speaks French directly and says what its components need."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

SOURCE = Path(__file__).resolve().parents[2]
SHARED = SOURCE / "templates"
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
TRANSLATED = re.compile(r"{%-?\s*(?:load\s[^%]*\bi18n\b|trans|translate|blocktrans|blocktranslate)\b")
INLINE = re.compile(r"<style\b|\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def words(path: Path) -> str:
    """The text of a template that a person reads: neither tags of HTML nor of Django."""
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)
    read: list[str] = []
    parser = HTMLParser()
    parser.handle_data = read.append
    parser.feed(source)
    return " ".join(read)


def test_there_are_templates():
    assert len(PAGES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_compiles(path):
    assert engines["django"].from_string(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_written_in_french_and_not_translated(path):
    assert not TRANSLATED.search(path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_has_no_inline_style_nor_event(path):
    outside_tags = re.sub(r"{%.*?%}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)
    assert not INLINE.search(outside_tags)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_the_apostrophes_of_french(path):
    assert not re.search(r"\w'\w", words(path))


@pytest.mark.parametrize("path", sorted((SHARED / "components").glob("*.html")), ids=named)
def test_a_component_says_what_it_needs(path):
    assert re.match(r"{# .+(Context|context|Blocks).*#}", path.read_text())


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_page_of_last_resort_needs_nothing_of_the_server(name):
    html = get_template(name).render()
    assert html.count("<h1>") == 1
    for extended in (SHARED / name, SHARED / "bare.html"):
        assert not re.search(r"{{|{%\s*(load|static|url)\b", extended.read_text())
