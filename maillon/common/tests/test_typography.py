"""The typo filter: French spacing, without ever breaking the HTML."""

from html import unescape
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from maillon.common import typography
from maillon.common.templatetags.maillon import typo

NO_BREAK, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quand ?", f"Quand{THIN}?"),
        ("Attention ! Stop", f"Attention{THIN}! Stop"),
        ("oui ; non", f"oui{THIN}; non"),
        ("Reste : 3", f"Reste{NO_BREAK}: 3"),
        ("« oui »", f"«{NO_BREAK}oui{NO_BREAK}»"),
        ("14,2 kg", f"14,2{NO_BREAK}kg"),
        ("180 € au plus", f"180{NO_BREAK}€ au plus"),
        ("50 % du parc", f"50{NO_BREAK}% du parc"),
        ("256 Go", f"256{NO_BREAK}Go"),
        ("1 234 567 kg", f"1{THIN}234{THIN}567{NO_BREAK}kg"),
        ("à 14 h 07", f"à 14{NO_BREAK}h{NO_BREAK}07"),
        ("le 9 juin 2026", f"le 9{NO_BREAK}juin 2026"),
        ("le 1er mai", f"le 1er{NO_BREAK}mai"),
        ("n° 12", f"n°{NO_BREAK}12"),
        ("L'atelier d'Awa", "L’atelier d’Awa"),
    ],
)
def test_spaces_of_french_do_not_break(typed, shown):
    assert typo(mark_safe(typed)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://maillon.example/d/7F3K2P?q=1",
        "12:30",
        "Dell Latitude 5490",
        "lot 2026-077",
        "3 juillettistes",
        "4 hommes",
        "en 2026 100 appareils",
        "« sans espace",
    ],
)
def test_what_is_no_french_spacing_stays_as_it_is(text):
    assert typo(mark_safe(text)).replace("«" + NO_BREAK, "« ") == text


def test_text_that_is_not_safe_is_escaped_once():
    assert typo("<script>alert('x')</script> & ?") == escape(f"<script>alert('x')</script> &{THIN}?")
    assert Template("{{ text|typo }}").render(Context({"text": "<b>A & B</b>"})) == "&lt;b&gt;A &amp; B&lt;/b&gt;"


def test_safe_text_is_not_escaped_again():
    assert typo(mark_safe("A &amp; B : <b>oui</b>")) == f"A &amp; B{NO_BREAK}: <b>oui</b>"
    assert typo(typo("A & B : « x »")) == typo("A & B : « x »")


def test_attributes_code_and_comments_are_left_alone():
    left = (
        '<a href="/x?a=1 : 2 ?" title="l\'un > l\'autre : 3 kg">',
        "<code>a : b ?</code>",
        "<!-- 3 kg : non ? -->",
        "<textarea>l'un : 3 kg</textarea>",
        "<pre>1 234 kg</pre>",
    )
    for piece in left:
        assert typo(mark_safe(f"{piece} l'un : 3 kg")) == f"{piece} l’un{NO_BREAK}: 3{NO_BREAK}kg"


def test_nothing_is_shown_for_nothing():
    assert typo(None) == typo("") == ""


class Structure(HTMLParser):
    """What is not prose in a piece of HTML: tags, attributes, comments."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag):
        self.seen.append((tag,))

    def handle_comment(self, data):
        self.seen.append(("comment", data))


prose = st.text(alphabet="ab1 ?!;:«»%&<>'\"/=\n€kgh–-", max_size=30)
tags = st.sampled_from(
    ["<b>", "</b>", "<br>", '<a href="/x ?y=1 : 2">', "</a>", "<i title='3 kg : «'>", "</i>", "<!-- a ? -->", "&amp;"]
)


@given(st.lists(tags | prose.map(escape), max_size=8))
def test_tags_are_the_same_before_and_after(pieces):
    html = SafeString("".join(pieces))
    assert Structure(typo(html)).seen == Structure(html).seen


@given(prose)
def test_no_typed_text_ever_becomes_a_tag(text):
    assert Structure(typo(text)).seen == []


@given(prose)
def test_only_spaces_and_apostrophes_change(text):
    def plain(words: str) -> str:
        return words.replace(NO_BREAK, " ").replace(THIN, " ").replace("’", "'")

    assert plain(unescape(typo(text))) == text


def test_the_words_of_a_template_are_spaced_when_it_is_read():
    source = """{# Note : ! #}<a href="{% url "x" %}" title="a : b">Reste : {{ count }} kg !</a>
<script>if (a ? b : c) {}</script>{% if a == "b : c" %}« {{ name }} »{% endif %}"""

    assert typography.space_html(source, typography.SOURCE) == (
        f"""{{# Note : ! #}}<a href="{{% url "x" %}}" title="a : b">Reste{NO_BREAK}: {{{{ count }}}} kg{THIN}!</a>
<script>if (a ? b : c) {{}}</script>{{% if a == "b : c" %}}«{NO_BREAK}{{{{ name }}}}{NO_BREAK}»{{% endif %}}"""
    )
