from django.db import models

from maillon.common import geography, phones, siret
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Role


class AccessRequestQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Those who run the network see what was confirmed; nobody else sees who asks."""
        if not member.has(Role.COORDINATOR, Role.ADMINISTRATOR):
            return self.none()
        return self.filter(network=member.network_id).exclude(state=AccessRequest.State.UNCONFIRMED)

    def waiting(self):
        """Those that wait for the network's answer."""
        return self.filter(state__in=(AccessRequest.State.CONFIRMED, AccessRequest.State.ANSWERED))

    def open(self):
        """Those that are confirmed and not decided."""
        return self.filter(state__in=AccessRequest.OPEN)


class AccessRequest(Record):
    """Someone asks to act in a network for an organisation, which may be new to it.

    Nobody in the network sees it before its author has proved the e-mail address, and chosen a password. The password is
    kept as its hash, until the decision: there is no account before.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Adresse à confirmer"
        CONFIRMED = "confirmed", "À étudier"
        QUESTION = "question", "Précision demandée"
        ANSWERED = "answered", "Précision donnée"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    OPEN = (State.CONFIRMED, State.QUESTION, State.ANSWERED)
    LOOK = {
        "unconfirmed": "soon",
        "confirmed": "wait",
        "question": "soon",
        "answered": "wait",
        "accepted": "ok",
        "refused": "stop",
        "withdrawn": "end",
    }

    class Wish(models.TextChoices):
        """What the person would do here; each is a part of her organisation, and a role of hers."""

        PRESCRIBER = "accompagnant", "Accompagnant"
        REFURBISHER = "reconditionneur", "Reconditionneur"
        MEDIATOR = "partenaire", "Partenaire numérique"
        DONOR = "donateur", "Donateur"

    ROLES = {
        Wish.PRESCRIBER: Role.PRESCRIBER,
        Wish.REFURBISHER: Role.TECHNICIAN,
        Wish.MEDIATOR: Role.MEDIATOR,
        Wish.DONOR: Role.DONOR,
    }

    network = models.ForeignKey(Network, models.CASCADE, related_name="access_requests")
    state = models.CharField("état", max_length=12, choices=State, default=State.UNCONFIRMED)
    state_since = models.DateTimeField("depuis")
    wishes = models.JSONField("rôles souhaités", default=list, help_text="valeurs de Wish")
    organisation_name = models.CharField("nom de la structure", max_length=150)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    kind = models.CharField("nature", max_length=12, choices=Organisation.Kind)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune_code = models.CharField("commune", max_length=5)
    last_name = models.CharField("nom", max_length=80)
    first_name = models.CharField("prénom", max_length=80)
    function = models.CharField("fonction", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail")
    message = models.TextField("message", max_length=2000, blank=True)
    password = models.CharField("empreinte du mot de passe", max_length=128, blank=True)
    sender = models.CharField("connexion du jour", max_length=32, blank=True)
    exchange = models.TextField("question ou raison", max_length=2000, blank=True)
    answer = models.TextField("réponse", max_length=2000, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name="membre")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["network", "state", "state_since"], name="governance_access_queue"),
            models.Index(fields=["sender", "created_at"], name="governance_access_sender"),
        ]
        ordering = ["-created_at"]
        verbose_name = "demande d’accès"

    def __str__(self) -> str:
        return f"{self.full_name}, {self.organisation_name}"

    @property
    def look(self) -> str:
        """The look of its badge."""
        return self.LOOK[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)

    @property
    def siret_told(self) -> str:
        """« 732 829 320 00074 »."""
        return siret.display(self.siret) if self.siret else ""

    @property
    def phone_told(self) -> str:
        """« 02 61 91 55 22 »."""
        return phones.display(self.phone) if self.phone else ""

    @property
    def wishes_label(self) -> str:
        return ", ".join(str(self.Wish(wish).label).lower() for wish in self.wishes)

    @property
    def parts(self) -> list[str]:
        """The parts that its organisation would play."""
        return [OrganisationRole(wish).value for wish in self.wishes]

    @property
    def roles(self) -> list[str]:
        """The roles that she would hold."""
        return [self.ROLES[self.Wish(wish)].value for wish in self.wishes]
