"""Framework agreements: signed, given under, reminded once a step, renewed, ended."""

import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillon.common.actors import PLATFORM, PUBLIC
from maillon.common.errors import Forbidden, Refused
from maillon.giving.agreements import actions, jobs
from maillon.giving.agreements.models import Frame, Reminder
from maillon.giving.agreements.tasks import frame_pdf
from maillon.giving.donations import actions as donations
from maillon.giving.donations import queries as offers
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Organisation, Role
from tests.factories import PONTIVY, a_member, an_organisation, category, photo

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


def day(ahead: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ahead)


@pytest.fixture
def coordinator(client):
    member = a_member(Role.COORDINATOR)
    client.force_login(member.user)
    return member


@pytest.fixture
def town(coordinator):
    made = organisations.found(
        name="Ville de Kermeur",
        kind="authority",
        commune_code=PONTIVY,
        siret_number=SIRET,
        email="m@kermeur.example",
        by=PLATFORM,
    )
    organisations.affiliate(coordinator.network, made, roles=["donateur"], by=PLATFORM)
    return made


def bound(by, town, **changes) -> Frame:
    terms = {
        "beneficiary": by.network.head,
        "regime": "don_collectivite",
        "scope": "Tout le matériel réformé",
        "starts_on": day(-700),
        "ends_on": day(60),
        "signed_on": day(-710),
        "signatory": "Anne Le Goff, maire",
        **changes,
    }
    return actions.bind(town, by=by, **terms)


def offered(network, **fields):
    said = {"organisation_name": "Ville de Kermeur", "siret": SIRET, "donor_kind": "authority", **fields}
    return donations.submit(
        network,
        lines={category("laptop"): 12},
        by=PUBLIC,
        contact_name="Océane",
        email="don@kermeur.example",
        commune_code=PONTIVY,
        **said,
    )


def test_it_is_signed_in_the_page_numbered_and_printed(client, coordinator, town):
    sent = {
        "organisation": town.pk,
        "beneficiary": coordinator.network.head_id,
        "regime": "don_collectivite",
        "scope": "Tout le matériel réformé",
        "starts_on": day(-10),
        "ends_on": day(1000),
        "notice_days": 90,
        "signed_on": day(-10),
        "signatory": "Anne Le Goff, maire",
        "written": "on",
        "id": "0190c1c2-0000-7000-8000-000000000001",
        "paper": SimpleUploadedFile("signee.jpg", photo()),
    }
    for _ in range(2):
        client.post(reverse("agreements:bind"), sent)

    frame = Frame.objects.get()
    assert str(frame).startswith("CC-")
    page = client.get(reverse("agreements:frame", args=[frame.pk])).content.decode()
    assert "L’original signé" in page
    assert "En cours" in page
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(BytesIO(frame_pdf(frame.document))).pages).split())
    assert "Convention-cadre de don" in text
    assert "Tout le matériel réformé" in text
    for wrong in (
        {"ends_on": day(-20)},
        {"regime": "don_particulier"},
        {"signatory": ""},
        {"written": "", "paper": ""},
    ):
        answer = client.post(
            reverse("agreements:bind"), {**sent, "id": "", "starts_on": day(2000), "ends_on": day(2400), **wrong}
        )
        assert answer.status_code == 200
    assert Frame.objects.count() == 1


def test_what_is_given_under_it_needs_no_agreement_of_its_own(client, coordinator, town):
    frame = bound(coordinator, town)
    offer = offered(coordinator.network)
    assert str(frame) in client.get(reverse("donations:detail", args=[offer.pk])).content.decode()

    client.post(reverse("donations:accept", args=[offer.pk]), {"regime": "don_collectivite", "frame": frame.pk})

    offer.refresh_from_db()
    assert (offer.state, offer.frame) == ("accepted", frame)
    assert not Document.objects.filter(kind="agreement").exists()
    assert "sous votre convention-cadre" in client.get(offers.follow_path(offer)).content.decode()
    assert f"offre {offer.reference}" in client.get(reverse("agreements:frame", args=[frame.pk])).content.decode()
    assert str(frame) in Message.objects.get(subject__contains="est accepté").body
    alone = offered(coordinator.network, address="Ailleurs")
    client.post(reverse("donations:accept", args=[alone.pk]), {"regime": "don_collectivite", "frame": ""})
    assert Document.objects.filter(kind="agreement").count() == 1


def test_only_its_own_donor_gives_under_it_while_it_runs(coordinator, town):
    frame = bound(coordinator, town)
    stranger = offered(coordinator.network, organisation_name="Ville d’Ailleurs", siret="")
    with pytest.raises(Refused):
        donations.accept(stranger.pk, regime="don_collectivite", frame_id=frame.pk, by=coordinator)
    own = offered(coordinator.network)
    with pytest.raises(Refused):
        donations.accept(own.pk, regime="achat", frame_id=frame.pk, by=coordinator)
    actions.end(frame.pk, on=day(0), why="Marché attribué ailleurs", by=coordinator)
    assert offers.frames_for(own) == []
    with pytest.raises(Refused):
        donations.accept(own.pk, regime="don_collectivite", frame_id=frame.pk, by=coordinator)


def test_its_end_is_reminded_once_a_step_until_it_is_renewed(client, coordinator, town):
    frame = bound(coordinator, town)

    assert (jobs.remind_frames(), jobs.remind_frames()) == (1, 0)
    assert set(Message.objects.values_list("to", flat=True)) == {coordinator.user.email, "m@kermeur.example"}
    home = client.get(reverse("desk:home")).content.decode()
    assert "Renouveler la convention-cadre avec Ville de Kermeur" in home
    Frame.objects.filter(pk=frame.pk).update(ends_on=day(-3))
    assert (jobs.remind_frames(), jobs.remind_frames()) == (1, 0)
    assert list(Reminder.objects.order_by("created_at").values_list("step", flat=True)) == ["notice", "over"]
    frame.refresh_from_db()
    again = bound(coordinator, town, starts_on=day(1), ends_on=day(1000), renews=frame.pk)
    assert Frame.objects.get(pk=frame.pk).renewed_by == again
    assert "Renouveler la convention-cadre" not in client.get(reverse("desk:home")).content.decode()
    with pytest.raises(Refused):
        bound(coordinator, town, starts_on=day(1001), ends_on=day(1100), renews=frame.pk)


def test_two_do_not_run_at_once_and_the_page_renews_after_the_end(client, coordinator, town):
    frame = bound(coordinator, town)
    with pytest.raises(Refused):
        bound(coordinator, town, starts_on=day(10), ends_on=day(500))

    page = client.get(reverse("agreements:renew", args=[frame.pk]))
    initial = page.context["form"].initial
    assert initial["starts_on"] == day(61)
    sent = {
        **initial,
        "id": "0190c1c2-0000-7000-8000-000000000002",
        "organisation": town.pk,
        "beneficiary": frame.beneficiary_id,
        "signed_on": day(0),
        "written": "on",
    }
    client.post(reverse("agreements:renew", args=[frame.pk]), sent)
    assert Frame.objects.get(renews=frame).starts_on == day(61)


def test_a_manager_binds_her_own_organisation_and_sees_no_other(client, coordinator, town):
    workshop = an_organisation("Atelier du Blavet")
    manager = a_member(Role.MANAGER, network=coordinator.network, organisation=workshop)
    theirs = bound(coordinator, town)
    own = bound(manager, town, beneficiary=workshop)

    with pytest.raises(Forbidden):
        bound(manager, town, starts_on=day(100), ends_on=day(200))
    client.force_login(manager.user)
    assert client.get(reverse("agreements:frame", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("agreements:frame", args=[own.pk])).status_code == 200
    giver = a_member(Role.DONOR, network=coordinator.network, organisation=town)
    client.force_login(giver.user)
    assert client.get(reverse("agreements:frame", args=[theirs.pk])).status_code == 200
    assert "Mettre fin" not in client.get(reverse("agreements:frame", args=[theirs.pk])).content.decode()
    client.force_login(a_member(Role.COORDINATOR).user)
    assert client.get(reverse("agreements:frame", args=[own.pk])).status_code == 404


def test_the_list_puts_first_what_is_to_renew_and_costs_the_same(
    client, coordinator, town, django_assert_max_num_queries
):
    bound(coordinator, town, ends_on=day(900))
    for rank in range(6):
        other = an_organisation(f"Commune {rank}", kind="authority")
        organisations.affiliate(coordinator.network, other, roles=["donateur"], by=PLATFORM)
        bound(coordinator, Organisation.objects.get(pk=other.pk), ends_on=day(40 + rank))
    with django_assert_max_num_queries(9):
        page = client.get(reverse("agreements:frames"))
    assert [one.standing[0] for one in page.context["page"]] == ["À renouveler"] * 6 + ["En cours"]
