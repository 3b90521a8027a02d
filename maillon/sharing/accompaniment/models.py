import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillon.common import geography
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation
from maillon.sharing.people.models import Person


class ProgrammeQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)


class Programme(Record):
    """A parcours: a named series of sessions with an aim, run by an organisation."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="programmes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes", verbose_name="porté par")
    name = models.CharField("nom", max_length=120)
    aim = models.CharField("but", max_length=200, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "name"], name="accompaniment_programme_name")]
        ordering = ["name"]
        verbose_name = "parcours"

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(network=member.network_id)


class Session(Record):
    """One meeting at a place and time: workshop, hand-over, sensitisation of professionals, training, immersion."""

    class Kind(models.TextChoices):
        HANDOVER = "handover", "Prise en main"
        WORKSHOP = "workshop", "Atelier"
        INDIVIDUAL = "individual", "Accompagnement individuel"
        SENSITISATION = "sensitisation", "Sensibilisation de professionnels"
        TRAINING = "training", "Formation"
        IMMERSION = "immersion", "Immersion"

    network = models.ForeignKey(Network, models.PROTECT, related_name="sessions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sessions", verbose_name="tenue par")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="sessions")
    kind = models.CharField("genre", max_length=14, choices=Kind)
    title = models.CharField("titre", max_length=120)
    place = models.CharField("lieu", max_length=160)
    commune_code = models.CharField("commune", max_length=5)
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée (minutes)")
    seats = models.PositiveSmallIntegerField("places")
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__gt=0, minutes__gt=0), name="accompaniment_session_size")
        ]
        indexes = [models.Index(fields=["network", "starts_at"], name="accompaniment_session_when")]
        ordering = ["starts_at"]
        verbose_name = "séance"

    def __str__(self) -> str:
        return f"{self.title}, {self.place}"

    @property
    def commune(self) -> geography.Commune:
        return geography.commune(self.commune_code)

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def begun(self) -> bool:
        """Whether its day has come: attendance can be noted."""
        return timezone.localdate(self.starts_at) <= timezone.localdate()


class EnrolmentQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """The organisation that accompanies the person, and the one that holds the session."""
        return self.filter(
            Q(person__organisation=member.organisation_id)
            | Q(organisation=member.organisation_id)
            | Q(session__organisation=member.organisation_id),
            session__network=member.network_id,
        )

    def current(self):
        return self.exclude(state=Enrolment.State.CANCELLED)


class Enrolment(Record):
    """A seat kept at a session: for a helped person, or for someone of an organisation."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", "Inscrite"
        ATTENDED = "attended", "Venue"
        ABSENT = "absent", "Absente"
        CANCELLED = "cancelled", "Annulée"

    session = models.ForeignKey(Session, models.PROTECT, related_name="enrolments", verbose_name="séance")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="enrolments")
    state = models.CharField("état", max_length=10, choices=State, default=State.ENROLLED)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(person__isnull=False) & ~Q(state="cancelled"),
                name="accompaniment_enrolment_once",
                violation_error_message="Cette personne est déjà inscrite à cette séance.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False),
                name="accompaniment_enrolment_whom",
            ),
        ]
        verbose_name = "inscription"

    def __str__(self) -> str:
        return f"{self.session} : {self.get_state_display().lower()}"
