"""What every test of the project can ask for, and the rules all of them live under."""

import pytest
from django.conf import settings

pytest_plugins = ["tests.network", "tests.databases", "tests.cable", "tests.browser"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, unless they are asked for, the slow tests, and those that another engine is for."""
    asked = config.option.markexpr
    left_out = {"slow"} if "slow" not in asked else set()
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if on_sqlite:
        left_out.add("postgres")
    dropped = [
        item
        for item in items
        if any(item.get_closest_marker(mark) for mark in left_out) or not (on_sqlite or asks_a_database(item))
    ]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]


def asks_a_database(item: pytest.Item) -> bool:
    """Whether the test may reach the database at all: pytest-django refuses it to the others, whatever the engine."""
    fixtures = {"db", "transactional_db", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures.intersection(getattr(item, "fixturenames", ())))
