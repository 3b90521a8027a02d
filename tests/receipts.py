"""Declared values and a plan, for the access matrix."""

from typing import Any

from django.utils import timezone

from maillon.common import links
from maillon.common.actors import Bearer
from maillon.giving.donors import actions as donors
from maillon.giving.donors.policy import SPACE
from maillon.ground.files import queries as kept_files
from maillon.ground.organisations.models import Member, Network, Organisation
from tests.factories import a_lot, category, photo


def some_receipts(by: Member) -> dict[str, dict[str, Any]]:
    """A value that waits for its receipt, one that has it, and what the donor plans to give."""
    Organisation.objects.filter(pk=by.organisation_id).update(siret="13002526500013")
    Network.objects.filter(pk=by.network_id).update(purpose="Équiper ceux qui n’ont rien")
    by.organisation.refresh_from_db()
    values = []
    for _ in range(3):
        lot = a_lot(by, regime="don_mecenat")
        holder = Bearer(SPACE, lot.donor_id)
        said = donors.declare_value(
            lot.pk,
            value_cents=90_000,
            basis="Valeur nette comptable",
            name="Donateur",
            address="Pontivy",
            legal_form="SAS",
            siret="73282932000074",
            paper=(photo(), "registre.jpg"),
            by=holder,
        )
        values.append(said)
    plan = donors.plan_renewal(
        lot.donor_id,
        category("laptop"),
        units=4,
        year=timezone.localdate().year + 1,
        quarter=1,
        confidence="likely",
        by=holder,
    )
    quoted = donors.publish_quotation(lot.donor_id, shown_name="Donateur", by=holder)
    waiting, given = values[0], donors.issue_receipt(values[1].pk, by=by)
    return {
        "donors:issue_receipt": {"pk": waiting.pk},
        "donors:refuse_value": {"pk": waiting.pk},
        "donors:cancel_receipt": {"pk": given.pk},
        "donors:valuation_paper": {"pk": waiting.pk, "file": kept_files.of(waiting).get().pk},
        "donors:declare_value": {"pk": lot.pk, "key": links.seal(SPACE, lot.donor_id)},
        "donors:quotation": {"pk": quoted.pk},
        "donors:quote": {"key": links.seal(SPACE, lot.donor_id)},
        "donors:withdraw_quotation": {"key": links.seal(SPACE, lot.donor_id)},
        "donors:change_plan": {"pk": plan.pk, "key": links.seal(SPACE, lot.donor_id)},
        "donors:withdraw_plan": {"pk": plan.pk, "key": links.seal(SPACE, lot.donor_id)},
    }
