"""How every form of the site looks, speaks and refuses."""

import datetime
import re

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.files.uploadedfile import SimpleUploadedFile

from maillon.common import geography
from maillon.common.errors import Refused
from maillon.common.forms import (
    CommuneField,
    Form,
    Hinted,
    MassField,
    PriceField,
    Proposed,
    Quantity,
    Scan,
    Ticks,
    refuse,
)

USES = [("light", Hinted("Occasionnel", "quelques heures")), ("daily", "Courant")]


class Offer(Form):
    """One field of each kind."""

    siret = forms.CharField(label="SIRET", help_text="14 chiffres, sur vos factures.", max_length=20)
    units = forms.IntegerField(label="Portables", widget=Quantity)
    wanted_on = forms.DateField(label="Date souhaitée", required=False)
    age = forms.ChoiceField(label="Âge", choices=[("", "---------"), ("4", "4 ans")])
    use = forms.ChoiceField(label="Usage", choices=USES, widget=forms.RadioSelect, help_text="Le plus courant.")
    needs = forms.MultipleChoiceField(label="Besoins", choices=USES, widget=Ticks)
    inventory = forms.FileField(label="Liste")
    attested = forms.BooleanField(label="J’atteste")


GOOD = {"siret": "1", "units": "3", "age": "4", "use": "daily", "needs": ["light"], "attested": "on"}


def tag(html: str, start: str) -> str:
    """The first tag of the page that begins so."""
    found = re.search(rf"{re.escape(start)}[^>]*>", html)
    assert found, f"{start} is not in {html}"
    return found.group()


@pytest.mark.parametrize(
    ("name", "message", "anchor"),
    [
        ("siret", "Remplissez ce champ.", "id_siret"),
        ("age", "Choisissez une réponse.", "id_age"),
        ("use", "Choisissez une réponse.", "id_use_0"),
        ("needs", "Choisissez au moins une réponse.", "id_needs_0"),
        ("inventory", "Joignez un fichier.", "id_inventory"),
        ("attested", "Cochez cette case pour continuer.", "id_attested"),
    ],
)
def test_an_error_is_said_beside_its_field_and_linked_from_the_summary(name, message, anchor):
    html = str(Offer({}))
    assert f'href="#{anchor}"' in html
    assert f'id="{anchor}"' in html
    beside = html[html.index(f'id="id_{name}_error"') :]
    assert message in beside[: beside.index("</div>")]


def test_a_field_in_error_says_so_to_those_who_hear_the_page():
    html = str(Offer({}))
    field = tag(html, '<input type="text" name="siret"')
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_siret_helptext id_siret_error"' in field
    assert 'class="form-control is-invalid"' in field
    assert '<div class="m-help" id="id_siret_helptext">14 chiffres, sur vos factures.</div>' in html


def test_a_group_of_choices_carries_its_error_itself():
    html = str(Offer({}))
    group = tag(html, '<fieldset class="m-f" aria-describedby="id_use_helptext id_use_error"')
    assert html.split(group)[1].split("</legend>")[0].strip() == "<legend>Usage"
    assert "aria-invalid" not in tag(html, '<input type="radio"')


def test_a_form_without_error_has_no_summary():
    html = str(Offer(GOOD, {"inventory": SimpleUploadedFile("liste.csv", b"x")}))
    assert "m-errors" not in html
    assert "aria-invalid" not in html


def test_what_was_typed_is_kept_and_escaped():
    html = str(Offer({"siret": '"><script>alert(1)</script>'}))
    assert "<script>" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html


def test_an_error_that_repeats_what_was_typed_is_escaped():
    form = Offer(GOOD)
    refuse(form, Refused("« <b onclick=x> » n’existe pas.", field="siret"))
    assert "<b onclick" not in str(form)


@pytest.mark.parametrize(("field", "kept"), [("siret", "siret"), ("elsewhere", "__all__"), (None, "__all__")])
def test_a_refusal_goes_beside_its_field_or_on_top(field, kept):
    form = Offer(GOOD, {"inventory": SimpleUploadedFile("liste.csv", b"x")})
    assert form.is_valid()
    refuse(form, Refused("Ce lot est clos.", field=field, source="décret 2022-1413"))
    assert form.errors == {kept: ["Ce lot est clos. Source : décret 2022-1413."]}
    assert not form.is_valid()


def test_choices_are_wide_and_may_carry_a_hint():
    html = str(Offer()["use"])
    assert '<div class="m-pick m-duo">' in html
    assert "<span>Occasionnel<small>quelques heures</small></span>" in html
    assert "<span>Courant</span>" in html


def test_a_hint_survives_the_copy_of_its_form():
    first, second = Offer(), Offer()
    assert first.fields["use"].choices[0][1].hint == second.fields["use"].choices[0][1].hint == "quelques heures"


def test_a_count_has_buttons_that_say_what_they_count():
    html = str(Offer()["units"])
    assert 'aria-label="Portables : un de moins"' in html
    assert 'aria-label="Portables : un de plus"' in html
    assert 'min="0"' in html


def test_a_date_is_picked_in_a_calendar_and_read_in_both_ways():
    form = Offer({"wanted_on": "2026-06-09"}, initial={"wanted_on": datetime.date(2026, 6, 9)})
    assert 'type="date"' in str(form["wanted_on"])
    assert 'value="2026-06-09"' in str(Offer(initial={"wanted_on": datetime.date(2026, 6, 9)})["wanted_on"])
    for typed in ("2026-06-09", "09/06/2026"):
        assert Offer({"wanted_on": typed}).fields["wanted_on"].clean(typed) == datetime.date(2026, 6, 9)


def test_the_empty_choice_is_a_word():
    assert "Choisir…" in str(Offer()["age"])
    assert "----" not in str(Offer()["age"])


def test_only_optional_fields_say_so():
    html = str(Offer())
    assert html.count("(facultatif)") == 1
    assert "Date souhaitée <span" in html


class Filter(Form):
    says_optional = False
    q = forms.CharField(label="Mot", required=False, widget=Scan)


def test_a_filter_does_not_say_that_everything_is_optional():
    assert "facultatif" not in str(Filter())
    assert "data-scan" in str(Filter())


def test_forms_of_other_packages_look_the_same():
    class Foreign(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput, help_text=password_validators_help_text_html())

    html = str(Foreign({}))
    assert 'class="form-control is-invalid"' in html
    assert '<div class="m-help" id="id_password_helptext"><ul><li>' in html


class Weighing(Form):
    mass = MassField(label="Masse")
    price = PriceField(label="Prix", required=False)


@pytest.mark.parametrize(
    ("typed", "grams"),
    [("2,14", 2140), ("2.14", 2140), ("1 240,5", 1_240_500), ("14 kg", 14_000), ("0", 0), ("0,0005", 1), (",5", 500)],
)
def test_a_mass_is_typed_in_kilos_and_kept_in_grams(typed, grams):
    form = Weighing({"mass": typed, "price": "12,50"})
    assert form.is_valid()
    assert form.cleaned_data == {"mass": grams, "price": 1250}


@pytest.mark.parametrize("typed", ["douze", "-3", "1e9", "NaN", "1,2,3", "9" * 30, "2,14 t", "٣", "1_000"])
def test_a_mass_that_is_no_number_is_asked_again(typed):
    form = Weighing({"mass": typed})
    assert form.errors["mass"] == ["Écrivez un nombre en kg, par exemple 2,14."]
    assert form["mass"].value() == typed


def test_an_absent_mass_is_asked_for_and_an_absent_price_is_none():
    form = Weighing({})
    assert form.errors == {"mass": ["Remplissez ce champ."]}
    assert form.cleaned_data == {"price": None}


def test_grams_and_cents_are_shown_as_one_types_them():
    form = Weighing(initial={"mass": 2140, "price": 1250})
    assert 'value="2,140"' in str(form["mass"])
    assert 'value="12,50"' in str(form["price"])
    assert 'value="14"' in str(Weighing(initial={"mass": 14_000})["mass"])
    assert "<span>kg</span>" in str(form["mass"])


class Place(Form):
    commune = CommuneField()


def test_a_commune_is_found_by_its_name_and_its_postcode():
    form = Place({"commune": "pontivy"})
    assert form.is_valid()
    assert form.cleaned_data["commune"].code == "56178"


def test_an_unknown_commune_is_refused_with_proposals():
    form = Place({"commune": "Saint-Denis"})
    assert not form.is_valid()
    html = str(form["commune"])
    assert 'list="id_commune_list"' in html
    assert '<option value="Saint-Denis (93200)">' in html
    assert 'value="Saint-Denis"' in html


def test_proposals_of_one_form_do_not_leak_into_the_next():
    Place({"commune": "Saint-Denis"}).is_valid()
    assert "<option" not in str(Place()["commune"])


def test_a_known_commune_is_shown_by_its_name():
    assert 'value="Pontivy (56300)"' in str(Place(initial={"commune": geography.commune("56178")})["commune"])


def test_proposals_typed_by_people_are_escaped():
    class Named(Form):
        name = forms.CharField(widget=Proposed(proposals=['"><img src=x>']))

    assert "<img" not in str(Named())
