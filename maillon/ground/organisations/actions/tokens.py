"""Give a site's machines the right to send reports, and take it back."""

import uuid

from django.db import transaction
from django.utils import timezone

from maillon.common import tokens
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.journal import actions as journal
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import Member, Network, Site, SiteToken

MOST_TOKENS = 20


@transaction.atomic
def issue_token(
    site: Site, *, network: Network, name: str, by: Actor, id: uuid.UUID | None = None
) -> tuple[SiteToken, str]:
    """Make a token for this site in this network, with its secret, which is told once and kept nowhere.

    A message that comes twice with its `id` finds the token already made, and an empty secret.
    """
    if isinstance(by, Member):
        require(by.network_id == network.pk and policy.may_manage_organisation(by, site.organisation))
    if token := repeated(SiteToken, id):
        return token, ""
    if not site.organisation.affiliations.filter(network=network, ended_on=None).exists():
        raise Refused(f"{site.organisation} n’est pas dans le réseau {network}.", field="site")
    if not name.strip():
        raise Refused("Dites sur quoi il servira : banc 1, clé USB du samedi…", field="name")
    if SiteToken.objects.in_force().filter(network=network, site=site).count() >= MOST_TOKENS:
        raise Refused(f"{site} a déjà {MOST_TOKENS} jetons : révoquez ceux qui ne servent plus.", field="site")
    secret = tokens.new()
    token = SiteToken.objects.create(
        **({"id": id} if id else {}),
        network=network,
        site=site,
        name=name.strip()[:60],
        digest=tokens.digest(secret),
        hint=secret[-4:],
    )
    journal.record("organisations.issue_token", token, by=by, network=network.pk, name=token.name, site=site.name)
    return token, secret


@transaction.atomic
def revoke_token(token_id: uuid.UUID, *, by: Actor) -> SiteToken:
    """Refuse from now on what comes with this token; what it sent stays."""
    token = SiteToken.objects.select_related("network", "site__organisation").locked().get(pk=token_id)
    if isinstance(by, Member):
        require(by.network_id == token.network_id and policy.may_manage_organisation(by, token.site.organisation))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        journal.record(
            "organisations.revoke_token", token, by=by, network=token.network_id, name=token.name, site=token.site.name
        )
    return token


@transaction.atomic
def note_use(token: SiteToken, *, by: Actor) -> None:
    """Remember the day of its last use: one that has not served for long can be revoked."""
    today = timezone.localdate()
    if token.last_used_on != today:
        SiteToken.objects.filter(pk=token.pk).update(last_used_on=today)
