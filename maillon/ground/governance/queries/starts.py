"""What a new network may start from: the usual ways of three networks, a blank sheet, or a network of this site."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify

from maillon.common import geography
from maillon.common.geography import departements
from maillon.ground.governance.queries.rules import RULES
from maillon.ground.organisations.models import Network, OrganisationRole, Role

R = OrganisationRole


@dataclass(frozen=True)
class Model:
    """Where a network starts from: what its head does, and the rules that differ from the usual ones."""

    slug: str
    name: str
    text: str
    parts: tuple[str, ...] = ()
    rules: dict[str, object] = field(default_factory=dict)


# What is known of how the three work (docs/decisions/0014); durations that are not known stay the usual ones of a Network.
MODELS = (
    Model(
        "vierge",
        "Vierge",
        "Rien n’est décidé : la remise n’est liée à aucun accompagnement.",
        (),
        {"accompaniment_required": False},
    ),
    Model(
        "ogo",
        "Comme OGO",
        "Une tête qui anime et collecte pour tous, des membres autonomes qui collectent et remettent en état.",
        (R.COLLECTOR,),
        {"accompaniment_required": True},
    ),
    Model(
        "bdn",
        "Comme BdN",
        "Une tête qui collecte et remet en état, des partenaires qui remettent gratuitement, avec quelqu’un pour aider.",
        (R.COLLECTOR, R.REFURBISHER),
        {"accompaniment_required": True},
    ),
    Model(
        "rebincoop",
        "Comme Rebincoop",
        "Un consortium d’insertion : la tête collecte, remet en état et distribue, l’équipement ne va pas sans accompagnement.",
        (R.COLLECTOR, R.REFURBISHER, R.DISTRIBUTOR),
        {"accompaniment_required": True},
    ),
)


class UnknownModel(ValueError):
    """Nothing of this name can be copied. The message is a sentence for the person."""


def model(slug: str) -> Model:
    """The model of this name, or the rules that a network of this site has today. Raises UnknownModel.

    A network of this site comes first: « ogo » is OGO itself where it lives.
    """
    if living := Network.objects.filter(slug=slug).select_related("head").first():
        affiliation = living.affiliations.filter(organisation=living.head).first()
        parts = tuple(part for part in affiliation.roles if part != R.HEAD) if affiliation else ()
        rules = {rule.name: getattr(living, rule.name) for rule in RULES}
        return Model(living.slug, f"Comme {living.short_name}", "Les règles de ce réseau, aujourd’hui.", parts, rules)
    for known in MODELS:
        if known.slug == slug:
            return known
    names = [*(known.slug for known in MODELS), *Network.objects.values_list("slug", flat=True)]
    raise UnknownModel(f"Aucun modèle ne s’appelle « {slug} ». Modèles : {', '.join(dict.fromkeys(names))}.")


@dataclass(frozen=True)
class Area:
    """A named set of communes, by their official codes."""

    slug: str
    name: str
    communes: Sequence[str]


@dataclass(frozen=True)
class Guest:
    """Someone to let in from the first day, for the head of the network."""

    email: str
    first_name: str
    last_name: str
    roles: Sequence[str]


STARTERS = (Role.COORDINATOR.value, Role.ADMINISTRATOR.value, Role.MANAGER.value)
"""What whoever starts a network does there."""


def whole_departement(code: str) -> Area:
    """All the communes of a département, by its code. Raises UnknownDepartement."""
    place = departements.departement(code)
    return Area(slugify(place.name), str(place), [one.code for one in geography.communes(code)])


def named_area(text: str) -> Area:
    """« Pays de Gap=Gap (05000);Tallard (05130) ». Raises ValueError, or UnknownCommune, with a sentence."""
    name, _, places = text.partition("=")
    codes = [geography.resolve(place).code for place in places.split(";") if place.strip()]
    if not name.strip() or not codes:
        raise ValueError(f"« {text} » : écrivez un territoire ainsi, « Pays de Gap=Gap (05000);Tallard (05130) ».")
    return Area(slugify(name), name.strip(), codes)


def choices() -> list[tuple[str, str, str]]:
    """What a network may start from: its slug, its name, and what that means; the living networks last."""
    living = Network.objects.order_by("name").values_list("slug", "short_name")
    models = [(one.slug, one.name, one.text) for one in MODELS]
    known = {slug for slug, _ in living}
    return [
        *(one for one in models if one[0] not in known),
        *((slug, f"Comme {name}", "Ses règles d’aujourd’hui, sur cette plateforme.") for slug, name in living),
    ]
