"""What changed in a machine that is seen again, and what only another tool does not tell."""

from maillon.matter.devices.reports import Battery, Disk, Report, changes

FIRST = Disk(model="KINGSTON A400", serial="50026B7684A1B2C3", size_bytes=240_057_409_536)
SECOND = Disk(model="WDC WD5000LPVX", serial="WD-WX31A12B3C4D", size_bytes=500_107_862_016)


def lshw(*disks: Disk, ram: int | None = 4096, **more) -> Report:
    return Report(kind="lshw", cpu="Intel Core i5-6200U", ram_mib=ram, disks=disks, **more)


def said(*told: Report) -> list[str]:
    return [change.sentence.replace("\N{NO-BREAK SPACE}", " ") for change in changes(told)]


def test_more_memory_is_said_with_what_it_was_before():
    assert said(lshw(ram=4096), lshw(ram=8192)) == ["8 Go de mémoire au lieu de 4 Go"]


def test_what_a_system_sees_of_the_same_memory_is_no_change():
    assert said(lshw(ram=8192), Report(kind="proc", ram_mib=7850)) == []


def test_the_change_names_the_last_report_that_told_of_memory():
    [change] = changes([lshw(ram=4096), Report(kind="smartctl", disks=(FIRST,)), lshw(ram=8192)])

    assert (change.report, change.former) == (2, 0)


def test_another_disk_in_the_place_of_the_first():
    assert said(lshw(FIRST), lshw(SECOND)) == [
        "un disque de plus, WDC WD5000LPVX 500 Go (n° WD-WX31A12B3C4D)",
        "le disque KINGSTON A400 240 Go (n° 50026B7684A1B2C3) n’y est plus",
    ]


def test_a_tool_asked_about_one_disk_says_nothing_of_the_others():
    both = lshw(FIRST, SECOND)

    assert said(both, Report(kind="smartctl", disks=(SECOND,))) == []
    assert said(Report(kind="smartctl", disks=(FIRST,)), Report(kind="smartctl", disks=(SECOND,))) == []


def test_a_tool_that_looks_at_no_disk_takes_none_away():
    assert said(lshw(FIRST), Report(kind="dmidecode", cpu="Intel Core i5-6200U", ram_mib=4096)) == []


def test_a_stick_is_no_disk_of_the_machine():
    stick = Disk(model="DataTraveler", serial="0014857749DCFD80", removable=True)

    assert said(lshw(FIRST), lshw(FIRST, stick)) == []


def test_another_battery():
    old = Battery(model="01AV489", serial="AB01X231", health_pct=41)
    new = Battery(model="01AV489", serial="CD99X777", health_pct=97)

    assert said(lshw(batteries=(old,)), lshw(batteries=(new,))) == ["une autre batterie, 01AV489 n° CD99X777, à 97 %"]
    assert said(lshw(batteries=(old,)), lshw(batteries=(Battery(model="01AV489", health_pct=40),))) == []


def test_what_changed_twice_is_told_twice_and_what_comes_back_too():
    assert said(lshw(FIRST), lshw(FIRST, SECOND), lshw(FIRST)) == [
        "un disque de plus, WDC WD5000LPVX 500 Go (n° WD-WX31A12B3C4D)",
        "le disque WDC WD5000LPVX 500 Go (n° WD-WX31A12B3C4D) n’y est plus",
    ]
