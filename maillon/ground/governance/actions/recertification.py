"""Ask each organisation of a network who still acts for it, remind, take its answer, end what nobody confirmed."""

import datetime
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.ground.governance import policy, queries
from maillon.ground.governance.models import Recertification, RecertificationAnswer
from maillon.ground.governance.queries import recertification as reading
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Affiliation, Member, Network, Role


@transaction.atomic
def open_recertification(network_id: uuid.UUID, *, by: Actor, on: datetime.date | None = None) -> Recertification:
    """Ask every organisation of the network that has someone to read again who acts for it; each manager is told.

    The delay, and what silence does, are the rules of that day. One that runs already is returned as it is.
    """
    network = Network.objects.select_related("head").locked().get(pk=network_id)
    if isinstance(by, Member):
        require(policy.may_run_recertification(by, network))
    if running := Recertification.objects.running().filter(network=network).first():
        return running
    on = on or timezone.localdate()
    made = Recertification.objects.create(
        network=network,
        opened_on=on,
        due_on=on + datetime.timedelta(days=network.recertify_days),
        closes=network.recertify_closes,
    )
    acting = Member.objects.active().filter(network=network).values("organisation")
    present = Affiliation.objects.filter(network=network, organisation__in=acting).present()
    answers = [
        RecertificationAnswer(recertification=made, organisation=one.organisation)
        for one in present.select_related("organisation").order_by("organisation__name")
    ]
    RecertificationAnswer.objects.bulk_create(answers)
    journal.record("governance.open_recertification", made, by=by, asked=len(answers), due_on=made.due_on.isoformat())
    _tell_managers(answers, "Qui agit encore pour {organisation} ?", _asking(made), by=by)
    return made


def _asking(made: Recertification) -> str:
    silence = (
        "Sans réponse à cette date, les accès qui ne sont pas confirmés se ferment."
        if made.closes
        else "Sans réponse, l’animation du réseau reviendra vers vous."
    )
    return (
        f"{made.network} vous demande de relire la liste des personnes qui agissent pour {{organisation}}, avant le "
        f"{moments.day(made.due_on)}. C’est une page et une minute : gardez celles qui sont toujours là, mettez fin à "
        f"l’accès des autres. {silence}"
    )


def _tell_managers(answers: Iterable[RecertificationAnswer], subject: str, text: str, *, by: Actor) -> int:
    """Write to each person who manages one of these organisations; returns how many letters."""
    asked = {answer.organisation_id: answer for answer in answers}
    network = next((answer.recertification.network for answer in asked.values()), None)
    if network is None:
        return 0
    managing = Member.objects.active().filter(network=network, organisation__in=asked).having(Role.MANAGER)
    for manager in managing.select_related("user"):
        answer = asked[manager.organisation_id]
        url = settings.BASE_URL + reverse("governance:recertify", args=[answer.pk])
        name = str(answer.organisation)
        messages.write(
            manager.user.email,
            subject.replace("{organisation}", name),
            f"Bonjour {manager.user.first_name},\n\n{text.replace('{organisation}', name)}\n\n{url}\n\nMaillon",
            by=by,
            network=network.pk,
        )
    return len(managing)


def _lock(answer_id: uuid.UUID) -> RecertificationAnswer:
    rows = RecertificationAnswer.objects.select_related("recertification__network", "organisation")
    return rows.locked().get(pk=answer_id)


@transaction.atomic
def remind_recertification(answer_id: uuid.UUID, *, by: Actor) -> RecertificationAnswer:
    """Write again to those who manage an organisation that has not answered."""
    answer = _lock(answer_id)
    made = answer.recertification
    if isinstance(by, Member):
        require(policy.may_run_recertification(by, made.network))
    if answer.answered_on:
        raise Refused(f"{answer.organisation} a répondu le {moments.day(answer.answered_on)}.")
    written = _tell_managers([answer], "Rappel : qui agit encore pour {organisation} ?", _asking(made), by=by)
    if not written and isinstance(by, Member):
        raise Refused(f"Personne ne gère {answer.organisation} : confirmez à sa place, ou nommez un gestionnaire.")
    answer.reminders = max(answer.reminders + 1, reading.passed(made, timezone.localdate()))
    answer.save(update_fields=["reminders"])
    journal.record("governance.remind_recertification", answer, by=by, network=made.network_id, letters=written)
    return answer


@transaction.atomic
def answer_recertification(
    answer_id: uuid.UUID, *, kept: Iterable[uuid.UUID], ended: Iterable[uuid.UUID], by: Member
) -> RecertificationAnswer:
    """Say who still acts for the organisation and who no more; whoever answers is still there.

    Everyone who acts for it is in one list or the other. Answering again corrects: who was ended is invited anew.
    """
    answer = _lock(answer_id)
    require(policy.may_answer_recertification(by, answer))
    people = {member.pk: member for member in reading.asked_about(answer)}
    staying, going = set(kept), set(ended)
    if set(people) - {by.pk} - staying - going:
        raise Refused("La liste a changé entre-temps, ou il manque une réponse : relisez chaque personne.")
    if staying & going or by.pk in going:
        raise Refused("Dites une seule chose de chaque personne ; pour votre propre départ, passez par la structure.")
    for key in [key for key in people if key in going]:
        organisations.leave(key, by=by)
    today = timezone.localdate()
    confirmed = [key for key in people if key not in going]
    Member.objects.filter(pk__in=confirmed).update(confirmed_on=today)
    answer.answered_on, answer.member = today, by
    answer.kept, answer.ended = len(confirmed), answer.ended + len(people) - len(confirmed)
    answer.save(update_fields=["answered_on", "member", "kept", "ended"])
    journal.record(
        "governance.answer_recertification",
        answer,
        by=by,
        network=answer.recertification.network_id,
        kept=answer.kept,
        ended=answer.ended,
    )
    return answer


@transaction.atomic
def close_recertification(recertification_id: uuid.UUID, *, by: Actor) -> Recertification:
    """End its delay: who runs the network is told who did not answer; where its rules say so, their accesses end.

    Those who run the network keep theirs: someone must be there to open the door again.
    """
    made = Recertification.objects.select_related("network").locked().get(pk=recertification_id)
    if made.closed_on:
        return made
    silent = list(made.answers.filter(answered_on=None).select_related("organisation", "recertification__network"))
    lost = list(reading.unconfirmed(made)) if made.closes else []
    for member in lost:
        organisations.leave(member.pk, by=by)
        messages.write(
            member.user.email,
            f"Votre accès à {made.network.short_name} est fermé",
            f"Bonjour {member.user.first_name},\n\nPersonne n’a confirmé que vous agissez encore pour "
            f"{member.organisation} dans {made.network} : votre accès est fermé. Ce que vous avez fait reste.\n\n"
            f"C’est une erreur ? Demandez à {made.network.head} de vous inviter de nouveau.\n\n{made.network}",
            by=by,
            network=made.network_id,
        )
    made.closed_on = timezone.localdate()
    made.save(update_fields=["closed_on"])
    journal.record("governance.close_recertification", made, by=by, silent=len(silent), ended=len(lost))
    _tell_coordinators(made, silent, len(lost), by=by)
    return made


def _tell_coordinators(made: Recertification, silent: list[RecertificationAnswer], lost: int, *, by: Actor) -> None:
    names = "\n".join(f"- {answer.organisation}" for answer in silent) or "Toutes les structures ont répondu."
    ended = f"\n\n{lost} accès sont fermés, comme le veulent les règles du réseau." if lost else ""
    url = settings.BASE_URL + reverse("governance:recertification")
    for member in queries.coordinators(made.network):
        messages.write(
            member.user.email,
            f"La confirmation des accès de {made.network.short_name} est finie",
            f"Bonjour {member.user.first_name},\n\nN’ont pas répondu avant le {moments.day(made.due_on)} :\n\n{names}"
            f"{ended}\n\nLa suite est ici :\n\n{url}\n\nMaillon",
            by=by,
            network=made.network_id,
        )
