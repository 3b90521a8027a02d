"""Addresses whose code is loaded when somebody asks for one of them."""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class Later(URLResolver):
    """The addresses of a module under a prefix, left alone until a request or a `reverse` comes for them.

    The interface for programs brings a schema library that is a tenth of what the server loads, and no page names it.
    """

    def __init__(self, prefix: str, module: str, *, app_name: str, namespace: str) -> None:
        super().__init__(RoutePattern(prefix), module, app_name=app_name, namespace=namespace)

    def _populate(self) -> None:
        # Asked of every resolver at the first `reverse` of any page.
        if "urlconf_module" in vars(self):
            super()._populate()
