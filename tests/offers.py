"""Offers at the steps that the access matrix asks for."""

import uuid
from typing import Any

from maillon.common import links
from maillon.common.actors import PUBLIC, Bearer
from maillon.giving.donations import actions as donations
from maillon.giving.donations.models import Offer
from maillon.giving.donations.policy import FOLLOW, RESUME
from maillon.ground.files import queries as files
from maillon.ground.files.models import File
from maillon.ground.organisations.models import Member
from tests.factories import PONTIVY, category, photo


def things(offer: Offer, *, by: Member) -> dict[str, dict[str, Any]]:
    """What the addresses of donations need: an offer with its photo, one whose agreement is signed, a draft."""
    promised, signed = _promised(by)
    draft = donations.keep_draft(by.network, id=uuid.uuid4(), content={"contact_name": ["Camille"]}, by=PUBLIC)
    assert draft is not None
    return {
        "donations": {
            "pk": offer.pk,
            "token": links.seal(FOLLOW, offer.pk),
            "file": files.of(offer).get().pk,
            "key": "sorting",
            "kind": "state",
        },
        "donations:consent": {"token": links.seal(FOLLOW, promised.pk)},
        "donations:agreement": {"token": links.seal(FOLLOW, promised.pk)},
        "donations:signed": {"pk": promised.pk, "file": signed.pk},
        "donations:resume": {"token": links.seal(RESUME, draft.pk)},
    }


def _promised(by: Member) -> tuple[Offer, File]:
    """An offer whose agreement came back signed on paper."""
    offer = donations.submit(
        by.network,
        lines={category("laptop"): 2},
        by=by,
        donor_kind="ess",
        organisation_name="Tête",
        contact_name="Camille",
        email="don@ici.example",
        commune_code=PONTIVY,
    )
    donations.accept(offer.pk, regime="don_sans_recu", by=by)
    donor = Bearer(purpose=FOLLOW, actor_id=offer.pk)
    donations.consent(offer.pk, name="Camille", capacity="gérante", scan=(photo(), "signee.jpg"), by=donor)
    return offer, files.of(offer).get()
