"""The two published tables, cell by cell; scores of the network; versions, and what another would change."""

import datetime
import uuid

import pytest
from django.utils import timezone

from maillon.common.errors import Forbidden, Refused
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, Medium, State
from maillon.matter.ledger.models import Category
from maillon.matter.refurbishing import actions, queries
from maillon.matter.refurbishing.forms import RuleForm
from maillon.matter.refurbishing.models import CpuScore, Examination, GradingRule, cpu_key
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db
GB = 1_000_000_000


def table(version: int) -> GradingRule:
    return GradingRule.objects.get(network=None, version=version)


def machine(ram_gb: float, *media: tuple[str, float], system: str = "", slug: str = "laptop") -> Device:
    """A machine that no database holds."""
    ram = None if ram_gb is None else int(ram_gb * 1024)
    device = Device(category=Category.objects.get(pk=slug), ram_mib=ram, system=system)
    made = [Medium(kind=kind, size_bytes=int(size * GB)) for kind, size in media]
    device._prefetched_objects_cache = {"media": type("Read", (list,), {"all": lambda self: self})(made)}
    return device


def graded(version: int, score: int | None, ram: float, *media: tuple[str, float], **told) -> tuple[int, str]:
    made = queries.propose(machine(ram, *media, **told), "fine", table(version), score)
    return made.total, made.grade


# (score, RAM, media) → (points, grade), worked out by hand from the published thresholds.
AUDIT_LINUX = [
    ((1999, 16, ("ssd", 500)), (7, "b")),  # 0 + 4 + 4 = 8, held to 7: SSD and a score under 2500
    ((6000, 8, ("ssd", 256)), (9, "a")),  # 3 + 3 + 3
    ((7000, 16, ("ssd", 512)), (12, "premium")),  # 4 + 4 + 4
    ((7000, 16, ("nvme", 512)), (13, "premium")),  # one more for NVMe
    ((6000, 8, ("hdd", 500)), (7, "b")),  # 3 + 3 + 2 = 8, held to 7: a hard disk
    ((2400, 16, ("hdd", 500)), (5, "c")),  # 1 + 4 + 2 = 7, held to 5: a hard disk and a score under 2500
    ((2500, 16, ("hdd", 500)), (7, "b")),  # the score is not under 2500
    ((1000, 2, ("hdd", 80)), (0, "d")),
    ((6580, 8, ("ssd", 256)), (10, "a")),  # 6 % of tolerance: 6580 reaches 7000
    ((6579, 8, ("ssd", 256)), (9, "a")),
    ((6000, 15, ("ssd", 256)), (9, "a")),  # 15 is under 15.04
    ((None, 8, ("ssd", 256)), (6, "b")),
]
RECONDAPI = [
    ((1199, 8, ("ssd", 256)), (-2, "d")),  # −8 + 3 + 3
    ((1200, 8, ("ssd", 256)), (7, "b")),  # 1 + 3 + 3
    ((2499, 16, ("ssd", 500)), (7, "b")),  # 1 + 4 + 4 = 9, held to 7
    ((2499, 16, ("hdd", 500)), (5, "c")),  # 1 + 4 + 2 = 7, held to 5
    ((2500, 16, ("hdd", 500)), (8, "a")),  # 2 + 4 + 2: this table has no other cap on hard disks
    ((6000, 16, ("ssd", 500)), (12, "premium")),
    ((5999, 15, ("ssd", 499)), (9, "a")),  # 3 + 3 + 3: no tolerance here
    ((4000, 4, ("ssd", 128)), (6, "b")),  # 3 + 1 + 2
    ((4000, 3, ("ssd", 128)), (-3, "d")),  # 3 − 8 + 2
    ((2500, 8, ("ssd", 500), ("hdd", 500)), (9, "a")),  # disks count 4 at most
    ((4000, 8, ("nvme", 200)), (10, "a")),  # 3 + 3 + 4
    ((4000, 8, ("hdd", 159)), (-2, "d")),
]


@pytest.mark.parametrize(("given", "expected"), AUDIT_LINUX)
def test_audit_linux_grades_as_published(given, expected):
    assert graded(3, *given) == expected


@pytest.mark.parametrize(("given", "expected"), RECONDAPI)
def test_recondapi_grades_as_published(given, expected):
    assert graded(2, *given) == expected


def test_windows_10_and_what_is_not_worth_it():
    assert graded(3, 7000, 16, ("ssd", 512), system="Windows 10 Pro") == (7, "b")
    told = queries.propose(machine(8, ("ssd", 256)), "fine", table(2), 1000)
    assert (told.unfit, told.grade) == (True, "d")
    assert not queries.propose(machine(8, ("ssd", 256)), "fine", table(3), 1000).unfit


def test_what_is_unknown_counts_nothing_and_is_said():
    told = queries.propose(machine(None), "fine", table(3))

    assert (told.total, told.unknown) == (0, ["cpu", "ram", "storage"])
    assert "processeur sans indice connu : 0 point" in told.reasons


def test_looks_take_points_away_and_a_screen_is_graded_by_them_alone():
    totals = [
        queries.propose(machine(None, slug="monitor"), look, table(3)).grade for look in Examination.Cosmetic.values
    ]

    assert totals == ["b", "b", "c", "c"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz", "core i5-8350u"),
        ("Intel Core i5-8350U", "core i5-8350u"),
        ("AMD Ryzen 5 PRO 3500U w/ Radeon Vega Mobile Gfx", "ryzen 5 pro 3500u w/ radeon vega mobile gfx"),
        ("11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz", "core i5-1135g7"),
        ("Intel(R) CPU", ""),
    ],
)
def test_a_processor_is_known_by_its_name_however_it_is_written(written, key):
    assert cpu_key(written) == key


def test_a_score_noted_once_serves_all_the_machines_of_the_network():
    technician = a_member(Role.TECHNICIAN)
    first, second = a_device(technician, state=State.ERASED), a_device(technician, state=State.ERASED)
    Device.objects.filter(pk=second.pk).update(cpu="Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz")

    actions.note_score("Core i5-8350U", 6200, by=technician, device_id=first.pk)
    first.refresh_from_db()
    second.refresh_from_db()

    assert first.cpu == "Core i5-8350U"
    assert (queries.score_of(first), queries.score_of(second)) == (6200, 6200)
    elsewhere = a_device(a_member(Role.TECHNICIAN), state=State.ERASED)
    Device.objects.filter(pk=elsewhere.pk).update(cpu="Core i5-8350U")
    assert queries.score_of(Device.objects.get(pk=elsewhere.pk)) is None


def test_what_a_report_said_of_the_processor_stays():
    technician = a_member(Role.TECHNICIAN)
    device = a_device(technician, state=State.ERASED)
    Device.objects.filter(pk=device.pk).update(cpu="Intel Core i7-8650U")

    actions.note_score("Core i5-8350U", 6200, by=technician, device_id=device.pk)

    assert Device.objects.get(pk=device.pk).cpu == "Intel Core i7-8650U"


@pytest.mark.parametrize(("name", "score"), [("CPU", 6200), ("Core i5", 3), ("Core i5", 900_000)])
def test_a_score_that_cannot_be_is_refused(name, score):
    with pytest.raises(Refused):
        actions.note_score(name, score, by=a_member(Role.TECHNICIAN))
    assert not CpuScore.objects.exists()


def cells(version: int, **changes) -> dict[str, object]:
    """What the page of a new version sends, from an existing one."""
    opened = RuleForm(thresholds=table(version).thresholds).initial
    told = {name: "" if value is None else value for name, value in opened.items() if value is not False}
    return {"id": uuid.uuid4(), "starts_on": timezone.localdate(), "source": "Comité de mars", **told, **changes}


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_version_read_and_published_again_is_the_same(client, version):
    coordinator = a_member(Role.COORDINATOR)
    form = RuleForm(cells(version), thresholds=table(version).thresholds)

    assert form.is_valid(), form.errors
    kept = table(version).thresholds
    kept.pop("former", None)
    assert actions.publish_rule(form.thresholds, starts_on=timezone.localdate(), source="Idem", by=coordinator)
    assert form.thresholds == kept


def test_the_editor_shows_what_changes_then_publishes_a_new_version(client):
    coordinator = a_member(Role.COORDINATOR, Role.TECHNICIAN)
    device = a_device(coordinator, state=State.READY, slug="monitor")
    client.force_login(coordinator.user)
    asked = cells(3, without_memory=9)

    seen = client.post("/atelier/grades/nouvelle/", asked)
    assert [change.device for change in seen.context["preview"].changes] == [device]
    assert GradingRule.objects.filter(network=coordinator.network).count() == 0
    for _ in range(2):
        client.post("/atelier/grades/nouvelle/", {**asked, "publish": "1"})

    made = GradingRule.objects.get(network=coordinator.network)
    assert made.version == 4
    assert queries.rule_of(coordinator.network, timezone.localdate()) == made
    assert Device.objects.get(pk=device.pk).grade == "b"
    assert table(3).thresholds["without_memory"] == 6


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cpu_1_least": 0}, "cpu_0_least"),
        ({"ram_gb_1_points": ""}, "ram_gb_0_least"),
        ({"grade_premium": 1}, "grade_premium"),
        ({"cap_5_storage": "hdd"}, "cap_5_most"),
        ({"cap_5_most": 4}, "cap_5_most"),
        ({"everyday": "premium", "advanced": "b"}, "advanced"),
        ({"source": ""}, "source"),
        ({"cpu_0_points": "beaucoup"}, "cpu_0_points"),
    ],
)
def test_a_table_that_cannot_be_is_said_beside_its_cell(changes, field):
    form = RuleForm(cells(3, **changes), thresholds=table(3).thresholds)

    assert not form.is_valid()
    assert field in form.errors


def test_only_the_coordinator_publishes_and_never_for_the_past():
    thresholds, day = table(3).thresholds, timezone.localdate()

    with pytest.raises(Forbidden):
        actions.publish_rule(thresholds, starts_on=day, source="Moi", by=a_member(Role.TECHNICIAN))
    with pytest.raises(Refused, match="passé"):
        actions.publish_rule(
            thresholds, starts_on=day - datetime.timedelta(days=1), source="x", by=a_member(Role.COORDINATOR)
        )


def test_the_preview_of_a_full_stock_asks_few_questions(django_assert_max_num_queries):
    coordinator = a_member(Role.COORDINATOR, Role.TECHNICIAN)
    for _ in range(3):
        a_device(coordinator, state=State.READY)

    with django_assert_max_num_queries(5):
        assert queries.preview(coordinator.network, table(2).thresholds, timezone.localdate()).looked_at == 3
