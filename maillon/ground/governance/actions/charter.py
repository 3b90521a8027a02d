"""Publish the charter of a network, accept it, note what members contribute each year."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments, numbers
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.governance import policy
from maillon.ground.governance.models import Acceptance, Charter, Contribution
from maillon.ground.governance.queries import adherents
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Affiliation, Member, Network, Organisation, Role

FIRST_YEAR = 1990


@transaction.atomic
def publish_charter(
    network_id: uuid.UUID, *, text: str, starts_on: datetime.date, by: Member, id: uuid.UUID | None = None
) -> Charter:
    """Publish a new version of the charter: the members are asked to accept it, and their managers are told.

    What they accepted before stays: it proves what was promised then.
    """
    network = Network.objects.select_related("head").locked().get(pk=network_id)
    require(policy.may_publish_charter(by, network))
    if made := repeated(Charter, id):
        return made
    if not text.strip():
        raise Refused("Écrivez le texte de la charte.", field="text")
    last = Charter.objects.filter(network=network).first()
    if last and last.text.strip() == text.strip():
        raise Refused("Ce texte est celui de la version en cours : rien n’a changé.", field="text")
    if last and starts_on < last.starts_on:
        raise Refused(f"La version {last.version} vaut depuis le {moments.day(last.starts_on)}.", field="starts_on")
    made = Charter.objects.create(
        **({"id": id} if id else {}),
        network=network,
        version=last.version + 1 if last else 1,
        starts_on=starts_on,
        text=text.strip(),
        author=by,
    )
    journal.record("governance.publish_charter", made, by=by, version=made.version, starts_on=starts_on.isoformat())
    _tell_managers(made, by=by)
    return made


def _tell_managers(made: Charter, *, by: Actor) -> None:
    """Tell each person who manages a member of the network."""
    url = settings.BASE_URL + reverse("governance:charter")
    members = adherents.adhering(made.network).values("organisation")
    managing = Member.objects.active().filter(network=made.network, organisation__in=members).having(Role.MANAGER)
    for manager in managing.select_related("user", "organisation"):
        messages.write(
            manager.user.email,
            f"La charte de {made.network.short_name} est à accepter",
            f"Bonjour {manager.user.first_name},\n\n{made.network} publie la version {made.version} de sa charte, en "
            f"vigueur le {moments.day(made.starts_on)}. Lisez-la, et acceptez-la pour {manager.organisation} :\n\n{url}\n\n"
            "Maillon",
            by=by,
            network=made.network_id,
        )


@transaction.atomic
def accept_charter(
    charter_id: uuid.UUID,
    organisation: Organisation,
    *,
    name: str,
    function: str,
    by: Member,
    accepted_on: datetime.date | None = None,
) -> Acceptance:
    """Accept this version for the organisation, under the name and function of who signs."""
    charter = Charter.objects.select_related("network").locked().get(pk=charter_id)
    require(policy.may_accept_charter(by, charter, organisation))
    if held := Acceptance.objects.filter(charter=charter, organisation=organisation).first():
        return held
    last = Charter.objects.filter(network=charter.network).first()
    if last is not None and last.pk != charter.pk:
        raise Refused(f"La version {last.version} a remplacé ce texte : lisez-la, puis acceptez-la.")
    if not name.strip() or not function.strip():
        raise Refused("Écrivez le nom et la fonction de qui signe.", field="function" if name.strip() else "name")
    accepted_on = accepted_on or timezone.localdate()
    if accepted_on > timezone.localdate():
        raise Refused("Cette date n’est pas encore venue.", field="accepted_on")
    held = Acceptance.objects.create(
        charter=charter,
        organisation=organisation,
        accepted_on=accepted_on,
        name=name.strip()[:120],
        function=function.strip()[:80],
        member=by,
    )
    journal.record(
        "governance.accept_charter", organisation, by=by, network=charter.network_id, version=charter.version
    )
    return held


@transaction.atomic
def note_contribution(
    network: Network,
    organisation: Organisation,
    *,
    year: int,
    amount_cents: int,
    by: Member,
    paid_on: datetime.date | None = None,
) -> Contribution:
    """Note what the organisation owes or has paid for a year; noting the year again corrects it, and the journal tells both."""
    require(policy.may_note_contribution(by, network))
    if not Affiliation.objects.filter(network=network, organisation=organisation).exists():
        raise Refused(f"{organisation} n’est pas dans le réseau.")
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Refused(f"Une année entre {FIRST_YEAR} et {today.year + 1}.", field="year")
    if paid_on and paid_on > today:
        raise Refused("Cette date n’est pas encore venue : laissez vide tant que rien n’est payé.", field="paid_on")
    held, created = Contribution.objects.locked().get_or_create(
        network=network,
        organisation=organisation,
        year=year,
        defaults={"amount_cents": amount_cents, "paid_on": paid_on},
    )
    before = "" if created else f"{numbers.euros(held.amount_cents)}, {held.paid_on or 'à payer'}"
    held.amount_cents, held.paid_on = amount_cents, paid_on
    held.save(update_fields=["amount_cents", "paid_on"])
    journal.record(
        "governance.note_contribution",
        organisation,
        by=by,
        network=network.pk,
        year=year,
        amount_cents=amount_cents,
        paid_on=paid_on.isoformat() if paid_on else None,
        before=before,
    )
    return held
