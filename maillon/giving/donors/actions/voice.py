"""Let one's gifts be quoted, or no longer; thank, once; say what comes first in the case made to donors."""

import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.donors import policy, queries
from maillon.giving.donors.models import Pitch, Quotation, Thanks
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member, Network
from maillon.matter.lots.models import Donor, Lot


@transaction.atomic
def publish_quotation(
    donor_id: uuid.UUID,
    *,
    shown_name: str,
    by: Actor,
    sentence: str = "",
    author: str = "",
    listed: bool = False,
    id: uuid.UUID | None = None,
) -> Quotation:
    """Publish the page to quote of a donor, or change what it says: its address stays."""
    if made := repeated(Quotation, id):
        return made
    donor = Donor.objects.locked().get(pk=donor_id)
    require(policy.may_declare(by, donor))
    if not shown_name.strip():
        raise Refused("Écrivez le nom à montrer.", field="shown_name")
    if not donor.lots.exists():
        raise Refused("Rien n’a encore été reçu de vous : la page n’aurait rien à montrer.")
    said = {
        "shown_name": shown_name.strip(),
        "sentence": sentence.strip(),
        "author": author.strip(),
        "listed": listed,
        "published_by": by.actor_label if isinstance(by, Member) else "le donateur, par son lien",
    }
    made = Quotation.objects.published().filter(donor=donor).first()
    if made is None:
        made = Quotation.objects.create(**({"id": id} if id else {}), donor=donor, **said)
    else:
        for name, value in said.items():
            setattr(made, name, value)
        made.save(update_fields=list(said))
    journal.record("donors.publish_quotation", made, by=by, network=donor.network_id, listed=listed)
    return made


@transaction.atomic
def withdraw_quotation(donor_id: uuid.UUID, *, by: Actor) -> None:
    """Take the page down at once: by the donor, or by the coordinator. A second time changes nothing."""
    donor = Donor.objects.locked().get(pk=donor_id)
    require(policy.may_withdraw_quotation(by, donor))
    made = Quotation.objects.published().filter(donor=donor).first()
    if made is None:
        return
    made.withdrawn_at = timezone.now()
    made.save(update_fields=["withdrawn_at"])
    journal.record("donors.withdraw_quotation", made, by=by, network=donor.network_id)


@transaction.atomic
def thank(lot_id: uuid.UUID, *, by: Actor) -> Thanks:
    """Tell the donor, once, what its lot became, and thank it. The message asks for nothing and proposes nothing."""
    lot = Lot.objects.select_related("donor", "network").locked().get(pk=lot_id)
    if made := Thanks.objects.filter(lot=lot).first():
        return made
    outcome = queries.of_lot(lot)
    settled = queries.settled(outcome)
    made = Thanks.objects.create(lot=lot, reused=len(outcome.reused), settled=settled)
    if lot.donor.email:
        subject, body = queries.thanks_letter(lot, outcome)
        messages.write(lot.donor.email, subject, body, by=by, network=lot.network_id)
    journal.record("donors.thank", made, by=by, network=lot.network_id, lot=lot.reference, reused=made.reused)
    return made


@transaction.atomic
def write_pitch(network: Network, *, introduction: str, by: Member) -> Pitch:
    """Say what comes first in the case made to donors: a new version. The same words change nothing."""
    network = Network.objects.locked().get(pk=network.pk)
    require(policy.may_pitch(by, network))
    text = introduction.strip()
    if not text:
        raise Refused("Écrivez l’introduction, ou gardez celle qui est en place.", field="introduction")
    former = Pitch.of(network.pk)
    if former and former.introduction == text:
        return former
    made = Pitch.objects.create(
        network=network,
        version=former.version + 1 if former else 1,
        introduction=text,
        written_by=by.actor_label,
    )
    journal.record("donors.write_pitch", made, by=by, version=made.version)
    return made
