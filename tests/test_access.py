"""The access matrix: every address of the site, for every kind of visitor. An address without its line is a fault."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

THIRD_PARTY = {"account", "api-v1", ""}


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(namespace:name, pattern) of every address that the site answers."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, pattern.namespace or namespace)
        else:
            yield f"{namespace}:{pattern.name}", pattern


OURS = sorted(
    {
        name: pattern.callback
        for name, pattern in addresses(get_resolver())
        if pattern.callback.__module__.startswith("maillon.")
    }.items()
)


@pytest.mark.parametrize(("name", "view"), OURS, ids=[name for name, _ in OURS])
def test_every_page_says_whom_it_is_for(name, view):
    audience = getattr(view, "audience", None)

    assert audience in {"members", "public"}, f"{name}: decorate its view with members_only, for_roles or public."
