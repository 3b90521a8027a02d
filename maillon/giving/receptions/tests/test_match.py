"""Which device is which line: the numbers first, then the model, then the count; never against a number."""

from maillon.giving.receptions.models import ListedUnit
from maillon.giving.receptions.queries import match
from maillon.matter.devices.models import Device


def line(rank: int = 1, **said) -> ListedUnit:
    return ListedUnit(line=rank, **{"category_id": "laptop", **said})


def device(**said) -> Device:
    return Device(**{"category_id": "laptop", **said})


def test_a_serial_number_is_read_whatever_its_case_and_dashes():
    lines, left = match([line(serial="pf-1ABC 23")], [device(serial="PF1abc23", model="autre")])

    assert [one.how for one in lines] == [["numéro de série"]]
    assert not left


def test_the_donors_own_number_comes_before_the_model():
    tagged = device(asset_tag="INV-12", model="Latitude 5400")
    first, second = line(1, model="Latitude 5400"), line(2, asset_tag="inv 12", model="Latitude 5400")

    lines, _ = match([first, second], [tagged])

    assert [one.received for one in lines] == [0, 1]


def test_a_model_is_the_same_with_or_without_its_maker():
    lines, left = match(
        [line(manufacturer="Lenovo", model="ThinkPad T480", units=2)],
        [device(manufacturer="LENOVO", model="LENOVO ThinkPad T480"), device(model="thinkpad t480")],
    )

    assert lines[0].how == ["modèle", "modèle"]
    assert not left


def test_another_serial_number_is_another_machine_though_the_model_is_the_same():
    lines, left = match([line(serial="AAA111", model="T480")], [device(serial="BBB222", model="T480")])

    assert (lines[0].missing, len(left)) == (1, 1)


def test_what_nothing_names_is_told_by_its_count_alone():
    lines, left = match([line(units=3)], [device(model="T480"), device()])

    assert (lines[0].received, lines[0].missing, lines[0].how) == (2, 1, ["décompte", "décompte"])
    assert not left


def test_another_model_of_the_category_is_unexpected():
    lines, left = match([line(model="EliteBook 840")], [device(model="T480")])

    assert (lines[0].missing, len(left)) == (1, 1)


def test_what_was_pointed_at_is_here_and_is_not_counted_twice_once_it_is_a_device():
    pointed = line(serial="AAA111", seen=1)

    assert match([pointed], [])[0][0].received == 1
    assert match([pointed], [device(serial="AAA111")])[0][0].received == 1
