"""Ask to enter a network, prove one's address, be accepted, asked something or refused."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillon.common import geography, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.accounts import actions as accounts
from maillon.ground.accounts.models import User
from maillon.ground.governance import policy, queries
from maillon.ground.governance.models import AccessRequest
from maillon.ground.governance.queries.access import UNCONFIRMED_DAYS
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Affiliation, Member, Network, Organisation

State = AccessRequest.State
MOST_AN_HOUR = 5


@transaction.atomic
def request_access(
    network: Network, *, wishes: Iterable[str], by: Actor, id: uuid.UUID | None = None, sender: str = "", **fields: Any
) -> AccessRequest:
    """Ask to enter the network; a mail asks to prove the address, and nobody else knows until then.

    `fields` are those of AccessRequest. `sender` (`common.spam.sender`) counts what comes from one connection. Asked again
    for the same address, a request that was never confirmed is replaced; one in progress is kept, and its link sent again.
    """
    if asked := repeated(AccessRequest, id):
        return asked
    wanted = [AccessRequest.Wish(wish).value for wish in dict.fromkeys(wishes)]
    if not wanted:
        raise Refused("Dites au moins une chose que vous feriez dans le réseau.", field="wishes")
    _check(fields)
    _hold_back(sender)
    same = AccessRequest.objects.filter(network=network, email=fields["email"])
    if going := same.open().first():
        _write(going, "Votre demande est déjà en cours. Suivez-la, complétez-la ou retirez-la ici :", by=by)
        return going
    same.filter(state=State.UNCONFIRMED).delete()
    asked = AccessRequest.objects.create(
        **({"id": id} if id else {}),
        network=network,
        wishes=wanted,
        sender=sender,
        state_since=timezone.now(),
        **fields,
    )
    journal.record("governance.request_access", asked, by=by, wishes=wanted)
    _write(
        asked,
        f"Quelqu’un, sans doute vous, demande un accès à {network.name} pour {asked.organisation_name}.\n\n"
        "Confirmez que cette adresse est la vôtre et choisissez votre mot de passe ici, dans les "
        f"{UNCONFIRMED_DAYS} jours. Si ce n’est pas vous, ne faites rien : la demande s’efface toute seule.",
        by=by,
    )
    return asked


def _check(fields: dict[str, Any]) -> None:
    """Put in their form the number and the address that were typed, or say what is wrong beside each."""
    fields["email"] = fields["email"].strip().lower()
    if fields.get("siret"):
        try:
            fields["siret"] = siret.check(fields["siret"])
        except ValueError as error:
            raise Refused(str(error), field="siret") from error
    try:
        geography.commune(fields["commune_code"])
    except geography.UnknownCommune as error:
        raise Refused(str(error), field="commune") from error


def _hold_back(sender: str) -> None:
    """One connection may ask so many times in an hour."""
    hour = timezone.now() - datetime.timedelta(hours=1)
    if sender and AccessRequest.objects.filter(sender=sender, created_at__gt=hour).count() >= MOST_AN_HOUR:
        raise Refused(f"{MOST_AN_HOUR} demandes sont venues de votre connexion en une heure : attendez la prochaine.")


def _write(asked: AccessRequest, text: str, *, by: Actor) -> None:
    """Tell its author, with the link to her request."""
    network = asked.network
    messages.write(
        asked.email,
        f"Votre demande d’accès à {network.short_name}",
        f"Bonjour {asked.first_name},\n\n{text}\n\n{queries.follow_url(asked)}\n\n{network.name}",
        by=by,
        network=network.pk,
    )


def _lock(request_id: uuid.UUID) -> AccessRequest:
    return AccessRequest.objects.select_related("network", "network__head").locked().get(pk=request_id)


def _move(asked: AccessRequest, state: State, **fields: Any) -> None:
    asked.state, asked.state_since = state, timezone.now()
    for name, value in fields.items():
        setattr(asked, name, value)
    asked.save(update_fields=["state", "state_since", *fields])


@transaction.atomic
def confirm_access(request_id: uuid.UUID, *, by: Actor, password: str = "") -> AccessRequest:
    """The author proves her address by the link that was sent there, and chooses a password unless she has an account.

    Then only do those who run the network see the request.
    """
    asked = _lock(request_id)
    require(policy.may_follow_access(by, asked))
    if asked.state != State.UNCONFIRMED:
        return asked
    hashed = "" if queries.has_account(asked) else make_password(_checked(asked, password))
    _move(asked, State.CONFIRMED, password=hashed, sender="")
    journal.record("governance.confirm_access", asked, by=by)
    _tell_network(asked, f"{asked.full_name} demande un accès pour {asked.organisation_name}.", by=by)
    return asked


def _checked(asked: AccessRequest, password: str) -> str:
    known = User(email=asked.email, first_name=asked.first_name, last_name=asked.last_name)
    try:
        validate_password(password, known)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    return password


def _tell_network(asked: AccessRequest, text: str, *, by: Actor) -> None:
    """Tell each person who runs the network that something waits for her."""
    url = settings.BASE_URL + reverse("governance:access", args=[asked.pk])
    for member in queries.coordinators(asked.network):
        messages.write(
            member.user.email,
            f"Une demande d’accès à {asked.network.short_name}",
            f"Bonjour {member.user.first_name},\n\n{text}\n\nLisez-la et répondez ici :\n\n{url}\n\nMaillon",
            by=by,
            network=asked.network_id,
        )


@transaction.atomic
def ask_access(request_id: uuid.UUID, *, question: str, by: Member) -> AccessRequest:
    """Ask the author something; she answers by her link."""
    asked = _lock(request_id)
    require(policy.may_answer_access(by, asked))
    _check_open(asked)
    if not question.strip():
        raise Refused("Écrivez votre question.", field="exchange")
    _move(asked, State.QUESTION, exchange=question.strip()[:2000])
    journal.record("governance.ask_access", asked, by=by)
    _write(asked, f"{asked.network.name} vous demande :\n\n{asked.exchange}\n\nRépondez ici :", by=by)
    return asked


def _check_open(asked: AccessRequest) -> None:
    if not asked.is_open:
        raise Refused(f"Cette demande n’attend plus de réponse : {asked.get_state_display().lower()}.")


@transaction.atomic
def reply_access(request_id: uuid.UUID, *, answer: str, by: Actor) -> AccessRequest:
    """The author answers, or completes what she wrote."""
    asked = _lock(request_id)
    require(policy.may_follow_access(by, asked))
    _check_open(asked)
    if not answer.strip():
        raise Refused("Écrivez votre réponse.", field="answer")
    if asked.state == State.ANSWERED and asked.answer == answer.strip():
        return asked
    _move(asked, State.ANSWERED, answer=answer.strip()[:2000])
    journal.record("governance.reply_access", asked, by=by)
    _tell_network(asked, f"{asked.full_name}, de {asked.organisation_name}, a répondu.", by=by)
    return asked


@transaction.atomic
def withdraw_access(request_id: uuid.UUID, *, by: Actor) -> AccessRequest:
    """The author takes her request back."""
    asked = _lock(request_id)
    require(policy.may_follow_access(by, asked))
    if asked.state == State.WITHDRAWN:
        return asked
    _check_open(asked)
    _move(asked, State.WITHDRAWN, password="")
    journal.record("governance.withdraw_access", asked, by=by)
    return asked


@transaction.atomic
def refuse_access(request_id: uuid.UUID, *, reason: str, by: Member) -> AccessRequest:
    """Decline, saying why."""
    asked = _lock(request_id)
    require(policy.may_answer_access(by, asked))
    _check_open(asked)
    if not reason.strip():
        raise Refused("Dites pourquoi : la personne le lira.", field="exchange")
    _move(asked, State.REFUSED, exchange=reason.strip()[:2000], password="")
    journal.record("governance.refuse_access", asked, by=by)
    _write(asked, f"{asked.network.name} ne peut pas vous ouvrir d’accès :\n\n{asked.exchange}", by=by)
    return asked


@transaction.atomic
def accept_access(
    request_id: uuid.UUID,
    *,
    roles: Iterable[str],
    by: Member,
    organisation: Organisation | None = None,
    message: str = "",
) -> AccessRequest:
    """Let its author in, with these roles, for the bearer of her SIRET, else for `organisation`, else for a new one.

    Her account is opened with the password that she chose. Those who manage the organisation are told.
    """
    asked = _lock(request_id)
    require(policy.may_answer_access(by, asked))
    if asked.state == State.ACCEPTED:
        return asked
    _check_open(asked)
    wanted = list(dict.fromkeys(roles))
    if not wanted:
        raise Refused("Choisissez au moins un rôle.", field="roles")
    joined = _entered(asked, organisation, by=by)
    user = accounts.open_account(
        email=asked.email,
        first_name=asked.first_name,
        last_name=asked.last_name,
        phone=asked.phone,
        password=asked.password,
        by=by,
    )
    managers = queries.managers_of(joined, asked.network_id)
    member = _let_in(asked, user, joined, wanted, by=by)
    _move(asked, State.ACCEPTED, member=member, password="", exchange=message.strip()[:2000])
    journal.record("governance.accept_access", asked, by=by, roles=member.roles, organisation=str(joined.pk))
    _welcome(asked, member, by=by)
    for manager in managers:
        _tell_manager(manager, member, by=by)
    return asked


def _entered(asked: AccessRequest, chosen: Organisation | None, *, by: Member) -> Organisation:
    """The organisation of the request, in the network, with the parts that were asked for."""
    bearer = queries.candidates(asked).bearer
    if bearer is None and chosen is not None:
        if not Affiliation.objects.filter(network=asked.network, organisation=chosen).present().exists():
            raise Refused(f"{chosen} n’est pas dans le réseau.", field="organisation")
        bearer = chosen
    if bearer is not None:
        organisations.affiliate(asked.network, bearer, roles=asked.parts, by=by)
        return bearer
    return organisations.enter(
        asked.network,
        name=asked.organisation_name,
        kind=asked.kind,
        commune_code=asked.commune_code,
        siret_number=asked.siret,
        address=asked.address,
        email=asked.email,
        phone=asked.phone,
        roles=asked.parts,
        by=by,
    )


def _let_in(asked: AccessRequest, user: User, organisation: Organisation, wanted: list[str], *, by: Member) -> Member:
    """She acts for the organisation; the roles that she held there already stay."""
    held = Member.objects.active().filter(user=user, organisation=organisation, network=asked.network).first()
    roles = [*(held.roles if held else []), *(role for role in wanted if not held or role not in held.roles)]
    member = organisations.join(user, organisation, asked.network, roles=roles, by=by)
    if asked.function and not member.function:
        organisations.change_roles(member.pk, roles=roles, function=asked.function, by=by)
        member.refresh_from_db()
    return member


def _welcome(asked: AccessRequest, member: Member, *, by: Member) -> None:
    url = settings.BASE_URL + reverse("account_login")
    said = f"{asked.exchange}\n\n" if asked.exchange else ""
    messages.write(
        asked.email,
        f"Votre accès à {asked.network.short_name} est ouvert",
        f"Bonjour {asked.first_name},\n\n{asked.network.name} vous ouvre l’accès de {member.organisation} "
        f"({member.roles_label}).\n\n{said}Connectez-vous avec cette adresse et votre mot de passe :\n\n{url}\n\n"
        f"{asked.network.name}",
        by=by,
        network=asked.network_id,
    )


def _tell_manager(manager: Member, member: Member, *, by: Member) -> None:
    if manager.pk == member.pk:
        return
    url = settings.BASE_URL + reverse("organisations:detail", args=[member.organisation_id])
    messages.write(
        manager.user.email,
        f"Quelqu’un de plus agit pour {member.organisation}",
        f"Bonjour {manager.user.first_name},\n\n{member.full_name} ({member.user.email}) agit désormais pour "
        f"{member.organisation} dans {member.network} ({member.roles_label}). L’animation du réseau a accepté sa demande.\n\n"
        f"Ce n’est pas quelqu’un de chez vous ? Mettez fin à son accès ici :\n\n{url}\n\nMaillon",
        by=by,
        network=member.network_id,
    )


@transaction.atomic
def forget_unconfirmed(*, by: Actor) -> int:
    """Forget the requests whose address nobody has proved in time; returns how many."""
    old = timezone.now() - datetime.timedelta(days=UNCONFIRMED_DAYS)
    forgotten = list(AccessRequest.objects.locked().filter(state=State.UNCONFIRMED, created_at__lt=old))
    for asked in forgotten:
        journal.record("governance.forget_unconfirmed", asked, by=by)
        asked.delete()
    return len(forgotten)
