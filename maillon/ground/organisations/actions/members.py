"""Let people act for an organisation, change what they may do, let them go."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.accounts import actions as accounts
from maillon.ground.accounts.models import User
from maillon.ground.accounts.queries import password_url
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Member, Network, Organisation, Role


@transaction.atomic
def join(
    user: User,
    organisation: Organisation,
    network: Network,
    *,
    roles: Iterable[str],
    by: Actor,
    since: datetime.date | None = None,
    member_id: uuid.UUID | None = None,
) -> Member:
    """Let this person act for the organisation in the network, with these roles."""
    wanted = [Role(role).value for role in roles]
    if isinstance(by, Member):
        require(by.network_id == network.pk and policy.may_manage_organisation(by, organisation))
        _check_grants(by, set(wanted))
    member, created = Member.objects.locked().get_or_create(
        user=user,
        organisation=organisation,
        network=network,
        defaults={"roles": wanted, "since": since or timezone.localdate(), **({"id": member_id} if member_id else {})},
    )
    if not created:
        member.roles, member.ended_on = wanted, None
        member.save(update_fields=["roles", "ended_on"])
    journal.record("organisations.join", member, by=by, roles=wanted)
    return member


def _check_grants(by: Member, roles: set[str]) -> None:
    for role in sorted(roles):
        if not policy.may_grant(by, role):
            raise Refused(f"« {Role(role).label} » se donne et se retire par l’animation du réseau.", field="roles")


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    email: str,
    roles: Iterable[str],
    by: Member,
    first_name: str = "",
    last_name: str = "",
    function: str = "",
    id: uuid.UUID | None = None,
) -> Member:
    """Let a colleague in, by her e-mail address: her account is opened if she has none, and she is told by mail."""
    require(policy.may_manage_organisation(by, organisation))
    if member := repeated(Member, id):
        return member
    wanted = list(dict.fromkeys(roles))
    if not wanted:
        raise Refused("Choisissez au moins un rôle.", field="roles")
    user = accounts.open_account(email=email, first_name=first_name, last_name=last_name, by=by)
    if Member.objects.active().filter(user=user, organisation=organisation, network=by.network_id).exists():
        raise Refused(f"{user.full_name} agit déjà pour {organisation} : changez plutôt ses rôles.", field="email")
    member = join(user, organisation, by.network, roles=wanted, by=by, member_id=id)
    member.function = function.strip()[:80]
    member.save(update_fields=["function"])
    _welcome(member, by=by)
    return member


def _welcome(member: Member, *, by: Member) -> None:
    """The mail that lets her in; the link chooses a password, for whoever has none yet."""
    new = not member.user.has_usable_password()
    how = (
        f"Choisissez votre mot de passe ici ; le lien sert une fois, pendant trois jours :\n\n{password_url(member.user)}"
        if new
        else "Connectez-vous comme d’habitude : le menu à votre nom permet de choisir pour qui vous agissez."
    )
    body = (
        f"Bonjour {member.user.first_name},\n\n{by.full_name} vous ouvre l’accès de {member.organisation} dans "
        f"{member.network} ({member.roles_label}).\n\n{how}\n\nMaillon"
    )
    messages.write(
        member.user.email, f"Votre accès à {member.network.short_name}", body, by=by, network=member.network_id
    )


@transaction.atomic
def remind(member_id: uuid.UUID, *, by: Member) -> Member:
    """Send the invitation again to someone who has not chosen a password yet."""
    member = _lock(member_id)
    require(policy.may_manage_organisation(by, member.organisation) and by.network_id == member.network_id)
    if member.ended_on or member.user.has_usable_password():
        raise Refused(
            f"{member.user.full_name} a déjà un mot de passe : « Mot de passe oublié » lui en donne un autre."
        )
    _welcome(member, by=by)
    journal.record("organisations.remind", member, by=by)
    return member


def _lock(member_id: uuid.UUID) -> Member:
    return Member.objects.select_related("user", "organisation", "network").locked().get(pk=member_id)


@transaction.atomic
def change_roles(member_id: uuid.UUID, *, roles: Iterable[str], by: Member, function: str | None = None) -> Member:
    """Say anew what a person may do for her organisation."""
    member = _lock(member_id)
    require(policy.may_manage_organisation(by, member.organisation) and by.network_id == member.network_id)
    wanted = [Role(role).value for role in dict.fromkeys(roles)]
    if not wanted:
        raise Refused("Choisissez au moins un rôle, ou mettez fin à son accès.", field="roles")
    if member.ended_on:
        raise Refused(f"{member.user.full_name} n’agit plus pour {member.organisation} : invitez-la de nouveau.")
    _check_grants(by, set(wanted) ^ set(member.roles))
    if Role.COORDINATOR not in wanted:
        _check_someone_coordinates(member)
    member.roles = wanted
    if function is not None:
        member.function = function.strip()[:80]
    member.save(update_fields=["roles", "function"])
    journal.record("organisations.change_roles", member, by=by, roles=wanted)
    return member


def _check_someone_coordinates(leaving: Member) -> None:
    others = Member.objects.active().filter(network=leaving.network_id).having(Role.COORDINATOR).exclude(pk=leaving.pk)
    if leaving.coordinates and not others.exists():
        raise Refused(
            "Plus personne n’animerait le réseau : donnez d’abord ce rôle à quelqu’un d’autre.", field="roles"
        )


@transaction.atomic
def leave(member_id: uuid.UUID, *, by: Actor, on: datetime.date | None = None) -> Member:
    """End what a person does for an organisation in the network. Her account and what she did stay."""
    member = _lock(member_id)
    if isinstance(by, Member):
        require(policy.may_let_go(by, member))
    if member.ended_on:
        return member
    if isinstance(by, Member) and by.pk != member.pk:
        _check_grants(by, set(member.roles) & policy.OF_THE_NETWORK)
    _check_someone_coordinates(member)
    member.ended_on = on or timezone.localdate()
    member.save(update_fields=["ended_on"])
    journal.record("organisations.leave", member, by=by)
    return member
