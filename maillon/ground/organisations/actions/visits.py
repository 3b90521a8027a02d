"""Count who comes, without following anyone."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.ground.organisations.models import Member, SignIn, Visits


@transaction.atomic
def note_sign_in(member: Member, *, by: Actor) -> None:
    """One more sign-in to the network today; the account came this year, and maybe for the first time ever."""
    today = timezone.localdate()
    day, _ = Visits.objects.get_or_create(network=member.network, on=today)
    Visits.objects.filter(pk=day.pk).update(count=F("count") + 1)
    known = SignIn.objects.filter(network=member.network, user=member.user)
    if not known.filter(year=today.year).exists():
        SignIn.objects.get_or_create(
            network=member.network,
            user=member.user,
            year=today.year,
            defaults={"first_on": today, "is_first": not known.exists()},
        )
