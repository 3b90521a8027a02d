"""What `maillon verify` looks for: no medium counts as clear, and no certificate stands, without its proof."""

import uuid
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from maillon.ground.documents.models import Document
from maillon.matter.devices.models import Medium
from maillon.matter.erasure.models import Erasure, Level, Recheck

CLAIMED = (Medium.State.ERASED, Medium.State.VERIFIED, Medium.State.DESTROYED)
KINDS = (Document.Kind.ERASURE, Document.Kind.ERASURE_LOT)


def faults() -> Iterator[tuple[uuid.UUID, str, str, str]]:
    """(network, check, thing, sentence) of everything that claims an erasure which nothing proves."""
    proofs = Erasure.objects.filter(
        medium=OuterRef("pk"), cancelled_at=None, verdict__in=Erasure.SUCCESSES, level__in=("clear", "purge", "destroy")
    )
    unproven = Medium.objects.filter(~Exists(proofs), state__in=CLAIMED).select_related("device")
    for medium in unproven.iterator():
        yield medium.device.network_id, "erasure.proof", medium.device.label, f"{medium.name} : effacé sans preuve."
    hidden = Erasure.objects.filter(hidden=Erasure.Hidden.FOUND).exclude(level=Level.NONE).select_related("device")
    for erasure in hidden.iterator():
        yield erasure.device.network_id, "erasure.hidden", erasure.device.label, f"{erasure.medium} : zones cachées."
    alone = Recheck.objects.filter(Q(state="good") | Q(state="bad")).select_related(
        "by", "erasure__operator", "erasure__device"
    )
    for recheck in alone.iterator():
        if recheck.by and recheck.by.user_id == recheck.erasure.operator.user_id:
            device = recheck.erasure.device
            yield device.network_id, "erasure.recheck", device.label, "Une personne a relu son propre effacement."
    yield from _certificates()


def _certificates() -> Iterator[tuple[uuid.UUID, str, str, str]]:
    """A withdrawn proof leaves no certificate standing on it."""
    withdrawn: dict[str, set[str]] = {}
    for about, evidence in Erasure.objects.exclude(cancelled_at=None).values_list("device", "evidence"):
        withdrawn.setdefault(str(about), set()).add(evidence)
    if not withdrawn:
        return
    standing = Document.objects.filter(kind__in=KINDS, revocation=None, replaced_by=None)
    for document in standing.filter(about__in=list(withdrawn)).iterator():
        told = {medium["evidence"] for medium in document.facts.get("media", []) if medium["evidence"]}
        if told & withdrawn[str(document.about)]:
            message = f"Le certificat {document.reference} tient sur une preuve retirée."
            yield document.network_id, "erasure.certificate", document.reference, message
