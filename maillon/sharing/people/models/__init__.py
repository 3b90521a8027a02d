from maillon.sharing.people.models.people import Person
from maillon.sharing.people.models.vault import SealedField, Unreadable, fingerprint

__all__ = ["Person", "SealedField", "Unreadable", "fingerprint"]
