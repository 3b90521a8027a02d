"""The two ways an act can be turned down."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """A rule of the domain says no.

    The sentence is shown to the person: what happened, why, and what to do now.
    `field` names the form field it belongs beside; `source` the text of law behind the rule.
    """

    def __init__(self, sentence: str, *, field: str | None = None, source: str = ""):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.source = source


class Forbidden(PermissionDenied):
    """The actor sees the thing but may not do this to it: answered 403."""


def require(allowed: bool, sentence: str = "Votre rôle ne permet pas de faire cela.") -> None:
    """Stop here unless the policy allowed the act. Raises Forbidden."""
    if not allowed:
        raise Forbidden(sentence)
