"""The guided test on a phone: big answers, a photo, kept at once, found again; and the wall, read from afar."""

from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import Device, State
from maillon.matter.refurbishing import actions, queries
from tests.factories import a_device, a_member, photo


def test_an_employee_tests_a_laptop_step_by_step_on_a_phone(open_page, look, axe, transactional_db):
    employee = a_member(Role.EMPLOYEE)
    device = a_device(employee, state=State.ERASED)
    Device.objects.filter(pk=device.pk).update(battery_pct=82, ram_mib=8192)
    for check in queries.checks_for(device)[1:-1]:
        actions.note(device.pk, check.slug, result="good", by=employee)
    page = open_page("/atelier/", width=390, user=employee.user)
    page.get_by_role("button", name="Prendre").click()
    look(page, "atelier-file")
    axe(page)

    page.goto(f"{page.url.split('/atelier/')[0]}/appareils/{device.pk}/etabli/pas-a-pas/")
    page.get_by_text("Une remarque, une photo").click()
    page.get_by_label("Remarque").fill("Met une minute")
    page.get_by_label("Photo").set_input_files(files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}])
    look(page, "atelier-pas-a-pas")
    axe(page)
    page.get_by_role("button", name="Marche").click()
    page.wait_for_url("**/clean/")
    page.get_by_role("button", name="Marche").click()
    page.wait_for_url("**/conclure/")
    page.get_by_text("Traces d’usage").click()
    look(page, "atelier-fin-du-test")
    axe(page)
    page.get_by_role("button", name="Terminer le test").click()
    page.wait_for_url(f"**/appareils/{device.pk}/")
    assert Device.objects.get(pk=device.pk).state == State.READY

    wall = open_page("/atelier/mur", width=1280, user=employee.user)
    look(wall, "atelier-mur")
    axe(wall)

    coordinator = a_member(Role.COORDINATOR, network=employee.network)
    table = open_page("/atelier/grades/nouvelle/", width=390, user=coordinator.user)
    look(table, "atelier-nouvelle-table-390")
    axe(table)
