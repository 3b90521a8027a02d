"""Write another version of a text, come back to the published one, say that it is valid."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.agreements import policy, queries
from maillon.giving.agreements.models import AgreementText, Approval
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network

LONGEST = 20_000
FAULTS_TOLD = 5


@transaction.atomic
def write_text(
    network: Network, kind: str, *, body: str, reason: str, by: Member, id: uuid.UUID | None = None
) -> AgreementText:
    """Publish another version of a text of the network; agreements made before keep theirs."""
    require(policy.may_write(by, network))
    if made := repeated(AgreementText, id):
        return made
    Network.objects.select_for_update().get(pk=network.pk)
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    if len(body) > LONGEST:
        raise Refused(f"Ce texte dépasse {LONGEST} signes.", field="body")
    if found := queries.faults(kind, body):
        raise Refused(" ".join(found[:FAULTS_TOLD]), field="body")
    before = queries.in_force(network, kind)
    if before.body == body:
        return before
    if not reason.strip():
        raise Refused("Dites pourquoi ce texte change.", field="reason")
    return _another(network, kind, body, reason.strip(), by=by, id=id)


def _another(
    network: Network,
    kind: str,
    body: str,
    reason: str,
    *,
    by: Member,
    restores: AgreementText | None = None,
    id: uuid.UUID | None = None,
) -> AgreementText:
    last = AgreementText.objects.filter(network=network, kind=kind).order_by("-version").first()
    made = AgreementText.objects.create(
        **({"id": id} if id else {}),
        network=network,
        kind=kind,
        version=last.version + 1 if last else 1,
        body=body,
        written_by=by,
        reason=reason[:200],
        restores=restores,
    )
    verb = "agreements.restore_text" if restores else "agreements.write_text"
    journal.record(verb, made, by=by, text=kind, version=made.version, why=made.reason)
    return made


@transaction.atomic
def restore_text(network: Network, kind: str, *, by: Member) -> AgreementText:
    """Come back to the published model: it becomes the network's next version, and asks for advice again."""
    require(policy.may_write(by, network))
    Network.objects.select_for_update().get(pk=network.pk)
    model, now = queries.published(kind), queries.in_force(network, kind)
    if now.body == model.body:
        return now
    return _another(
        network, kind, model.body, f"Retour au modèle publié, version {model.version}", by=by, restores=model
    )


@transaction.atomic
def approve_text(
    network: Network, kind: str, *, name: str, capacity: str, approved_on: datetime.date, by: Member
) -> Approval:
    """Record that a named person declared the text in force valid; said again of the same text, it changes nothing."""
    require(policy.may_write(by, network))
    Network.objects.select_for_update().get(pk=network.pk)
    text = queries.in_force(network, kind)
    if known := queries.approval(network, text):
        return known
    if not name.strip():
        raise Refused("Écrivez le nom de la personne qui valide.", field="name")
    if not capacity.strip():
        raise Refused("Dites à quel titre : avocate, juriste de la préfecture…", field="capacity")
    if approved_on > timezone.localdate():
        raise Refused("Cette date est à venir.", field="approved_on")
    if approved_on < timezone.localdate(text.created_at) and text.network_id is not None:
        raise Refused(
            f"Ce texte date du {text.created_at:%d/%m/%Y} : il n’a pu être validé qu’après.", field="approved_on"
        )
    made = Approval.objects.create(
        network=network,
        text=text,
        name=name.strip(),
        capacity=capacity.strip(),
        approved_on=approved_on,
        recorded_by=by,
    )
    journal.record("agreements.approve_text", text, by=by, network=network.pk, text=kind, version=text.version)
    return made
