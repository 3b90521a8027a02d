from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillon.common import letters, links
from maillon.common.actors import PLATFORM, Bearer
from maillon.common.errors import Forbidden, Refused
from maillon.giving.donors import actions, policy, queries
from maillon.giving.donors.models import Receipt
from maillon.giving.donors.tasks import receipt_pdf
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Regime
from tests.factories import a_donor, a_lot, a_member, photo

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year


@pytest.fixture
def issuer():
    """The coordinator of a network whose head may issue receipts."""
    member = a_member(Role.COORDINATOR, Role.TECHNICIAN)
    member.organisation.qualities.create(quality="ig", starts_on="2020-01-01", proof="Rescrit du 3 mars 2020")
    Organisation.objects.filter(pk=member.organisation_id).update(siret="13002526500013")
    Network.objects.filter(pk=member.network_id).update(purpose="Équiper ceux qui n’ont pas d’ordinateur")
    return Member.objects.select_related("organisation", "network").get(pk=member.pk)


def given(by, kind=Donor.Kind.COMPANY, regime=Regime.COMPANY_GIFT_RECEIPT):
    return a_lot(by, donor=a_donor(by.network, kind=kind), regime=regime)


def declared(lot, **fields):
    """The donor says what its gift is worth, by its link."""
    said = {
        "value_cents": 123_450,
        "basis": "Valeur nette comptable",
        "name": "Transports Le Goff",
        "address": "3 rue des Lices, 56300 Pontivy",
        "legal_form": "SAS",
        "siret": "732 829 320 00074",
        "paper": (photo(), "immobilisations.jpg"),
        **fields,
    }
    return actions.declare_value(lot.pk, by=Bearer(purpose=policy.SPACE, actor_id=lot.donor_id), **said)


def printed(receipt):
    pages = PdfReader(BytesIO(receipt_pdf(receipt.document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_receipt_states_the_declared_value_between_asterisks_and_in_letters(issuer):
    text = printed(actions.issue_receipt(declared(given(issuer)).pk, by=issuer))

    assert "***1 234,50 €***" in text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert "mille-deux-cent-trente-quatre euros et cinquante centimes" in text
    for mention in (
        "16216",
        "238 bis",
        "732829320",
        "130025265",
        "Équiper ceux",
        "Transports Le Goff",
        "SAS",
        "Rescrit du 3 mars 2020",
        "10 ordinateurs portables",
    ):
        assert mention in text


def test_a_private_donor_has_the_other_form_and_her_name_is_in_no_fact(issuer):
    lot = given(issuer, kind=Donor.Kind.PERSON, regime=Regime.PERSON_GIFT)
    receipt = actions.issue_receipt(declared(lot, name="Yann Le Bihan", legal_form="").pk, by=issuer)

    assert "Yann Le Bihan" in printed(receipt)
    assert "11580" in printed(receipt)
    assert "Le Bihan" not in str(receipt.document.facts)


@pytest.mark.parametrize(
    ("kind", "regime"),
    [
        (Donor.Kind.STATE, Regime.STATE_GIFT),
        (Donor.Kind.AUTHORITY, Regime.AUTHORITY_GIFT),
        (Donor.Kind.COMPANY, Regime.COMPANY_GIFT),
        (Donor.Kind.COMPANY, Regime.PURCHASE),
    ],
)
def test_no_receipt_for_a_public_donor_nor_under_another_regime(issuer, kind, regime):
    with pytest.raises(Refused, match="n’ouvre pas droit"):
        declared(given(issuer, kind=kind, regime=regime))


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"value_cents": None}, "value_cents"),
        ({"paper": None}, "paper"),
        ({"legal_form": ""}, "legal_form"),
        ({"siret": "123"}, "siret"),
    ],
)
def test_a_value_is_the_donors_own_with_its_paper(issuer, missing, field):
    with pytest.raises(Refused) as refused:
        declared(given(issuer), **missing)

    assert refused.value.field == field


def test_an_organisation_without_proven_quality_issues_none():
    member = a_member(Role.COORDINATOR, Role.TECHNICIAN)
    valuation = declared(given(member))
    member.organisation.qualities.create(quality="esus", starts_on="2020-01-01", proof="Agrément")
    member.organisation.qualities.create(quality="ig", starts_on="2020-01-01", ends_on="2021-01-01", proof="Rescrit")

    with pytest.raises(Refused, match="pas de qualité prouvée"):
        actions.issue_receipt(valuation.pk, by=member)

    assert not Document.objects.filter(kind="receipt").exists()


def test_a_receipt_that_would_lack_a_mention_is_not_issued(issuer):
    Network.objects.filter(pk=issuer.network_id).update(purpose="")

    with pytest.raises(Refused, match="l’objet du réseau"):
        actions.issue_receipt(declared(given(issuer)).pk, by=issuer)


def test_only_who_received_the_gift_or_heads_the_network_issues(issuer):
    valuation = declared(given(issuer))

    for somebody in (a_member(Role.TECHNICIAN, network=issuer.network), a_member(Role.COORDINATOR, Role.MANAGER)):
        with pytest.raises(Forbidden):
            actions.issue_receipt(valuation.pk, by=somebody)


def test_a_gift_has_one_receipt(issuer):
    lot = given(issuer)
    valuation = declared(lot)
    actions.issue_receipt(valuation.pk, by=issuer)

    with pytest.raises(Refused, match="déjà"):
        actions.issue_receipt(valuation.pk, by=issuer)
    with pytest.raises(Refused, match="déjà"):
        declared(lot)


def test_a_receipt_is_cancelled_by_a_counter_entry_with_its_own_number(issuer):
    lot = given(issuer)
    receipt = actions.issue_receipt(declared(lot).pk, by=issuer)
    annulment = actions.cancel_receipt(receipt.pk, why="La valeur était celle d’un autre lot.", by=issuer)
    again = actions.issue_receipt(declared(lot, value_cents=5_000).pk, by=issuer)

    assert [one.document.number for one in (receipt, annulment, again)] == [1, 2, 3]
    assert annulment.value_cents == -receipt.value_cents
    assert "Annulation" in printed(annulment)
    assert [(total.count, total.value_cents) for total in queries.totals(issuer.organisation, YEAR)] == [(1, 5_000)]
    with pytest.raises(Refused, match="déjà annulé"):
        actions.cancel_receipt(receipt.pk, why="Encore", by=issuer)


def test_the_database_changes_no_receipt(issuer):
    receipt = actions.issue_receipt(declared(given(issuer)).pk, by=issuer)

    for act in (
        lambda: Receipt.objects.update(value_cents=1),
        lambda: Receipt.objects.update(name="Autre"),
        lambda: Receipt.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Receipt.objects.get() == receipt


def test_a_refused_declaration_may_be_made_again(issuer):
    lot = given(issuer)
    actions.refuse_value(declared(lot).pk, why="La pièce ne se lit pas.", by=issuer)

    again = declared(lot)

    assert list(queries.to_answer(issuer)) == [again]


def test_the_donor_declares_on_a_page_that_proposes_no_value(client, issuer):
    lot = given(issuer)
    url = reverse("donors:declare_value", args=[links.seal(policy.SPACE, lot.donor_id), lot.pk])

    form = client.get(url).context["form"]
    assert form["value_cents"].value() is None
    wrong = client.post(url, {"value_cents": "douze", "basis": "Facture"})
    assert wrong.status_code == 200
    assert {"value_cents", "paper"} <= set(wrong.context["form"].errors)
    paper = BytesIO(photo())
    paper.name = "immo.jpg"
    sent = {
        "id": form["id"].value(),
        "value_cents": "1 234,50",
        "basis": "VNC",
        "name": "X",
        "address": "Y",
        "legal_form": "SA",
        "siret": "73282932000074",
    }
    assert client.post(url, {**sent, "paper": paper}).status_code == 302
    assert lot.valuations.get().value_cents == 123_450


def test_the_issuer_finds_the_declaration_issues_and_takes_the_year_out(client, issuer):
    donor = lots.enter_donor(
        issuer.network, name="Yann", kind="person", organisation=None, email="yann@exemple.example", by=PLATFORM
    )
    valuation = declared(a_lot(issuer, donor=donor, regime=Regime.PERSON_GIFT), name="Yann Le Bihan")
    client.force_login(issuer.user)

    page = client.get(reverse("donors:receipts"))
    assert "Yann Le Bihan" in page.content.decode()
    client.post(reverse("donors:issue_receipt", args=[valuation.pk]))
    table = client.get(reverse("donors:receipts_table", args=["csv"])).content.decode()

    assert f"RF-{YEAR}-0001" in table
    assert "1 reçus" not in table
    assert client.get(reverse("donors:receipts_table", args=["ods"])).content.startswith(b"PK")
    assert f"RF-{YEAR}-0001" in Message.objects.latest("created_at").subject
    assert f"RF-{YEAR}-0001" in client.get(reverse("donors:receipts")).content.decode()


@pytest.mark.parametrize(
    ("cents", "told"),
    [
        (0, "zéro euro"),
        (100, "un euro"),
        (7_100, "soixante-et-onze euros"),
        (8_000, "quatre-vingts euros"),
        (9_101, "quatre-vingt-onze euros et un centime"),
        (20_000, "deux-cents euros"),
        (20_100, "deux-cent-un euros"),
        (8_000_000, "quatre-vingt-mille euros"),
        (123_450, "mille-deux-cent-trente-quatre euros et cinquante centimes"),
        (200_000_000, "deux-millions d’euros"),
        (-2_100, "moins vingt-et-un euros"),
    ],
)
def test_a_value_is_written_in_letters(cents, told):
    assert letters.euros(cents) == told
