"""Two organisations that are one: whatever points to the second points to the first."""

import uuid
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from maillon.common.errors import Refused, require
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Affiliation, Member, Membership, Network, Organisation, Site


@transaction.atomic
def lock_pair(
    organisation_id: uuid.UUID, other_id: uuid.UUID, *, network: Network, by: Member
) -> tuple[Organisation, Organisation]:
    """The two organisations, locked, that the network may say are one.

    Raises Refused when the second heads a network, was merged already, or is known beyond this network.
    """
    require(policy.may_manage_network(by, network))
    pair = Organisation.objects.filter(affiliations__network=network).locked().order_by("pk")
    found = pair.in_bulk([organisation_id, other_id])
    if len(found) != 2:
        raise Refused("Choisissez deux organisations de ce réseau.", field="other")
    organisation, other = found[organisation_id], found[other_id]
    for one in (organisation, other):
        if one.merged_into_id:
            raise Refused(f"{one} a déjà été réunie à {one.merged_into} : choisissez celle-là.", field="other")
    if other.heads.exists():
        raise Refused(f"{other} est la tête d’un réseau : c’est elle qu’il faut garder.", field="other")
    if other.affiliations.exclude(network=network).exists():
        raise Refused(f"{other} agit aussi hors de ce réseau : gardez-la, et réunissez-lui l’autre.", field="other")
    if organisation.siret and other.siret and organisation.siret != other.siret:
        raise Refused(
            f"Elles portent deux SIRET ({organisation.siret_told} et {other.siret_told}) : ce sont deux établissements. "
            "Corrigez d’abord celui qui est faux.",
            field="other",
        )
    return organisation, other


@transaction.atomic
def absorb(
    organisation: Organisation,
    other: Organisation,
    *,
    network: Network,
    by: Member,
    fixed: tuple[type[models.Model], ...] = (),
) -> Organisation:
    """Give the first whatever points to the second, in every app but the `fixed` tables, which never change.

    A person who acted for both keeps the parts of both; an adhesion or a site that both have is kept once or renamed. The
    second stays, for what must still name it, and leads to the first.
    """
    require(policy.may_manage_network(by, network))
    today = timezone.localdate()
    for member in Member.objects.filter(organisation=other).locked():
        _join_members(member, organisation, today)
    for affiliation in Affiliation.objects.filter(organisation=other).locked():
        _join_affiliations(affiliation, organisation, today)
    for membership in Membership.objects.filter(organisation=other, ends_on=None).locked():
        same = {"network": membership.network_id, "territory": membership.territory_id, "ends_on": None}
        if Membership.objects.filter(organisation=organisation, **same).exists():
            membership.ends_on = max(today, membership.starts_on)
            membership.save(update_fields=["ends_on"])
    taken = set(Site.objects.filter(organisation=organisation).values_list("name", flat=True))
    for site in Site.objects.filter(organisation=other, name__in=taken):
        site.name = f"{site.name} ({other.name})"[:120]
        site.save(update_fields=["name"])
    give_over(other, organisation, by=by, fixed=(*fixed, Member, Affiliation, Network, Organisation))
    Organisation.objects.filter(merged_into=other).update(merged_into=organisation)
    _complete(organisation, other)
    journal.record(
        "organisations.absorb", organisation, by=by, network=network.pk, other=other.name, other_id=str(other.pk)
    )
    return organisation


def _join_members(member: Member, organisation: Organisation, today) -> None:
    same = Member.objects.filter(user=member.user_id, organisation=organisation, network=member.network_id).first()
    if same is None:
        member.organisation = organisation
        member.save(update_fields=["organisation"])
    elif member.ended_on is None:
        roles = [*same.roles, *member.roles] if same.ended_on is None else member.roles
        same.roles, same.ended_on = list(dict.fromkeys(roles)), None
        same.save(update_fields=["roles", "ended_on"])
        member.ended_on = today
        member.save(update_fields=["ended_on"])


def _join_affiliations(affiliation: Affiliation, organisation: Organisation, today) -> None:
    same = Affiliation.objects.get(organisation=organisation, network=affiliation.network_id)
    if affiliation.ended_on is None:
        same.roles = list(dict.fromkeys([*same.roles, *affiliation.roles]))
        same.ended_on = None
        same.since = min(same.since, affiliation.since)
        same.save(update_fields=["roles", "ended_on", "since"])
        affiliation.ended_on = today
        affiliation.save(update_fields=["ended_on"])


def _complete(organisation: Organisation, other: Organisation) -> None:
    """What only the second told of itself; its SIRET is borne by one organisation only."""
    told = {name: getattr(other, name) for name in ("siret", "address", "email", "phone")}
    other.siret, other.merged_into = "", organisation
    other.save(update_fields=["siret", "merged_into"])
    for name, value in told.items():
        if not getattr(organisation, name):
            setattr(organisation, name, value)
    organisation.save(update_fields=list(told))


@transaction.atomic
def give_over(former: Any, kept: Any, *, by: Member, fixed: tuple[type[models.Model], ...] = ()) -> None:
    """Let every row that points to the former thing point to the kept one, in every app but the `fixed` tables.

    The calling action allowed `by`. Raises Refused when both have what only one may have.
    """
    for relation in former._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model in fixed:
            continue
        rows = relation.related_model._default_manager.filter(**{relation.field.name: former})
        try:
            with transaction.atomic():
                rows.update(**{relation.field.name: kept})
        except IntegrityError as error:
            what = relation.related_model._meta.verbose_name
            raise Refused(
                f"Les deux ont chacun leur « {what} », qui ne peut être qu’un : corrigez-le d’abord, puis recommencez."
            ) from error
