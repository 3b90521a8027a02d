"""What a person typed is printed as typed, however long, empty or hostile."""

from typing import Any

import pytest
import typst

from maillon.common import deeds, pdf
from maillon.common.tests import samples
from maillon.common.tests.reading import glyphs, pages, reader, words

HOSTILE = [
    '#import "/common.typ": *',
    "#panic()",
    "$x^2$ *gras* _italique_ `brut`",
    "@cible <étiquette> [crochets] {accolades}",
    "\\u{41} \\ // pas un commentaire /* ni ceci */",
    "= Titre",
    "- liste",
    "~ -- --- ... 'droit' \"droit\"",
    "https://example.org/#fragment",
]
BARE: dict[str, dict[str, Any]] = {
    "bon.typ": {"kind": "reception", "donor": {"name": "A"}, "collector": {"name": "B"}, "lines": []},
    "certificat.typ": {"donor": {"name": "A"}, "device": {}, "media": []},
    "attestation.typ": {
        "mode": "gift",
        "recipient": {"name": "A"},
        "handed_by": {"name": "B"},
        "devices": [{"name": "Écran", "erasure": "no_medium"}],
    },
    "convention.typ": {
        "regime": "state",
        "donor": {"name": "A"},
        "beneficiary": {"name": "B"},
        "goods": [],
        "articles": deeds.fill("# Remise\nÀ l’adresse {lieu}.\n{biens}", {}, samples.BLANKS),
    },
    "rapport.typ": {"year": 2026},
    "transfert.typ": {"sender": {"name": "A"}, "receiver": {"name": "B"}, "devices": [], "bulk": []},
}


def bare(template: str) -> dict[str, Any]:
    """A document with only what is required."""
    return {"network": {"name": "Réseau"}, "issuer": {"name": "B"}, "issued_on": "2026-01-01", **BARE[template]}


@pytest.mark.parametrize("typed", HOSTILE)
def test_markup_typed_by_a_person_prints_as_typed(typed):
    data = samples.lot_receipt()
    data["donor"]["name"] = typed
    data["lines"][0]["category"] = typed
    data["refusals"] = typed
    certificate = samples.certificate()
    certificate["device"]["serial"] = typed

    expected = "".join(typed.split())
    assert glyphs(pdf.compile("bon.typ", data)).count(expected) >= 3
    assert expected in glyphs(pdf.compile("certificat.typ", certificate))


def test_a_typed_file_name_reads_no_file():
    data = samples.certificate()
    data["device"]["model"] = '#read("law.json")'

    text = words(pdf.compile("certificat.typ", data))

    assert '#read("law.json")' in text
    assert "Légifrance" not in text
    assert "checked_on" not in text


@pytest.mark.parametrize("template", BARE)
def test_what_is_required_is_enough(template):
    document = pdf.compile(template, bare(template))

    assert "Réseau" in words(document)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("bon.typ", "Régime non renseigné Convention non renseigné"),
        ("certificat.typ", "N° de série non renseigné"),
        ("attestation.typ", "N° de série non renseigné"),
        ("convention.typ", "À l’adresse non renseigné"),
    ],
)
def test_an_absent_value_is_said_to_be_absent(template, said):
    assert said in words(pdf.compile(template, bare(template)))


def test_empty_lists_say_so_in_words():
    assert "Aucun appareil compté." in words(pdf.compile("bon.typ", bare("bon.typ")))
    assert "Aucun support n’a été recensé : rien n’est prouvé." in words(
        pdf.compile("certificat.typ", bare("certificat.typ"))
    )
    assert "Aucun appareil étiqueté." in words(pdf.compile("transfert.typ", bare("transfert.typ")))
    assert "Liste à joindre." in words(pdf.compile("convention.typ", bare("convention.typ")))


def test_a_report_prints_only_the_sections_it_has_data_for():
    full = words(pdf.compile("rapport.typ", samples.report()))
    data = bare("rapport.typ")
    data["categories"] = [{"label": "Écrans", "count": 12}]
    short = words(pdf.compile("rapport.typ", data))

    for section in ("L’année en chiffres", "Le bilan de masse", "Les personnes", "Les facteurs employés"):
        assert section in full
        assert section not in short
    assert "Équipements remis par catégorie" in short
    assert "Masse collectée par mois" not in short


def test_two_hundred_lines_repeat_the_head_and_end_with_one_total():
    data = samples.lot_receipt()
    data["lines"] = [{"category": f"Catégorie {i}", "counted": 1, "announced": 1} for i in range(200)]

    printed = pages(pdf.compile("bon.typ", data))

    assert all(f"Catégorie {i} " in " ".join(printed) for i in range(200))
    assert sum("Catégorie Annoncé Compté" in page for page in printed) == sum("Catégorie " in page for page in printed)
    assert sum(page.count("Ensemble 200 200") for page in printed) == 1


def test_very_long_names_stay_whole_inside_the_page():
    long = "Association pour le réemploi solidaire et l’inclusion numérique des pays de l’intérieur et du littoral " * 2
    data = samples.agreement()
    data["donor"]["name"] = long
    data["beneficiary"]["name"] = "X" * 300
    data["donor"]["email"] = "a" * 60 + "@" + "b" * 60 + ".example.org"

    document = pdf.compile("convention.typ", data)

    text = glyphs(document)
    assert "".join(long.split()) in text
    assert "X" * 300 in text
    assert all(0 < x < 595 for x in _right_edges(document))


def _right_edges(document: bytes) -> list[float]:
    """Where each run of letters starts on its page, in points."""
    found: list[float] = []
    for page in reader(document).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: (
                found.append(cm[0] * tm[4] + cm[2] * tm[5] + cm[4]) if text.strip() else None
            )
        )
    return found


def test_accents_of_every_european_language_are_drawn():
    name = "Ærøskøbing Łukasz Şükrü Đorđe Žižka Œuvre Ñandú Nguyễn Ελένη Юлія"
    data = samples.attestation()
    data["recipient"]["name"] = name

    assert name in words(pdf.compile("attestation.typ", data))


def test_decomposed_accents_are_composed():
    data = samples.attestation()
    data["recipient"]["name"] = "Ame\u0301lie"

    assert "Amélie" in words(pdf.compile("attestation.typ", data))


def test_a_sign_that_no_font_has_becomes_an_empty_square():
    data = samples.attestation()
    data["recipient"]["name"] = "Mei 美 😀 Le Goff"

    assert "Mei □ □ Le Goff" in words(pdf.compile("attestation.typ", data))


def test_controls_and_reversed_writing_do_not_alter_the_line():
    data = samples.attestation()
    data["recipient"]["name"] = "A\u0000\u0007\ue000B\u202eC\u2066D"

    assert "ABCD" in words(pdf.compile("attestation.typ", data))


def test_the_apostrophe_becomes_typographic_in_names_and_stays_in_codes():
    data = samples.certificate()
    data["donor"]["name"] = "Service de l'Eau"
    data["device"]["serial"] = "SN'A'1"

    text = words(pdf.compile("certificat.typ", data))

    assert "Service de l’Eau" in text
    assert "SN'A'1" in text


def test_data_that_break_the_contract_are_not_taken_for_a_refusal():
    data = samples.certificate()
    del data["media"][0]["outcome"]

    with pytest.raises(typst.TypstError):
        pdf.compile("certificat.typ", data)


def test_media_that_are_not_erased_are_never_printed_as_travelling_without_a_seal():
    data = samples.transfer_note()
    data["seals"] = None

    with pytest.raises(pdf.DocumentFault, match="sans contenant scellé"):
        pdf.compile("transfert.typ", data)
