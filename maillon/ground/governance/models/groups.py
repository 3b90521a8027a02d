import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from maillon.common import moments
from maillon.common.models import Record, RecordQuerySet
from maillon.ground.organisations.models import Member, Network, Organisation


class GroupQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        """Every member of the network knows its groups."""
        return self.filter(network=member.network_id)

    def open(self):
        return self.filter(closed_on__isnull=True)


class Mode(models.TextChoices):
    """How a group decides."""

    CONSENT = "consent", "Par consentement : adoptée si personne n’objecte"
    VOTE = "vote", "Par vote : adoptée si les pour l’emportent"


class Group(Record):
    """A working group of a network: people who meet, talk, decide. How it decides, and who has a voice, is its own choice."""

    class Voices(models.TextChoices):
        PERSON = "person", "Une voix par personne"
        ORGANISATION = "organisation", "Une voix par structure"

    network = models.ForeignKey(Network, models.CASCADE, related_name="groups")
    name = models.CharField("nom", max_length=100)
    purpose = models.TextField("à quoi il sert", max_length=1000)
    rhythm = models.CharField("rythme", max_length=80, blank=True)
    mode = models.CharField("manière de décider", max_length=8, choices=Mode, default=Mode.CONSENT)
    voices = models.CharField("voix", max_length=14, choices=Voices, default=Voices.ORGANISATION)
    closed_on = models.DateField("fermé le", null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="governance_group_name",
                violation_error_message="Un groupe du réseau porte déjà ce nom.",
            )
        ]
        ordering = ["name"]
        verbose_name = "groupe de travail"

    def __str__(self) -> str:
        return self.name


class Seat(Record):
    """Someone takes part in a group, or leads it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, models.CASCADE, related_name="seats")
    leads = models.BooleanField("anime le groupe", default=False)
    since = models.DateField("depuis le", default=timezone.localdate)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "member"], name="governance_seat_once")]
        verbose_name = "place dans un groupe"

    def __str__(self) -> str:
        return f"{self.member.full_name}, {self.group}"


class MeetingQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(group__network=member.network_id)

    def to_come(self):
        """Those that are neither over nor cancelled, the next first."""
        return self.filter(cancelled=False, starts_at__gte=timezone.now()).order_by("starts_at", "pk")


class Meeting(Record):
    """A meeting of a group: when, where, about what; and afterwards what was said."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField("commence")
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=90)
    place = models.CharField("lieu", max_length=200)
    agenda = models.TextField("ordre du jour", max_length=4000, blank=True)
    report = models.TextField("compte rendu", max_length=20_000, blank=True)
    cancelled = models.BooleanField("annulée", default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "starts_at"],
                name="governance_meeting_once",
                violation_error_message="Le groupe se réunit déjà à cette heure.",
            )
        ]
        ordering = ["starts_at"]
        verbose_name = "réunion"

    def __str__(self) -> str:
        return f"{self.group}, {moments.day(self.starts_at)}"

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def is_past(self) -> bool:
        return self.starts_at < timezone.now()


class DecisionQuerySet(RecordQuerySet):
    def visible_to(self, member: Member):
        return self.filter(group__network=member.network_id)


class Decision(Record):
    """Something put to a group, until a day; then adopted or not, by the voices that were heard."""

    class State(models.TextChoices):
        OPEN = "open", "En cours"
        ADOPTED = "adopted", "Adoptée"
        REJECTED = "rejected", "Non adoptée"
        WITHDRAWN = "withdrawn", "Retirée"

    LOOK = {"open": "run", "adopted": "ok", "rejected": "stop", "withdrawn": "end"}

    group = models.ForeignKey(Group, models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions")
    title = models.CharField("proposition", max_length=150)
    text = models.TextField("texte", max_length=4000, blank=True)
    mode = models.CharField("manière de décider", max_length=8, choices=Mode)
    voices = models.CharField("voix", max_length=14, choices=Group.Voices)
    closes_on = models.DateField("jusqu’au")
    state = models.CharField("état", max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField("close le", null=True)
    author = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name="proposée par")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True) | ~Q(state="open") & Q(settled_on__isnull=False),
                name="governance_decision_settled",
            )
        ]
        ordering = [F("settled_on").desc(nulls_first=True), "-closes_on", "-id"]
        verbose_name = "décision"

    def __str__(self) -> str:
        return self.title

    @property
    def look(self) -> str:
        """The look of its badge."""
        return self.LOOK[self.state]

    @property
    def is_open(self) -> bool:
        """Whether voices are still heard."""
        return self.state == self.State.OPEN and timezone.localdate() <= self.closes_on


class Voice(Record):
    """What one member of the group says of a decision, for herself or for her organisation; it can change until the end."""

    class Choice(models.TextChoices):
        FOR = "for", "Pour"
        AGAINST = "against", "Contre, ou objection"
        ABSTAIN = "abstain", "Sans avis"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="heard")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    choice = models.CharField("avis", max_length=8, choices=Choice)
    reason = models.CharField("raison", max_length=500, blank=True)
    said_at = models.DateTimeField("dit le", default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "member"], name="governance_voice_once")]
        ordering = ["said_at"]
        verbose_name = "avis"

    def __str__(self) -> str:
        return f"{self.member.full_name} : {self.get_choice_display()}"
