"""Someone who asks to enter a network, for the tests of every floor."""

from typing import Any

from maillon.common import links
from maillon.common.actors import PLATFORM, Bearer
from maillon.ground.governance import actions as governance
from maillon.ground.governance.policy import ACCESS
from maillon.ground.organisations.models import Network
from tests.factories import PONTIVY


def asked_access(network: Network) -> dict[str, Any]:
    """A request whose author has proved her address: its key, and the token of her link."""
    asked = governance.request_access(
        network,
        wishes=["accompagnant"],
        organisation_name="Mission locale",
        kind="association",
        commune_code=PONTIVY,
        last_name="Cadiou",
        first_name="Nolwenn",
        email="nolwenn@mission.example",
        by=PLATFORM,
    )
    governance.confirm_access(asked.pk, password="une phrase longue et neuve", by=Bearer(ACCESS, asked.pk))
    return {"pk": asked.pk, "token": links.seal(ACCESS, asked.pk)}
