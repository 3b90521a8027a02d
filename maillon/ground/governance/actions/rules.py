"""Change the rules under which a network works; each change says why, and stays."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from maillon.common.errors import Refused, require
from maillon.ground.governance import policy
from maillon.ground.governance.queries.rules import RULES
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network


@transaction.atomic
def change_rules(network_id: uuid.UUID, *, values: Mapping[str, Any], why: str, by: Member) -> Network:
    """Give these rules these values, by name (`queries.rules.RULES`); those that already have them change nothing."""
    network = Network.objects.select_related("head").locked().get(pk=network_id)
    require(policy.may_change_rules(by, network))
    changed = [rule for rule in RULES if rule.name in values and values[rule.name] != getattr(network, rule.name)]
    for rule in changed:
        if rule.counted and not rule.least <= values[rule.name] <= rule.most:
            raise Refused(f"Entre {rule.told(rule.least)} et {rule.told(rule.most)}.", field=rule.name)
    if not changed:
        return network
    if not why.strip():
        raise Refused("Dites pourquoi : ceux qui suivent ces règles le liront.", field="why")
    for rule in changed:
        before, after = getattr(network, rule.name), values[rule.name]
        setattr(network, rule.name, after)
        journal.record(
            "governance.change_rules",
            network,
            by=by,
            network=network.pk,
            rule=rule.name,
            before=before,
            after=after,
            why=why.strip()[:200],
        )
    network.save(update_fields=[rule.name for rule in changed])
    return network
