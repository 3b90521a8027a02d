"""Someone who asks to enter a network, for the tests of every floor."""

import datetime
from typing import Any

from django.utils import timezone

from maillon.common import links
from maillon.common.actors import PLATFORM, Bearer
from maillon.ground.governance import actions as governance
from maillon.ground.governance.policy import ACCESS, CALENDAR
from maillon.ground.organisations.models import Member, Network
from tests.factories import PONTIVY, photo


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


def a_circle(by: Member, speaker: Member) -> dict[str, dict[str, Any]]:
    """A working group with a meeting, a decision and a document, for each address that is about one of them."""
    group = governance.open_group(by.network, name="Effacement", purpose="Comparer nos outils.", by=by)
    governance.take_seat(group.pk, by=speaker)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    [meeting] = governance.plan_meetings(group.pk, starts_at=tomorrow, place="En ligne", by=by)
    decision = governance.propose(group.pk, title="Un seul outil", closes_on=tomorrow.date(), by=by)
    document = governance.add_document(group.pk, file=(photo(), "tableau.jpg"), by=by)
    of_group = [
        "group",
        "join_group",
        "change_group",
        "close_group",
        "take_seat",
        "plan_meetings",
        "propose",
        "add_document",
    ]
    return {
        **{f"governance:{name}": {"pk": group.pk} for name in of_group},
        **{
            f"governance:{name}": {"pk": group.pk, "file": document.pk}
            for name in ("group_document", "remove_document")
        },
        "governance:leave_seat": {"pk": group.seats.get(member=by).pk},
        **{
            f"governance:{name}": {"pk": meeting.pk}
            for name in ("meeting", "meeting_ics", "change_meeting", "cancel_meeting", "report_meeting")
        },
        **{f"governance:{name}": {"pk": decision.pk} for name in ("decision", "speak", "settle", "withdraw_decision")},
        "governance:calendar": {"token": links.seal(CALENDAR, by.pk)},
    }
