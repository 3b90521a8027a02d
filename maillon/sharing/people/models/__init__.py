from maillon.sharing.people.models.drafts import Draft
from maillon.sharing.people.models.people import Person
from maillon.sharing.people.models.vault import SealedField, Unreadable, fingerprint

__all__ = ["Draft", "Person", "SealedField", "Unreadable", "fingerprint"]
