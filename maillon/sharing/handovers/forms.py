"""What is asked to fix an appointment, to hand over, to take back."""

from typing import Any

from django import forms
from django.utils import timezone

from maillon.common import numbers
from maillon.common.forms import CommuneField, Form, Hinted, PriceField, Quantity
from maillon.common.models import new_id
from maillon.ground.organisations.models import Member
from maillon.matter.ledger.models import Category
from maillon.sharing.accompaniment import queries as sessions
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.handovers.queries import Piece, desk, distributors, price_field, stock_of
from maillon.sharing.needs.models import Need

KEPT = "kept:"


class Appointment(Form):
    """Where, when, and with which accompaniment."""

    says_optional = False
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    distributor = forms.ChoiceField(label="Qui remet le matériel ?")
    planned_at = forms.DateTimeField(label="Quand ?", widget=forms.DateTimeInput)
    place = forms.CharField(
        label="Où ?",
        max_length=160,
        required=False,
        help_text="Laissez vide : chez qui remet. Jamais le domicile de la personne.",
    )
    commune = CommuneField(required=False, help_text="Laissez vide : sa commune.")
    session = forms.ChoiceField(label="La séance qui va avec", widget=forms.RadioSelect, required=False)
    waiver = forms.CharField(
        label="Pas de séance : pourquoi ?",
        max_length=200,
        required=False,
        help_text="Par exemple : déjà accompagnée toutes les semaines. Aucun nom, aucune raison de santé.",
    )

    def __init__(self, *args: Any, member: Member, need: Need, current: HandOver | None, **kwargs: Any):
        super().__init__(*args, initial=self.known(current), **kwargs)
        self.need = need
        self.places = {str(one.pk): (one, km) for one, km in distributors(member, need)}
        self.fields["distributor"].choices = [
            (pk, f"{one.name}, {one.commune} ({'sur place' if km < 1 else f'{km:.0f} km'})")
            for pk, (one, km) in self.places.items()
        ]
        self.fields["session"].choices = [*self._kept(), *self._open(member), ("", "Aucune de ces séances")]
        if not member.network.accompaniment_required:
            self.fields["session"].help_text = "Ce réseau ne l’exige pas ; c’est ce qui rend l’équipement utile."

    @staticmethod
    def known(current: HandOver | None) -> dict[str, Any]:
        """What the appointment to move says."""
        if current is None:
            return {"session": ""}
        return {
            "replaces": current.pk,
            "distributor": str(current.distributor_id),
            "planned_at": timezone.localtime(current.planned_at),
            "place": current.place,
            "commune": current.commune,
            "session": f"{KEPT}{current.enrolment_id}" if current.enrolment_id else "",
            "waiver": current.waiver,
        }

    def _kept(self) -> list[tuple[str, Hinted]]:
        """The seats already kept for the person."""
        whom = {"person": self.need.person_id} if self.need.person_id else {"organisation": self.need.association_id}
        self.seats = {
            f"{KEPT}{seat.pk}": seat
            for seat in Enrolment.objects.current()
            .filter(session__network=self.need.network_id, session__cancelled_at=None, **whom)
            .select_related("session")
        }
        return [
            (value, Hinted(str(seat.session), "une place lui est déjà gardée")) for value, seat in self.seats.items()
        ]

    def _open(self, member: Member) -> list[tuple[str, Hinted]]:
        near = sessions.nearest(member, self.need.commune, timezone.now())
        known = {seat.session_id for seat in self.seats.values()}
        self.open = {str(one.session.pk): one.session for one in near if one.session.pk not in known}
        return [(str(one.session.pk), Hinted(one.title, one.hint)) for one in near if one.session.pk not in known]

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        distributor = self.places[said["distributor"]][0]
        session: Session | None = self.open.get(said["session"])
        return {
            "id": said["id"],
            "replaces": said["replaces"],
            "distributor": distributor,
            "planned_at": said["planned_at"],
            "place": said["place"].strip() or ", ".join(filter(None, [distributor.name, distributor.address])),
            "commune_code": (said["commune"] or distributor.commune).code,
            "session": session,
            "enrolment": self.seats.get(said["session"]),
            "waiver": said["waiver"],
        }


class Desk(Form):
    """What leaves, at what title, at what price, with what."""

    says_optional = False
    kind = forms.ChoiceField(
        label="À quel titre ?",
        choices=[
            (HandOver.Kind.GIFT.value, Hinted("Don", "à elle, sans rien payer")),
            (HandOver.Kind.SALE.value, Hinted("Vente solidaire", "à elle, un prix par appareil")),
            (HandOver.Kind.LOAN.value, Hinted("Prêt", "il revient à une date dite")),
        ],
        widget=forms.RadioSelect,
        initial=HandOver.Kind.GIFT,
    )
    return_on = forms.DateField(label="Le prêt revient le", required=False)

    def __init__(self, *args: Any, handover: HandOver, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pieces = desk(handover, timezone.localdate())
        for piece in self.pieces:
            self.fields[price_field(piece.device.pk)] = PriceField(
                label=f"Prix de {piece.device.title}", required=False, help_text=self._law(piece)
            )
        self.stock: list[tuple[Category, int]] = stock_of(handover)
        for category, units in self.stock:
            self.fields[f"accessory_{category.pk}"] = forms.IntegerField(
                label=category.plural,
                required=False,
                min_value=0,
                max_value=units,
                widget=Quantity({"max": units, "value": 0}),
                help_text=f"{units} en stock",
                error_messages={"max_value": f"Il n’en reste que {units}."},
            )

    @staticmethod
    def _law(piece: Piece) -> str:
        """The ceiling and its source, beside the price."""
        outlet = piece.outlet
        if outlet.refusal:
            return f"Ne se vend pas. {outlet.refusal} {outlet.law}."
        if outlet.ceiling_cents is not None:
            return f"Plafond : {numbers.euros(outlet.ceiling_cents)}, {outlet.law}. Seulement pour une vente."
        return "Seulement pour une vente. Aucun plafond légal pour cet appareil."

    @property
    def rows(self) -> list[tuple[Piece, forms.BoundField]]:
        return [(piece, self[price_field(piece.device.pk)]) for piece in self.pieces]

    @property
    def extras(self) -> list[forms.BoundField]:
        return [self[f"accessory_{category.pk}"] for category, _ in self.stock]

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        prices = {piece.device.pk: said[price_field(piece.device.pk)] or 0 for piece in self.pieces}
        return {
            "kind": said["kind"],
            "return_on": said["return_on"],
            "prices": prices,
            "accessories": {category: said[f"accessory_{category.pk}"] or 0 for category, _ in self.stock},
        }


class Return(Form):
    """Why a device comes back."""

    device = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Pourquoi revient-il ?", max_length=200, help_text="Panne, prêt terminé, plus utile… Aucun nom."
    )


class Filters(Form):
    """Which hand-overs to list."""

    says_optional = False
    when = forms.ChoiceField(
        label="Lesquelles", required=False, choices=[("", "À venir"), ("faites", "Faites"), ("annulees", "Annulées")]
    )
    day = forms.DateField(label="Le", required=False)
