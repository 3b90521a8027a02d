"""What every test of the project can ask for, and the rules all of them live under."""

import pytest
from django.conf import settings

pytest_plugins = ["tests.network", "tests.databases", "tests.cable", "tests.browser"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, unless they are asked for, the slow tests, and those of PostgreSQL on another engine."""
    asked = config.option.markexpr
    left_out = {"slow"} if "slow" not in asked else set()
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        left_out.add("postgres")
    dropped = [item for item in items if any(item.get_closest_marker(mark) for mark in left_out)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]
