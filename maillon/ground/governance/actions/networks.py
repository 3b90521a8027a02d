"""Open a network that can work within the hour: its head, its rules, its territories, the people who start it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from maillon.common import geography, siret
from maillon.common.actors import Actor
from maillon.common.errors import Refused
from maillon.ground.accounts import actions as accounts
from maillon.ground.accounts.queries import password_url
from maillon.ground.governance.queries.starts import Area, Guest, UnknownModel, model
from maillon.ground.journal import actions as journal
from maillon.ground.messages import actions as messages
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Network, Organisation, Role


@transaction.atomic
def create_network(
    *,
    name: str,
    slug: str,
    prefix: str,
    head: Organisation,
    like: str,
    guests: Iterable[Guest],
    by: Actor,
    areas: Iterable[Area] = (),
    **fields: Any,
) -> Network:
    """Open a network with the rules of a model, its territories, and those who start it, each told by mail.

    `fields` are those of Network that no model says: short_name, accent, purpose, place. One guest at least coordinates.
    """
    copied, people = _model(like), list(guests)
    if not any(Role.COORDINATOR in guest.roles for guest in people):
        raise Refused("Nommez au moins une personne qui animera le réseau.", field="guests")
    _check(name=name, slug=slug, prefix=prefix, head=head, **{"short_name": name[:40], **fields})
    network = organisations.open_network(
        name=name, slug=slug, prefix=prefix, head=head, by=by, **copied.rules, **fields
    )
    organisations.affiliate(network, head, roles=copied.parts, by=by)
    for area in areas:
        organisations.draw_territory(network, slug=area.slug, name=area.name, communes=area.communes, by=by)
    journal.record("governance.create_network", network, by=by, network=network.pk, like=copied.slug)
    for guest in people:
        _let_in(network, guest, by=by)
    return network


@transaction.atomic
def start_network(
    *,
    head_name: str,
    head_kind: str,
    head_commune: geography.Commune,
    by: Actor,
    head_siret: str = "",
    site: str = "",
    **fields: Any,
) -> Network:
    """Open a network from nothing: its head, the bearer of this SIRET or a new one, with a site where equipment arrives.

    `fields` are those of `create_network`.
    """
    head = _bearer(head_siret) or organisations.found(
        name=head_name, kind=head_kind, commune_code=head_commune.code, siret_number=head_siret, by=by
    )
    if site.strip() and not head.sites.filter(receives=True).exists():
        organisations.open_site(head, name=site, commune_code=head_commune.code, by=by)
    return create_network(head=head, by=by, **fields)


def _bearer(number: str) -> Organisation | None:
    if not number:
        return None
    try:
        return Organisation.objects.filter(siret=siret.check(number)).first()
    except ValueError as error:
        raise Refused(str(error), field="head_siret") from error


def _model(like: str) -> Any:
    try:
        return model(like)
    except UnknownModel as error:
        raise Refused(str(error), field="like") from error


def _check(**fields: Any) -> None:
    """What the columns of a Network must be, and that no other has its name in addresses nor its labels."""
    try:
        Network(**fields).full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        known = {"slug": "identifiant", "prefix": "préfixe", "name": "nom", "short_name": "nom court"}
        raise Refused(f"{known.get(field, field).capitalize()} : {' '.join(sentences)}", field=field) from error


def _let_in(network: Network, guest: Guest, *, by: Actor) -> Member:
    user = accounts.open_account(email=guest.email, first_name=guest.first_name, last_name=guest.last_name, by=by)
    member = organisations.join(user, network.head, network, roles=guest.roles, by=by)
    start = settings.BASE_URL + reverse("account_login")
    how = (
        f"Connectez-vous avec votre mot de passe :\n\n{start}"
        if user.has_usable_password()
        else f"Choisissez votre mot de passe ici ; le lien sert une fois, pendant trois jours :\n\n{password_url(user)}"
    )
    messages.write(
        user.email,
        f"{network.short_name} est ouvert",
        f"Bonjour {user.first_name},\n\n{network.name} est ouvert, et vous y agissez pour {network.head} "
        f"({member.roles_label}).\n\n{how}\n\nVotre page « À faire » dit ce qui reste jusqu’à la première collecte.\n\nMaillon",
        by=by,
        network=network.pk,
    )
    return member
