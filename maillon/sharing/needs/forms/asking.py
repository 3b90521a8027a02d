"""What a prescriber fills in, on one page."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.forms import CommuneField, Form, Hinted, PriceField, Quantity, Ticks
from maillon.common.models import new_id
from maillon.ground.organisations.models import Affiliation, Member, Organisation
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.sharing.accompaniment import queries as sessions
from maillon.sharing.needs import actions, queries
from maillon.sharing.needs.models import Need
from maillon.sharing.people import actions as people
from maillon.sharing.people.models import Draft, Person

USAGES = [
    (Device.Usage.OCCASIONAL.value, Hinted("Occasionnel", "quelques heures par semaine")),
    (Device.Usage.EVERYDAY.value, Hinted("Courant", "tous les jours, plusieurs pages ouvertes")),
    (Device.Usage.ADVANCED.value, Hinted("Avancé", "images, logiciels de métier")),
]
PROJECTS = [
    (Need.Project.JOB.value, Hinted("Chercher un emploi", "CV, candidatures, entretiens en vidéo")),
    (Need.Project.STUDY.value, Hinted("Se former, étudier", "cours, devoirs, bureautique")),
    (Need.Project.RIGHTS.value, Hinted("Faire ses démarches", "droits, impôts, logement")),
    (Need.Project.TIES.value, Hinted("Garder le lien", "famille, messages, photos")),
    (Need.Project.HEALTH.value, Hinted("Suivre sa santé", "rendez-vous, téléconsultation")),
]
# What a person may be given, and what tells them apart; an association may ask for anything.
PERSONAL = {
    "laptop": "il se transporte",
    "desktop": "avec écran, clavier et souris",
    "tablet": "elle se tient en main",
    "smartphone": "pour appeler et se connecter",
    "monitor": "à brancher",
    "printer": "à brancher",
}
HELPERS = {"workshop": "Un atelier collectif", "individual": "Une aide individuelle", "own": "Nous nous en occupons"}
NO_HELP = "Sans accompagnement"


MANY = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


class Devices(forms.ModelMultipleChoiceField):
    """Kinds of equipment for one person, as wide choices."""

    def label_from_instance(self, category: Category) -> Hinted:
        return Hinted(category.name, PERSONAL[category.pk])


class Request(Form):
    """What every request says: the usage, what to take into account, the help, the attestation."""

    template = "needs/ask.html"
    says_optional = False
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    usage = forms.ChoiceField(
        label="Son usage",
        choices=USAGES,
        widget=forms.RadioSelect,
        initial=Device.Usage.EVERYDAY,
        help_text="C’est l’usage qui décide du matériel. Vous n’avez pas à choisir un modèle.",
    )
    helper = forms.ChoiceField(label="Qui aidera à s’en servir ?", choices=(), widget=forms.RadioSelect)
    accompaniment = forms.CharField(
        label="Précision",
        max_length=150,
        required=False,
        help_text="Jours possibles, trajet, ce qui compte. Aucun nom : d’autres le lisent.",
    )
    urgent_before = forms.DateField(
        label="Urgent avant le",
        required=False,
        help_text="Une échéance que vous attestez : début de formation, entretien, démarche.",
    )
    contribution_cents = PriceField(label="Participation possible", required=False)
    eligible = forms.BooleanField(
        label="J’ai vérifié que les conditions du réseau sont remplies. Je garde la preuve, je ne l’envoie pas.",
        error_messages={
            "required": "Cochez cette ligne : sans votre attestation, nous ne pouvons pas réserver de matériel."
        },
    )

    def __init__(self, *args: Any, member: Member, draft: Draft | None = None, **kwargs: Any):
        super().__init__(*args, initial=self.typed(draft) if draft else None, **kwargs)
        self.member, self.draft = member, draft
        field = self.fields["helper"]
        field.choices = [*self.helpers(), *([] if member.network.accompaniment_required else [("none", NO_HELP)])]
        if member.network.accompaniment_required:
            field.help_text = "Dans ce réseau, aucun équipement ne part sans accompagnement."

    @classmethod
    def typed(cls, draft: Draft) -> dict[str, Any]:
        """What was typed, as the form shows it again."""
        return {
            name: values if isinstance(field, MANY) else values[-1] if values else None
            for name, field in cls.base_fields.items()
            for values in [draft.content.get(name, [])]
        }

    def helpers(self) -> list[tuple[str, Hinted]]:
        """Who may help, with the next session that has a seat left."""
        soonest = sessions.open_sessions(self.member, timezone.now()).first()
        next_one = "au jour et au lieu que vous choisirez ensemble"
        if soonest:
            next_one = f"le prochain : {moments.moment(soonest.starts_at)}, {soonest.place}"
        hints = {"workshop": next_one, "individual": "un aidant, à son rythme", "own": "vous direz quand et comment"}
        return [(value, Hinted(label, hints[value])) for value, label in HELPERS.items()]

    @property
    def wanted(self) -> list[Category]:
        """One category for each device asked for."""
        raise NotImplementedError

    def common(self) -> dict[str, Any]:
        """What both kinds of requests tell the action."""
        said = self.cleaned_data
        help_wanted = [HELPERS.get(said["helper"], NO_HELP), said["accompaniment"].strip()]
        return {
            "items": self.wanted,
            "usage": said["usage"],
            "accompaniment": " : ".join(filter(None, help_wanted)),
            "urgent_before": said["urgent_before"],
            "contribution_cents": said["contribution_cents"],
            "eligible": said["eligible"],
            "id": said["id"],
        }

    def wait(self) -> queries.Wait:
        """The honest answer to « when? », for what is chosen so far."""
        categories = Category.objects.filter(pk__in=self.chosen() or ["laptop"])
        usage = self["usage"].value()
        known = usage if usage in Device.Usage.values else Device.Usage.EVERYDAY
        return queries.wait(self.member.network, categories[:4], known, timezone.localdate())

    def chosen(self) -> list[str]:
        """The slugs of the categories chosen so far, whether or not the form is valid."""
        raise NotImplementedError


class PersonRequest(Request):
    """A request for a person: who she is, what she wants to do, what she has at home."""

    # As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "last_name", "first_name", "born_on", "commune", "reference", "age_bracket", "status", "easy_reading",
        "projects", "usage", "items", "requirements", "connection", "level", "helper", "accompaniment",
        "urgent_before", "contribution_cents", "eligible", "informed",
    )  # fmt: skip
    person_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    born_on = forms.DateField(label="Née ou né le", required=False)
    reference = forms.CharField(
        label="Ou votre propre référence",
        max_length=60,
        required=False,
        help_text="Si vous ne donnez pas son nom. Un numéro de dossier, jamais un numéro de sécurité sociale.",
    )
    commune = CommuneField(label="Sa commune")
    age_bracket = forms.ChoiceField(
        label="Âge", choices=Person.AgeBracket.choices, initial=Person.AgeBracket.UNSAID, required=False
    )
    status = forms.ChoiceField(
        label="Situation", choices=Person.Status.choices, initial=Person.Status.UNSAID, required=False
    )
    easy_reading = forms.BooleanField(label="Préfère des documents simples à lire", required=False)
    projects = forms.MultipleChoiceField(
        label="Son projet", choices=PROJECTS, widget=forms.CheckboxSelectMultiple, required=False
    )
    items = Devices(
        label="Quel équipement ?",
        queryset=Category.objects.filter(pk__in=PERSONAL),
        widget=forms.CheckboxSelectMultiple,
        initial=["laptop"],
    )
    requirements = forms.MultipleChoiceField(
        label="À prendre en compte",
        choices=Need.Requirement.choices,
        widget=Ticks,
        required=False,
        help_text="Ce qu’il faut à l’appareil. Ne dites pas pourquoi.",
    )
    connection = forms.ChoiceField(
        label="Connexion à la maison", choices=[("", "Ne sait pas"), *Need.Connection.choices], required=False
    )
    level = forms.ChoiceField(
        label="Aisance avec le numérique", choices=[("", "Ne sait pas"), *Need.Level.choices], required=False
    )
    informed = forms.BooleanField(
        label="La personne sait que cette demande est faite, et ce qui sera gardé.",
        error_messages={"required": "Informez la personne, puis cochez cette ligne : c’est son droit."},
    )

    @property
    def wanted(self) -> list[Category]:
        return list(self.cleaned_data["items"])

    def chosen(self) -> list[str]:
        return [str(slug) for slug in self["items"].value() or []]

    def content(self) -> dict[str, list[str]]:
        """What is typed so far, right or wrong, for the draft."""
        return {
            name: [text[:500] for text in self.data.getlist(name)[:20]] for name in self.fields if name in self.data
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("last_name") or said.get("reference")):
            self.add_error("last_name", "Donnez son nom, ou votre propre référence de dossier.")
        return said

    @transaction.atomic
    def send(self, *, by: Member) -> Need:
        """Open her file, or find it again, and ask: both or neither."""
        said = self.cleaned_data
        person = people.enter(
            by=by,
            id=said["person_id"],
            commune_code=said["commune"].code,
            **{name: said[name] for name in ("informed", "last_name", "first_name", "born_on", "reference")},
            **{name: said[name] for name in ("age_bracket", "status") if said[name]},
            easy_reading=said["easy_reading"],
        )
        told = {name: said[name] for name in ("projects", "requirements", "connection", "level")}
        return actions.ask(by=by, person=person, commune_code=said["commune"].code, **told, **self.common())


class AssociationRequest(Request):
    """A request for an association: how many of each kind."""

    template = "needs/ask_association.html"
    field_order = ("association", "commune", "usage", "helper")
    association = forms.ModelChoiceField(label="L’association", queryset=Organisation.objects.none())
    commune = CommuneField(label="Où sera le matériel ?", required=False, help_text="Laissez vide : sa commune.")

    def __init__(self, *args: Any, member: Member, **kwargs: Any):
        super().__init__(*args, member=member, **kwargs)
        self.fields["usage"].label = "L’usage"
        known = Affiliation.objects.visible_to(member).filter(ended_on=None)
        kinds = (Organisation.Kind.ASSOCIATION, Organisation.Kind.ESS)
        choices = Organisation.objects.filter(pk__in=known.values("organisation"), kind__in=kinds)
        self.fields["association"].queryset = choices
        if member.organisation.kind in kinds:
            self.fields["association"].initial = member.organisation_id
        self.categories = list(Category.objects.filter(family=Category.Family.DEVICE))
        for category in self.categories:
            self.fields[f"count_{category.pk}"] = forms.IntegerField(
                label=category.plural,
                required=False,
                min_value=0,
                max_value=actions.MOST_ITEMS,
                widget=Quantity({"max": actions.MOST_ITEMS, "value": 0}),
                error_messages={"max_value": f"Au plus {actions.MOST_ITEMS} par demande : faites-en plusieurs."},
            )

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[f"count_{category.pk}"] for category in self.categories]

    @property
    def wanted(self) -> list[Category]:
        said = self.cleaned_data
        return [one for one in self.categories for _ in range(said.get(f"count_{one.pk}") or 0)]

    def chosen(self) -> list[str]:
        values = {category.pk: self[f"count_{category.pk}"].value() for category in self.categories}
        return [slug for slug, value in values.items() if str(value or "0") != "0"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(f"count_{category.pk}") for category in self.categories) and not self.errors:
            self.add_error(f"count_{self.categories[0].pk}", "Demandez au moins un équipement.")
        return said

    def send(self, *, by: Member) -> Need:
        """Ask for the association."""
        said = self.cleaned_data
        commune = said["commune"].code if said["commune"] else ""
        return actions.ask(by=by, association=said["association"], commune_code=commune, **self.common())
