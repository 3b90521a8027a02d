"""The case made to donors, on paper."""

import hashlib
import json
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from maillon.common import pdf, qr
from maillon.common.contracts.pitch import DonorPitch
from maillon.desk.queries.pitch import KEPT_SECONDS, Case


def pitch_pdf(case: Case) -> bytes:
    """As `argumentaire.typ` prints it: nothing but what the public page shows. Printed once for the same words."""
    network, head, figures = case.network, case.network.head, case.figures
    address = settings.BASE_URL + reverse("donations:offer", args=[network.slug])
    data: DonorPitch = {
        "network": {"name": network.name, "tagline": network.purpose or None},
        "issuer": {"name": head.name, "siret": head.siret or None, "address": str(head.commune)},
        "issued_on": timezone.localdate().isoformat(),
        "demonstration": network.fictional,
        "year": figures.year,
        "introduction": case.introduction,
        "figures": [{"name": name, "value": value, "unit": unit} for name, value, unit in figures.stats],
        "carbon": [one.as_dict() for one in figures.carbon],
        "answers": [
            {
                "objection": answer.objection,
                "points": [point._asdict() for point in answer.points],
                "figure": answer.figure._asdict() if answer.figure else None,
            }
            for answer in case.answers
        ],
        "frames": [
            {
                "donor": frame.get_donor_kind_display(),
                "points": [{"text": text, "source": source} for text, source in frame.points],
            }
            for frame in case.frames
        ],
        "references": [
            {"name": one.shown_name, "sentence": one.sentence or None, "author": one.author or None}
            for one in case.references
        ],
        "offer": {"url": address, "qr": qr.matrix(address)},
        "contact": {"name": head.name, "email": head.email or None, "phone": head.phone_told if head.phone else None},
    }
    key = f"desk.pitch_pdf:{hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()}"
    return cast(bytes, cache.get_or_set(key, lambda: pdf.compile("argumentaire.typ", data), KEPT_SECONDS))
