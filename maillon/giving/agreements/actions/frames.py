"""Bind a donor over several years, join the signed paper, give under it, remind of its end, end it."""

import datetime
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.giving.agreements import policy, queries
from maillon.giving.agreements.models import Frame, Reminder
from maillon.ground.documents import actions as documents
from maillon.ground.documents.models import Document
from maillon.ground.files import actions as files
from maillon.ground.files.formats import PAPERS
from maillon.ground.files.models import File
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole, Role
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor
from maillon.matter.lots.queries import regimes_for

PAPER = "frame_paper"
LONGEST_YEARS = 10
PARTIES = (OrganisationRole.HEAD, OrganisationRole.COLLECTOR, OrganisationRole.REFURBISHER)
Paper = tuple[bytes, str]


@transaction.atomic
def bind(
    organisation: Organisation,
    *,
    beneficiary: Organisation,
    regime: str,
    scope: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    signed_on: datetime.date,
    signatory: str,
    by: Member,
    notice_days: int = 90,
    written: bool = True,
    paper: Paper | None = None,
    renews: uuid.UUID | None = None,
    id: uuid.UUID | None = None,
) -> Frame:
    """Record that an organisation gives to the network's head or to a member, over several years.

    `written`: the agreement is made here, numbered, from the network's text; else its signed `paper` is joined.
    """
    network = by.network
    require(policy.may_bind(by, beneficiary))
    if made := repeated(Frame, id):
        return made
    _check_parties(organisation, beneficiary, by)
    donor = lots.enter_donor(
        network,
        name=organisation.name,
        kind=queries.usual_kind(organisation),
        organisation=organisation,
        email=organisation.email,
        phone=organisation.phone,
        commune_code=organisation.commune_code,
        by=by,
    )
    Donor.objects.locked().get(pk=donor.pk)
    if regime not in regimes_for(donor.kind):
        raise Refused("Ce régime ne va pas avec ce donateur : choisissez-en un de la liste.", field="regime")
    _check_dates(starts_on, ends_on, signed_on)
    for name, value in (("scope", scope), ("signatory", signatory)):
        if not value.strip():
            raise Refused("Remplissez ce champ.", field=name)
    if not written and paper is None:
        raise Refused("Joignez la convention signée, ou faites-la établir ici.", field="paper")
    former = _renewed(renews, donor, beneficiary, by)
    _check_free(donor, beneficiary, regime, starts_on, ends_on)
    frame = Frame(
        **({"id": id} if id else {}),
        network=network,
        donor=donor,
        beneficiary=beneficiary,
        regime=regime,
        scope=scope.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        notice_days=notice_days,
        signed_on=signed_on,
        signatory=signatory.strip(),
        renews=former,
    )
    if written:
        frame.document = documents.issue(
            Document.Kind.FRAME,
            network=network,
            issuer=beneficiary,
            recipient=organisation,
            about=frame.pk,
            facts=queries.facts_of(frame),
            on=timezone.localdate(),
            by=by,
        )
    frame.save(force_insert=True)
    if paper is not None:
        _keep(frame, paper, by=by)
    journal.record("agreements.bind", frame, by=by, ends_on=ends_on.isoformat(), regime=regime)
    if former is not None:
        journal.record("agreements.renew", former, by=by, renewed_by=str(frame.pk))
    return frame


def _check_parties(organisation: Organisation, beneficiary: Organisation, by: Member) -> None:
    present = by.network.affiliations.present()
    takes = present.filter(organisation=beneficiary).first()
    if takes is None or not set(takes.roles) & set(PARTIES):
        raise Refused("Choisissez la tête du réseau, ou un membre qui collecte ou reconditionne.", field="beneficiary")
    if organisation.pk == beneficiary.pk:
        raise Refused("Le donateur et le bénéficiaire sont deux organisations.", field="organisation")
    if not queries.organisations(by.network).filter(pk=organisation.pk).exists():
        raise Refused("Faites d’abord entrer ce donateur dans le réseau.", field="organisation")


def _check_dates(starts_on: datetime.date, ends_on: datetime.date, signed_on: datetime.date) -> None:
    if ends_on <= starts_on:
        raise Refused("La fin vient après le début.", field="ends_on")
    if (ends_on - starts_on).days > 366 * LONGEST_YEARS:
        raise Refused(f"Une convention-cadre dure {LONGEST_YEARS} ans au plus.", field="ends_on")
    if signed_on > timezone.localdate():
        raise Refused("La signature ne peut pas être à venir.", field="signed_on")


def _renewed(pk: uuid.UUID | None, donor: Donor, beneficiary: Organisation, by: Member) -> Frame | None:
    """The agreement that this one renews, locked."""
    if pk is None:
        return None
    former = Frame.objects.visible_to(by).locked().get(pk=pk)
    if former.donor_id != donor.pk or former.beneficiary_id != beneficiary.pk:
        raise Refused("Un renouvellement a les mêmes parties.", field="organisation")
    if Frame.objects.filter(renews=former).exists():
        raise Refused("Cette convention a déjà été renouvelée.")
    return former


def _check_free(
    donor: Donor, beneficiary: Organisation, regime: str, starts_on: datetime.date, ends_on: datetime.date
) -> None:
    others = Frame.objects.filter(donor=donor, beneficiary=beneficiary, regime=regime, starts_on__lte=ends_on)
    still = others.filter(Q(ended_on=None) | Q(ended_on__gt=starts_on), ends_on__gte=starts_on)
    if other := still.first():
        raise Refused(
            f"{other} court déjà jusqu’au {moments.day(other.ends_on)} : commencez après, ou mettez-y fin d’abord.",
            field="starts_on",
        )


def _keep(frame: Frame, paper: Paper, *, by: Member) -> File:
    content, name = paper
    return files.keep(content, name=name, owner=frame, accept=PAPERS, purpose=PAPER, field="paper", by=by)


@transaction.atomic
def join_paper(frame_id: uuid.UUID, *, paper: Paper, by: Member) -> File:
    """Join the signed paper, or another page of it; what was joined before stays."""
    frame = Frame.objects.select_related("beneficiary").locked().get(pk=frame_id)
    require(policy.may_change(by, frame))
    made = _keep(frame, paper, by=by)
    journal.record("agreements.join_paper", frame, by=by)
    return made


@transaction.atomic
def use(frame_id: uuid.UUID, *, donor: Donor, regime: str, offer: str, by: Actor) -> Frame:
    """Give under it: what is accepted today, of this donor and regime, needs no agreement of its own."""
    frame = Frame.objects.select_related("document", "donor").locked().get(pk=frame_id)
    if frame.donor_id != donor.pk:
        raise Refused("Cette convention-cadre est celle d’un autre donateur.", field="frame")
    if not frame.stands:
        raise Refused("Cette convention-cadre ne court pas aujourd’hui.", field="frame")
    if frame.regime != regime:
        raise Refused("Cette convention-cadre est sous un autre régime.", field="frame")
    journal.record("agreements.use", frame, by=by, offer=offer)
    return frame


@transaction.atomic
def end(frame_id: uuid.UUID, *, on: datetime.date, why: str, by: Member) -> Frame:
    """End it before its term; what was given under it keeps its rules."""
    frame = Frame.objects.select_related("beneficiary").locked().get(pk=frame_id)
    require(policy.may_change(by, frame))
    if frame.ended_on is not None:
        return frame
    if not why.strip():
        raise Refused("Dites pourquoi elle prend fin.", field="why")
    if not frame.starts_on < on <= frame.ends_on:
        raise Refused(f"Choisissez un jour entre son début et son terme, le {moments.day(frame.ends_on)}.", field="on")
    frame.ended_on, frame.ended_why = on, why.strip()[:300]
    frame.save(update_fields=["ended_on", "ended_why"])
    journal.record("agreements.end", frame, by=by, on=on.isoformat(), why=frame.ended_why)
    return frame


@transaction.atomic
def remind(frame_id: uuid.UUID, *, step: str, by: Actor) -> Frame:
    """Write to both parties that it ends, once a step."""
    related = ("network", "donor", "beneficiary", "document")
    frame = Frame.objects.select_related(*related).locked().get(pk=frame_id)
    _, new = Reminder.objects.get_or_create(frame=frame, step=step)
    if not new:
        return frame
    network, day = frame.network, moments.day(frame.ends_on)
    over = step == Reminder.Step.OVER
    subject = f"Convention-cadre avec {frame.donor.name} : {'échue' if over else 'fin'} le {day}"
    told = f"La convention-cadre entre {frame.donor.name} et {frame.beneficiary.name} {'a pris' if over else 'prend'} fin le {day}."
    url = f"{settings.BASE_URL}{reverse('agreements:frame', args=[frame.pk])}"
    for address in _who(frame):
        text = f"Bonjour,\n\n{told}\n\nLa renouveler, ou dire qu’elle ne le sera pas :\n{url}\n\n{network.name}\n"
        messages.write(address, subject, text, by=by, network=network.pk)
    if frame.donor.email:
        text = f"Bonjour,\n\n{told}\n\nNous vous recontacterons pour la suite.\n\n{network.name}\n"
        messages.write(frame.donor.email, subject, text, by=by, network=network.pk)
    journal.record("agreements.remind", frame, by=by, step=step)
    return frame


def _who(frame: Frame) -> list[str]:
    """Those who run the network, and those who manage the beneficiary."""
    people = Member.objects.active().filter(network=frame.network_id).select_related("user")
    managers = people.filter(organisation=frame.beneficiary_id).having(Role.MANAGER)
    return list(dict.fromkeys(member.user.email for member in [*people.having(Role.COORDINATOR), *managers]))
