"""What waits in the workshop: lots to sort, devices to erase, test, check and read again."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from maillon.desk.queries.task import SHOWN, Task, late, plural
from maillon.ground.organisations.models import Member
from maillon.matter.corrections.queries import pressing
from maillon.matter.devices.models import Device, State
from maillon.matter.erasure.queries import waiting_rechecks
from maillon.matter.lots.models import Lot
from maillon.matter.refurbishing.models import Acquisition, Assignment, Review


def open_lots(member: Member) -> Iterator[Task]:
    """Lots whose sorting lasts: at her organisation, or anywhere in the network for the coordinator."""
    lots = Lot.objects.filter(network=member.network_id).exclude(state=Lot.State.CLOSED).select_related("donor")
    if not member.coordinates:
        lots = lots.filter(holder=member.organisation_id)
    for lot in lots.annotate(made=Count("devices")).order_by("received_on")[:SHOWN]:
        fresh = not lot.made
        yield Task(
            f"{'Étiqueter' if fresh else 'Finir'} le lot {lot.reference}",
            f"Don de {lot.donor.name}{', à contrôler avec sa liste ou ses scellés' if lot.to_check else ''}",
            reverse("lots:detail", args=[lot.pk]),
            "Étiqueter" if fresh else "Continuer",
            lot.received_on,
            "late" if (timezone.localdate() - lot.received_on).days > 30 else "",
            3 if fresh else 5,
        )


BENCH_WORDS = {
    State.RECEIVED: ("à trier", "Trier"),
    State.SORTED: ("à préparer", "Préparer"),
    State.TO_ERASE: ("à effacer", "Effacer"),
    State.ERASED: ("à tester", "Tester"),
    State.IN_REPAIR: ("à l’établi", "Finir"),
    State.RETURNED: ("revenus à reprendre", "Reprendre"),
}


def stages(member: Member) -> Iterator[Task]:
    """Devices of her workshop, by what they wait for."""
    rows = (
        Device.objects.filter(network=member.network_id, holder=member.organisation_id, state__in=BENCH_WORDS)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"), oldest=Min("state_since"))
    )
    for row in rows:
        words, label = BENCH_WORDS[State(row["state"])]
        yield Task(
            f"{plural(row['count'], 'appareil', 'appareils')} {words}",
            "Du plus ancien au plus récent",
            f"{reverse('devices:list')}?etat={row['state']}&tri=anciens",
            label,
            row["oldest"],
            "",
            2 if row["state"] == State.TO_ERASE else 4,
        )


def in_hand(member: Member) -> Iterator[Task]:
    """What she has in hand, each by its label, the oldest first."""
    held = Assignment.objects.filter(member=member, ended_at=None).select_related("device__category")
    for one in held.order_by("created_at")[:SHOWN]:
        yield Task(
            f"{one.device.title}, {one.device.label}",
            f"À vous · {one.device.get_state_display().lower()}",
            reverse("devices:detail", args=[one.device_id]),
            "Continuer",
            one.created_at,
            late(one.created_at, 14),
            1,
        )


def claims(member: Member) -> Iterator[Task]:
    """What people of her workshop say that they have learnt, and that she has not validated yet; one task a person."""
    said = Acquisition.objects.filter(
        member__network=member.network_id, member__organisation=member.organisation_id, validated_on=None
    )
    said = said.exclude(member__user=member.user_id).select_related("member__user", "skill").order_by("created_at")
    waiting: dict[Member, list[Acquisition]] = {}
    for one in said[:100]:
        waiting.setdefault(one.member, []).append(one)
    for person, skills in list(waiting.items())[:SHOWN]:
        yield Task(
            f"{len(skills)} savoir-faire à valider : {person.full_name}",
            " · ".join(one.skill.name for one in skills[:3]),
            reverse("refurbishing:person", args=[person.pk]),
            "Regarder",
            skills[0].created_at,
            late(skills[0].created_at, 30),
            6,
        )


def to_review(member: Member) -> Iterator[Task]:
    """Devices found good by someone else of her workshop, which the network asks her to check."""
    waiting = Review.objects.waiting().filter(
        examination__device__network=member.network_id, examination__device__holder=member.organisation_id
    )
    others = waiting.exclude(examination__examiner__user=member.user_id)
    found = others.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if found["count"]:
        yield Task(
            f"{plural(found['count'], 'appareil', 'appareils')} à contrôler",
            "Testés bons par quelqu’un d’autre : un second regard, et ils sont prêts.",
            f"{reverse('refurbishing:workshop')}?voir=controle",
            "Contrôler",
            found["oldest"],
            late(found["oldest"], 7),
            2,
        )


def rechecks(member: Member) -> Iterator[Task]:
    """Erasures drawn by lot, that she may read as the second person."""
    waiting = waiting_rechecks(member).order_by().aggregate(count=Count("pk"), oldest=Min("created_at"))
    if waiting["count"]:
        yield Task(
            f"{plural(waiting['count'], 'effacement', 'effacements')} à relire",
            "Tirés au sort : une seconde personne vérifie qu’il ne reste rien",
            reverse("erasure:rechecks"),
            "Relire",
            waiting["oldest"],
            late(waiting["oldest"], 7),
            2,
        )


def anomalies(member: Member) -> Iterator[Task]:
    """What contradicts itself in the lots and the stock, for those who may put it right."""
    if count := pressing(member):
        yield Task(
            plural(count, "anomalie à regarder", "anomalies à regarder"),
            "Machines en double, lots qui pèsent moins que leurs appareils",
            reverse("corrections:list"),
            "Regarder",
            None,
            "",
            6,
            count,
            "à voir",
        )
