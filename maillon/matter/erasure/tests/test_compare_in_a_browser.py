"""`/verifier/<code>` in a real browser: the visitor's PDF is compared where she is, and never sent."""

import pytest

from maillon.common.actors import PLATFORM
from maillon.ground.documents import actions as documents
from maillon.ground.organisations.models import Role
from maillon.matter.devices.models import State
from maillon.matter.erasure import actions as erasure
from tests.factories import a_device, a_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_her_pdf_is_compared_without_leaving_her_computer(open_page, look, axe, tmp_path, width):
    technician = a_member(Role.TECHNICIAN)
    document = erasure.certify(a_device(technician, state=State.ERASED).pk, by=technician)
    true, false = tmp_path / "vrai.pdf", tmp_path / "faux.pdf"
    documents.keep(document.pk, b"%PDF-1.7 original", seal="ab" * 32, by=PLATFORM)
    true.write_bytes(b"%PDF-1.7 original")
    false.write_bytes(b"%PDF-1.7 original ")
    page = open_page(f"/verifier/{document.code}", width=width)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    page.set_input_files("input[type=file]", true)
    page.get_by_text("C’est bien le document émis.").wait_for()
    page.set_input_files("input[type=file]", false)
    page.get_by_text("Ce n’est pas le document émis.").wait_for()

    assert not [url for url in sent if "/static/" not in url]
    look(page, f"verifier-{width}")
    axe(page)
