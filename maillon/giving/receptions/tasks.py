"""Tell the donor what came of what it announced."""

from maillon.common.actors import Actor
from maillon.giving.donations.models import Delivery
from maillon.giving.donations.queries import follow_url
from maillon.giving.receptions.queries import Tally, told
from maillon.ground.messages import actions as messages

MOST = 20


def tell_donor(tally: Tally, *, by: Actor) -> None:
    """Write to whoever offered the lot, or left an address: in plain words, each difference with its reason.

    `tally` is that of the concluded lot. Nothing is written of a lot that nothing described, nor to nobody.
    """
    lot = tally.lot
    delivery = Delivery.objects.filter(lot=lot).select_related("offer__network").first()
    address = delivery.offer.email if delivery else lot.donor.email
    words = told(tally)
    if not address or not words:
        return
    lines = [f"- {gap.what} ({gap.word.lower()}) : {gap.reason}" for gap in tally.gaps[:MOST]]
    if len(tally.gaps) > MOST:
        lines.append(f"- et {len(tally.gaps) - MOST} autres, dans votre espace.")
    detail = "\n\nPourquoi :\n" + "\n".join(lines) if lines else ""
    link = f"\n\nSuivez ce que devient votre don :\n{follow_url(delivery.offer)}" if delivery else ""
    body = f"Bonjour,\n\nLe lot {lot.reference} a été contrôlé par {lot.holder}.\n\n{words}{detail}{link}\n\n{lot.network.name}\n"
    messages.write(address, f"Lot {lot.reference} : ce qui est arrivé", body, by=by, network=lot.network_id)
