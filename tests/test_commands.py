"""The command `maillon`, as an operator runs it."""

import json

import pytest

from config import cli, commands
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, State
from tests.factories import a_device, a_member, a_need

pytestmark = pytest.mark.django_db


def test_verify_says_that_all_is_well(capsys):
    a_device(a_member(Role.TECHNICIAN), state=State.READY)

    status = commands.run("verify", ["--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert answer["ok"] is True
    assert answer["unsealed"] == 0
    assert answer["entries"] > 5
    assert answer["problems"] == []


def test_verify_names_what_is_wrong_and_fails(capsys):
    member = a_member(Role.TECHNICIAN)
    device = a_device(member)
    Device.objects.filter(pk=device.pk).update(mass_g=device.mass_g + 1)

    status = commands.run("verify", ["--json"])

    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert status == 1
    assert problem["network"] == member.network.slug
    assert problem["check"] == "ledger.device"
    assert problem["object"] == device.label


def test_verify_in_plain_words(capsys):
    a_device(a_member(Role.TECHNICIAN))

    assert commands.run("verify", []) == 0
    assert "0 anomalie" in capsys.readouterr().out


def test_match_explains_each_proposal(capsys):
    member = a_member(Role.TECHNICIAN, Role.PRESCRIBER, Role.COORDINATOR)
    device, need = a_device(member, state=State.READY), a_need(member)

    assert commands.run("match", [member.network.slug, "--json"]) == 0

    line = json.loads(capsys.readouterr().out)
    assert line["device"] == device.label
    assert line["need"] == need.reference
    assert line["reasons"]


def test_match_of_an_unknown_network_says_which_exist(capsys):
    member = a_member(Role.TECHNICIAN)

    assert commands.run("match", ["nulle-part"]) == 1
    assert member.network.slug in capsys.readouterr().err


def test_tick_can_run_twice(capsys):
    a_device(a_member(Role.TECHNICIAN))

    assert commands.run("tick", []) == 0
    assert commands.run("tick", []) == 0
    assert "0 écritures scellées" in capsys.readouterr().out.splitlines()[-1]


def test_an_unknown_command_lists_those_that_exist(capsys):
    assert cli.main(["fabriquer"]) == 2
    assert "maillon verify" in capsys.readouterr().err


def test_help_is_an_answer(capsys):
    assert cli.main([]) == 0
    assert "maillon report" in capsys.readouterr().out
