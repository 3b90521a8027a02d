"""What allauth asks of the site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by access request and invitation, never by free registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
