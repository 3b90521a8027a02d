"""A template refuses to print what would be false or unlawful, with a sentence."""

from typing import Any

import pytest

from maillon.common import pdf
from maillon.common.tests import samples
from maillon.common.tests.reading import words


def certificate(**changes: Any) -> dict[str, Any]:
    return {**samples.certificate(), "media": [{**samples.SSD, **changes}]}


def attestation(**changes: Any) -> dict[str, Any]:
    return {**samples.attestation(), **changes}


def labels(**changes: Any) -> dict[str, Any]:
    return {**samples.labels(), **changes}


def report_with_a_share_of(people: int) -> dict[str, Any]:
    data: dict[str, Any] = {**samples.report()}
    data["audience"]["groups"][0]["shares"][0]["people"] = people
    return data


def report_with_a_place_of(value: int) -> dict[str, Any]:
    data: dict[str, Any] = {**samples.report()}
    data["map"]["places"][0]["value"] = value
    return data


REFUSALS: dict[str, tuple[str, dict[str, Any], str]] = {
    "an overwritten SSD called Purge": (
        "certificat.typ",
        certificate(family="overwrite"),
        "Un écrasement n’est pas une purge sur une mémoire flash : le support n° S5HTNF0M418832K ne peut être certifié "
        "que « Clear ».",
    ),
    "an overwritten disk called Purge": (
        "certificat.typ",
        certificate(technology="hdd", family="overwrite"),
        "Un écrasement logiciel n’est pas une purge : le support n° S5HTNF0M418832K ne peut être certifié que « Clear ».",
    ),
    "Destruct on a medium that is still there": (
        "certificat.typ",
        certificate(level="Destruct"),
        "« Destruct » veut dire détruit : le support n° S5HTNF0M418832K ne l’est pas.",
    ),
    "a destroyed medium called Clear": (
        "certificat.typ",
        certificate(outcome="destroyed", level="Clear"),
        "Le support n° S5HTNF0M418832K est détruit : son niveau ne peut être que « Destruct ».",
    ),
    "an erased medium without level": (
        "certificat.typ",
        certificate(level=None),
        "Le niveau d’effacement (Clear ou Purge) du support n° S5HTNF0M418832K manque.",
    ),
    "verified without a way": (
        "certificat.typ",
        certificate(verification=""),
        "Le support n° S5HTNF0M418832K est dit vérifié sans dire comment.",
    ),
    "handing over a device still full of data": (
        "attestation.typ",
        attestation(devices=[{"name": "Portable", "label": "OGO-7F3-K2P-E", "erasure": "to_erase"}]),
        "L’effacement de l’appareil OGO-7F3-K2P-E n’est pas prouvé : il ne peut pas être remis.",
    ),
    "handing over nothing": (
        "attestation.typ",
        attestation(devices=[]),
        "Une attestation de remise porte sur au moins un équipement.",
    ),
    "a sale above its ceiling": (
        "attestation.typ",
        attestation(mode="sale", sale={"price_cents": 18_100, "ceiling_cents": 18_000}),
        "Le prix de 181\u00a0€ dépasse le plafond légal de 180\u00a0€.",
    ),
    "a sale without price": ("attestation.typ", attestation(mode="sale"), "Le prix de la vente manque."),
    "a loan without return": ("attestation.typ", attestation(mode="loan"), "La date de retour du prêt manque."),
    "a public gift above the cap": (
        "convention.typ",
        {**samples.agreement(), "goods": [{"kind": "Serveurs", "count": 1, "unit_value_cents": 30_001}]},
        "« Serveurs » : la valeur de 300,01\u00a0€ par bien dépasse le plafond de 300\u00a0€.",
    ),
    "a law that is cited and not listed": (
        "convention.typ",
        {**samples.agreement(), "references": [{"key": "L3212-2", "text": "t", "subject": "s"}]},
        "Le texte « L3212-3 », cité par la convention, manque dans les références.",
    ),
    "a tare above its gross": (
        "bon.typ",
        {**samples.reception(), "lines": [{"category": "Écran", "counted": 1, "gross_g": 10, "tare_g": 20}]},
        "La tare dépasse le poids brut : Écran.",
    ),
    "a negative count": (
        "bon.typ",
        {**samples.reception(), "lines": [{"category": "Écran", "counted": -1}]},
        "Un compte ne peut pas être négatif : Écran.",
    ),
    "no label": ("etiquettes.typ", labels(labels=[]), "Aucune étiquette à imprimer."),
    "skipping a whole sheet": (
        "etiquettes.typ",
        labels(skip=21),
        "La planche n’a que 21 places : impossible d’en sauter 21.",
    ),
    "labels wider than the page": (
        "etiquettes.typ",
        labels(format={**samples.labels()["format"], "columns": 4}),
        "Ce format d’étiquette dépasse la page.",
    ),
    "a QR code too small to read": (
        "etiquettes.typ",
        labels(labels=[{"code": "A", "qr": ["1" * 177] * 177}]),
        "Le QR serait trop petit pour être lu sur ce format : choisissez une étiquette plus grande ou une adresse plus "
        "courte.",
    ),
    "a profile of four people": (
        "rapport.typ",
        report_with_a_share_of(4),
        "Le profil « Situation, Sans emploi » compte moins de cinq personnes : il ne peut pas être publié.",
    ),
    "a commune of four": (
        "rapport.typ",
        report_with_a_place_of(4),
        "La carte montre une commune de moins de cinq : elle ne peut pas être publiée.",
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_the_template_refuses(what):
    template, data, sentence = REFUSALS[what]

    with pytest.raises(pdf.DocumentFault) as refusal:
        pdf.compile(template, data)

    assert refusal.value.sentence == sentence


def test_what_stands_at_the_limit_is_printed():
    sale = attestation(mode="sale", sale={"price_cents": 18_000, "ceiling_cents": 18_000})

    assert "Vous l’avez payé 180 €" in words(pdf.compile("attestation.typ", sale))
    assert pdf.compile("rapport.typ", report_with_a_share_of(5))
    assert pdf.compile("rapport.typ", report_with_a_share_of(0))


@pytest.mark.parametrize("outcome", ["failed", "aborted", "unknown"])
def test_one_medium_without_proof_makes_it_a_record_and_no_certificate(outcome):
    failed: Any = {**samples.SSD, "outcome": outcome}

    text = words(pdf.compile("certificat.typ", samples.certificate(samples.HDD, failed)))

    assert "Constat d’effacement non abouti" in text
    assert "il ne peut aller qu’à la destruction" in text
    assert "Il ne vaut pas certificat d’effacement." in text
    assert "Aucun support de cet appareil ne garde de données" not in text


def test_a_level_is_not_printed_beside_a_failure():
    failed: Any = {**samples.SSD, "outcome": "failed"}

    assert "Purge" not in words(pdf.compile("certificat.typ", {**samples.certificate(failed), "standards": []}))


def test_only_tested_equipment_is_called_refurbished():
    tested, untested = samples.attestation(), samples.attestation()
    untested["devices"][0]["tested"] = False

    assert "Reconditionné" in words(pdf.compile("attestation.typ", tested))
    assert "Reconditionné" not in words(pdf.compile("attestation.typ", untested))


def test_the_receipt_tells_the_unexplained_difference_to_the_gram():
    data = samples.reception()
    data["weighed_g"] = 6_437

    text = words(pdf.compile("bon.typ", data))

    assert (
        "La pesée de tout le lot donne 6,437 kg, la somme des lignes 6,440 kg : l’écart inexpliqué est de −0,003 kg."
        in text
    )
