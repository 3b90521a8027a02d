"""The list of what a lot should hold, handed in with it as a spreadsheet."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from maillon.common.tables import Field, Kind, Line
from maillon.giving.donations.jobs import fields
from maillon.giving.receptions import actions
from maillon.giving.receptions.models import ListedUnit
from maillon.ground.organisations.models import Member
from maillon.matter.ledger.models import Category
from maillon.matter.lots import policy
from maillon.matter.lots.models import Lot


class Lists(Kind):
    """Lines of a donor's list, to compare with what a lot holds."""

    slug, noun, plural, title = "listes", "ligne", "lignes", "Comparer à la liste du donateur"
    lead = (
        "Ce que le lot devait contenir, ligne par ligne : ce qui est arrivé, ce qui manque et ce qui n’était pas attendu se "
        "voit aussitôt. Rien n’entre en stock. Nous gardons le type, la marque, le modèle, les numéros, rien d’autre."
    )
    target_label = "Pour quel lot"
    unique = ("serial",)

    def fields(self) -> Sequence[Field]:
        asked = fields({one.slug: one for one in Category.objects.all()})
        return tuple(one for one in asked if one.name != "acquired_on")

    def told(self, name: str, value: Any) -> str:
        if name == "category":
            return str(value.name if isinstance(value, Category) else value or "")
        return super().told(name, value)

    def may(self, member: Member) -> bool:
        return policy.may_receive(member, member.organisation)

    def targets(self, member: Member) -> list[tuple[str, str]]:
        lots = Lot.objects.visible_to(member).exclude(state=Lot.State.CLOSED).select_related("donor", "holder")
        if not member.coordinates:
            lots = lots.filter(holder=member.organisation_id)
        return [(str(lot.pk), f"{lot.reference}, {lot.donor}") for lot in lots[:500]]

    def address(self, member: Member, target: uuid.UUID | None) -> str:
        return f"/lots/{target}/reception/"

    def check(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> None:
        known = Category.objects.in_bulk()
        for line in lines:
            if not line.values.get("category"):
                line.refuse("Catégorie : le type n’est pas écrit.")
            elif line.values.get("units") == 0:
                line.refuse("Quantité : zéro. Enlevez la ligne.")
            else:
                line.values["category"] = known[str(getattr(line.values["category"], "pk", line.values["category"]))]

    def known(self, ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        return set(ListedUnit.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))

    def write(self, lines: Sequence[Line], *, by: Member, target: uuid.UUID | None) -> Mapping[int, uuid.UUID]:
        if target is None:
            raise ValueError("A list is of one lot.")
        actions.list_units(target, [_unit(line) for line in lines], by=by)
        return {line.number: line.id for line in lines}

    def undo(self, ids: Sequence[uuid.UUID], *, by: Member) -> int:
        return actions.unlist(ids, by=by)


def _unit(line: Line) -> ListedUnit:
    found = line.values
    return ListedUnit(
        id=line.id,
        line=line.number,
        category=found["category"],
        units=found.get("units") or 1,
        manufacturer=found.get("manufacturer", ""),
        model=found.get("model", ""),
        serial=found.get("serial", ""),
        asset_tag=found.get("asset_tag", ""),
    )


LISTS = Lists()
