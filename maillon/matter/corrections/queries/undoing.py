"""The last act on a device, and where the device stood before it."""

from maillon.ground.journal.models import Entry
from maillon.matter.devices.models import Device, State

# What each act that can be undone is called, in the middle of a sentence.
UNDONE = {
    "devices.take_in": "son entrée dans le lot",
    "devices.sort": "le tri",
    "devices.reweigh": "la pesée",
    "devices.relabel": "le changement d’étiquette",
    "devices.attest_no_medium": "l’attestation d’absence de disque",
    "devices.recycle": "l’envoi au recyclage",
    "devices.lose": "la déclaration de perte",
    "devices.find": "la déclaration « retrouvé »",
    "refurbishing.examine": "le test et son grade",
}
# Where to go for the acts that are undone by an act of their own.
ELSEWHERE = {
    "devices.reserve": "Libérez-le depuis la demande qui l’attend.",
    "devices.leave": "Il est remis : notez son retour depuis la remise.",
    "devices.identify": "Ce rapport est d’une autre machine ? Retirez-le depuis « Corriger » : ce qu’il a apporté part avec lui.",
    "devices.place": "Rangez-le ailleurs en scannant l’emplacement : le dernier l’emporte.",
    "devices.restore": "Cet acte a déjà été repris depuis le scan.",
    "erasure.certify": "Un certificat est définitif : révoquez-le depuis la liste des certificats s’il dit faux.",
    "erasure.record_log": "Retirez cette preuve depuis sa page « Effacer et prouver », avec la raison.",
    "erasure.destroy": "Retirez cette preuve depuis sa page « Effacer et prouver », avec la raison.",
    "refurbishing.install": "Notez l’installation du bon système : la dernière l’emporte.",
}
# Said of a device without doing anything to it.
QUIET = frozenset({"documents.issue", "corrections.change_lot", "devices.print_labels"})
UNDO = "corrections.undo"


def last_act(device: Device) -> Entry | None:
    """The last entry about the device that did something and was not undone since."""
    undone: set[str] = set()
    for entry in Entry.objects.about(device.pk).order_by("-at", "-id").iterator():
        if entry.verb == UNDO:
            undone.add(entry.data["entry"])
        elif entry.verb not in QUIET and str(entry.pk) not in undone:
            return entry
    return None


def why_not(entry: Entry | None) -> str:
    """What to do instead, when the last act is not one that can be undone here; else nothing."""
    if entry is None:
        return "Rien n’a encore été fait de cet appareil."
    if entry.verb in UNDONE:
        if entry.verb == "refurbishing.examine" and not entry.data.get("passed"):
            return "Ce test a trouvé une panne et n’a rien changé d’autre : refaites-le."
        return ""
    return ELSEWHERE.get(entry.verb, "Ce dernier acte ne s’annule pas : corrigez ce qui en découle.")


def state_before(device: Device, act: Entry) -> State:
    """Where the device stood before that last act, from what it still bears and from its other acts."""
    before = Entry.objects.about(device.pk).exclude(pk=act.pk).filter(at__lte=act.at)
    verbs = [entry.verb for entry in before if not _taken_back(entry, before)]
    came = max((rank for rank, verb in enumerate(verbs) if verb in ARRIVED), default=0)
    since = verbs[came:]
    if act.verb == "devices.sort" or "devices.sort" not in since:
        return ARRIVED.get(since[0], State.RECEIVED) if since else State.RECEIVED
    if device.cleared_at is None:
        return State.TO_ERASE
    if act.verb == "devices.attest_no_medium":
        return State.TO_ERASE
    if act.verb == "refurbishing.examine":
        return State.IN_REPAIR
    if device.tested_at is not None and device.grade:
        return State.READY
    return State.IN_REPAIR if {"refurbishing.install", "refurbishing.examine"} & set(since) else State.ERASED


ARRIVED = {
    "devices.take_in": State.RECEIVED,
    "devices.find": State.RECEIVED,
    "devices.take_back": State.RETURNED,
}


def _taken_back(entry: Entry, among) -> bool:
    return entry.verb == UNDO or any(other.verb == UNDO and other.data["entry"] == str(entry.pk) for other in among)
