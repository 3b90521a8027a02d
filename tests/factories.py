"""Records for tests, made by the real actions: what a test arranges could have been done by people."""

import datetime
import io
import itertools
from typing import Any

from django.utils import timezone
from PIL import Image

from maillon.common.actors import PLATFORM, PUBLIC
from maillon.ground.accounts.models import User
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.models import Member, Network, Organisation, OrganisationRole, Role, Site
from maillon.matter.devices import actions as devices
from maillon.matter.devices.models import Device, State
from maillon.matter.ledger.models import Category
from maillon.matter.lots import actions as lots
from maillon.matter.lots.models import Donor, Lot, Regime
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.queries import checks_for
from maillon.sharing.handovers import actions as handovers
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need
from maillon.sharing.people import actions as people
from maillon.sharing.people.models import Person
from maillon.telling.pages import actions as pages
from maillon.telling.pages.models import Enquiry

PONTIVY, LOUDEAC, NICE = "56178", "22136", "06088"
_rank = itertools.count(1)


def category(slug: str) -> Category:
    return Category.objects.get(pk=slug)


def an_organisation(name: str = "", *, kind: str = "association", commune_code: str = PONTIVY) -> Organisation:
    return organisations.found(
        name=name or f"Structure {next(_rank)}", kind=kind, commune_code=commune_code, by=PLATFORM
    )


def a_network(slug: str = "", *, prefix: str = "", **fields: Any) -> Network:
    """A network with its head, which has a site and every part to play."""
    rank = next(_rank)
    slug = slug or f"reseau-{rank}"
    head = an_organisation(f"Tête de {slug}")
    letters = "".join(chr(65 + rank // 26**place % 26) for place in range(4))
    network = organisations.open_network(
        name=f"Réseau {slug}", slug=slug, prefix=prefix or f"T{letters}", head=head, by=PLATFORM, **fields
    )
    organisations.affiliate(network, head, roles=OrganisationRole.values, by=PLATFORM)
    organisations.open_site(head, name="Dépôt", commune_code=PONTIVY, by=PLATFORM)
    return network


def a_user(email: str = "", **fields: Any) -> User:
    fields = {"first_name": "Camille", "last_name": f"Essai{next(_rank)}", **fields}
    return User.objects.create_user(email or f"personne{next(_rank)}@maillon.example", "un mot de passe", **fields)


def a_member(
    *roles: str, network: Network | None = None, organisation: Organisation | None = None, user: User | None = None
) -> Member:
    """Someone who acts with these roles, for the head of the network unless told otherwise."""
    network = network or a_network()
    organisation = organisation or network.head
    if not organisation.affiliations.filter(network=network).exists():
        organisations.affiliate(network, organisation, roles=[OrganisationRole.REFURBISHER], by=PLATFORM)
    return organisations.join(user or a_user(), organisation, network, roles=roles or [Role.TECHNICIAN], by=PLATFORM)


def a_donor(network: Network, *, kind: str = Donor.Kind.COMPANY) -> Donor:
    return lots.enter_donor(
        network,
        name=f"Donateur {next(_rank)}",
        kind=kind,
        organisation=None if kind == Donor.Kind.PERSON else an_organisation(kind="company"),
        by=PLATFORM,
    )


def a_lot(
    by: Member,
    *,
    regime: str = Regime.COMPANY_GIFT,
    counts: dict[str, int] | None = None,
    weighed_g: int | None = None,
    donor: Donor | None = None,
    site: Site | None = None,
) -> Lot:
    """A lot received by the member's organisation; laptops unless told otherwise, at their usual weight."""
    counts = counts or {"laptop": 10}
    units = {category(slug): number for slug, number in counts.items()}
    expected = sum(kind.default_mass_g * number for kind, number in units.items())
    return lots.receive(
        donor or a_donor(by.network),
        holder=by.organisation,
        regime=regime,
        received_on=timezone.localdate(),
        weighed_g=weighed_g or expected,
        counts=units,
        site=site,
        by=by,
    )


def a_device(
    by: Member,
    *,
    state: State = State.RECEIVED,
    slug: str = "laptop",
    lot: Lot | None = None,
    regime: str = Regime.COMPANY_GIFT,
) -> Device:
    """A device brought to this state by the acts that lead there (up to READY)."""
    lot = lot or a_lot(by, regime=regime, counts={slug: 10})
    device = devices.take_in(lot, category(slug), by=by)
    if state == State.RECEIVED:
        return device
    device = devices.sort(device.pk, by=by)
    if state in (State.SORTED, State.TO_ERASE):
        return device
    if device.category.holds_data:
        device = devices.attest_no_medium(device.pk, reason="Emplacement vide, vérifié.", by=by)
    if state == State.ERASED:
        return device
    refurbishing.install(device.pk, system="Linux Mint 22", by=by)
    if state != State.IN_REPAIR:
        results = {check.slug: "good" for check in checks_for(device)}
        refurbishing.examine(device.pk, results=results, cosmetic="fine", by=by)
    return Device.objects.get(pk=device.pk)


def a_person(by: Member, **fields: Any) -> Person:
    # Born on a day of her own: the same names and birth date would be the same person.
    born_on = datetime.date(1950, 5, 17) + datetime.timedelta(days=next(_rank))
    fields = {"last_name": "Zéphyrin", "first_name": "Aminata", "born_on": born_on, **fields}
    return people.enter(by=by, commune_code=PONTIVY, informed=True, **fields)


def photo(kind: str = "JPEG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, kind)
    return out.getvalue()


def a_need(by: Member, *slugs: str, usage: str = Device.Usage.OCCASIONAL, **fields: Any) -> Need:
    """A request for a person whom the member's organisation accompanies."""
    if "association" not in fields:
        fields.setdefault("person", a_person(by))
    return needs.ask(
        items=[category(slug) for slug in slugs or ("laptop",)], usage=usage, eligible=True, by=by, **fields
    )


def a_handover(
    by: Member,
    *,
    need: Need | None = None,
    kind: str = HandOver.Kind.GIFT,
    price_cents: int = 0,
    commune_code: str = PONTIVY,
    on: datetime.date | None = None,
    regime: str = Regime.COMPANY_GIFT,
) -> HandOver:
    """One laptop handed over, for someone new unless told otherwise, by a member who holds every role it takes."""
    need = need or a_need(by, person=a_person(by, last_name=f"Essai{next(_rank)}"))
    device = a_device(by, state=State.READY, regime=regime)
    needs.reserve(need.items.get().pk, device.pk, by=by)
    handover = handovers.plan(
        need.pk,
        distributor=by.organisation,
        planned_at=timezone.now() + datetime.timedelta(hours=1),
        place="À l’accueil",
        commune_code=commune_code,
        waiver="Elle sait déjà s’en servir.",
        by=by,
    )
    return handovers.hand_over(handover.pk, kind=kind, prices={device.pk: price_cents}, on=on, by=by)


def an_enquiry(network: Network, **signs: bool) -> Enquiry:
    """A message of the contact page; `bait` or `quick` has it held back."""
    return pages.write(network, topic="other", name="Camille", email="c@d.example", text="Bonjour", by=PUBLIC, **signs)
