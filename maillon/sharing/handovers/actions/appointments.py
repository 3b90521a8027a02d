"""Fix an appointment, with the accompaniment that goes with it; call it off."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common import geography, moments
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Organisation
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.accompaniment.models import Enrolment, Session
from maillon.sharing.handovers import policy, tasks
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.handovers.queries import missing_accompaniment
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need
from maillon.sharing.people import policy as people
from maillon.sharing.people.queries import betrays


@transaction.atomic
def plan(
    need_id: uuid.UUID,
    *,
    distributor: Organisation,
    planned_at: datetime.datetime,
    place: str,
    commune_code: str,
    by: Member,
    session: Session | None = None,
    enrolment: Enrolment | None = None,
    waiver: str = "",
    replaces: uuid.UUID | None = None,
    id: uuid.UUID | None = None,
) -> HandOver:
    """Fix the appointment of a request whose equipment is reserved, with its accompaniment or the reason to do without.

    `session`: where a seat is kept for the person (or association) at the same time; `enrolment`: the seat that she
    already has. `replaces`: the appointment that this one moves; without it, an appointment made meanwhile is kept.
    """
    if handover := repeated(HandOver, id):
        return handover
    need = Need.objects.select_related("network", "person", "referent__user").locked().get(pk=need_id)
    require(policy.may_plan(by, need))
    if planned_at < timezone.now():
        raise Refused("Ce rendez-vous est déjà passé : choisissez une date à venir.", field="planned_at")
    try:
        geography.commune(commune_code)
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error
    if not distributor.affiliations.filter(network=need.network_id, ended_on=None).exists():
        raise Refused("Cette organisation n’est pas de ce réseau.", field="distributor")
    _check_words(need, by, waiver=waiver, place=place)
    _make_way(need, replaces)
    needs.appoint(need.pk, by=by)
    if session is not None:
        enrolment = accompaniment.enrol(session.pk, by=by, person=need.person, organisation=need.association)
    if missing := missing_accompaniment(need, enrolment, waiver):
        raise Refused(missing, field="session")
    handover = HandOver.objects.create(
        **({"id": id} if id else {}),
        network=need.network,
        need=need,
        distributor=distributor,
        planned_at=planned_at,
        place=place[:160],
        commune_code=commune_code,
        enrolment=enrolment,
        waiver=waiver.strip()[:200],
    )
    journal.record("handovers.plan", handover, by=by, need=need.reference, waiver=bool(handover.waiver))
    told = f"{moments.full_day(planned_at)} à {moments.hour(planned_at)}"
    text = (
        f"Le rendez-vous de la demande {need.reference} est fixé : {told}, chez {distributor.name}.\n\n"
        "Prévenez la personne. La carte à lui donner, et ce qu’elle apporte :"
    )
    tasks.tell(handover, f"rendez-vous le {told}", text, by=by)
    return handover


def _check_words(need: Need, by: Member, **texts: str) -> None:
    """Refuse a free text that names the person, when its author may know her name."""
    if need.person is None or not people.may_identify(by, need.person):
        return
    for field, text in texts.items():
        if betrays(need.person, text):
            raise Refused("Ce texte sera lu par d’autres : enlevez-en le nom de la personne.", field=field)


def _make_way(need: Need, replaces: uuid.UUID | None) -> None:
    """Cancel the appointment that this one moves; refuse to overwrite one that its author has not seen."""
    current = HandOver.objects.locked().filter(need=need, state=HandOver.State.PLANNED).first()
    if current is None:
        return
    if current.pk != replaces:
        raise Refused(
            f"Un rendez-vous vient d’être pris pour cette demande : {moments.moment(current.planned_at)}, "
            f"{current.place}. Rechargez la page pour le déplacer."
        )
    current.state = HandOver.State.CANCELLED
    current.save(update_fields=["state"])


@transaction.atomic
def call_off(handover_id: uuid.UUID, *, by: Member) -> HandOver:
    """Cancel the appointment: the equipment stays reserved, the seat at the session too, and another can be made."""
    need_id = HandOver.objects.get(pk=handover_id).need_id
    need = Need.objects.locked().get(pk=need_id)
    handover = HandOver.objects.select_related("network", "need", "need__referent__user").locked().get(pk=handover_id)
    require(policy.may_plan(by, need))
    if handover.state == HandOver.State.CANCELLED:
        return handover
    if handover.state != HandOver.State.PLANNED:
        raise Refused("La remise est faite : elle ne s’annule plus. Notez le retour de l’appareil s’il revient.")
    handover.state = HandOver.State.CANCELLED
    handover.save(update_fields=["state"])
    needs.call_off(need.pk, by=by)
    journal.record("handovers.call_off", handover, by=by, need=need.reference)
    text = (
        f"Le rendez-vous de la demande {need.reference} est annulé. Le matériel reste réservé.\n\n"
        "Prévenez la personne, et prenez-en un autre :"
    )
    tasks.tell(handover, "rendez-vous annulé", text, by=by)
    return handover
