"""What no log proves: destroyed, erased by a command of the disk itself, hidden areas dealt with; and a proof taken back."""

import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, Medium
from maillon.matter.erasure import policy, queries
from maillon.matter.erasure.actions.records import OUTCOME, enter, withdraw
from maillon.matter.erasure.models import COMMANDS, DESTRUCTIONS, Erasure, Level, Technique


@transaction.atomic
def locked(medium_id: uuid.UUID, *, by: Member) -> tuple[Device, Medium]:
    """The medium and its device, both locked; whoever asks has still to be allowed."""
    device_id = Medium.objects.values_list("device", flat=True).get(pk=medium_id)
    device = devices.lock(device_id, by=by)
    return device, Medium.objects.locked().get(pk=medium_id, device=device)


@transaction.atomic
def destroy(medium_id: uuid.UUID, *, how: str, reference: str, by: Member) -> Erasure:
    """Record that a medium was taken out and destroyed, with the reference of its proof.

    Refused for what destroys nothing in the sense of the table in force: drilled, degaussed.
    """
    device, medium = locked(medium_id, by=by)
    require(policy.may_record(by, device))
    technique = Technique(how)
    if technique not in DESTRUCTIONS:
        raise Refused("Ce n’est pas une destruction.", field="how")
    method = queries.method(medium.kind, technique, timezone.localdate())
    if method is None or method.level != Level.DESTROY:
        raise Refused(
            f"« {technique.label} » n’est pas une destruction pour ce support : des données restent lisibles en "
            "laboratoire. Notez-le « retiré », gardez-le dans le carton scellé, et notez sa destruction quand le recycleur "
            "l’aura broyé.",
            field="how",
            source="IEEE 2883-2022, NIST SP 800-88 révision 2",
        )
    if not reference.strip():
        raise Refused("Donnez la référence de la preuve : bon de destruction, numéro de carton.", field="reference")
    if medium.state in Medium.GONE:
        raise Refused(f"Ce support est déjà noté {'détruit' if medium.state == Medium.State.DESTROYED else 'absent'}.")
    return enter(
        device,
        medium,
        "erasure.destroy",
        by=by,
        verdict=Erasure.Verdict.DESTROYED,
        technique=technique,
        method=technique.label,
        origin=Erasure.Origin.PROOF,
        statement=reference.strip()[:300],
        evidence=_slip(medium, reference),
    )


def _slip(medium: Medium, reference: str) -> str:
    """The reference of the proof, told apart when the same medium is noted again after a mistake."""
    slip = reference.strip()[:110]
    again = medium.erasures.filter(evidence__startswith=slip).count()
    return f"{slip} ({again + 1})" if again else slip


@transaction.atomic
def record_manual(
    medium_id: uuid.UUID,
    *,
    technique: str,
    tool: str,
    tool_version: str = "",
    command: str,
    output: str = "",
    read_back: bool,
    hidden: str = "",
    statement: str,
    by: Member,
    id: uuid.UUID | None = None,
) -> Erasure:
    """Record an erasure that left no log that can be read, on the word of whoever did it, where the network's rules allow.

    Its level is what the table in force gives to this technique on this kind of medium. Refused where it gives nothing.
    """
    if known := repeated(Erasure, id):
        return known
    device, medium = locked(medium_id, by=by)
    require(
        policy.may_attest(by, device),
        "Un effacement sans journal s’atteste par un technicien ou un encadrant de l’atelier qui détient l’appareil.",
    )
    if not queries.rules(device.network).manual_entry:
        raise Refused("Votre réseau ne prend que les effacements prouvés par un journal : joignez celui de l’outil.")
    if technique not in COMMANDS:
        raise Refused("Ce n’est pas un effacement : notez une destruction.", field="technique")
    if why := queries.not_erasable(device, medium):
        raise Refused(why)
    method = queries.method(medium.kind, technique, timezone.localdate())
    if method is None or method.level == Level.NONE:
        raise Refused(
            f"« {Technique(technique).label} » ne prouve rien sur ce support ({medium.get_kind_display()}). Vérifiez le genre "
            "du support, ou employez une autre méthode : la table dit lesquelles valent.",
            field="technique",
        )
    for field, said, what in (
        ("tool", tool, "l’outil : hdparm, nvme-cli, logiciel du fabricant…"),
        ("command", command, "la commande lancée, ou le geste : « nvme sanitize -a 4 /dev/nvme0 »."),
        (
            "statement",
            statement,
            "ce que vous attestez : ce que vous avez vu, et comment vous savez que c’est ce disque.",
        ),
    ):
        if not said.strip():
            raise Refused(f"Dites {what}", field=field)
    evidence = output.strip() or f"{medium.pk} {command} {timezone.now().isoformat()}"
    return enter(
        device,
        medium,
        "erasure.record_manual",
        by=by,
        **({"id": id} if id else {}),
        verdict=Erasure.Verdict.VERIFIED if read_back else Erasure.Verdict.ERASED,
        technique=technique,
        method=f"{Technique(technique).label} : {command.strip()}"[:160],
        tool=tool.strip()[:60],
        tool_version=tool_version.strip()[:30],
        ended_at=timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S"),
        hidden=hidden,
        origin=Erasure.Origin.MANUAL,
        statement=statement.strip()[:300],
        evidence=hashlib.sha256(evidence.encode()).hexdigest(),
    )


@transaction.atomic
def accept_hidden(erasure_id: uuid.UUID, *, how: str, by: Member) -> Erasure:
    """Attest that the areas which the tool found hidden hold nothing: removed and erased, or not there at all.

    The erasure then claims what its method may; it says on its certificate what was attested.
    """
    found = Erasure.objects.select_related("medium").get(pk=erasure_id)
    device, medium = locked(found.medium_id, by=by)
    require(policy.may_attest(by, device))
    erasure = Erasure.objects.locked().get(pk=erasure_id)
    if erasure.hidden == Erasure.Hidden.HANDLED:
        return erasure
    newest = queries.proof(medium)
    if erasure.hidden != Erasure.Hidden.FOUND or not erasure.succeeded or newest is None or newest.pk != erasure.pk:
        raise Refused("Cet effacement n’attend rien au sujet de zones cachées.")
    if not how.strip():
        raise Refused("Dites ce que vous avez fait des zones cachées, et ce que l’outil a répondu.", field="how")
    if why := queries.not_erasable(device, medium):
        raise Refused(why)
    method = queries.method(medium.kind, erasure.technique, timezone.localdate())
    erasure.hidden, erasure.statement = Erasure.Hidden.HANDLED, how.strip()[:300]
    erasure.level, erasure.caution = (method.level, method.caution) if method else (Level.NONE, "")
    erasure.save(update_fields=["hidden", "statement", "level", "caution"])
    devices.clear_medium(
        medium.pk, OUTCOME[Erasure.Verdict(erasure.verdict)] if erasure.proves else Medium.State.FAILED, by=by
    )
    journal.record(
        "erasure.accept_hidden",
        device,
        by=by,
        label=device.label,
        medium=str(medium),
        serial=medium.serial,
        how=how[:300],
    )
    return erasure


@transaction.atomic
def cancel(erasure_id: uuid.UUID, *, reason: str, by: Member) -> Erasure:
    """Take back a proof that was recorded by mistake: the medium is to erase again, certificates that say it are revoked."""
    medium_id = Erasure.objects.values_list("medium", flat=True).get(pk=erasure_id)
    device, medium = locked(medium_id, by=by)
    require(policy.may_record(by, device))
    erasure = Erasure.objects.select_related("device").locked().get(pk=erasure_id)
    if erasure.cancelled_at:
        return erasure
    if not reason.strip():
        raise Refused("Dites quelle est l’erreur : mauvais disque, mauvais journal…", field="reason")
    withdraw(erasure, reason=reason, by=by)
    journal.record(
        "erasure.cancel",
        device,
        by=by,
        label=device.label,
        medium=str(medium),
        serial=medium.serial,
        reason=reason[:200],
    )
    return erasure
