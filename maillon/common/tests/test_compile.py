"""Every template makes an archivable, accessible PDF, the same for the same data."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from maillon.common import pdf
from maillon.common.tests import samples
from maillon.common.tests.reading import codes, glyphs, pages, reader, words, xmp

Sample = Callable[[], Mapping[str, Any]]

DOCUMENTS: dict[str, tuple[str, Sample, int, str]] = {
    "21 labels": ("etiquettes.typ", samples.labels, 1, "PNT-234"),
    "pickup": ("bon.typ", samples.lot_receipt, 2, "Bon d’enlèvement"),
    "reception": ("bon.typ", samples.reception, 1, "Bon de réception"),
    "one medium": ("certificat.typ", samples.certificate, 1, "Aucun support de cet appareil ne garde de données"),
    "three media": (
        "certificat.typ",
        lambda: samples.certificate(samples.SSD, samples.HDD, samples.DESTROYED),
        2,
        "3 supports recensés : 2 effacés et vérifiés, 1 retiré et détruit",
    ),
    "gift": ("attestation.typ", samples.attestation, 2, "C’est un cadeau : il n’y a rien à payer"),
    "State": ("convention.typ", samples.agreement, 3, "Cession gratuite par un service de l’État"),
    "authority": (
        "convention.typ",
        lambda: samples.agreement("authority"),
        3,
        "délibération du conseil municipal n° 2026-014",
    ),
    "private person": ("convention.typ", lambda: samples.agreement("person"), 3, "Don d’un particulier"),
    "transfer": ("transfert.typ", samples.transfer_note, 1, "1 porte encore des données, sous scellé"),
    "report": ("rapport.typ", samples.report, 9, "Le chemin de chaque kilogramme"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_sample_becomes_an_archivable_and_accessible_pdf(name, capsys):
    template, sample, page_count, said = DOCUMENTS[name]
    data = sample()

    start = time.perf_counter()
    document = pdf.compile(template, data)
    elapsed = 1000 * (time.perf_counter() - start)

    read = reader(document)
    assert len(read.pages) == page_count
    assert said in words(document)
    assert "<pdfaid:part>3</pdfaid:part>" in xmp(document)
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp(document)
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(document)
    assert read.root_object["/Lang"] == "fr-FR"
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert read.metadata is not None
    assert read.metadata.title
    with capsys.disabled():
        sys.stdout.write(f"\n{template}, {name}: {elapsed:.0f} ms, {len(document) // 1024} kio\n")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_of_a_demonstration_says_so(name):
    template, sample, _, _ = DOCUMENTS[name]

    told = pages(pdf.compile(template, sample()))
    untold = pages(pdf.compile(template, {**sample(), "demonstration": False}))

    assert all("démonstration" in page.lower() for page in told)
    assert not any("démonstration" in page.lower() for page in untold)


def test_the_same_data_give_the_same_bytes_in_another_process():
    data = samples.certificate()
    shuffled = dict(reversed(data.items()))
    program = "import json, sys; from maillon.common import pdf; "
    program += "sys.stdout.buffer.write(pdf.compile('certificat.typ', json.load(sys.stdin)))"

    here = pdf.compile("certificat.typ", data)
    there = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(shuffled).encode(), capture_output=True, check=True
    ).stdout

    assert there == here


def test_another_date_gives_other_bytes():
    data = samples.certificate()

    assert pdf.compile("certificat.typ", data) != pdf.compile("certificat.typ", {**data, "issued_on": "2026-03-21"})


def test_the_dates_inside_the_file_are_those_of_the_document():
    metadata = reader(pdf.compile("certificat.typ", samples.certificate())).metadata

    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date().isoformat() == "2026-03-20"


def test_the_data_are_attached_without_the_movement_of_the_hand():
    read = reader(pdf.compile("certificat.typ", samples.certificate()))

    attached = json.loads(read.attachments["donnees.json"][0])
    assert attached["media"][0]["serial"] == "S5HTNF0M418832K"
    assert attached["verification"] == {
        "url": "https://maillon.example/verifier/K7M4-92TX-PQ8D",
        "code": "K7M4-92TX-PQ8D",
    }
    assert "strokes" not in json.dumps(attached)


def test_the_data_of_a_helped_person_are_not_attached_unless_asked():
    assert not reader(pdf.compile("attestation.typ", samples.attestation())).attachments


@pytest.mark.parametrize("name", ["pickup", "one medium", "gift", "State"])
def test_the_public_verification_is_printed_and_its_qr_code_reads(name):
    template, sample, _, _ = DOCUMENTS[name]
    data = sample()

    found = {text for page in pdf.preview(template, data, ppi=130) for text in codes(page)}

    text = glyphs(pdf.compile(template, data))
    assert data["verification"]["url"] in found
    assert data["verification"]["code"] in text
    assert data["verification"]["url"].removeprefix("https://") in text


def test_the_attestation_has_a_qr_code_for_faults():
    found = {text for page in pdf.preview("attestation.typ", samples.attestation(), ppi=130) for text in codes(page)}

    assert "https://maillon.example/d/PNTAC9RW5R" in found


def test_without_the_npm_fonts_the_wheel_has_enough(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "FONTS", tmp_path / "absent")

    document = pdf.compile("certificat.typ", samples.certificate())

    assert "S5HTNF0M418832K" in glyphs(document)
    assert b"LibertinusSerif" in document
