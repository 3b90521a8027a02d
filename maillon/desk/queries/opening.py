"""What a new network still has to do until its first collection."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from maillon.desk.queries.task import Task
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Affiliation, Member, Network, OrganisationRole, Site
from maillon.matter.lots.models import Lot


@dataclass(frozen=True)
class Step:
    """One thing to do, where, and whether it is done."""

    title: str
    text: str
    url: str
    label: str
    done: bool


def opening(network: Network) -> list[Step]:
    """The steps of a network from nothing to its first collection, in the order in which they serve."""
    present = Affiliation.objects.filter(network=network).present()
    offers = Offer.objects.filter(network=network)
    head = reverse("organisations:detail", args=[network.head_id])
    return [
        Step(
            "Un lieu qui reçoit le matériel",
            "Un dépôt ou un atelier, avec son adresse : un lot y est pesé.",
            reverse("organisations:open_site", args=[network.head_id]),
            "Ouvrir un site",
            Site.objects.filter(organisation__in=present.values("organisation"), receives=True).exists(),
        ),
        Step(
            "Une seconde personne",
            "Logistique, atelier, accompagnement : un courrier lui fait choisir son mot de passe.",
            reverse("organisations:invite", args=[network.head_id]),
            "Inviter quelqu’un",
            Member.objects.active().filter(network=network).count() > 1,
        ),
        Step(
            "Une structure qui remet en état",
            "La tête elle-même, ou un atelier qui entre dans le réseau.",
            reverse("organisations:reassign", args=[network.head_id]),
            "Dire qui remet en état",
            present.having(OrganisationRole.REFURBISHER).exists(),
        ),
        Step(
            "Une première offre de don",
            "Donnez l’adresse de cette page publique à un donateur, ou remplissez-la avec lui.",
            reverse("donations:offer", args=[network.slug]),
            "Ouvrir la page des dons",
            offers.exists(),
        ),
        Step(
            "Votre réponse au donateur",
            "Vous choisissez le régime du don, la convention s’établit toute seule.",
            reverse("donations:list"),
            "Voir les offres",
            offers.filter(state__in=(Offer.State.ACCEPTED, Offer.State.RECEIVED)).exists(),
        ),
        Step(
            "Le premier lot, pesé et compté",
            f"À l’arrivée du matériel chez {network.head}, ou au retour d’une tournée.",
            reverse("donations:list") if offers.exists() else head,
            "Recevoir le don",
            Lot.objects.filter(network=network).exists(),
        ),
    ]


def opens(member: Member) -> Iterator[Task]:
    """The network has not collected anything yet: where its coordinator goes on."""
    if Lot.objects.filter(network=member.network_id).exists():
        return
    steps = opening(member.network)
    left = next(step for step in steps if not step.done)
    yield Task(
        f"Mettre en route : {left.title[0].lower()}{left.title[1:]}",
        f"{sum(step.done for step in steps)} étapes faites sur {len(steps)} jusqu’à la première collecte",
        reverse("desk:opening"),
        "Voir les étapes",
        None,
        "",
        7,
    )
