"""Where each person usually starts."""

from dataclasses import dataclass

from django.urls import reverse

from maillon.ground.organisations.models import Member, Role

R = Role


@dataclass(frozen=True)
class Door:
    """A place to start from, for someone who has nothing waiting."""

    title: str
    text: str
    url: str
    label: str
    icon: str


def doors(member: Member) -> list[Door]:
    """Where this person usually starts."""
    network = member.network
    all_doors = (
        (
            {R.PRESCRIBER, R.MEDIATOR},
            "Demander un équipement",
            "Une page, deux minutes.",
            "needs:ask",
            "Faire une demande",
            "file",
        ),
        (
            {R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR},
            "Scanner un appareil",
            "Son état, et l’acte suivant.",
            "desk:scan",
            "Scanner",
            "scan",
        ),
        (
            {R.TECHNICIAN, R.VOLUNTEER, R.EMPLOYEE, R.SUPERVISOR},
            "Travailler sans réseau",
            "Emporter les pages du jour, voir ce qui attend.",
            "desk:waiting",
            "Préparer",
            "offline",
        ),
        (
            {R.MEDIATOR},
            "Les séances",
            "Préparer, inscrire, noter qui est venu.",
            "accompaniment:list",
            "Voir les séances",
            "calendar",
        ),
        (
            {R.ADMINISTRATOR},
            "Le réseau",
            "Ses organisations, leurs membres et leurs rôles.",
            "organisations:list",
            "Voir les organisations",
            "network",
        ),
        (
            {R.COORDINATOR, R.ADMINISTRATOR},
            "Les courriers du réseau",
            "Ce que le site a écrit, et ce qui n’est pas parti.",
            "desk:letters",
            "Voir les courriers",
            "mail",
        ),
        (
            {R.COORDINATOR, R.ADMINISTRATOR},
            "Le site du réseau",
            "Ses pages, ses actualités, ses fiches, son apparence.",
            "pages:texts",
            "Écrire",
            "edit",
        ),
        (
            {R.FUNDER, R.ADMINISTRATOR, R.MANAGER, R.COORDINATOR},
            "Les chiffres de l’année",
            "Chacun s’ouvre sur ses fiches.",
            "impact:report",
            "Voir les chiffres",
            "chart",
        ),
        (
            {R.LOGISTICIAN, R.COORDINATOR},
            "Les tournées",
            "Planifier, changer, envoyer au chauffeur.",
            "rounds:list",
            "Voir les tournées",
            "truck",
        ),
        (
            {R.DRIVER},
            "Un donateur dépose",
            "Compter, peser, faire signer, comme sur la route.",
            "rounds:door",
            "Recevoir un dépôt",
            "box",
        ),
        ({R.LOGISTICIAN, R.DRIVER}, "Les lots", "Recevoir, étiqueter, clore.", "lots:list", "Voir les lots", "box"),
    )
    found = [
        Door(title, text, reverse(name), label, icon)
        for roles, title, text, name, label, icon in all_doors
        if roles & set(member.roles)
    ]
    if member.user.is_staff:
        url = reverse("governance:platform")
        found.append(Door("La plateforme", "Ses réseaux ; en ouvrir un.", url, "Voir les réseaux", "network"))
    if member.has(R.DONOR):
        url = reverse("donations:offer", args=[network.slug])
        found.insert(0, Door("Proposer un don", "Deux minutes.", url, "Proposer un don", "gift"))
        found.append(Door("Vos preuves", "Ce que chaque appareil est devenu.", reverse("donors:mine"), "Voir", "chart"))
        url = reverse("desk:pitch", args=[network.slug])
        found.append(
            Door("Convaincre chez vous", "Six objections, et nos réponses.", url, "Lire l’argumentaire", "book")
        )
    if member.has(R.FUNDER):
        url = reverse("impact:public", args=[network.slug])
        found.append(Door("Ce que chacun peut lire", "Les chiffres publiés.", url, "Ouvrir la page publique", "eye"))
        url = reverse("desk:pitch", args=[network.slug])
        found.append(Door("Pourquoi donner", "Six objections, et les réponses.", url, "Lire l’argumentaire", "book"))
    if member.has(R.MANAGER):
        url = reverse("organisations:detail", args=[member.organisation_id])
        found.insert(
            0, Door("Votre organisation", "Inviter ses collègues, dire qui fait quoi.", url, "L’ouvrir", "people")
        )
    return found
