"""Read the requests to enter: their links, the organisations that they may mean, what happened to them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse

from maillon.common import links, text
from maillon.common.actors import Bearer
from maillon.ground.accounts.models import User
from maillon.ground.governance import policy
from maillon.ground.governance.models import AccessRequest
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Affiliation, Member, Network, Organisation, Role

LINK_DAYS = 365
UNCONFIRMED_DAYS = 7
"""How long someone has to confirm her address; then the request is forgotten."""


def follow_path(asked: AccessRequest) -> str:
    """Where on this site its author confirms and follows her request, without an account."""
    return reverse("governance:follow_access", args=[links.seal(policy.ACCESS, asked.pk)])


def follow_url(asked: AccessRequest) -> str:
    """The same as a link for an e-mail."""
    return settings.BASE_URL + follow_path(asked)


def bearer_of(token: str) -> Bearer | None:
    """Who this link makes of its holder, or None."""
    return links.unseal(policy.ACCESS, token, days=LINK_DAYS)


def has_account(asked: AccessRequest) -> bool:
    """Whether its author signs in already, for another organisation or network."""
    user = User.objects.filter(email__iexact=asked.email).first()
    return user is not None and user.has_usable_password()


def in_order(requests: QuerySet[AccessRequest]) -> QuerySet[AccessRequest]:
    """What waits for the network first, the oldest first; then the latest."""
    waiting = Case(
        When(state__in=(AccessRequest.State.CONFIRMED, AccessRequest.State.ANSWERED), then=Value(0)),
        When(state=AccessRequest.State.QUESTION, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return requests.annotate(rank=waiting).order_by("rank", "-state_since", "pk")


@dataclass(frozen=True)
class Joined:
    """The organisation that a request would join: the bearer of its SIRET, or some of the network that bear its name."""

    bearer: Organisation | None
    affiliated: bool
    alike: list[Organisation]
    managed: bool

    @property
    def first(self) -> Organisation | None:
        """The one to propose."""
        return self.bearer or (self.alike[0] if self.alike else None)


def candidates(asked: AccessRequest) -> Joined:
    """The organisations already known that this request may mean."""
    present = Affiliation.objects.filter(network=asked.network_id).present()
    bearer = Organisation.objects.filter(siret=asked.siret).first() if asked.siret else None
    alike: list[Organisation] = []
    if bearer is None:
        named = present.select_related("organisation").order_by("organisation__name")
        alike = [one.organisation for one in named if _same_name(one.organisation.name, asked.organisation_name)]
    meant = bearer or (alike[0] if alike else None)
    affiliated = meant is not None and present.filter(organisation=meant).exists()
    return Joined(bearer, affiliated, alike, bool(meant and managers_of(meant, asked.network_id)))


def _same_name(one: str, other: str) -> bool:
    """Whether the names are the same, or one of two words and more holds the other."""
    words, others = set(text.fold(one).split()), set(text.fold(other).split())
    return words == others or (min(len(words), len(others)) > 1 and (words <= others or others <= words))


def coordinators(network: Network) -> list[Member]:
    """Those who run the network, to be written to."""
    running = Member.objects.active().filter(network=network).having(Role.COORDINATOR)
    return list(running.select_related("user"))


def managers_of(organisation: Organisation, network: uuid.UUID) -> list[Member]:
    """Those who manage the organisation in this network."""
    managing = Member.objects.active().filter(organisation=organisation, network=network).having(Role.MANAGER)
    return list(managing.select_related("user"))


STEPS = {
    "governance.request_access": "Demande envoyée",
    "governance.confirm_access": "Adresse confirmée",
    "governance.ask_access": "Précision demandée",
    "governance.reply_access": "Précision donnée",
    "governance.accept_access": "Acceptée",
    "governance.refuse_access": "Refusée",
    "governance.withdraw_access": "Retirée",
}


def told_access(asked: AccessRequest) -> list[dict[str, Any]]:
    """What happened to a request, oldest first, for `components/chain.html`."""
    entries = Entry.objects.about(asked.pk).filter(verb__in=STEPS)
    named = Member.objects.filter(pk__in=[entry.actor for entry in entries if entry.actor]).select_related("user")
    names = {member.pk: member.full_name for member in named}
    return [
        {
            "title": STEPS[entry.verb],
            "text": f"par {names[entry.actor]}" if entry.actor in names else "",
            "at": entry.at,
            "look": "cut" if entry.verb in ("governance.refuse_access", "governance.withdraw_access") else "",
        }
        for entry in entries
    ]
