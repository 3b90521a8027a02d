"""The letter of the week: what waits for each person, in her role."""

from django.conf import settings
from django.urls import reverse

from maillon.common import moments
from maillon.desk.queries.task import Task
from maillon.desk.queries.work import tasks
from maillon.ground.organisations.models import Member

MOST = 12


def digest(member: Member) -> tuple[str, str] | None:
    """(subject, text) of her letter; None when nothing waits for her. Nothing of it names a helped person."""
    waiting = tasks(member)
    if not waiting:
        return None
    count = len(waiting)
    subject = (
        f"{member.network.short_name} : {'une chose vous attend' if count == 1 else f'{count} choses vous attendent'}"
    )
    shown = "\n\n".join(_line(task) for task in waiting[:MOST])
    more = f"\n\n… et {count - MOST} autres" if count > MOST else ""
    body = (
        f"Bonjour {member.user.first_name},\n\nVoici ce qui vous attend dans {member.network.name}, pour "
        f"{member.organisation} ({member.roles_label}), le plus pressé d’abord :\n\n{shown}{more}\n\n"
        f"Tout est sur votre page « À faire » :\n{settings.BASE_URL}{reverse('desk:home')}\n\n{member.network.name}"
    )
    return subject, body


def _line(task: Task) -> str:
    since = f", depuis le {moments.day(task.since)}" if task.since else ""
    late = " (en retard)" if task.level == "late" else ""
    return f"- {task.title}{since}{late}\n  {settings.BASE_URL}{task.url}"
