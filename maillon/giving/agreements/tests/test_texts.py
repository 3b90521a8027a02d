"""The text of an agreement: written by the coordinator, validated by someone named, kept by what was made from it."""

from io import BytesIO

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillon.common.actors import PUBLIC
from maillon.common.errors import Forbidden, Refused
from maillon.giving.agreements import actions, queries
from maillon.giving.agreements.models import FRAME, KINDS, AgreementText, Approval
from maillon.giving.agreements.tasks import preview_pdf
from maillon.giving.donations import actions as donations
from maillon.giving.donations.tasks import agreement_pdf
from maillon.ground.documents.models import Document
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Role
from tests.factories import PONTIVY, a_member, category

pytestmark = pytest.mark.django_db
KIND = "don_collectivite"
OURS = "# Objet\n{donateur} donne à {beneficiaire} [L3212-3].\n# Les biens\n{biens}\nRetrait sous huit jours."


@pytest.fixture
def coordinator(client):
    member = a_member(Role.COORDINATOR)
    client.force_login(member.user)
    return member


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def agreed(by) -> Document:
    offer = donations.submit(
        by.network,
        lines={category("laptop"): 12},
        by=PUBLIC,
        donor_kind="authority",
        organisation_name="Commune de Valserres-les-Pins",
        contact_name="Océane Le Gall",
        email="don@valserres.example",
        commune_code=PONTIVY,
    )
    donations.accept(offer.pk, regime=KIND, by=by)
    return Document.objects.select_related("network", "issuer").get(about=offer.pk)


def test_every_published_text_is_without_fault_and_prints(coordinator):
    for kind, _ in KINDS:
        text = queries.published(kind)
        assert queries.faults(kind, text.body) == []
        printed = words(preview_pdf(coordinator.network, kind, text.body))
        assert "à faire valider" in printed
        assert "{" not in printed


def test_an_agreement_keeps_the_version_it_was_made_from(client, coordinator):
    before = agreed(coordinator)
    page = reverse("agreements:write_text", args=[KIND])

    client.post(page, {"body": OURS, "reason": "Relu par notre avocate."})
    client.post(
        reverse("agreements:approve_text", args=[KIND]),
        {
            "name": "Maëlle Tréguier",
            "capacity": "avocate",
            "approved_on": timezone.localdate(),
        },
    )
    after = agreed(coordinator)

    first, second = words(agreement_pdf(before)), words(agreement_pdf(after))
    assert "Annexe A. Plafonds" in first
    assert "à faire valider" in first
    assert "Retrait sous huit jours" not in first
    assert "Commune de Valserres-les-Pins donne à" in second
    assert "Modèle du réseau, version 1, validé par Maëlle Tréguier, avocate le" in second
    assert "à faire valider" not in second
    assert Entry.objects.filter(verb__in=("agreements.write_text", "agreements.approve_text")).count() == 2
    assert "Tréguier" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_one_sees_who_changed_it_what_and_when_and_comes_back_to_the_published_model(client, coordinator):
    made = actions.write_text(coordinator.network, KIND, body=OURS, reason="Plus court.", by=coordinator)

    page = client.get(reverse("agreements:text", args=[KIND])).content.decode()
    assert coordinator.full_name in page
    assert "Plus court." in page
    told = client.get(reverse("agreements:version", args=[made.pk])).content.decode()
    assert "Retiré" in told
    assert "Retrait sous huit jours." in told
    client.post(reverse("agreements:restore_text", args=[KIND]))
    client.post(reverse("agreements:restore_text", args=[KIND]))
    now = queries.in_force(coordinator.network, KIND)
    assert (now.version, now.body) == (2, queries.published(KIND).body)
    assert "À faire valider" in client.get(reverse("agreements:texts")).content.decode()


def test_a_bad_text_is_kept_in_the_page_and_published_nowhere(client, coordinator):
    page = reverse("agreements:write_text", args=[KIND])
    bad = OURS.replace("{donateur}", "{donatrice}")

    for sent in ({"body": bad, "reason": "x"}, {"body": bad, "preview": "1"}, {"body": OURS, "reason": ""}):
        answer = client.post(page, sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert "Retrait sous huit jours" in answer.content.decode()
    assert not AgreementText.objects.exclude(network=None).exists()
    assert client.post(page, {"body": OURS, "preview": "1"})["Content-Type"] == "application/pdf"
    assert client.get(reverse("agreements:text", args=["inconnu"])).status_code == 404


def test_texts_are_the_coordinators_and_another_network_sees_none_of_them(client, coordinator):
    made = actions.write_text(coordinator.network, KIND, body=OURS, reason="Plus court.", by=coordinator)
    other = a_member(Role.COORDINATOR)
    for act in (
        lambda: actions.write_text(coordinator.network, KIND, body=OURS, reason="x", by=other),
        lambda: actions.restore_text(coordinator.network, KIND, by=a_member(Role.MANAGER, network=coordinator.network)),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Refused):
        actions.approve_text(
            coordinator.network,
            KIND,
            name="A",
            capacity="B",
            approved_on=timezone.localdate().replace(year=2020),
            by=coordinator,
        )
    client.force_login(other.user)
    assert client.get(reverse("agreements:version", args=[made.pk])).status_code == 404
    assert queries.in_force(other.network, KIND).network is None


def test_a_text_and_its_validation_are_never_rewritten(coordinator):
    actions.approve_text(
        coordinator.network, FRAME, name="A", capacity="B", approved_on=timezone.localdate(), by=coordinator
    )
    assert Approval.objects.count() == 1
    for statement in ("UPDATE agreements_agreementtext SET body = 'x'", "DELETE FROM agreements_approval"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
