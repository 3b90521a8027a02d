import datetime

from django import forms
from django.utils import timezone

from maillon.common.forms import Form, Hinted, Ticks
from maillon.common.models import new_id
from maillon.giving.rounds import queries
from maillon.giving.rounds.models import Round, Vehicle
from maillon.ground.organisations.models import Member


def next_workday() -> datetime.date:
    day = timezone.localdate() + datetime.timedelta(days=1)
    return day + datetime.timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


class AskForm(Form):
    """For which days, and with which vehicles."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    first = forms.DateField(label="Du", initial=next_workday, widget=forms.DateInput)
    last = forms.DateField(
        label="Au", required=False, widget=forms.DateInput, help_text="Le même jour si vous laissez vide."
    )
    vehicles = forms.ModelMultipleChoiceField(label="Véhicules", queryset=Vehicle.objects.none(), widget=Ticks)

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        fleet = Vehicle.objects.visible_to(member).in_service().select_related("organisation", "drop_off")
        self.fields["vehicles"].queryset = fleet
        self.fields["vehicles"].initial = [vehicle.pk for vehicle in fleet]
        self.fields["vehicles"].label_from_instance = lambda vehicle: (
            f"{vehicle.name}, {vehicle.organisation} ({vehicle.capacity_g // 1000} kg)"
        )

    def clean(self):
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and first < timezone.localdate():
            self.add_error("first", "Ce jour est passé : on ne planifie que l’avenir.")
        elif first and last and last < first:
            self.add_error("last", "La dernière date vient après la première.")
        elif first and last and (last - first).days > 13:
            self.add_error("last", "Une semaine à la fois, c’est assez : rapprochez les deux dates.")
        return values

    @property
    def days(self) -> list[datetime.date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"] or self.cleaned_data["first"]
        # A Saturday asked for by itself is meant; in a week it is not.
        return [first] if first == last else queries.workdays(first, last)


class KeepForm(Form):
    """Who drives each proposed round."""

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.drivers = {}
        for proposal in proposals:
            key = str(proposal.vehicle.pk)
            self.drivers[key] = {str(member.pk): member for member in proposal.drivers}
            choices = [(pk, member.full_name) for pk, member in self.drivers[key].items()]
            self.fields[f"driver_{key}"] = forms.ChoiceField(
                label=f"Qui conduit {proposal.vehicle} ?",
                choices=[*choices, ("", "Choisir plus tard")],
                initial=choices[0][0] if choices else "",
                required=False,
            )

    @property
    def chosen(self) -> dict[str, Member | None]:
        return {key: members.get(self.cleaned_data[f"driver_{key}"]) for key, members in self.drivers.items()}


class DriverForm(Form):
    """Who drives."""

    driver = forms.ChoiceField(label="Qui conduit ?", required=False)

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in queries.drivers_of(round_.vehicle)}
        choices = [(pk, member.full_name) for pk, member in self.members.items()]
        self.fields["driver"].choices = [("", "Personne encore"), *choices]
        self.fields["driver"].initial = str(round_.driver_id or "")

    @property
    def chosen(self) -> Member | None:
        return self.members.get(self.cleaned_data["driver"])


class MoveForm(Form):
    """Where to have an offer collected: in which round, at which rank."""

    don = forms.UUIDField(widget=forms.HiddenInput)
    tournee = forms.ChoiceField(label="Dans quelle tournée ?", required=False)
    rang = forms.IntegerField(
        label="À quel rang ?",
        min_value=1,
        max_value=200,
        required=False,
        help_text="Vide : là où cela coûte le moins.",
    )

    def __init__(self, *args, rounds, **kwargs):
        super().__init__(*args, **kwargs)
        self.rounds = {str(round_.pk): round_ for round_ in rounds}
        named = [
            (pk, Hinted(f"{round_.vehicle}, {round_.day:%d/%m}", str(round_.driver or "")))
            for pk, round_ in self.rounds.items()
        ]
        self.fields["tournee"].choices = [*named, ("", "Aucune : elle attendra")]

    @property
    def target(self) -> Round | None:
        return self.rounds.get(self.cleaned_data["tournee"])
