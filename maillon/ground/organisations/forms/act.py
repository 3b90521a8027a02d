"""What each act on an organisation of the network asks: a form does one of them."""

from collections.abc import Callable
from typing import Any

from maillon.common.forms import Form
from maillon.ground.organisations import policy
from maillon.ground.organisations.models import (
    Affiliation,
    Member,
    Organisation,
)


class ActForm(Form):
    """A form that does one act on an organisation of the network, and says what it did.

    `do` does it, and may raise Refused; `told` says to the person what was done.
    """

    title: str
    lead = ""
    button: str
    stops = False
    do: Callable[..., Any]
    told: Callable[..., str]

    def __init__(self, *args: Any, affiliation: Affiliation | None, member: Member, thing: Any = None, **kwargs: Any):
        self.affiliation, self.member, self.thing = affiliation, member, thing
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the organisation and on who asks."""

    @property
    def organisation(self) -> Organisation:
        return self.affiliation.organisation

    def allowed(self) -> bool:
        """Whether the member may do it at all: else the page is not shown."""
        return policy.may_manage_network(self.member, self.member.network)
