"""Two members of one network: its head, and an adherent of general interest."""

import datetime
from dataclasses import dataclass

import pytest

from maillon.ground.organisations.models import Member, Network, Organisation, Role
from maillon.matter.transfers import actions
from maillon.matter.transfers.models import Transfer
from tests.factories import a_member, a_network, an_organisation


@dataclass
class Pair:
    """Who sends, who receives, who coordinates."""

    network: Network
    adherent: Organisation
    sender: Member
    receiver: Member
    coordinator: Member

    def listed(self, *devices) -> Transfer:
        """A list of these devices, for the adherent."""
        transfer = actions.open_transfer(self.adherent, agreement="Convention 2026-04", by=self.sender)
        for device in devices:
            actions.add(transfer.pk, device.pk, by=self.sender)
        return transfer

    def finish(self, pk, **said) -> Transfer:
        """End the reception, every seal intact unless told otherwise."""
        intact = dict.fromkeys(Transfer.objects.get(pk=pk).seal_numbers, ("intact", ""))
        return actions.finish(pk, **{"site": None, "by": self.receiver, "seals": intact, **said})

    def sent(self, *devices, seals: str = "SC-1") -> Transfer:
        return actions.send(self.listed(*devices).pk, agreement="Convention 2026-04", seals=seals, by=self.sender)


@pytest.fixture
def pair(db) -> Pair:
    network = a_network()
    adherent = an_organisation("Atelier du Blavet")
    receiver = a_member(Role.LOGISTICIAN, Role.TECHNICIAN, network=network, organisation=adherent)
    adherent.email = "atelier@blavet.example"
    adherent.save()
    network.head.email = "tete@reseau.example"
    network.head.save()
    sender = a_member(Role.LOGISTICIAN, Role.TECHNICIAN, network=network)
    return Pair(network, adherent, sender, receiver, a_member(Role.COORDINATOR, network=network))


def prove(organisation: Organisation, quality: str = "ig") -> None:
    organisation.qualities.create(quality=quality, starts_on=datetime.date(2020, 1, 1), proof="statuts")
