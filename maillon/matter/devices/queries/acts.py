"""What may be done with a device now: the one next act, and the others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from maillon.ground.organisations.models import Member, Role
from maillon.matter.devices import policy
from maillon.matter.devices.models import MOVES, Device, Medium, State


@dataclass(frozen=True)
class Act:
    """One act on a device: a button that leads to its page, or that does it at once (`post`)."""

    title: str
    text: str = ""
    label: str = ""
    url: str = ""
    icon: str = ""
    post: bool = False


def next_act(device: Device, media: Iterable[Medium], member: Member) -> Act:
    """The one act that the state calls for, with its button if this member may do it."""
    if device.transfer is not None:
        return Act("En transit", ON_THE_WAY, "", "", "truck")
    act = (_aside if device.aside and device.in_stock else NEXT.get(State(device.state), _nothing))(device, list(media))
    if device.state == State.READY:
        allowed = member.has(Role.COORDINATOR, Role.DISTRIBUTOR) and policy.may_reserve(member, device)
    else:
        allowed = policy.may_work_on(member, device)
    return act if allowed else replace(act, url="", label="")


ON_THE_WAY = "Il est en route vers un autre membre, qui le recevra par scan. Rien ne s’y fait d’ici là."


def _url(name: str, device: Device) -> str:
    return reverse(name, args=[device.pk])


def _aside(device: Device, media: list[Medium]) -> Act:
    text = "Il attend d’être emporté par le recycleur."
    if device.aside == Device.Aside.PARTS:
        text = "Retirez les pièces utiles, puis envoyez le reste au recyclage. Un disque n’en ressort pas sans preuve."
    return Act(device.get_aside_display(), text, "Envoyer au recyclage", _url("devices:recycle", device), "recycle")


def _sort(device: Device, media: list[Medium]) -> Act:
    back = "Il revient : il peut porter les données de quelqu’un. " if device.state == State.RETURNED else ""
    then = "Il passera à l’effacement." if device.category.holds_data else "Sans mémoire, il ira droit à l’établi."
    return Act(
        "Trier", f"{back}À réemployer ? {then}", "À réemployer", _url("devices:sort", device), "check", post=True
    )


def _erase(device: Device, media: list[Medium]) -> Act:
    if not any(medium.inside for medium in media):
        known = "Le rapport joint ne montre aucun disque : joignez celui de smartctl ou de lsblk, ou attestez qu’il n’en a pas."
        return Act(
            "Dire quels disques il contient",
            known if device.serial or device.model else "Joignez un rapport de la machine : lshw, smartctl ou lsblk.",
            "Joindre un rapport",
            _url("devices:identify", device),
            "upload",
        )
    waiting = [medium for medium in media if not medium.settled]
    if not waiting:
        return Act("Effacement à confirmer", "", "Voir les supports", _url("erasure:panel", device), "disk")
    medium = waiting[0]
    which = f"le disque {medium.rank}" if len(media) > 1 else "le disque"
    what = f"{medium}, {medium.size_label}."
    if medium.state == Medium.State.FAILED:
        return Act(
            f"Reprendre {which}",
            f"{what} Le dernier effacement a échoué : relancez-le, ou retirez et détruisez ce disque.",
            "Voir que faire",
            _url("erasure:panel", device),
            "disk",
        )
    return Act(
        f"Effacer {which}",
        f"{what} Lancez nwipe sur la machine, puis joignez son journal.",
        "Joindre le journal",
        _url("erasure:panel", device),
        "disk",
    )


def _bench(device: Device, media: list[Medium]) -> Act:
    title = (
        "Réparer, puis tester" if device.state == State.IN_REPAIR and device.tested_at is None else "Tester et noter"
    )
    text = "Système installé, fonctions vérifiées, aspect : le grade est proposé."
    if not device.system and device.category.holds_data:
        title = "Installer, puis tester"
    return Act(title, text, "Ouvrir l’établi", _url("refurbishing:panel", device), "wrench")


def _ready(device: Device, media: list[Medium]) -> Act:
    text = "Rangez-le. Il est proposé aux demandes qui lui conviennent."
    return Act("Prêt : à attribuer", text, "Voir les propositions", reverse("needs:panel_plan"), "people")


def _reserved(device: Device, media: list[Medium]) -> Act:
    return Act("Réservé pour une demande", "Gardez-le de côté jusqu’à sa remise.")


def _find(device: Device, media: list[Medium]) -> Act:
    return Act(
        "Retrouvé ?",
        "Il redeviendra « reçu », à trier et à effacer de nouveau.",
        "Je l’ai retrouvé",
        _url("devices:find", device),
        "search",
        post=True,
    )


def _nothing(device: Device, media: list[Medium]) -> Act:
    return Act("")


NEXT = {
    State.RECEIVED: _sort,
    State.RETURNED: _sort,
    State.SORTED: _sort,
    State.TO_ERASE: _erase,
    State.ERASED: _bench,
    State.IN_REPAIR: _bench,
    State.READY: _ready,
    State.RESERVED: _reserved,
    State.LOST: _find,
}
# The states in which a report may still be attached.
IDENTIFIED = (State.RECEIVED, State.SORTED, State.TO_ERASE, State.ERASED, State.IN_REPAIR, State.READY)


def other_acts(device: Device, media: Iterable[Medium]) -> list[Act]:
    """What else the workshop may do with it, in the order of its usefulness."""
    moves = MOVES[State(device.state)]
    bare = not any(medium.inside for medium in media)
    found = [
        (device.state in IDENTIFIED, "Joindre un rapport de machine", "devices:identify", "upload"),
        (device.state == State.TO_ERASE and bare, "Attester qu’il n’a pas de disque", "devices:attest", "disk"),
        (device.in_stock, "Ranger", "devices:place", "place"),
        (device.in_stock, "Repeser", "devices:reweigh", "scale"),
        (device.in_stock, "Changer l’étiquette", "devices:relabel", "label"),
        (State.RECYCLED in moves, "Envoyer au recyclage", "devices:recycle", "recycle"),
        (State.LOST in moves, "Déclarer perdu", "devices:lose", "warning"),
    ]
    return [
        Act(label, label=label, url=_url(name, device), icon=icon) for allowed, label, name, icon in found if allowed
    ]
