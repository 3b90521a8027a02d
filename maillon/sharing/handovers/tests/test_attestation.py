import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from maillon.ground.documents.models import Document
from maillon.ground.organisations.models import Quality
from maillon.matter.lots.models import Regime
from maillon.sharing.handovers import actions
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.handovers.tasks import attestation_pdf
from maillon.sharing.needs import actions as needs
from maillon.sharing.people import actions as people
from tests.sharing import in_days, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return stage()


def text_of(content: bytes) -> str:
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    return text.replace("\N{NO-BREAK SPACE}", " ")


def done(scene, kind: str = "gift", **more) -> HandOver:
    handover = scene.appointment(scene.promised(), session=scene.session(), waiver="")
    return actions.hand_over(handover.pk, kind=kind, by=scene.distributor, **more)


def printed(member, handover: HandOver) -> str:
    answer = signed_in(member).get(f"/remises/{handover.pk}/attestation.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Zéphyrin" not in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return text_of(answer.content)


@pytest.mark.parametrize("reader", ["distributor", "prescriber"])
def test_those_who_may_read_her_name_print_it(scene, reader):
    handover = done(scene)

    text = printed(getattr(scene, reader), handover)

    assert "Aminata Zéphyrin" in text
    assert "C’est un cadeau" in text
    assert handover.items.get().device.label in text.replace("\N{NON-BREAKING HYPHEN}", "-")
    assert "Prise en main" in text


def test_the_coordinator_prints_it_without_her_name(scene):
    handover = done(scene)

    text = printed(scene.coordinator, handover)

    assert "Zéphyrin" not in text
    assert f"Personne accompagnée par CCAS de Kermeur, demande {handover.need.reference}" in text


@pytest.mark.parametrize("reader", ["colleague", "stranger"])
def test_nobody_else_prints_it(scene, reader):
    handover = done(scene)

    assert signed_in(getattr(scene, reader)).get(f"/remises/{handover.pk}/attestation.pdf").status_code == 404


def test_there_is_none_before_the_hand_over(scene):
    handover = scene.appointment()

    assert signed_in(scene.distributor).get(f"/remises/{handover.pk}/attestation.pdf").status_code == 404


def test_the_facts_that_are_frozen_hold_no_identity(scene):
    handover = done(scene)

    facts = str(Document.objects.get(about=handover.pk).facts)

    assert handover.need.reference in facts
    for word in ("Zéphyrin", "Aminata", "1950"):
        assert word not in facts


def test_once_her_identity_is_erased_it_prints_without_it(scene):
    handover = done(scene)
    people.anonymise(handover.need.person_id, by=scene.prescriber)

    text = printed(scene.prescriber, handover)

    assert "Zéphyrin" not in text
    assert "Identité effacée" in text


def test_a_sale_tells_its_price_and_the_legal_guarantee(scene):
    Quality.objects.create(
        organisation=scene.network.head, quality="ig", starts_on=datetime.date(2020, 1, 1), proof="rescrit"
    )
    need, device = scene.need(), scene.device(regime=Regime.STATE_GIFT)
    needs.reserve(need.items.get().pk, device.pk, by=scene.coordinator)
    handover = scene.appointment(need)
    actions.hand_over(handover.pk, kind="sale", prices={device.pk: 18000}, by=scene.distributor)

    text = printed(scene.distributor, handover)

    assert "Vous l’avez payé 180 €" in text
    assert "garantie légale de conformité" in text
    assert "Déjà accompagnée chaque semaine" in text


def test_a_loan_tells_when_it_comes_back(scene):
    handover = done(scene, kind="loan", return_on=in_days(60).date())

    assert "Vous devez le rendre le" in printed(scene.distributor, handover)


def test_without_a_telephone_none_is_shown(scene):
    handover = done(scene)

    assert "appelez le" not in printed(scene.distributor, handover)


def test_the_same_facts_print_the_same_file(scene):
    document = Document.objects.get(about=done(scene).pk)

    assert attestation_pdf(document) == attestation_pdf(document)


def test_an_association_is_named(scene):
    need = scene.need("desktop", "desktop", association=scene.colleague.organisation)
    for item in need.items.all():
        needs.reserve(item.pk, scene.device(slug="desktop").pk, by=scene.coordinator)
    handover = scene.appointment(need)
    actions.hand_over(handover.pk, kind="gift", by=scene.distributor)

    text = printed(scene.coordinator, handover)

    assert "Mission locale" in text
    assert "Vos équipements" in text
