"""The letters of a working group."""

from collections.abc import Iterable

from maillon.common.actors import Actor
from maillon.ground.governance.models import Group
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member


def tell(group: Group, people: Iterable[Member], subject: str, text: str, url: str, *, by: Actor) -> None:
    """Write to these people of the group: a sentence or two, then where to read the rest."""
    for member in people:
        messages.write(
            member.user.email,
            f"{subject} · {group.network.short_name}",
            f"Bonjour {member.user.first_name},\n\n{text}\n\n{url}\n\n{group.network}",
            by=by,
            network=group.network_id,
        )
