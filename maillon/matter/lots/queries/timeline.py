"""The journal told in French: each entry becomes a fact of a timeline.

The verbs of every app are told here, by their names alone, since a timeline mixes a device, its lot and its offer. A
verb that is not known is still told, plainly. A helped person's identity is never in an entry, and a request is told
without its reference: who reads of a device need not know for whom it left.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from maillon.common import numbers
from maillon.ground.journal.models import Entry
from maillon.ground.organisations.models import Member

Data = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """One fact as `components/chain.html` shows it; `look` « cut » when something broke."""

    title: str
    text: str = ""
    at: datetime.datetime | None = None
    who: str = ""
    look: str = ""


def story(*subjects: uuid.UUID) -> list[Entry]:
    """What happened to these things, to the offer that a lot among them came of, and to what was merged into them.

    Two queries.
    """
    entries = list(Entry.objects.about(*subjects))
    others = {
        uuid.UUID(entry.data[name])
        for entry in entries
        for verb, name in (("lots.receive", "offer"), ("corrections.merge_devices", "other_id"))
        if entry.verb == verb and entry.data.get(name)
    }
    return [*entries, *Entry.objects.about(*others)] if others else entries


def facts(entries: Iterable[Entry]) -> list[Fact]:
    """The facts of these entries in the order of time; one query, for the names of the members who acted."""
    told = [entry for entry in sorted(entries, key=_order) if entry.verb not in SILENT]
    names = _names({entry.actor for entry in told if entry.actor_kind == "member" and entry.actor})
    return [_fact(entry, names) for entry in told]


def _order(entry: Entry) -> tuple[datetime.datetime, int, uuid.UUID]:
    """By the clock; in the same instant, in the order of a life."""
    return entry.at, LIFE.get(entry.verb, len(LIFE)), entry.pk


def _names(actors: set[uuid.UUID]) -> dict[uuid.UUID | None, str]:
    members = Member.objects.filter(pk__in=actors).select_related("user") if actors else ()
    return {member.pk: member.full_name for member in members}


def _fact(entry: Entry, names: dict[uuid.UUID | None, str]) -> Fact:
    title, text, *look = TOLD.get(entry.verb, lambda data: ("Autre fait", entry.verb))(entry.data)
    who = WHO.get(entry.actor_kind, "") or names.get(entry.actor, "")
    return Fact(title, text, entry.at, who, look[0] if look else "")


WHO = {"platform": "Maillon", "bearer": "le donateur, par son lien", "site_token": "une machine du site"}


def _mass(data: Data) -> str:
    return numbers.kg(data["mass_g"]) if data.get("mass_g") is not None else ""


def _count(data: Data, one: str, many: str) -> str:
    units = data.get("units")
    return "" if not units else f"{numbers.number(units)} {one if units < 2 else many}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _heavier(data: Data) -> str:
    """What was put right of a lot: its mass, its counts, its donor, its regime."""
    former = data.get("former", {})
    return _joined(
        f"{_mass(data)} au lieu de {numbers.kg(former['mass_g'])}"
        if former.get("mass_g") != data.get("mass_g")
        else "",
        "décompte" if data.get("counts") else "",
        "donateur" if former.get("donor") != data.get("donor") else "",
        "régime" if former.get("regime") != data.get("regime") else "",
    )


def _erasure(data: Data) -> tuple[str, ...]:
    name = data.get("medium") or "Support"
    with_what = _joined(data.get("tool", ""), data.get("method", ""))
    known = {
        "verified": (f"{name} : effacé et relu", with_what),
        "erased": (f"{name} : effacé", with_what),
        "failed": (f"{name} : effacement en échec", with_what, "cut"),
        "aborted": (f"{name} : effacement interrompu", with_what, "cut"),
    }
    return known.get(data.get("verdict", ""), (f"{name} : effacement non prouvé", with_what, "cut"))


def _by_donor(data: Data) -> tuple[str, ...]:
    title, text, *look = _erasure(data)
    return (f"{title}, par le donateur", _joined("journal vérifié", text), *look)


def _examined(data: Data) -> tuple[str, ...]:
    grade = str(data.get("grade", "")).upper()
    if data.get("passed"):
        return (f"Testé, grade {'Premium' if grade == 'PREMIUM' else grade}", "bon pour la remise")
    return ("Testé : une panne bloque la remise", "à réparer", "cut")


LEFT = {"handed_over": "Remis", "sold": "Vendu", "on_loan": "Prêté"}
DECISIONS = {"reuse": "Trié : à réemployer", "parts": "Trié : à démonter", "waste": "Trié : à recycler"}

TOLD: dict[str, Callable[[Data], tuple[str, ...]]] = {
    "donations.submit": lambda d: ("Offert", _joined(f"offre {d.get('offer', '')}", _count(d, "objet", "objets"))),
    "donations.ask": lambda d: ("Question au donateur", ""),
    "donations.reply": lambda d: ("Réponse du donateur", ""),
    "donations.accept": lambda d: ("Accepté", f"convention {d['agreement']}" if d.get("agreement") else ""),
    "donations.refuse": lambda d: ("Offre refusée", "", "cut"),
    "donations.withdraw": lambda d: ("Offre retirée par le donateur", "", "cut"),
    "donations.read_guidance": lambda d: ("Consignes de tri lues", ""),
    "donations.assign": lambda d: ("Confié", f"à {d['to']}" if d.get("to") else ""),
    "donations.propose": lambda d: ("Jours proposés", _count({"units": len(d.get("days") or ())}, "jour", "jours")),
    "donations.agree": lambda d: ("Jour convenu", d.get("told", "")),
    "donations.consent": lambda d: ("Convention acceptée", d.get("agreement", "")),
    "rounds.announce": lambda d: ("Enlèvement annoncé", d.get("window", "")),
    "lots.receive": lambda d: (
        f"Reçu et pesé, {_mass(d)}",
        _joined(f"lot {d.get('lot', '')}", _count(d, "objet compté", "objets comptés")),
    ),
    "lots.count_accessories": lambda d: (
        "Accessoires comptés" if d.get("units", 0) >= 0 else "Accessoires recomptés",
        f"{numbers.number(abs(d.get('units', 0)))} de {'plus' if d.get('units', 0) >= 0 else 'moins'}",
    ),
    "receptions.begin": lambda d: ("Contrôle de la réception commencé", ""),
    "receptions.list_units": lambda d: ("Liste jointe à la réception", _count(d, "objet", "objets")),
    "receptions.weigh": lambda d: ("Repesé à l’atelier", _mass(d)),
    "receptions.look_at_seals": lambda d: (
        (f"Scellés rompus ou absents : {d['broken']}", "", "cut")
        if d.get("broken")
        else ("Scellés vérifiés", "intacts")
    ),
    "receptions.conclude": lambda d: (
        "Réception contrôlée",
        _joined(
            f"{numbers.number(d['missing'])} manquant{'s' if d['missing'] > 1 else ''}" if d.get("missing") else "",
            f"{numbers.number(d['unexpected'])} inattendu{'s' if d['unexpected'] > 1 else ''}"
            if d.get("unexpected")
            else "",
        )
        or "comme annoncé",
    ),
    "lots.close": lambda d: (
        "Bilan du lot rendu",
        f"écart expliqué : {_joined(_mass(d), _count(d, 'objet', 'objets'))}"
        if d.get("mass_g") or d.get("units")
        else "sans écart",
    ),
    "corrections.reopen_lot": lambda d: (
        "Lot rouvert",
        _joined(f"{_joined(_mass(d), _count(d, 'objet', 'objets'))} de nouveau à entrer", d.get("reason", "")),
        "fix",
    ),
    "corrections.correct_lot": lambda d: (
        "Lot corrigé",
        _joined(_heavier(d), d.get("reason", "")),
        "fix",
    ),
    "corrections.split_lot": lambda d: (
        f"Lot scindé : une part est le lot {d.get('part', '')}",
        _joined(_mass(d), _count(d, "objet", "objets"), d.get("reason", "")),
        "fix",
    ),
    "corrections.part_lot": lambda d: (
        f"Part du lot {d.get('whole', '')}",
        _joined(_mass(d), d.get("reason", "")),
        "fix",
    ),
    "corrections.merge_lots": lambda d: (
        f"Lot {d.get('other', '')} réuni à celui-ci",
        _joined(_mass(d), d.get("reason", "")),
        "fix",
    ),
    "corrections.empty_lot": lambda d: (f"Réuni au lot {d.get('into', '')}", d.get("reason", ""), "fix"),
    "devices.take_in": lambda d: (f"Étiqueté {d.get('label', '')}", _mass(d)),
    "devices.relabel": lambda d: (f"Nouvelle étiquette {d.get('label', '')}", f"à la place de {d.get('former', '')}"),
    "devices.reweigh": lambda d: ("Repesé", _mass(d)),
    "devices.identify": lambda d: ("Rapport de machine joint", _joined(d.get("model", ""), d.get("format", ""))),
    "devices.sort": lambda d: (DECISIONS.get(d.get("decision", ""), "Trié"), ""),
    "devices.attest_no_medium": lambda d: ("Absence de support attestée", d.get("reason", "")),
    "devices.place": lambda d: (
        f"Rangé en {d['place'].rpartition(' › ')[2]}" if d.get("place") else "Retiré de son emplacement",
        f"était en {d['former'].rpartition(' › ')[2]}" if d.get("former") else "",
    ),
    "devices.restore": lambda d: ("Dernier acte annulé", d.get("place", "")),
    "devices.take_out": lambda d: (f"Entrée annulée {d.get('label', '')}", "rendu à son lot par une contre-écriture"),
    "devices.carry": lambda d: (
        f"{d.get('medium') or 'Support'} : {'monté dans ' + d['to'] if d.get('to') else 'venu de ' + d.get('former', '')}",
        d.get("reason", ""),
    ),
    "devices.reserve": lambda d: ("Réservé", "pour une demande"),
    "devices.release": lambda d: ("Libéré", d.get("reason", "")),
    "devices.leave": lambda d: (LEFT.get(d.get("state", ""), "Parti"), "avec sa preuve d’effacement"),
    "devices.take_back": lambda d: ("Revenu", d.get("reason", "")),
    "devices.depart": lambda d: (f"Parti vers {d.get('receiver', '')}", f"bon de transfert {d.get('transfer', '')}"),
    "devices.stay": lambda d: (
        "Transfert rappelé, ou resté sur place",
        _joined(f"bon {d.get('transfer', '')}", d.get("reason", "")),
        "fix",
    ),
    "devices.arrive": lambda d: (
        f"Reçu par {d.get('receiver', '')}",
        _joined(f"de {d.get('sender', '')}", _mass(d), f"bon de transfert {d.get('transfer', '')}"),
    ),
    "transfers.count": lambda d: ("Vrac compté", _count(d, "objet", "objets")),
    "transfers.open": lambda d: ("Liste ouverte", f"pour {d.get('receiver', '')}"),
    "transfers.send": lambda d: (
        f"Parti, bon {d.get('transfer', '')}",
        _joined(_mass(d), _count(d, "objet", "objets")),
    ),
    "transfers.call_back": lambda d: ("Rappelé", d.get("reason", ""), "fix"),
    "transfers.cancel": lambda d: ("Abandonné", "", "cut"),
    "transfers.finish": lambda d: (
        "Reçu",
        _joined(
            f"scellé {d['broken']} pas intact" if d.get("broken") else "",
            _mass(d),
            _count(d, "objet", "objets"),
            f"{d['gaps']} écart{'s' if d['gaps'] > 1 else ''} avec le bon" if d.get("gaps") else "conforme au bon",
        ),
    ),
    "transfers.settle": lambda d: ("Manquants réglés", d.get("told", "")),
    "devices.recycle": lambda d: ("Parti au recyclage", d.get("reason", "")),
    "devices.lose": lambda d: ("Déclaré perdu", d.get("reason", ""), "cut"),
    "devices.find": lambda d: ("Retrouvé", "à trier et à effacer de nouveau"),
    "corrections.undo": lambda d: (f"Annulé : {d.get('what', 'le dernier acte')}", d.get("reason", ""), "fix"),
    "corrections.change_lot": lambda d: (f"Passé au lot {d.get('lot', '')}", d.get("reason", ""), "fix"),
    "corrections.choose_label": lambda d: (
        f"Étiquette retenue : {d.get('label', '')}",
        _joined(f"et non {d.get('former', '')}", d.get("reason", "")),
        "fix",
    ),
    "corrections.merge_devices": lambda d: (
        f"Le même que {d.get('other', '')}, entré deux fois",
        _joined(f"{_mass(d)} rendus à son lot", d.get("reason", "")),
        "fix",
    ),
    "corrections.merged_device": lambda d: (
        f"{d.get('label', '')} était {d.get('kept', '')}, entré deux fois",
        d.get("reason", ""),
        "fix",
    ),
    "corrections.withdraw_report": lambda d: (
        f"Rapport retiré : {d.get('format', '')}",
        _joined("il était d’une autre machine", d.get("reason", "")),
        "fix",
    ),
    "corrections.tell_apart": lambda d: (
        "Distingué d’une autre machine",
        _joined(f"qui portait la même étiquette, {d.get('other', '')}", d.get("reason", "")),
        "fix",
    ),
    "erasure.record_log": _erasure,
    "erasure.destroy": lambda d: (f"{d.get('medium') or 'Support'} : retiré et détruit", d.get("how", "")),
    "erasure.attest_log": _erasure,
    "erasure.record_donor_log": _by_donor,
    "receptions.take_logs": lambda d: (
        "Journaux d’effacement du donateur joints",
        f"{numbers.number(d.get('disks', 0))} disque{'s' if d.get('disks', 0) > 1 else ''} reconnu"
        f"{'s' if d.get('disks', 0) > 1 else ''}",
    ),
    "erasure.record_manual": _erasure,
    "erasure.accept_hidden": lambda d: (f"{d.get('medium') or 'Support'} : zones cachées traitées", d.get("how", "")),
    "erasure.cancel": lambda d: (f"{d.get('medium') or 'Support'} : preuve retirée", d.get("reason", ""), "cut"),
    "erasure.add_medium": lambda d: (f"{d.get('medium') or 'Support'} : ajouté à la main", ""),
    "erasure.describe_medium": lambda d: (f"{d.get('medium') or 'Support'} : décrit", ""),
    "erasure.take_out": lambda d: (f"{d.get('medium') or 'Support'} : retiré", d.get("reason", "")),
    "erasure.put_back": lambda d: (f"{d.get('medium') or 'Support'} : remis dans l’appareil", ""),
    "erasure.attest_absent": lambda d: (f"{d.get('medium') or 'Support'} : absent, attesté", d.get("reason", "")),
    "erasure.restore_medium": lambda d: (f"{d.get('medium') or 'Support'} : retrouvé", d.get("reason", ""), "cut"),
    "erasure.draw": lambda d: (
        f"{d.get('medium') or 'Support'} : tiré au sort",
        f"dispensé de relecture : {d['waived']}" if d.get("waived") else "une seconde personne le relira",
    ),
    "erasure.recheck": lambda d: (
        (f"{d.get('medium') or 'Support'} : relu par une seconde personne", d.get("finding", ""))
        if d.get("good")
        else (f"{d.get('medium') or 'Support'} : relecture en échec", d.get("finding", ""), "cut")
    ),
    "erasure.dismiss_log": lambda d: ("Journal d’effacement écarté", ""),
    "erasure.certify": lambda d: ("Effacement certifié", f"certificat {d.get('certificate', '')}"),
    "erasure.certify_lot": lambda d: ("Effacement du lot certifié", f"certificat {d.get('certificate', '')}"),
    "erasure.revoke": lambda d: (f"Certificat {d.get('certificate', '')} révoqué", d.get("reason", ""), "cut"),
    "refurbishing.install": lambda d: ("Système installé", d.get("system", "")),
    "refurbishing.examine": _examined,
    "refurbishing.review": lambda d: (
        "Contrôlé par une seconde personne" if d.get("passed") else "Rendu à l’établi par le second contrôle",
        d.get("reason", ""),
    ),
}
LIFE = {verb: rank for rank, verb in enumerate(TOLD)}
# Said by another entry of the same act.
SILENT = {
    "donations.receive",
    "documents.issue",
    "documents.keep",
    "documents.revoke",
    "lots.enter_donor",
    "rounds.prepare",
    # The list of a transfer is on its page.
    "transfers.add",
    "transfers.take_off",
}
