"""Icons, states, numbers, dates, tables and summaries in templates."""

import datetime
import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from maillon.common.icons import ICONS
from maillon.common.templatetags.maillon import age

NO_BREAK = "\N{NO-BREAK SPACE}"


def shown(source: str, **context) -> str:
    return Template(source).render(Context(context)).strip()


def included(name: str, **context) -> str:
    return shown(f'{{% include "components/{name}.html" %}}', **context)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_hidden_from_those_who_hear_the_page(name):
    drawing = shown(f'{{% icon "{name}" %}}')
    assert 'aria-hidden="true"' in drawing
    assert re.fullmatch(r"[A-Za-z0-9 .\-]+", ICONS[name])


def test_an_unknown_icon_is_a_fault():
    with pytest.raises(KeyError):
        shown('{% icon "unicorn" %}')


def test_a_state_has_one_of_the_eight_looks():
    assert shown('{% badge "Prêt" "ok" %}') == '<span class="m-st m-st-ok">Prêt</span>'
    with pytest.raises(ValueError, match="look of a state"):
        shown('{% badge "Prêt" "pink" %}')


def test_the_word_of_a_state_is_escaped():
    assert "<img" not in shown("{% badge word 'ok' %}", word="<img src=x onerror=alert(1)>")


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|kg }}", 14_200, f"14,2{NO_BREAK}kg"),
        ("{{ value|tonnes }}", 88_300_000, f"88,3{NO_BREAK}t"),
        ("{{ value|euros }}", 18_000, f"180{NO_BREAK}€"),
        ("{{ value|number }}", 7_000, "7\N{NARROW NO-BREAK SPACE}000"),
        ("{{ value|day }}", datetime.date(2026, 6, 9), f"9{NO_BREAK}juin{NO_BREAK}2026"),
        (
            "{{ value|moment }}",
            datetime.datetime(2026, 6, 9, 12, 7, tzinfo=datetime.UTC),
            f"9{NO_BREAK}juin{NO_BREAK}2026, 14{NO_BREAK}h{NO_BREAK}07",
        ),
        ("{{ value|full_day }}", datetime.date(2026, 6, 9), f"mardi 9{NO_BREAK}juin{NO_BREAK}2026"),
        ("{{ value|hour }}", datetime.time(9), f"9{NO_BREAK}h"),
        ("{{ value|telephone }}", "+33261910012", NO_BREAK.join(("02", "61", "91", "00", "12"))),
    ],
)
def test_numbers_and_dates_are_those_of_french(source, value, text):
    assert shown(source, value=value) == text
    assert shown(source, value=None) == ""
    assert shown(source) == ""


@pytest.mark.parametrize(
    ("waited", "number", "unit"),
    [
        (datetime.timedelta(seconds=10), 0, "min"),
        (datetime.timedelta(minutes=59, seconds=30), 59, "min"),
        (datetime.timedelta(hours=1, minutes=1), 1, "heure"),
        (datetime.timedelta(hours=23, minutes=30), 23, "heures"),
        (datetime.timedelta(hours=24, minutes=1), 1, "jour"),
        (datetime.timedelta(days=12, hours=3), 12, "jours"),
        (-datetime.timedelta(hours=5), 0, "min"),
    ],
)
def test_what_waits_says_since_when(waited, number, unit):
    assert age(timezone.now() - waited) == (number, unit)


def test_a_date_waits_in_days():
    assert age(timezone.localdate() - datetime.timedelta(days=2)) == (2, "jours")
    assert age(timezone.localdate()) == (0, "jour")


def test_a_long_wait_has_its_thousands_apart():
    assert (
        str(age(timezone.localdate() - datetime.timedelta(days=1393)))
        == "1\N{NARROW NO-BREAK SPACE}393\N{NO-BREAK SPACE}jours"
    )


def test_a_queue_says_what_waits_what_is_late_and_where_to_go():
    late = {
        "since": timezone.now() - datetime.timedelta(days=8, hours=1),
        "level": "late",
        "title": "Demande d'accès",
        "text": "<b>x</b>",
        "url": "/d/1",
        "label": "Répondre",
    }
    counted = {"number": 17, "unit": "demandes", "title": "Un portable", "url": "/d/2", "label": "Voir"}
    html = included("queue", items=[late, counted])
    assert (
        '<span class="m-age m-late">8<small>jours</small><span class="visually-hidden">\N{NO-BREAK SPACE}: en retard</span>'
        in html
    )
    assert "17<small>demandes</small>" in html
    assert "&lt;b&gt;" in html
    assert 'href="/d/1">Répondre<span class="visually-hidden">\N{NO-BREAK SPACE}: Demande d’accès</span>' in html


def test_a_timeline_tells_dates_with_hours_only_where_they_are_known():
    facts = [
        {"title": "Reçu", "at": datetime.datetime(2026, 4, 29, 15, 5, tzinfo=datetime.UTC), "who": "Awa"},
        {"title": "Trié", "at": datetime.date(2026, 5, 4), "look": "now", "badge": "Trié", "badge_look": "run"},
    ]
    html = included("chain", facts=facts)
    assert f"29{NO_BREAK}avril{NO_BREAK}2026, 17{NO_BREAK}h{NO_BREAK}05</time> · Awa" in html
    assert f">4{NO_BREAK}mai{NO_BREAK}2026</time>" in html
    assert 'class="m-now"' in html


def test_the_next_act_is_a_link_or_a_form():
    words = {"title": "Effacer", "text": "Maintenant.", "label": "Lancer", "url": "/go"}
    assert '<a class="btn m-big" href="/go">Lancer</a>' in included("act", **words)
    posted = included("act", **words, post=True, csrf_token="abc")
    assert '<form method="post" action="/go">' in posted
    assert 'value="abc"' in posted


def test_a_table_aligns_numbers_and_names_its_columns_on_phones():
    columns = [{"label": "Catégorie"}, {"label": "Masse", "number": True}]
    source = '{% table columns rows caption="Masses" cards=True %}'
    html = shown(source, columns=columns, rows=[("<i>Portables</i>", "14 kg")])
    assert '<th scope="row">&lt;i&gt;Portables&lt;/i&gt;</th>' in html
    assert f'<td class="m-num" data-l="Masse :">14{NO_BREAK}kg</td>' in html


def test_a_row_that_does_not_fit_its_columns_is_a_fault():
    with pytest.raises(ValueError, match="shorter"):
        shown('{% table columns rows caption="x" %}', columns=[{"label": "a"}, {"label": "b"}], rows=[("1",)])


def test_pages_keep_the_filters_of_the_list():
    request = RequestFactory().get("/appareils?etat=pret&page=2")
    page = Paginator(range(120), 50).page(2)
    html = render_to_string("components/pager.html", {"page": page, "noun": "appareils"}, request)
    assert 'rel="prev" href="?etat=pret&amp;page=1"' in html
    assert 'rel="next" href="?etat=pret&amp;page=3"' in html
    assert "51 à 100 sur 120 appareils" in html
    assert included("pager", page=Paginator(range(3), 50).page(1)) == ""


def test_a_label_shows_its_code_and_a_picture_that_says_what_it_is():
    html = included("label", code="7F3K-2P", address="https://maillon.example/d/7F3K2P", lines=["OGO · portable"])
    assert 'role="img"' in html
    assert "<title>7F3K-2P</title>" in html
    assert "style=" not in html


def test_facts_without_value_are_left_out():
    html = included("dl", facts=[("Écran", ""), ("Cycles", 0), ("Masse", "1,78 kg")])
    assert "Écran" not in html
    assert "<dt>Cycles</dt><dd>0</dd>" in html


class TwoFields(forms.Form):
    siret = forms.CharField(label="SIRET ?")
    hidden = forms.CharField(widget=forms.HiddenInput)


def test_the_summary_gathers_several_forms_and_formsets():
    pair = forms.formset_factory(TwoFields, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-hidden": "x"}
    )
    html = shown("{% errors one several none %}", one=TwoFields({}), several=pair, none=None)
    assert "3 points à revoir" in html
    assert 'href="#id_siret"><b>SIRET</b>' in html
    assert 'href="#id_form-0-siret"' in html


def test_there_is_no_summary_without_error():
    assert shown("{% errors form %}", form=TwoFields({"siret": "1", "hidden": "2"})) == ""
    assert shown("{% errors form %}", form=TwoFields()) == ""
