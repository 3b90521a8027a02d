import csv
import datetime
import io
import json
import re
from pathlib import Path

import pytest
from data_inclusion.schema import v1
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillon.ground.organisations.models import Role
from maillon.sharing.directory import actions
from maillon.sharing.directory.models import Mapping, Place
from maillon.sharing.directory.queries import reading, standards
from tests.factories import a_member

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 9)
TERRITORY = Path(__file__).resolve().parents[5] / "shared/data/territory"
WHOLE = {
    "id": "mediatheque-1",
    "pivot": "43493312300029",
    "nom": "L'Atelier, médiathèque",
    "commune": "PONTIVY",
    "code_postal": "56300",
    "code_insee": "56178",
    "adresse": "3 rue des Forges",
    "complement_adresse": "Au fond de la cour",
    "latitude": "48.0689",
    "longitude": "-2.9628",
    "typologie": "BIB|ASSO",
    "telephone": "+33261910012",
    "courriels": "contact@atelier.example|accueil@atelier.example",
    "site_web": "https://atelier.example|https://autre.example",
    "horaires": "Mo-Fr 09:00-12:00,14:00-18:30; PH off",
    "presentation_resume": "Un lieu, une équipe.",
    "presentation_detail": "Ateliers, « permanences »\net prêt.",
    "source": "Hub d'essai",
    "itinerance": "Fixe",
    "structure_parente": "Ville de Pontivy",
    "date_maj": "2026-03-04",
    "services": "Aide aux démarches administratives|Acquisition de matériel informatique à prix solidaire",
    "publics_specifiquement_adresses": "Jeunes|Familles et/ou enfants",
    "prise_en_charge_specifique": "Langues étrangères (anglais)",
    "frais_a_charge": "Gratuit sous condition|Payant",
    "dispositif_programmes_nationaux": "Point d'accès numérique CAF",
    "formations_labels": "Étapes numériques(La Poste)|Formé à « DUPLEX » (illettrisme)",
    "autres_formations_labels": "Label d'ici",
    "modalites_acces": "Ce lieu n'accueille pas de public|Téléphoner",
    "modalites_accompagnement": "À distance",
    "fiche_acces_libre": "https://acceslibre.example/1",
    "prise_rdv": "https://rdv.example/1",
}


@pytest.fixture
def by():
    return a_member(Role.COORDINATOR)


def brought(by, rows, rules=None, source="Hub d'essai", **options):
    rules = rules or reading.standard_rules(rows)
    return actions.bring(by.network, reading.entries(rows, rules, source, TODAY), by=by, **options)


def written() -> list[dict[str, str]]:
    text = b"".join(standards.csv_lines(Place.objects.order_by("name", "pk"))).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_place_of_the_standard_comes_in_and_goes_out_the_same(by):
    assert brought(by, [WHOLE]).faults == []
    assert written() == [WHOLE]
    again = brought(by, reading.raw(json.dumps(standards.records(Place.objects.all())).encode()))
    assert (again.made, again.changed, again.same) == (0, 0, 1)


def test_a_refresh_keeps_what_was_corrected_here(by):
    brought(by, [WHOLE])
    place = Place.objects.get()
    actions.correct(place.pk, phone="+33261910099", summary="Corrigé ici", by=by)
    done = brought(by, [{**WHOLE, "telephone": "+33261910055", "presentation_detail": "Nouveau"}])
    place.refresh_from_db()
    assert (place.phone, place.summary, place.details) == ("+33261910099", "Corrigé ici", "Nouveau")
    assert done.kept == 2


def test_to_verify_writes_nothing(by):
    assert brought(by, [WHOLE], dry=True).made == 1
    assert Place.objects.count() == 0


def test_a_line_without_name_or_commune_is_refused_and_the_others_come_in(by):
    done = brought(
        by,
        [
            WHOLE,
            {**WHOLE, "id": "2", "nom": ""},
            {**WHOLE, "id": "3", "commune": "", "code_postal": "", "code_insee": "", "latitude": ""},
        ],
    )
    assert done.made == 1
    assert [(number, why) for number, _, why in done.refused] == [
        (2, "Il n’a pas de nom."),
        (3, "Sa commune n’est pas dite."),
    ]


def test_words_that_are_not_of_the_standard_are_left_out_and_said(by):
    done = brought(by, [{**WHOLE, "services": "Magie|Aide aux démarches administratives", "telephone": "12"}])
    assert Place.objects.get().services == ["demarches"]
    assert len(done.faults) == 2


def test_a_mapping_reads_words_joins_columns_and_keeps_hours_in_words(by):
    rules = {
        "nom": {"colonne": "Structure"},
        "commune": {"colonne": "Ville"},
        "adresse": {"joindre": {"colonnes": ["N°", "Rue"], "séparateur": " "}},
        "horaires": {"semaine": "Ouverture"},
        "services": [
            {"colonnes": ["Quoi"], "termes": ["démarche"], "cible": "Aide aux démarches administratives"},
            {"cible": "Compréhension du monde numérique"},
        ],
        "frais_a_charge": [{"colonnes": ["Prix"], "termes": ["gratuit"], "sauf": ["non gratuit"], "cible": "Gratuit"}],
    }
    row = {
        "Structure": "EPN",
        "Ville": "Pontivy",
        "N°": "3",
        "Rue": "rue Nationale",
        "Ouverture": "le matin",
        "Quoi": "Démarches",
    }
    brought(by, [{**row, "Prix": "Non gratuit"}], rules)
    place = Place.objects.get()
    assert (place.address, place.services, place.costs) == ("3 rue Nationale", ["demarches", "culture"], [])
    assert "Horaires : le matin" in place.details
    assert brought(by, [{**row, "Prix": "Non gratuit"}], rules).same == 1


def test_data_inclusion_takes_what_goes_out(by):
    brought(
        by,
        [
            WHOLE,
            {**WHOLE, "id": "2", "nom": "A.", "pivot": "W561234567", "horaires": "", "prise_rdv": "", "site_web": ""},
        ],
    )
    told = standards.data_inclusion(Place.objects.all(), "essai")
    assert [len(told["structures"]), len(told["services"])] == [2, 4]
    for structure in told["structures"]:
        v1.Structure.model_validate(structure)
    for service in told["services"]:
        v1.Service.model_validate(service)


BESIDE = pytest.mark.skipif(not TERRITORY.is_dir(), reason="the samples of the hubs are not beside this copy")


def against(schema: dict, told: dict[str, str]) -> list[str]:
    """What the published schema (a Table Schema) finds wrong in a line."""
    faults = []
    for field in schema["fields"]:
        value, rules = told.get(field["name"], ""), field.get("constraints", {})
        if not value:
            faults += [f"{field['name']} manque"] if rules.get("required") else []
        elif "pattern" in rules and not re.search(rules["pattern"], value):
            faults.append(f"{field['name']} : {value}")
        elif len(value) > rules.get("maxLength", len(value)):
            faults.append(f"{field['name']} est trop long")
        elif field["type"] == "number":
            float(value)
        elif field["type"] == "date":
            datetime.date.fromisoformat(value)
    return [*faults, *(f"{name} n’existe pas" for name in set(told) - {field["name"] for field in schema["fields"]})]


@BESIDE
def test_what_goes_out_answers_the_published_schema_and_comes_back_the_same(by):
    schema = json.loads((TERRITORY / "standard-mediation-num/schema.json").read_bytes())
    for source in ("Un hub", "Un autre"):
        bare = {"id": "1", "nom": f"Mairie, {source}", "commune": "Pontivy", "services": WHOLE["services"]}
        brought(by, [bare, {**WHOLE, "id": "2", "source": source}], source=source)

    for lines in (standards.records(Place.objects.order_by("name", "pk")), written()):
        assert [fault for line in lines for fault in against(schema, line)] == []
        assert len({line["id"] for line in lines}) == 4
        again = brought(by, reading.raw(json.dumps(lines).encode()), source="Un hub")
        assert (again.made, again.changed, again.same, again.refused) == (0, 0, 4, [])


@BESIDE
def test_the_eleven_shapes_come_in_and_the_second_time_change_nothing(by):
    for config in sorted((TERRITORY / "lieux-mednum-cli/config").glob("*.json")):
        name = config.name.removesuffix(".config.json")
        rows = reading.raw((config.parent.parent / f"{name}.json").read_bytes())
        rules = reading.check_rules(json.loads(config.read_bytes()))
        done = brought(by, rows, rules, source=name)
        assert done.made > 0.95 * len(rows), (name, done.refused[:3])
        again = brought(by, rows, rules, source=name)
        assert (again.made, again.changed) == (0, 0), name


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"[{", "abîmé"),
        (b"[]", "aucune ligne"),
        (b"a;b\n1;2\n", "correspondance"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(by, data, said):
    client = Client()
    client.force_login(by.user)
    sent = {"source": "X", "act": "write", "file": SimpleUploadedFile("lieux.csv", data)}
    answer = client.post("/annuaire/importer/", sent)
    assert answer.status_code == 200
    text = str(answer.context["form"].errors["file"])
    assert said in text
    assert Place.objects.count() == 0


def test_a_mapping_is_kept_for_the_next_file_of_its_source(by):
    client = Client()
    client.force_login(by.user)
    rules = {"nom": {"colonne": "N"}, "commune": {"colonne": "V"}}
    for extra in ({"mapping": SimpleUploadedFile("m.json", json.dumps(rules).encode())}, {}):
        data = SimpleUploadedFile("x.csv", "N;V\nÉpicerie;Pontivy\n".encode())
        client.post("/annuaire/importer/", {"source": "Ville", "act": "write", "file": data, **extra})
    assert Mapping.objects.get().rules == rules
    assert Place.objects.get().name == "Épicerie"


def test_open_data_is_for_anyone(by):
    brought(by, [WHOLE])
    base = f"/r/{by.network.slug}/"
    assert b"L'Atelier" in b"".join(Client().get(f"{base}lieux.csv").streaming_content)
    assert Client().get(f"{base}lieux.json").json()[0]["id"] == "mediatheque-1"
    assert len(Client().get(f"{base}data-inclusion.json").json()["services"]) == 2
