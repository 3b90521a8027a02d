"""What happens in a network when someone signs in, whatever the way: password, passkey, link."""

from django.http import HttpRequest

from maillon.ground.accounts import adapter
from maillon.ground.accounts.models import User
from maillon.ground.organisations import actions
from maillon.ground.organisations.queries import choices_of, chosen_among


class Adapter(adapter.Adapter):
    """The adapter of accounts, which also counts the visit."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        member = chosen_among(choices_of(user), None)
        if member is not None:
            actions.note_sign_in(member, by=member)
