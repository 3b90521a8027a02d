"""The site against its access matrix, `docs/access.md`; `MAILLON_WRITE_ACCESS=1 pytest tests/test_access.py` writes it."""

import os

import pytest

from tests.access import ANONYMOUS, ELSEWHERE, LOGIN, OPEN, PAGE, VISITORS, addresses, build, measure, written

pytestmark = pytest.mark.django_db

OURS = dict(addresses())
# Addresses that stand for no one thing of a network: another network's members open their own.
SHARED = {
    name for name, pattern in OURS.items() if not set(pattern.pattern.converters) - {"network", "key", "format", "kind"}
}
# Absent but in the demonstration.
DEMONSTRATION = {"desk:components"}


@pytest.fixture
def matrix():
    return measure(build())


def test_the_site_answers_each_visitor_as_written(matrix):
    page = written(matrix)
    if os.environ.get("MAILLON_WRITE_ACCESS"):
        PAGE.write_text(page)

    assert PAGE.read_text().splitlines() == page.splitlines(), (
        "Le site ne répond plus comme docs/access.md le dit. Si c’est voulu : MAILLON_WRITE_ACCESS=1 pytest "
        "tests/test_access.py, puis relisez la différence."
    )
    for name, row in matrix.items():
        assert not any(row[visitor].startswith("5") for visitor in VISITORS), name
        public = OURS[name].callback.audience == "public"
        assert public or row[ANONYMOUS] == LOGIN, name
        assert public or name in SHARED or row[ELSEWHERE] in ("403", "404"), name
        opened = any(row[visitor] == OPEN for visitor in VISITORS)
        assert opened or name in DEMONSTRATION, f"{name}: nobody can open it."


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_page_says_whom_it_is_for(name):
    audience = getattr(OURS[name].callback, "audience", None)

    known = {"members", "platform", "public"}
    assert audience in known, f"{name}: decorate its view with members_only, for_roles, platform_only or public."
