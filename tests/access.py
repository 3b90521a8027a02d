"""The access matrix: every address of the site, tried by every kind of visitor, and written down in `docs/access.md`.

The test holds the site to the page that was read and committed, and writes it anew when asked.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from maillon.common import links, tables
from maillon.common.actors import PLATFORM, PUBLIC
from maillon.giving.donations import actions as donations
from maillon.giving.donors.policy import SPACE
from maillon.ground.accounts import actions as accounts
from maillon.ground.files import actions as files
from maillon.ground.governance import actions as governance
from maillon.ground.imports import actions as imports
from maillon.ground.imports import queries as imported
from maillon.ground.imports.models import Import
from maillon.ground.messages import actions as messages
from maillon.ground.messages.models import Kind, Message
from maillon.ground.messages.queries import REFUSES
from maillon.ground.organisations import actions as organisations
from maillon.ground.organisations.jobs import ORGANISATIONS
from maillon.ground.organisations.models import Member, OrganisationRole, Role
from maillon.matter.arrivals import actions as arrivals
from maillon.matter.devices import actions as devices
from maillon.matter.devices import reports
from maillon.matter.devices.models import State
from maillon.matter.erasure import actions as erasure
from maillon.matter.ledger import actions as ledger
from maillon.matter.refurbishing import actions as refurbishing
from maillon.matter.refurbishing.models import GradingRule, Skill
from maillon.matter.scanning import actions as scanning
from maillon.matter.scanning.queries import place_card
from maillon.sharing.accompaniment import actions as accompaniment
from maillon.sharing.accompaniment.models import Enrolment
from maillon.sharing.directory import actions as directory
from maillon.sharing.handovers import actions as handovers
from maillon.sharing.handovers.models import HandOver
from maillon.sharing.needs import actions as needs
from maillon.sharing.needs.models import Need
from maillon.telling.pages import actions as pages
from tests import offers
from tests.agreements import a_group, an_internal_offer, some_agreements
from tests.entering import a_circle, asked_access
from tests.factories import (
    PONTIVY,
    a_device,
    a_lot,
    a_member,
    a_need,
    a_network,
    an_enquiry,
    an_organisation,
    category,
    photo,
)
from tests.machines import nwipe, smartctl
from tests.proofs import drawn
from tests.receipts import some_receipts
from tests.rounds import a_collection, a_photo
from tests.transfers import a_list, an_agreement

PAGE = Path(__file__).resolve().parent.parent / "docs" / "access.md"
OPEN = "oui"
LOGIN = "connexion"
ANONYMOUS, NEIGHBOUR, ELSEWHERE = "anonyme", "voisine", "ailleurs"
VISITORS = [ANONYMOUS, *Role.values, NEIGHBOUR, ELSEWHERE]


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(namespace:name, pattern) of every address of ours."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, pattern.namespace or namespace)
        elif pattern.callback.__module__.startswith("maillon."):
            yield f"{namespace}:{pattern.name}", pattern


@dataclass
class World:
    """One network where one organisation plays every part, its neighbour, and another network; one thing of each kind."""

    members: dict[str, Member]
    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, name: str) -> dict[str, Any]:
        """What the address needs, for the thing that its app is about."""
        app = name.partition(":")[0]
        return {**self.things["*"], **self.things.get(app, {}), **self.things.get(name, {})}


def build() -> World:
    """Make the world by the real acts."""
    network = a_network("ici", fictional=True)
    everything = a_member(*Role.values, network=network)
    members = {role: a_member(role, network=network) for role in Role.values}
    others = [role for role in Role.values if role not in (Role.COORDINATOR, Role.ADMINISTRATOR)]
    members[NEIGHBOUR] = a_member(*others, network=network, organisation=an_organisation("Voisine"))
    members[ELSEWHERE] = a_member(*Role.values, network=a_network("ailleurs"))

    offer = donations.submit(
        network,
        lines={category("laptop"): 4},
        by=everything,
        donor_kind="ess",
        organisation_name="Tête",
        contact_name="Camille",
        email="don@ici.example",
        commune_code=PONTIVY,
        photos=[(a_photo(), "stock.png")],
    )
    lot = a_lot(everything)
    device = a_device(everything, state=State.TO_ERASE, lot=lot)
    devices.identify(device.pk, smartctl("SN000001X"), name="smart.json", by=everything)
    bench, secret = organisations.issue_token(network.head.sites.get(), network=network, name="Banc 1", by=PLATFORM)
    waiting = arrivals.receive(reports.read(smartctl("SN000002X")), by=bench)
    clear = a_device(everything, state=State.ERASED, lot=lot)
    document = erasure.certify(clear.pk, by=everything)
    waiver = erasure.waive(network.head, reason="Seul à l’atelier", by=everything)
    erasure.end_waiver(waiver.pk, by=everything)
    recheck = drawn(a_device(everything, state=State.TO_ERASE, lot=lot), by=everything)
    held = erasure.attach(device.pk, nwipe(""), name="nwipe.log", by=everything)
    refused = devices.keep_refused(device.pk, b"?", name="lshw.json", why="Illisible.", by=everything)
    session = accompaniment.plan(
        kind="handover",
        title="Prise en main",
        place="Médiathèque",
        commune_code=PONTIVY,
        starts_at=timezone.now() + datetime.timedelta(days=3),
        minutes=120,
        seats=8,
        by=everything,
    )
    need = a_need(everything)
    ready = a_device(everything, state=State.READY, lot=lot)
    spare = a_device(everything, state=State.READY, lot=lot)
    served = a_need(everything)
    enrolment = accompaniment.enrol(session.pk, person=served.person, by=everything)
    needs.reserve(served.items.get().pk, ready.pk, by=everything)
    given = a_need(everything)
    needs.reserve(given.items.get().pk, a_device(everything, state=State.READY, lot=lot).pk, by=everything)
    handover = _appointment(served, enrolment, by=everything)
    done = _appointment(given, accompaniment.enrol(session.pk, person=given.person, by=everything), by=everything)
    handovers.hand_over(done.pk, kind="gift", by=everything)
    zone = ledger.open_location(network.head.sites.get(), name="Réserve", by=everything)
    spare_zone = ledger.open_location(network.head.sites.get(), name="Quai", by=everything)
    stocktake = scanning.open_stocktake(zone.pk, by=everything)
    scanned = scanning.scan(place_card(zone), device.label, by=members[Role.TECHNICIAN])
    territory = network.territories.create(slug="centre", name="Centre", communes=[PONTIVY])
    organisations.affiliate(network, network.head, roles=[OrganisationRole.DONOR], by=PLATFORM)
    quality = network.head.qualities.create(quality="ig", starts_on=timezone.localdate(), proof="statuts")
    membership = organisations.adhere(network, network.head, starts_on=timezone.localdate(), by=PLATFORM)
    shown = devices.add_photo(ready.pk, photo(), name="face.jpg", by=everything)
    worker = members[Role.EMPLOYEE]
    worked = refurbishing.declare_hours(on=timezone.localdate(), minutes=120, by=worker)
    refurbishing.claim_skill(Skill.objects.get(pk="erase"), by=worker)
    refurbishing.ask_second_check(True, by=everything)
    checked = a_device(everything, state=State.READY, lot=lot)
    refurbishing.ask_second_check(False, by=everything)
    own_rule = refurbishing.publish_rule(
        GradingRule.objects.filter(network=None).first().thresholds,
        starts_on=timezone.localdate(),
        source="Comité",
        by=everything,
    )
    place = directory.enter(network, name="Médiathèque", commune_code=PONTIVY, organisation=network.head, by=everything)
    twin = directory.enter(network, name="Médiathèque bis", commune_code=PONTIVY, by=everything)
    suggestion = directory.suggest(place.pk, remark="Fermé le lundi", by=PUBLIC)
    useful = directory.recommend(
        network, name="Droits", url="https://droits.example", theme="droits", summary="Vos droits.", by=everything
    )
    text = pages.begin(network, kind="page", title="Nous", by=everything)
    image = pages.illustrate(text.pk, photo(), name="a.jpg", words="L’atelier", by=everything)
    spare_image = pages.illustrate(text.pk, photo(), name="b.jpg", words="La cour", by=everything)
    pages.publish(text.pk, by=everything)
    pages.dress(network, purpose="", place="", accent="vert", logo=(photo(), "logo.jpg"), by=everything)
    bench_of = refurbishing.open_bench("Effacement", by=everything)
    charter = governance.publish_charter(network.pk, text="Promis.", starts_on=timezone.localdate(), by=everything)
    answer = governance.open_recertification(network.pk, by=PLATFORM).answers.get(organisation=network.head)
    accounts.name_administrator(members[Role.ADMINISTRATOR].user_id, by=PLATFORM)
    return World(
        members,
        {
            "*": {"network": network.slug, "label": device.label},
            **offers.things(offer, by=everything),
            **some_agreements(everything),
            **a_group(everything),
            **an_internal_offer(everything),
            "donors": {
                "pk": lot.pk,
                "key": links.seal(SPACE, lot.donor_id),
                "year": timezone.localdate().year,
                "format": "csv",
            },
            "donors:document": {"pk": document.pk, "key": links.seal(SPACE, lot.donor_id)},
            "donors:space": {"key": lot.donor_id},
            **some_receipts(everything),
            "donors:send_link": {"pk": lot.donor_id},
            "rounds": a_collection(everything),
            "lots": {"pk": lot.pk},
            "devices": {"pk": device.pk},
            "devices:panel_lot": {"pk": lot.pk},
            "devices:photo": {"pk": ready.pk, "file": shown.pk},
            "devices:remove_photo": {"pk": ready.pk, "file": shown.pk},
            "desk:passport_photo": {"label": ready.label, "file": shown.pk},
            "devices:refused_file": {"pk": device.pk, "refused": refused.pk},
            "devices:discard_refused": {"pk": device.pk, "refused": refused.pk},
            "erasure:retry": {"pk": device.pk, "refused": refused.pk},
            "devices:take_in": {"pk": lot.pk},
            "devices:take_in_series": {"pk": lot.pk},
            "arrivals": {
                "pk": waiting.pk,
                "reference": waiting.reference,
                "device": device.pk,
                "token": bench.pk,
                "secret": secret,
            },
            "erasure": {
                "pk": device.pk,
                "medium": device.media.get().pk,
                "held": held.pk,
                "device": device.pk,
                "recheck": recheck.pk,
                "waiver": waiver.pk,
            },
            **{f"erasure:{name}": {"pk": lot.pk} for name in ("panel_lot", "certify_lot", "lot_zip")},
            "erasure:revoke": {"pk": document.pk},
            "scanning": {"pk": zone.pk, "card": scanned.card, "code": zone.code, "format": "csv"},
            "scanning:undo": {"pk": scanned.pk},
            "scanning:close": {"pk": spare_zone.pk},
            "scanning:stocktake": {"pk": stocktake.pk},
            "scanning:close_stocktake": {"pk": stocktake.pk},
            "scanning:export_stocktake": {"pk": stocktake.pk, "format": "csv"},
            "refurbishing": {"pk": clear.pk, "check": "power"},
            "refurbishing:review": {"pk": checked.pk},
            "refurbishing:rule": {"pk": own_rule.pk},
            "refurbishing:close_bench": {"pk": bench_of.pk},
            "refurbishing:change_hours": {"pk": worked.pk},
            "refurbishing:remove_hours": {"pk": worked.pk},
            "refurbishing:person": {"pk": worker.pk},
            "refurbishing:skill": {"pk": worker.pk, "skill": "erase"},
            **an_agreement(everything, members[NEIGHBOUR].organisation),
            "receptions": {"pk": lot.pk, "format": "csv"},
            "transfers": a_list(everything, members[NEIGHBOUR].organisation, lot),
            "corrections": {"pk": lot.pk},
            **{
                f"corrections:{name}": {"pk": thing}
                for name, thing in (
                    ("panel_device", clear.pk),
                    ("undo", clear.pk),
                    ("withdraw_report", clear.pk),
                    ("choose_label", clear.pk),
                    ("merge_devices", clear.pk),
                    ("tell_apart", waiting.pk),
                    ("merge_donors", lot.donor_id),
                    ("merge_organisations", network.head_id),
                )
            },
            "documents": {"code": document.code, "pk": document.pk},
            "desk": {"pk": document.pk},
            "needs": {"pk": need.pk, "item": need.items.get().pk, "device": spare.pk},
            "needs:release": {"pk": served.pk, "item": served.items.get().pk},
            "accompaniment": {"pk": session.pk, "enrolment": enrolment.pk},
            "directory": {"pk": place.pk, "other": twin.pk},
            "directory:judge": {"pk": suggestion.pk},
            **{f"directory:{name}": {"pk": useful.pk} for name in ("reword", "verify", "withdraw", "restore")},
            "handovers": {"pk": handover.pk, "need": served.pk},
            "handovers:attestation": {"pk": done.pk},
            "handovers:take_back": {"pk": done.pk},
            "organisations": {
                "pk": network.head.pk,
                "territory": territory.pk,
                "slug": territory.slug,
                "member": members[Role.TECHNICIAN].pk,
                "membership": membership.pk,
                "quality": quality.pk,
                "file": files.keep(photo(), name="statuts.jpg", owner=quality, by=PLATFORM).pk,
            },
            "governance": asked_access(network),
            **{f"governance:{name}": {"pk": answer.pk} for name in ("recertify", "remind_recertification")},
            **{
                f"governance:{name}": {"pk": network.head_id} for name in ("panel", "note_charter", "note_contribution")
            },
            "governance:charter_version": {"version": charter.version},
            "governance:started": {"pk": network.pk},
            **a_circle(everything, members[Role.COORDINATOR]),
            "desk:unsubscribe": {"token": links.seal(REFUSES, _digest_to(everything).pk)},
            "desk:own_figures": {"pk": network.head_id},
            "desk:depart": {"pk": members[Role.TECHNICIAN].pk},
            "desk:send_again": {"pk": Message.objects.filter(network=network.pk).first().pk},
            "desk:export": {"key": "membres", "format": "csv"},
            "imports": {"kind": "organisations", "pk": _imported(members[Role.COORDINATOR]).pk},
            "pages": {"pk": an_enquiry(network).pk},
            **{
                f"pages:{name}": {"pk": text.pk, "file": image.pk, "slug": text.slug, "number": 1}
                for name in ("text", "picture", "revise", "versions", "restore", "publish", "unpublish", "illustrate")
            },
            "pages:drop_picture": {"pk": text.pk, "file": spare_image.pk},
            "pages:remove": {"pk": an_enquiry(network, bait=True).pk},
            "impact": {"key": "mass_collected_kg", "format": "csv"},
        },
    )


def _digest_to(member: Member) -> Message:
    letter = messages.write(member.user.email, "Votre semaine", "Bonjour.", kind=Kind.DIGEST, by=PLATFORM)
    assert letter is not None
    return letter


def _appointment(need: Need, enrolment: Enrolment, *, by: Member) -> HandOver:
    return handovers.plan(
        need.pk,
        distributor=by.network.head,
        planned_at=timezone.now() + datetime.timedelta(days=2),
        place="Comptoir",
        commune_code=PONTIVY,
        enrolment=enrolment,
        by=by,
    )


def _imported(by: Member) -> Import:
    """A spreadsheet of organisations, sent and not yet accepted."""
    data = "Nom;Nature;Commune\nMédiathèque;Association;Pontivy (56300)\n".encode()
    book = tables.read(data)
    proposed = imported.guess(book, ORGANISATIONS, by.network_id)
    return imports.send(ORGANISATIONS, data, name="structures.csv", found=book, proposed=proposed, by=by)


def measure(world: World) -> dict[str, dict[str, str]]:
    """What each address answers to each visitor. Nothing stays of what a visit changed."""
    clients = {ANONYMOUS: Client()}
    for visitor, member in world.members.items():
        clients[visitor] = Client()
        clients[visitor].force_login(member.user)
    return {
        name: {visitor: _visit(clients[visitor], _url(world, name, pattern)) for visitor in VISITORS}
        for name, pattern in addresses()
    }


def _url(world: World, name: str, pattern: URLPattern) -> str:
    given = world.arguments(name)
    wanted = pattern.pattern.converters
    missing = set(wanted) - set(given)
    if missing:
        raise LookupError(f"{name}: tell tests/access.py which {', '.join(missing)} to visit.")
    return reverse(name, kwargs={key: given[key] for key in wanted})


def _visit(client: Client, url: str) -> str:
    with transaction.atomic():
        answer = client.get(url)
        if answer.status_code == 405:
            answer = client.post(url)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.url.startswith(reverse("account_login")):
        return LOGIN
    return OPEN if answer.status_code in (200, 204, 302, 409) else str(answer.status_code)


def written(matrix: dict[str, dict[str, str]]) -> str:
    """The matrix as the page that people read."""
    lines = [
        "# Qui voit quoi",
        "",
        "Chaque adresse du site, essayée par chaque genre de visiteur. Cette page est faite et",
        "tenue par `tests/test_access.py` : une adresse sans sa ligne, ou une réponse qui change, fait échouer `make test`.",
        "",
        "`oui` : la page répond, ou l’acte est accepté ou refusé par une règle du domaine ; `403` : pas dans ce rôle ; `404` :",
        "comme si cela n’existait pas ; `connexion` : il faut d’abord se connecter. Les rôles sont ceux d’une personne de",
        "l’organisation qui détient la chose, tête de son réseau. `voisine` : tous les rôles d’une autre organisation du même",
        "réseau, sauf l’animation ; `ailleurs` : tous les rôles d’un autre réseau.",
        "",
        f"| adresse | {' | '.join(VISITORS)} |",
        "|---|" + "---|" * len(VISITORS),
    ]
    lines += [f"| `{name}` | {' | '.join(row[visitor] for visitor in VISITORS)} |" for name, row in matrix.items()]
    return "\n".join(lines) + "\n"
