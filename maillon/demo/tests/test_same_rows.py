"""The bulk writer writes what the actions write: the same acts, done both ways, leave the same rows."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from maillon.demo.tests.hands import Actions, Bulk
from maillon.demo.tests.rows import Rows, differences, rows
from maillon.giving.donations.models import Offer
from maillon.giving.rounds.actions import Weighed
from maillon.ground.accounts.models import User
from maillon.ground.journal import jobs as journal
from maillon.ground.organisations.models import Member, Organisation, OrganisationRole, Quality, Role, Site, Territory
from maillon.matter.devices.models import Device
from maillon.matter.ledger.models import Category
from maillon.matter.lots.models import Donor, Lot, Regime
from maillon.matter.refurbishing.models import Check
from maillon.sharing.accompaniment.models import Session
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs.models import Need
from maillon.telling.impact.queries import faults
from tests.factories import a_member, a_network, a_user, photo
from tests.machines import nwipe

LAPTOP_DISK, DESKTOP_DISK = "FXS4DISK0001", "FXS4DISK0002"
OFFER = {
    "donor_kind": Donor.Kind.COMPANY,
    "organisation_name": "Biscuiterie du Merle",
    "siret": "02900007200016",
    "contact_name": "Awa Clairmoineau",
    "email": "awa@biscuiterie.example",
    "phone": "+33261910012",
    "commune_code": "56178",
    "age": Offer.Age.FROM_4_TO_6,
}
Hand = Actions | Bulk


@pytest.fixture
def by(db) -> Member:
    """Someone who holds every role that the acts take, for a head that may sell what public bodies give."""
    network = a_network("essai", accompaniment_required=True, purpose="Équiper le pays")
    Organisation.objects.filter(pk=network.head_id).update(siret="13002526500013")
    network.head.refresh_from_db()
    Quality.objects.create(
        organisation=network.head, quality=Quality.Kind.IG, starts_on=datetime.date(2020, 1, 1), proof="arrêté"
    )
    Territory.objects.create(network=network, slug="pays", name="Pays", communes=["56178"])
    roles = (Role.COORDINATOR, Role.TECHNICIAN, Role.DISTRIBUTOR, Role.PRESCRIBER, Role.MANAGER, Role.VOLUNTEER)
    return a_member(*roles, network=network, user=a_user("tout@essai.example"))


def test_the_same_acts_leave_the_same_rows_by_the_actions_and_in_bulk(by: Member):
    newcomer = a_user("nouvelle@essai.example")

    one_by_one = _played(Actions, by, newcomer)
    in_bulk = _played(Bulk, by, newcomer)

    found = differences(one_by_one, in_bulk)
    assert not found, "\n" + "\n".join(found)


def test_the_scenario_uses_every_verb_of_both_hands(by: Member):
    used: set[str] = set()

    class Told(Actions):
        def __getattribute__(self, name: str) -> Any:
            used.add(name)
            return super().__getattribute__(name)

    _play(Told(by), by, a_user("nouvelle@essai.example"))

    assert {name for name in vars(Actions) if not name.startswith("_")} - used == {"finish"}


def _played(hand: Callable[[Member], Hand], by: Member, newcomer: User) -> Rows:
    """The rows that the scenario leaves, and nothing of them afterwards."""
    with transaction.atomic():
        _play(made := hand(by), by, newcomer)
        made.finish()
        journal.seal()
        assert list(faults()) == []
        found = rows()
        transaction.set_rollback(True)
    return found


def _play(hand: Hand, by: Member, newcomer: User) -> None:
    other, site = _open(hand, by, newcomer)
    laptop, desktop, monitor = _refurbish(hand, _collect(hand, by))
    _serve(hand, by, laptop, desktop, monitor)
    hand.hand_on(desktop, other, site, datetime.date(2026, 1, 12))
    hand.settle()
    _tell(hand)


def _open(hand: Hand, by: Member, newcomer: User) -> tuple[Any, Any]:
    """An organisation comes in, with its site."""
    made = hand.found(name="Atelier du Cormoran", kind="association", commune_code="22136", email="a@cormoran.example")
    hand.affiliate(made, [OrganisationRole.REFURBISHER])
    hand.affiliate(made, [OrganisationRole.DISTRIBUTOR])
    hand.adhere(made, Territory.objects.get(), datetime.date(2025, 3, 1))
    site = hand.open_site(made, name="Atelier", commune_code="22136")
    hand.join(newcomer, made, [Role.TECHNICIAN, Role.VOLUNTEER])
    return made, site


def _collect(hand: Hand, by: Member) -> Any:
    """Offers refused, asked about, accepted and received; something left at the door; a lot to sort."""
    laptop, desktop, monitor, phone, charger, keyboard = _categories(
        "laptop", "desktop", "monitor", "smartphone", "charger", "keyboard"
    )
    refused = hand.submit({monitor: 12}, **OFFER | {"organisation_name": "Minoterie du Galet", "siret": ""})
    hand.turn_down(refused, "Écrans à tube : la déchèterie les prend.")
    offer = hand.submit({laptop: 3, desktop: 2, charger: 4}, **OFFER)
    hand.ask_donor(offer, "Ont-ils leurs disques ?")
    hand.reply(offer, "Oui, tous.")
    hand.accept(offer, Regime.COMPANY_GIFT)
    lot = hand.receive(
        offer,
        holder=by.organisation,
        site=Site.objects.get(organisation=by.organisation),
        received_on=timezone.localdate(),
        weighed_g=26_500,
        counts={laptop: 3, desktop: 1, monitor: 1, charger: 4, keyboard: 2},
    )
    _drive(hand, by, hand.submit({laptop: 2}, **OFFER, weekdays=list(range(7))))
    second = hand.submit({laptop: 1}, **OFFER)
    hand.accept(second, Regime.COMPANY_GIFT_RECEIPT)
    person = {"kind": Donor.Kind.PERSON, "name": "Odile Belruisseau", "email": "odile@courriel.example"}
    hand.drop_off(
        person | {"commune_code": "56178"},
        holder=by.organisation,
        received_on=timezone.localdate(),
        weighed_g=500,
        counts={phone: 1},
        regime=Regime.PERSON_GIFT,
    )
    company = {"kind": Donor.Kind.COMPANY, "name": "Papeterie du Vallon", "siret": "02900014800014"}
    hand.drop_off(
        company | {"commune_code": "22136", "phone": "+33261910013"},
        holder=by.organisation,
        received_on=timezone.localdate(),
        weighed_g=1_500,
        counts={keyboard: 2},
        regime=Regime.COMPANY_GIFT_RECEIPT,
        explanation="Cartons compris",
    )
    return lot


def _drive(hand: Hand, by: Member, offer: Any) -> None:
    """A round asked for, kept, sent, driven to a signed note."""
    hand.accept(offer, Regime.COMPANY_GIFT)
    van = hand.enter_vehicle(
        name="Trafic",
        home=Site.objects.get(organisation=by.organisation),
        capacity_g=980_000,
        volume_l=6_000,
        cost_km_cents=45,
        cost_hour_cents=2_500,
        starts_at=datetime.time(8),
        ends_at=datetime.time(17, 30),
    )
    rolls = hand.add_container(name="Rolls", tare_g=22_000)
    today = timezone.localdate()
    round_ = hand.keep_round(van, today, offer)
    hand.send_round(round_)
    hand.collect(
        round_,
        counts=dict.fromkeys(_categories("laptop"), 2),
        weighings=[Weighed(25_300, rolls)],
        signer="Loïc Hamon",
        strokes=[[[0.1, 0.5], [0.6, 0.4]]],
    )
    hand.finish_round(round_)


def _refurbish(hand: Hand, lot: Any) -> tuple[Any, Any, Any]:
    """One of each kind made ready; one that cannot be erased; one that cannot be found."""
    laptop, desktop, monitor = _categories("laptop", "desktop", "monitor")
    labels = hand.print_labels(6)
    kept = hand.take_in(lot, laptop, labels[0], 1610)
    broken = hand.take_in(lot, laptop, labels[1], None)
    lost = hand.take_in(lot, laptop, labels[2], 1720)
    tower = hand.take_in(lot, desktop, labels[3], 5480)
    screen = hand.take_in(lot, monitor, labels[4], 5230)
    site = Site.objects.get(organisation=kept.holder)
    zone = hand.open_location(site, "Réserve")
    hand.place(kept, zone)
    hand.place(kept, hand.open_location(site, "B3", zone))
    hand.lose(lost, "Introuvable à l’inventaire")
    for device in (kept, broken, tower, screen):
        hand.sort(device)
    hand.identify(kept, _lshw("FXLAPTOP1", LAPTOP_DISK))
    hand.erase(kept, nwipe(LAPTOP_DISK))
    hand.certify(kept)
    hand.install(kept, system="Linux Mint 22", until=datetime.date(2029, 4, 30))
    hand.examine(kept, results=_good("laptop", camera="bad"), cosmetic="worn", known_defects="Webcam en panne")
    hand.identify(tower, _lshw("FXTOWER1", DESKTOP_DISK, product="OptiPlex 7050"))
    hand.erase(tower, nwipe(DESKTOP_DISK))
    hand.examine(tower, results=_good("desktop", power="bad"), cosmetic="fine")
    hand.examine(tower, results=_good("desktop"), cosmetic="fine")
    hand.certify(screen)
    hand.examine(screen, results=_good("monitor"), cosmetic="marked")
    hand.identify(broken, _lshw("FXLAPTOP2", "FXS4DISK0003"))
    hand.erase(broken, nwipe("FXS4DISK0003", status="-FAILED-"))
    hand.recycle(broken, "Effacement impossible")
    hand.close(lot, "Palettes pesées avec le matériel")
    return kept, tower, screen


def _serve(hand: Hand, by: Member, laptop: Any, desktop: Any, monitor: Any) -> None:
    """Requests questioned, refused and served: a sale at a session, a loan to an association; one device comes back."""
    kinds = {category.slug: category for category in _categories("laptop", "desktop", "monitor")}
    someone = {"last_name": "Fierlucarne", "first_name": "Naïm", "born_on": datetime.date(1990, 5, 17)}
    person = hand.enter(commune_code="56178", phone="+33639980001", **someone)
    other = hand.enter(commune_code="56178", reference="D-1204", status="retraite", easy_reading=True)
    session = hand.plan(
        kind=Session.Kind.HANDOVER,
        title="Prise en main",
        place="Dépôt, Pontivy",
        commune_code="56178",
        starts_at=_tomorrow(),
        minutes=120,
        seats=4,
    )
    asked = {"usage": Device.Usage.OCCASIONAL, "projects": [Need.Project.JOB], "requirements": []}
    need = hand.ask(items=[kinds["laptop"]], person=person, connection=Need.Connection.BOX, **asked)
    hand.question(need, "A-t-elle une box ?")
    declined = hand.ask(
        items=[kinds["desktop"], kinds["monitor"]], person=other, urgent_before=timezone.localdate(), **asked
    )
    hand.refuse(declined, "Déjà équipée cette année.")
    hand.anonymise(other)
    hand.reserve(need, {"laptop": laptop})
    enrolment = hand.enrol(session, person=person)
    hand.enrol(session, organisation=by.organisation)
    handover = hand.appoint(
        need,
        distributor=by.organisation,
        planned_at=session.starts_at,
        place="Dépôt, Pontivy",
        commune_code="56178",
        enrolment=enrolment,
    )
    hand.came(enrolment, came=True)
    hand.hand_over(
        handover,
        kind=HandOver.Kind.SALE,
        prices={laptop.pk: 9000},
        accessories=dict.fromkeys(_categories("charger"), 1),
    )
    group = hand.ask(items=[kinds["desktop"], kinds["monitor"]], association=by.organisation, **asked)
    hand.reserve(group, {"desktop": desktop, "monitor": monitor})
    given = hand.appoint(
        group,
        distributor=by.organisation,
        planned_at=session.starts_at,
        place="Dépôt, Pontivy",
        commune_code="56178",
        waiver="Elle forme elle-même",
    )
    hand.hand_over(given, kind=HandOver.Kind.LOAN, return_on=timezone.localdate() + datetime.timedelta(days=90))
    hand.take_back(desktop, "Ne démarre plus")


def _tell(hand: Hand) -> None:
    """Donors plan, declare a value and get its receipt, let themselves be quoted, and are thanked."""
    valued = Lot.objects.select_related("donor__organisation", "donor__network", "network__head", "holder").get(
        regime=Regime.COMPANY_GIFT_RECEIPT
    )
    donor = valued.donor
    (laptop,) = _categories("laptop")
    year = timezone.localdate().year + 1
    hand.plan_renewal(donor, laptop, units=12, year=year, quarter=2, confidence="likely", note="Marché en cours")
    said = hand.declare_value(
        valued,
        value_cents=18_000,
        basis="Valeur nette comptable",
        name="Papeterie du Vallon",
        address="3 rue du Vallon, Loudéac",
        legal_form="SARL",
        siret="02900014800014",
        paper=(photo(), "registre.jpg"),
    )
    hand.settle()
    hand.issue_receipt(said)
    hand.publish_quotation(donor, shown_name="Le Vallon", sentence="C’est simple.", author="La gérante", listed=True)
    hand.write_pitch("Nous équipons le pays.")
    closed = Lot.objects.select_related("donor", "network").filter(state=Lot.State.CLOSED).exclude(donor__email="")
    hand.thank(closed.first())


def _tomorrow() -> datetime.datetime:
    """Nine in the evening of tomorrow: the same instant however long the two runs take."""
    return datetime.datetime.combine(timezone.localdate() + datetime.timedelta(days=1), datetime.time(20), datetime.UTC)


def _categories(*slugs: str) -> list[Category]:
    return [Category.objects.get(pk=slug) for slug in slugs]


def _good(category: str, **others: str) -> dict[str, str]:
    """Every check of the category good, but for these."""
    return {
        slug: others.get(slug, "good")
        for slug in Check.objects.filter(categories=category).values_list("slug", flat=True)
    }


def _lshw(serial: str, disk: str, *, product: str = "Latitude 5490") -> bytes:
    """What `lshw -json` says of a machine with one SSD."""
    said = {
        "id": "poste",
        "class": "system",
        "product": product,
        "vendor": "Dell Inc.",
        "serial": serial,
        "configuration": {"uuid": "4c4c4544-0043-4210-8051-b4c04f4d5932", "chassis": "notebook"},
        "children": [
            {"id": "cpu", "class": "processor", "product": "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"},
            {"id": "memory", "class": "memory", "units": "bytes", "size": 8589934592, "description": "System Memory"},
            {
                "id": "disk",
                "class": "disk",
                "description": "ATA Disk",
                "product": "KINGSTON SA400S37240G",
                "serial": disk,
                "units": "bytes",
                "size": 240057409536,
                "logicalname": "/dev/sda",
            },
        ],
    }
    return json.dumps(said).encode()
