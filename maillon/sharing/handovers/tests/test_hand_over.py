import datetime

import pytest
from django.utils import timezone

from maillon.common.errors import Refused
from maillon.ground.documents.models import Document
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Quality, Role
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Account, Stock
from maillon.matter.lots.models import Regime
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.handovers import actions
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need
from tests.factories import a_lot, a_member, an_organisation, category
from tests.sharing import Stage, in_days, read, signed_in, stage

pytestmark = pytest.mark.django_db
CEILING_LAW = "Décret 2022-1413 du 7 novembre 2022"


@pytest.fixture
def scene():
    return stage()


def address(handover: HandOver) -> str:
    return f"/remises/{handover.pk}/remettre/"


def hand_over(scene: Stage, handover: HandOver, **said):
    return signed_in(scene.distributor).post(address(handover), {"kind": "gift", **said})


def public_gift(scene: Stage, *, recognised: bool) -> HandOver:
    """An appointment for a device that a State body gave, held by an association that may, or may not, sell it."""
    if recognised:
        Quality.objects.create(
            organisation=scene.network.head, quality="ig", starts_on=datetime.date(2020, 1, 1), proof="rescrit"
        )
    need, device = scene.need(), scene.device(regime=Regime.STATE_GIFT)
    needs.reserve(need.items.get().pk, device.pk, by=scene.coordinator)
    return scene.appointment(need)


def price_of(handover: HandOver) -> str:
    return f"price_{handover.need.items.get().device_id}"


def test_a_gift_leaves_with_its_guarantee_and_its_attestation(scene):
    handover = scene.appointment()

    hand_over(scene, handover)

    handover.refresh_from_db()
    device = handover.items.get().device
    today = timezone.localdate()
    assert (handover.state, handover.kind, handover.done_on) == ("done", "gift", today)
    assert (device.state, device.guarantee_until) == ("handed_over", handover.guarantee_until)
    assert (handover.guarantee_until.year, handover.guarantee_until.month) == (today.year + 1, today.month)
    assert Need.objects.get(pk=handover.need_id).state == "served"
    assert Document.objects.get(about=handover.pk).reference.startswith("R-")
    assert Message.objects.filter(subject__contains="matériel remis").count() == 1


def test_a_double_click_hands_over_once(scene):
    handover = scene.appointment()

    hand_over(scene, handover)
    answer = hand_over(scene, handover)

    assert answer.status_code == 302
    assert Document.objects.filter(about=handover.pk).count() == 1
    assert handover.items.count() == 1


def test_a_sale_without_price_is_refused_beside_the_price(scene):
    handover = scene.appointment()

    answer = hand_over(scene, handover, kind="sale")

    assert "Une vente a un prix" in answer.context["form"].errors[price_of(handover)][0]
    assert Device.objects.get(pk=handover.need.items.get().device_id).state == "reserved"


def test_a_gift_with_a_price_is_refused_beside_the_price(scene):
    handover = scene.appointment()

    answer = hand_over(scene, handover, **{price_of(handover): "10"})

    assert "choisissez « vente solidaire »" in answer.context["form"].errors[price_of(handover)][0]
    assert 'value="10"' in read(answer)


@pytest.mark.parametrize("price", ["-5", "cent", "10,999 €€", "1e3"])
def test_a_price_that_is_none_is_said_beside_it(scene, price):
    handover = scene.appointment()

    answer = hand_over(scene, handover, kind="sale", **{price_of(handover): price})

    assert price_of(handover) in answer.context["form"].errors
    assert HandOver.objects.get().state == "planned"


def test_the_sale_of_a_public_gift_by_an_association_not_recognised_is_refused_with_its_law(scene):
    handover = public_gift(scene, recognised=False)
    shown = read(signed_in(scene.distributor).get(f"/remises/{handover.pk}/"))
    assert "Ne se vend pas." in shown
    assert "CGPPP, art. L3212-2 et D3212-3" in shown

    answer = hand_over(scene, handover, kind="sale", **{price_of(handover): "20"})

    sentence = answer.context["form"].errors[price_of(handover)][0]
    assert "vient d’un organisme public" in sentence
    assert "CGPPP, art. L3212-2 et D3212-3" in sentence
    assert HandOver.objects.get().state == "planned"


def test_above_its_ceiling_it_is_refused_with_the_decree(scene):
    handover = public_gift(scene, recognised=True)
    shown = read(signed_in(scene.distributor).get(f"/remises/{handover.pk}/"))
    assert f"Plafond : 180 €, {CEILING_LAW}" in shown

    answer = hand_over(scene, handover, kind="sale", **{price_of(handover): "180,01"})

    sentence = answer.context["form"].errors[price_of(handover)][0].replace("\N{NO-BREAK SPACE}", " ")
    assert "180,01 € dépasse le plafond de 180 € : proposez 180 € ou moins." in sentence
    assert CEILING_LAW in sentence
    assert 'value="180,01"' in read(answer)


def test_at_its_ceiling_it_is_sold(scene):
    handover = public_gift(scene, recognised=True)

    hand_over(scene, handover, kind="sale", **{price_of(handover): "180"})

    handover.refresh_from_db()
    assert (handover.kind, handover.price_cents) == ("sale", 18000)
    assert handover.items.get().device.state == "sold"


def test_a_public_gift_may_always_be_given(scene):
    handover = public_gift(scene, recognised=False)

    hand_over(scene, handover)

    assert HandOver.objects.get().state == "done"


def test_a_public_gift_is_not_sold_to_an_authority(scene):
    Quality.objects.create(
        organisation=scene.network.head, quality="rup", starts_on=datetime.date(2020, 1, 1), proof="décret"
    )
    town = an_organisation("Commune de Kermeur", kind="authority")
    a_member(Role.MANAGER, network=scene.network, organisation=town)
    need = scene.need(association=town)
    device = scene.device(regime=Regime.STATE_GIFT)
    needs.reserve(need.items.get().pk, device.pk, by=scene.coordinator)
    handover = scene.appointment(need)

    answer = hand_over(scene, handover, kind="sale", **{price_of(handover): "10"})

    assert "ne se vend qu’à une personne en précarité" in answer.context["form"].errors[price_of(handover)][0]


@pytest.mark.parametrize("kind", ["gift", "sale"])
def test_what_was_lent_to_the_network_is_neither_given_nor_sold(scene, kind):
    need, device = scene.need(), scene.device(regime=Regime.LOAN)
    needs.reserve(need.items.get().pk, device.pk, by=scene.coordinator)
    handover = scene.appointment(need)

    answer = hand_over(scene, handover, kind=kind, **{f"price_{device.pk}": "10" if kind == "sale" else ""})

    sentence = answer.context["form"].errors["kind"][0]
    assert "appartient toujours à qui l’a prêté" in sentence
    assert "Code civil, art. 1875" in sentence
    assert HandOver.objects.get().state == "planned"

    hand_over(scene, handover, kind="loan", return_on=in_days(90).date().isoformat())

    assert handover.items.get().device.state == "on_loan"


def test_of_two_prices_the_wrong_one_is_named(scene):
    need = scene.promised("laptop", "desktop")
    handover = scene.appointment(need)
    laptop, desktop = (f"price_{item.device_id}" for item in need.items.order_by("category__rank"))

    answer = hand_over(scene, handover, kind="sale", **{laptop: "50", desktop: ""})

    errors = answer.context["form"].errors
    assert desktop in errors
    assert laptop not in errors
    assert HandOver.objects.get().items.count() == 0


@pytest.mark.parametrize("return_on", ["", "2020-01-01"])
def test_a_loan_says_when_it_comes_back(scene, return_on):
    handover = scene.appointment()

    answer = hand_over(scene, handover, kind="loan", return_on=return_on)

    assert "return_on" in answer.context["form"].errors
    assert HandOver.objects.get().state == "planned"


def test_a_loan_keeps_its_day_of_return(scene):
    handover = scene.appointment()
    day = in_days(90).date()

    hand_over(scene, handover, kind="loan", return_on=day.isoformat())

    handover.refresh_from_db()
    assert handover.return_on == day
    assert handover.items.get().device.state == "on_loan"


def test_accessories_come_out_of_the_distributors_stock(scene):
    logistician = a_member(Role.LOGISTICIAN, network=scene.network, organisation=scene.distributor.organisation)
    a_lot(logistician, counts={"mouse": 5})
    handover = scene.appointment()

    hand_over(scene, handover, accessory_mouse="2")

    assert Stock.objects.get(account=Account.ACCESSORIES, category="mouse").units == 3
    assert handover.accessories.get().units == 2


def test_more_than_there_is_is_refused_beside_the_count(scene):
    logistician = a_member(Role.LOGISTICIAN, network=scene.network, organisation=scene.distributor.organisation)
    a_lot(logistician, counts={"mouse": 1})
    handover = scene.appointment()

    answer = hand_over(scene, handover, accessory_mouse="2")

    assert "accessory_mouse" in answer.context["form"].errors
    with pytest.raises(Refused) as refused:
        actions.hand_over(handover.pk, kind="gift", accessories={category("mouse"): 2}, by=scene.distributor)
    assert refused.value.field == "accessory_mouse"


def test_a_session_cancelled_meanwhile_stops_the_hand_over(scene):
    need, session = scene.promised(), scene.session()
    handover = scene.appointment(need, session=session, waiver="")
    accompaniment.cancel(session.pk, by=scene.mediator)

    answer = hand_over(scene, handover)

    assert "est annulée" in answer.context["form"].errors["kind"][0]
    assert HandOver.objects.get().state == "planned"


def test_called_off_meanwhile_nothing_leaves(scene):
    handover = scene.appointment()
    actions.call_off(handover.pk, by=scene.coordinator)

    with pytest.raises(Refused, match="annulé"):
        actions.hand_over(handover.pk, kind="gift", by=scene.distributor)


def test_once_done_it_is_not_called_off(scene):
    handover = scene.appointment()
    hand_over(scene, handover)

    assert signed_in(scene.prescriber).post(f"/remises/{handover.pk}/annuler/").status_code == 409


@pytest.mark.parametrize(
    ("reader", "status"), [("colleague", 404), ("stranger", 404), ("technician", 404), ("prescriber", 403)]
)
def test_who_may_not_hand_over(scene, reader, status):
    handover = scene.appointment()

    assert signed_in(getattr(scene, reader)).post(address(handover), {"kind": "gift"}).status_code == status
    assert HandOver.objects.get().state == "planned"


def test_a_get_hands_nothing_over(scene):
    assert signed_in(scene.distributor).get(address(scene.appointment())).status_code == 405


def test_the_last_contact_moves_so_that_her_identity_is_kept_from_that_day(scene):
    handover = scene.appointment()
    person = handover.need.person
    type(person).objects.filter(pk=person.pk).update(last_contact_on=datetime.date(2020, 1, 1))

    hand_over(scene, handover)

    person.refresh_from_db()
    assert person.last_contact_on == timezone.localdate()


def test_the_desk_page_says_what_to_prepare(scene):
    handover = scene.appointment()
    device = handover.need.items.get().device

    html = read(signed_in(scene.distributor).get(f"/remises/{handover.pk}/"))

    assert device.label in html
    assert f"à faire venir de {scene.network.head.name}" in html
    assert "À apporter" in html
    assert "Aminata Zéphyrin" in html


def test_a_device_that_comes_back_needs_a_reason(scene):
    handover = scene.appointment()
    hand_over(scene, handover)
    device = handover.items.get().device
    client = signed_in(scene.distributor)
    back = f"/remises/{handover.pk}/retour/"

    refused = client.post(back, {"device": str(device.pk), "reason": ""})
    assert "reason" in refused.context["returned"].errors

    client.post(back, {"device": str(device.pk), "reason": "Ne s’allume plus."})
    device.refresh_from_db()
    assert (device.state, device.cleared_at) == ("returned", None)


def test_it_comes_back_once(scene):
    handover = scene.appointment()
    hand_over(scene, handover)
    device = handover.items.get().device
    client = signed_in(scene.distributor)
    back = {"device": str(device.pk), "reason": "Panne."}
    client.post(f"/remises/{handover.pk}/retour/", back)

    answer = client.post(f"/remises/{handover.pk}/retour/", back)

    assert "ne peut pas devenir" in read(answer)


def test_a_device_of_another_hand_over_does_not_come_back_here(scene):
    here, there = scene.appointment(), scene.appointment()
    for handover in (here, there):
        hand_over(scene, handover)
    device = there.items.get().device

    answer = signed_in(scene.distributor).post(
        f"/remises/{here.pk}/retour/", {"device": str(device.pk), "reason": "Panne."}
    )

    assert answer.status_code == 404
