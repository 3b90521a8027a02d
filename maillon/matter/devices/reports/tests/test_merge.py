"""Several reports of one machine make one machine: who is believed, and how a disagreement is explained."""

from maillon.matter.devices.reports import Battery, CapacityUnit, Disk, Erasure, FormFactor, Medium, Report, Verdict
from maillon.matter.devices.reports.merge import TWO_MACHINES, merge

GB = 10**9
THINKPAD = {"manufacturer": "LENOVO", "product": "20L6S0", "version": "ThinkPad T480", "serial": "PF12QW9K"}


def machine(*reports: Report):
    return merge([(report.kind, report) for report in reports], kind="bundle")


def explained(merged, field: str):
    (conflict,) = [conflict for conflict in merged.conflicts if conflict.field == field]
    return conflict


def test_reports_that_agree_leave_nothing_to_explain():
    firmware = Report("dmidecode", **THINKPAD, chassis="Notebook", ram_mib=8192)
    tree = Report("lshw", **{**THINKPAD, "product": "20L6S0 (LENOVO_MT_20L6)"}, chassis="notebook", ram_mib=8192)

    merged = machine(tree, firmware)

    assert merged.conflicts == ()
    assert (merged.report.product, merged.report.model) == ("20L6S0", "ThinkPad T480")


def test_the_maker_the_model_and_the_version_come_from_one_tool():
    firmware = Report("dmidecode", manufacturer="To Be Filled By O.E.M.", product="To Be Filled By O.E.M.")
    agent = Report("glpi", manufacturer="Dell Inc.", product="Latitude E6420")

    merged = machine(firmware, agent)

    assert (merged.report.maker, merged.report.model) == ("Dell Inc.", "Latitude E6420")
    assert merged.conflicts == ()


def test_two_serial_numbers_may_be_two_machines():
    merged = machine(Report("dmidecode", serial="PF12QW9K"), Report("lshw", serial="PF99ZZ1A"))

    assert merged.report.serial == "PF12QW9K"
    assert explained(merged, "serial").others == (("PF99ZZ1A", "lshw"),)
    assert merged.report.warnings[0] == TWO_MACHINES


def test_a_uuid_printed_in_the_other_byte_order_is_the_same():
    merged = machine(
        Report("dmidecode", uuid="5A4D5561-0102-4304-8000-00000000A001"),
        Report("lshw", uuid="61554d5a-0201-0443-8000-00000000a001"),
    )

    assert merged.conflicts == ()


def test_memory_that_the_system_does_not_see_is_explained():
    conflict = explained(machine(Report("proc", ram_mib=7690), Report("dmidecode", ram_mib=8192)), "ram_mib")

    assert (conflict.kept, conflict.by) == ("8192", "dmidecode")
    assert "carte graphique" in conflict.why


def test_memory_in_whole_modules_that_differs_was_changed():
    conflict = explained(machine(Report("glpi", ram_mib=4096), Report("dmidecode", ram_mib=8192)), "ram_mib")

    assert "barrette" in conflict.why


def test_the_processor_that_the_firmware_names_otherwise_is_explained():
    merged = machine(
        Report("dmidecode", cpu="Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"),
        Report("proc", cpu="Intel Core i5-8250U @ 1.60GHz"),
        Report("inxi", cpu="AMD Ryzen 5 3500U"),
    )

    assert explained(merged, "cpu").others == (("AMD Ryzen 5 3500U", "inxi"),)


def test_one_disk_told_by_three_tools_is_one_disk_with_what_each_knows():
    merged = machine(
        Report("lsblk", disks=(Disk("Samsung SSD 860", None, 256060514304, Medium.SSD),)),
        Report("nwipe", erasures=(Erasure(disk_serial="S3Z9NB0K123456", verdict=Verdict.ERASED),)),
        Report("fusioninventory", disks=(Disk("ATA Samsung SSD 860 EVO", "S3Z9NB0K123456", 256060 * 10**6),)),
        Report("smartctl", disks=(Disk("Samsung SSD 860 EVO 250GB", "S3Z9NB0K123456", 256060514304),)),
    )

    assert merged.report.disks == (Disk("Samsung SSD 860 EVO 250GB", "S3Z9NB0K123456", 256060514304, Medium.SSD),)
    assert merged.report.warnings == ()
    assert merged.conflicts == ()


def test_a_serial_number_cut_short_is_the_same_disk():
    merged = machine(
        Report("smartctl", disks=(Disk("SAMSUNG MZVLB256HBHQ-000L7", "S4ELNF0M512345", 256 * GB, Medium.NVME),)),
        Report("lshw", disks=(Disk("SAMSUNG MZVLB256HBHQ-000L7", "S4ELNF0M51", 256 * GB, Medium.NVME),)),
    )

    assert [disk.serial for disk in merged.report.disks] == ["S4ELNF0M512345"]


def test_two_alike_disks_without_serial_numbers_stay_two():
    pair = (Disk("WDC WD10EZEX", None, 1000 * GB), Disk("WDC WD10EZEX", None, 1000 * GB))

    merged = machine(Report("lsblk", disks=pair), Report("lshw", disks=pair))

    assert merged.report.disks == pair


def test_a_stick_stays_marked_as_plugged_in_whatever_the_others_say():
    merged = machine(
        Report("smartctl", disks=(Disk("DataTraveler 3.0", "0B8E680065E9", 8 * GB),)),
        Report("lsblk", disks=(Disk("DataTraveler 3.0", "0B8E680065E9", 8 * GB, Medium.USB, removable=True),)),
    )

    assert merged.report.disks == (Disk("DataTraveler 3.0", "0B8E680065E9", 8 * GB, Medium.USB, removable=True),)


def test_a_disk_that_a_tool_does_not_list_is_explained():
    merged = machine(
        Report("lsblk", disks=(Disk("A", "SERIAL-A", 500 * GB),)),
        Report("lshw", disks=(Disk("A", "SERIAL-A", 500 * GB), Disk("B", "SERIAL-B", 250 * GB))),
        Report("smartctl", disks=(Disk("A", "SERIAL-A", 500 * GB),)),
    )

    conflict = explained(merged, "disks")
    assert conflict.kept.startswith("B, SERIAL-B")
    assert conflict.others == (("ne le voit pas", "lsblk"),)


def test_a_battery_is_told_by_its_gauge_and_never_by_two_mixed_ones():
    gauge = Battery("DELL HMYXT37", "4A83", 62.0, 51.0, CapacityUnit.WH, cycles=212)

    merged = machine(
        Report("dmidecode", batteries=(Battery("HMYXT37", None, 4.4, None, CapacityUnit.WH),)),
        Report("upower", batteries=(gauge,)),
    )

    assert merged.report.batteries == (gauge,)
    assert "jauge" in explained(merged, "batteries").why


def test_an_erasure_told_twice_counts_for_the_worse_of_the_two():
    told = {"disk_serial": "S3Z9NB0K123456", "started_at": "2026-02-05T09:30:07", "size_bytes": 256 * GB}

    merged = machine(
        Report("nwipe_pdf", erasures=(Erasure(**told, verdict=Verdict.ERASED),)),
        Report("nwipe", erasures=(Erasure(**told, verdict=Verdict.ABORTED),)),
    )

    (erasure,) = merged.report.erasures
    assert erasure.verdict == Verdict.ABORTED
    assert explained(merged, "erasures").others == (("erased", "nwipe_pdf"),)


def test_an_erasure_of_a_disk_that_no_report_shows_is_said():
    merged = machine(
        Report("smartctl", disks=(Disk("A", "SERIAL-A", 500 * GB),)),
        Report("nwipe", erasures=(Erasure(disk_serial="SERIAL-B", verdict=Verdict.ERASED),)),
    )

    assert "SERIAL-B" in merged.report.warnings[0]


def test_the_shape_that_two_tools_see_otherwise_is_left_to_the_eyes():
    conflict = explained(
        machine(Report("dmidecode", form_factor=FormFactor.DESKTOP), Report("glpi", form_factor=FormFactor.ALL_IN_ONE)),
        "form_factor",
    )

    assert "vos yeux" in conflict.why
