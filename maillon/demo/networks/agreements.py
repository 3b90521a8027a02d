"""What binds donors: agreements over several years, one of them to renew; a text validated; what each member can take in."""

import datetime
from random import Random

from maillon.demo.book import agreements, organisations, reuse
from maillon.demo.networks.accounts import GROUP, address, password_hash
from maillon.demo.networks.agenda import DAY, instant
from maillon.demo.networks.queues import ago
from maillon.demo.networks.scene import Scene
from maillon.giving.agreements.models import AgreementText, Reminder
from maillon.giving.donations.models import Offer
from maillon.ground.organisations.models import Capacity, Member, Organisation, OrganisationRole, Role
from maillon.matter.lots.models import Donor
from maillon.matter.lots.queries import regimes_for

TAKES_IN = {OrganisationRole.HEAD.value, OrganisationRole.COLLECTOR.value, OrganisationRole.REFURBISHER.value}
# How many days ago it was signed, and in how many it ends; which kinds of donor sign, the usual first.
FRAMES = ((500, 41), (200, 890))
KINDS = (Donor.Kind.AUTHORITY, Donor.Kind.PUBLIC, Donor.Kind.COMPANY, Donor.Kind.STATE)
SCOPE = "Le matériel informatique réformé de tous les services : ordinateurs, écrans, tablettes et téléphones."
MONTHLY_KG, VEHICLE_KG = (400, 600, 900, 1500, 2500), (0, 350, 600, 900, 1200)


def sign(scene: Scene) -> None:
    """Plan it all around today."""
    scene.agenda.at(instant(ago(scene, 60), 8), lambda at: _capacities(scene, at))
    scene.agenda.at(instant(ago(scene, 58), 8), lambda at: _validated(scene, at))
    for rank, (before, after) in enumerate(FRAMES):
        scene.agenda.at(
            instant(ago(scene, before), 10), lambda at, rank=rank, after=after: _bind(scene, rank, after, at)
        )


def _capacities(scene: Scene, at: datetime.datetime) -> None:
    """Most members that take in say how much, and what they know how to do."""
    random = Random(f"{scene.coordinator.network.slug}/capacities")
    network = scene.coordinator.network.pk
    present = [one for key, one in scene.book.affiliations.items() if key[0] == network and TAKES_IN & set(one.roles)]
    for affiliation in sorted(present, key=lambda one: one.organisation.name):
        if random.random() < 0.85:
            organisations.declare_capacity(
                scene.book,
                affiliation,
                monthly_kg=random.choice(MONTHLY_KG),
                benches=random.randint(1, 6),
                vehicle_kg=random.choice(VEHICLE_KG),
                competences=random.sample(Capacity.Competence.values, random.randint(1, 4)),
                by=scene.coordinator,
                at=at,
            )


def _validated(scene: Scene, at: datetime.datetime) -> None:
    """The text of the gifts of local authorities has been read by a lawyer."""
    text = AgreementText.objects.get(kind="don_collectivite", network=None)
    agreements.approve_text(
        scene.book,
        scene.coordinator.network,
        text,
        name="Maëlle Tréguidel",
        capacity="avocate au barreau",
        by=scene.coordinator,
        at=at,
    )


def _bind(scene: Scene, rank: int, after: int, at: datetime.datetime) -> None:
    """One of the donors known that day signs for several years; the one that ends soon is reminded."""
    network, day = scene.coordinator.network, at.date()
    known = [one for key, one in scene.book.donors.items() if key[0] == network.pk]
    ranked = sorted(known, key=lambda one: (KINDS.index(one.kind) if one.kind in KINDS else len(KINDS), one.name))
    if len(ranked) <= rank:
        return
    donor = ranked[rank]
    frame = agreements.bind(
        scene.book,
        donor,
        beneficiary=network.head,
        regime=regimes_for(donor.kind)[0],
        scope=SCOPE,
        starts_on=day,
        ends_on=scene.today + after * DAY,
        signatory="La direction générale",
        by=scene.coordinator,
        at=at,
    )
    if after < frame.notice_days:
        reminded = instant(ago(scene, frame.notice_days - after), 6)
        scene.agenda.at(reminded, lambda when: agreements.remind(scene.book, frame, step=Reminder.Step.NOTICE, at=when))


SERVICES = 6
"""How many services of the State the group follows."""


def follow(scene: Scene, group: Organisation, head: Member) -> None:
    """A group follows the services of the State that give, and proposes to them what it no longer uses."""
    scene.agenda.at(instant(ago(scene, 45), 9), lambda at: _join(scene, group, at))
    scene.agenda.at(instant(ago(scene, 4), 9), lambda at: _propose(scene, head, at))


def _services(scene: Scene) -> list[Donor]:
    network = scene.coordinator.network
    known = [one for key, one in scene.book.donors.items() if key[0] == network.pk and one.kind == Donor.Kind.STATE]
    return sorted(known, key=lambda one: one.name)[:SERVICES]


def _join(scene: Scene, group: Organisation, at: datetime.datetime) -> None:
    for donor in _services(scene):
        since = datetime.date(2025, 1, 1)
        reuse.join_group(scene.book, group, donor.organisation, starts_on=since, by=scene.coordinator, at=at)


def _propose(scene: Scene, head: Member, at: datetime.datetime) -> None:
    """Under way: two services have taken something, the rest waits."""
    organisation, categories = head.organisation, scene.book.categories
    proposal = reuse.propose(
        scene.book,
        head,
        lines={categories["laptop"]: 24, categories["monitor"]: 18, categories["printer"]: 2},
        days=15,
        services=[donor.organisation for donor in _services(scene)],
        at=at,
        donor_kind=Donor.Kind.STATE.value,
        organisation_name=organisation.name,
        siret=organisation.siret,
        contact_name=head.full_name,
        email=head.user.email,
        phone=organisation.phone,
        address="4 place de la Démonstration",
        commune_code=organisation.commune_code,
        age=Offer.Age.FROM_4_TO_6.value,
        condition=Offer.Condition.WORKING.value,
        data=Offer.Data.ORDINARY.value,
    )
    names = ("Gaël Tanguidec", "Nolwenn Keravel")
    items = list(proposal.items.all())
    for rank, invitee in enumerate(list(proposal.invitees.all())[:2]):
        when = at + datetime.timedelta(hours=24 * (rank + 1) + rank)
        scene.agenda.at(
            when,
            lambda at, rank=rank, invitee=invitee: reuse.take(
                scene.book,
                invitee,
                items[rank],
                units=5 - rank,
                name=names[rank],
                by=reuse.holder(invitee),
                at=at,
            ),
        )


def group_of(scene: Scene, name: str, commune_code: str) -> tuple[Organisation, Member]:
    """An organisation of the State that follows others, with its account."""
    ground = scene.ground
    organisation = ground.found(name, Organisation.Kind.STATE, commune_code)
    ground.affiliate(organisation, OrganisationRole.DONOR)
    first_name, last_name = ground.names.person()
    user = ground.user(first_name, last_name, address(GROUP, ground.network.slug), password_hash())
    return organisation, ground.member(organisation, Role.DONOR, function="Suivi des achats responsables", user=user)
