"""The agreement: the donor reads it, a named person accepts it, online or on paper, once."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from pypdf import PdfReader

from maillon.common.actors import PUBLIC, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donations import actions, queries
from maillon.giving.donations.models import Consent
from maillon.ground.files.models import File
from maillon.ground.journal.models import Entry
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from tests.factories import PONTIVY, a_member, category, photo

pytestmark = pytest.mark.django_db
SAID = {"name": "Anne Le Goff", "capacity": "maire", "agreed": "on"}


@pytest.fixture
def coordinator():
    return a_member(Role.COORDINATOR)


@pytest.fixture
def offer(coordinator):
    made = actions.submit(
        coordinator.network,
        lines={category("laptop"): 12},
        by=PUBLIC,
        donor_kind="authority",
        organisation_name="Commune de Valserres-les-Pins",
        contact_name="Océane Le Gall",
        email="don@valserres.example",
        commune_code=PONTIVY,
    )
    actions.accept(made.pk, regime="don_collectivite", by=coordinator)
    return made


@pytest.fixture
def follow(offer):
    return queries.follow_path(offer)


def printed(client, follow) -> str:
    answer = client.get(f"{follow}convention.pdf")
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def test_a_named_person_accepts_what_the_donor_reads(client, offer, follow):
    assert "Accepter la convention" in client.get(follow).content.decode()
    assert "Anne Le Goff" not in printed(client, follow)

    for _ in range(2):
        client.post(f"{follow}convention/", SAID)

    kept = Consent.objects.get()
    assert (kept.name, kept.digest) == ("Anne Le Goff", kept.document.digest)
    text = printed(client, follow)
    assert "Anne Le Goff" in text
    assert "Acceptée en ligne" in text
    entry = Entry.objects.get(verb="donations.consent")
    assert "Le Goff" not in str(entry.data)
    assert Message.objects.filter(subject__contains="est acceptée").count() == 1
    assert "par Anne Le Goff, maire" in client.get(follow).content.decode()


def test_the_paper_that_was_signed_is_kept_for_the_network_alone(client, offer, follow, coordinator):
    client.post(f"{follow}convention/", {**SAID, "scan": SimpleUploadedFile("signee.jpg", photo())})

    kept = File.objects.get(purpose=actions.SIGNED)
    assert "Signée sur papier" in printed(client, follow)
    page = reverse("donations:signed", args=[offer.pk, kept.pk])
    client.force_login(coordinator.user)
    assert client.get(page).status_code == 200
    assert "acceptée le" in client.get(reverse("donations:detail", args=[offer.pk])).content.decode()
    client.force_login(a_member(Role.COORDINATOR).user)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Remplissez ce champ"),
        ({"capacity": " "}, "à quel titre"),
        ({"agreed": ""}, "Cochez cette case"),
        ({"scan": SimpleUploadedFile("liste.csv", b"a;b")}, "n’est pas du format attendu"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_accepted(client, follow, changes, sentence):
    page = client.post(f"{follow}convention/", {**SAID, **changes}).content.decode()

    assert sentence in page
    assert not Consent.objects.exists()
    assert not File.objects.exists()


def test_another_link_accepts_nothing(offer):
    with pytest.raises(Forbidden):
        actions.consent(offer.pk, name="X", capacity="Y", by=Bearer(purpose="other", actor_id=offer.pk))


def test_before_the_offer_is_accepted_there_is_no_agreement(client, coordinator):
    made = actions.submit(
        coordinator.network,
        lines={category("laptop"): 1},
        by=PUBLIC,
        donor_kind="person",
        contact_name="Océane",
        email="o@example.org",
        commune_code=PONTIVY,
    )
    follow = queries.follow_path(made)

    assert client.get(f"{follow}convention.pdf").status_code == 404
    assert client.post(f"{follow}convention/", SAID).status_code == 404
    with pytest.raises(Refused):
        actions.consent(made.pk, name="Océane", by=Bearer(purpose="donations.follow", actor_id=made.pk))


def test_an_acceptance_is_never_rewritten(client, follow):
    client.post(f"{follow}convention/", SAID)

    for statement in ("UPDATE donations_consent SET name = 'X'", "DELETE FROM donations_consent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
