"""Changing a round by hand: one sees what it costs, confirms, takes it back, sends it."""

import pytest
from django.urls import reverse

from maillon.common.errors import Forbidden, Refused
from maillon.giving.donations.models import Offer
from maillon.giving.rounds import actions, queries
from maillon.giving.rounds.models import Round, Stop
from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from tests.factories import a_member, an_organisation
from tests.rounds import COMMUNES, Fleet, a_fleet, collected
from tests.sharing import read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def fleet() -> Fleet:
    return a_fleet()


def order(round_: Round) -> list[str]:
    stops = round_.stops.select_related("offer").order_by("rank")
    assert [stop.rank for stop in stops] == list(range(1, len(stops) + 1))
    return [stop.offer.reference for stop in stops]


def test_a_preview_says_what_moving_changes_and_changes_nothing(fleet):
    round_ = fleet.planned(4)
    before = order(round_)
    last = round_.stops.get(rank=4).offer
    change = queries.preview(last, round_, 1)

    assert change.sides[0].after.calls[0].visit.key == str(last.pk)
    assert change.cost_cents == change.sides[0].after.cost_cents - round_.cost_cents
    assert "km" in change.sides[0].lines[0]
    assert order(round_) == before


def test_moving_costs_what_was_shown(fleet):
    round_ = fleet.planned(4)
    last = round_.stops.get(rank=4).offer
    shown = queries.preview(last, round_, 1)
    actions.move(last.pk, round_.pk, rank=1, by=fleet.coordinator)

    moved = Round.objects.get(pk=round_.pk)
    assert order(moved)[0] == last.reference
    assert moved.cost_cents == round_.cost_cents + shown.cost_cents


def test_taking_back_the_last_change_restores_the_order(fleet):
    round_ = fleet.planned(4)
    before = order(round_)
    actions.move(round_.stops.get(rank=4).offer_id, round_.pk, rank=1, by=fleet.coordinator)
    undone = actions.undo(round_.pk, by=fleet.coordinator)

    assert order(undone) == before
    assert undone.cost_cents == round_.cost_cents
    with pytest.raises(Refused, match="pas de changement"):
        actions.undo(round_.pk, by=fleet.coordinator)


def test_a_stop_goes_to_another_round_and_comes_back(fleet):
    one, other = fleet.planned(3), fleet.planned(2, vehicle=fleet.van("Master"))
    before = order(one), order(other)
    moved = one.stops.get(rank=2).offer
    actions.move(moved.pk, other.pk, rank=None, by=fleet.coordinator)

    assert len(order(one)) == 2
    assert moved.reference in order(other)
    actions.undo(other.pk, by=fleet.coordinator)
    assert (order(one), order(other)) == before


def test_a_stop_taken_out_waits_again_and_can_come_back(fleet):
    round_ = fleet.planned(3)
    before, out = order(round_), round_.stops.get(rank=2).offer
    actions.move(out.pk, None, rank=None, by=fleet.coordinator)

    assert list(queries.waiting(fleet.network)) == [out]
    actions.undo(round_.pk, by=fleet.coordinator)
    assert order(round_) == before


def test_what_waits_is_put_where_it_costs_least(fleet):
    round_, offer = fleet.planned(4), fleet.offer(COMMUNES[5])
    costs = [queries.preview(offer, round_, rank).cost_cents for rank in range(1, 6)]
    change = queries.preview(offer, round_, None)

    assert change.cost_cents == min(costs)


def test_what_no_longer_holds_is_said_before(fleet):
    round_, heavy = fleet.planned(2), fleet.offer(lines={"server": 50})
    change = queries.preview(heavy, round_, None)

    assert not change.holds
    assert change.sides[0].warnings == ["trop lourd de 169 kg"]


def test_a_stop_that_is_done_keeps_its_place(fleet):
    round_ = fleet.sent(3)
    collected(round_.stops.get(rank=1), by=fleet.driver)
    last = round_.stops.get(rank=3).offer
    actions.move(last.pk, round_.pk, rank=1, by=fleet.coordinator)

    assert order(round_)[1] == last.reference


def test_another_organisation_changes_nothing(fleet):
    round_ = fleet.planned(2)
    neighbour = a_member(Role.LOGISTICIAN, network=fleet.network, organisation=an_organisation())

    with pytest.raises(Forbidden):
        actions.move(round_.stops.first().offer_id, round_.pk, rank=2, by=neighbour)


def test_sending_tells_each_donor_a_window_around_the_hour(fleet):
    round_ = fleet.planned(2)
    Message.objects.all().delete()
    actions.send(round_.pk, by=fleet.coordinator)

    for stop in round_.stops.all():
        assert stop.told_from <= stop.due_at <= stop.told_to
        assert (stop.told_to - stop.told_from).seconds == 3600
        assert stop.told_from.minute % 15 == 0
    subjects = Message.objects.values_list("subject", flat=True)
    assert len(subjects) == 2
    assert all(subject.startswith("Nous venons chercher votre don") and " entre " in subject for subject in subjects)


def test_sending_again_tells_only_those_whose_hour_changed(fleet):
    round_ = fleet.sent(3)
    Message.objects.all().delete()
    actions.send(round_.pk, by=fleet.coordinator)
    assert not Message.objects.exists()

    stop = round_.stops.get(rank=3)
    Stop.objects.filter(pk=stop.pk).update(due_at=stop.told_to + (stop.told_to - stop.told_from))
    actions.send(round_.pk, by=fleet.coordinator)
    (message,) = Message.objects.all()
    assert message.subject.startswith("Nouvel horaire")


def test_a_round_without_driver_is_not_sent(fleet):
    round_ = fleet.planned(1)
    actions.assign(round_.pk, driver=None, by=fleet.coordinator)

    with pytest.raises(Refused, match="qui conduit"):
        actions.send(round_.pk, by=fleet.coordinator)


def test_only_who_drives_for_the_vehicles_owner_may_be_chosen(fleet):
    round_ = fleet.planned(1)
    stranger = a_member(Role.DRIVER, network=fleet.network, organisation=an_organisation())

    with pytest.raises(Refused, match="chauffeur de"):
        actions.assign(round_.pk, driver=stranger, by=fleet.coordinator)


def test_a_round_that_is_called_back_can_be_sent_again(fleet):
    round_ = fleet.sent(1)
    assert actions.recall(round_.pk, by=fleet.coordinator).state == Round.State.PLANNED
    assert actions.send(round_.pk, by=fleet.coordinator).state == Round.State.SENT


def test_giving_a_round_up_frees_its_offers_and_tells_the_donors(fleet):
    round_ = fleet.sent(2)
    Message.objects.all().delete()
    actions.cancel(round_.pk, by=fleet.coordinator)

    assert queries.waiting(fleet.network).count() == 2
    assert {message.subject.rpartition(" ")[2] for message in Message.objects.all()} == {"reporté"}
    assert fleet.planned(1).state == Round.State.PLANNED


def test_a_round_with_something_on_board_is_not_given_up(fleet):
    round_ = fleet.sent(2)
    collected(round_.stops.get(rank=1), by=fleet.driver)

    with pytest.raises(Refused, match="déjà faits"):
        actions.cancel(round_.pk, by=fleet.coordinator)


def test_the_page_shows_the_change_then_does_it_then_undoes_it(fleet):
    round_ = fleet.planned(3)
    client, address = signed_in(fleet.coordinator), reverse("rounds:detail", args=[round_.pk])
    last = round_.stops.get(rank=3).offer
    page = read(client.get(address))
    assert page.count("Déplacer<") == 3
    assert f'href="?don={last.pk}#changer"' in page

    chosen = read(client.get(address, {"don": last.pk}))
    assert f"Déplacer {last.donor_name}" in chosen
    assert f"?don={last.pk}&amp;tournee={round_.pk}&amp;rang=1#changer" in chosen
    asked = {"don": last.pk, "tournee": round_.pk, "rang": 1}
    shown = read(client.get(address, asked))
    assert "Placer au rang 1" in shown
    assert "charge" in shown
    client.post(reverse("rounds:move", args=[round_.pk]), asked)
    assert order(round_)[0] == last.reference
    assert "Défaire le dernier changement" in read(client.get(address))
    client.post(reverse("rounds:undo", args=[round_.pk]))
    assert order(round_)[2] == last.reference


def test_a_wrong_change_in_the_address_is_ignored(fleet):
    round_ = fleet.planned(2)
    client, address = signed_in(fleet.coordinator), reverse("rounds:detail", args=[round_.pk])

    for asked in ({"don": "x"}, {"don": round_.pk, "rang": "1"}, {"don": round_.stops.first().offer_id, "rang": "-4"}):
        assert client.get(address, asked).status_code == 200
    assert client.post(reverse("rounds:move", args=[round_.pk]), {"don": "x"}).status_code == 302


def test_every_act_of_the_page_answers_in_words(fleet):
    round_ = fleet.planned(2)
    client = signed_in(fleet.coordinator)

    def act(name: str, **data) -> str:
        return read(client.post(reverse(f"rounds:{name}", args=[round_.pk]), data, follow=True))

    assert "Personne ne conduit encore" in act("assign", driver="")
    assert "Choisissez d’abord qui conduit" in act("send")
    assert "conduit." in act("assign", driver=str(fleet.driver.pk))
    assert "sur le téléphone du chauffeur" in act("send")
    assert "La tournée est reprise" in act("recall")
    assert "est annulée" in act("cancel")
    assert "elle ne change plus" in act("send")


def test_the_sheet_prints_every_stop_with_its_contact(fleet):
    round_ = fleet.sent(3)
    page = read(signed_in(fleet.driver).get(reverse("rounds:sheet", args=[round_.pk])))

    assert page.count("Loïc Hamon") == 3
    assert "02 61 91 00 12" in page
    assert "brut ____" in page


def test_a_round_asks_as_many_questions_for_ten_stops_as_for_two(fleet, django_assert_max_num_queries):
    client = signed_in(fleet.coordinator)
    round_ = fleet.planned(10)
    client.get(reverse("rounds:detail", args=[round_.pk]))

    with django_assert_max_num_queries(18):
        client.get(reverse("rounds:detail", args=[round_.pk]))


def test_the_offer_tells_when_it_will_be_collected(fleet):
    round_ = fleet.sent(1)
    offer = Offer.objects.get(pk=round_.stops.get().offer_id)
    page = read(signed_in(fleet.coordinator).get(reverse("donations:detail", args=[offer.pk])))

    assert "Enlèvement prévu" in page
    assert " entre " in page
