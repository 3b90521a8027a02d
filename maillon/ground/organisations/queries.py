"""Who may act here, and for whom."""

import uuid

from maillon.ground.organisations.models import Member


def choices_of(user) -> list[Member]:
    """The organisations and networks for which this person may act, oldest first."""
    return list(
        Member.objects.active()
        .filter(user=user)
        .select_related("user", "organisation", "network", "network__head")
        .order_by("since", "id")
    )


def acting(user, chosen: str | None) -> Member | None:
    """The membership she chose for this session, else her first one; None when she has none left."""
    members = (
        Member.objects.active().filter(user=user).select_related("user", "organisation", "network", "network__head")
    )
    if chosen:
        try:
            member = members.filter(pk=uuid.UUID(chosen)).first()
        except ValueError:
            member = None
        if member:
            return member
    return members.order_by("since", "id").first()
