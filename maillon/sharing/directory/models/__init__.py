from maillon.sharing.directory.models.mappings import Mapping
from maillon.sharing.directory.models.places import Place
from maillon.sharing.directory.models.resources import Resource, Theme
from maillon.sharing.directory.models.suggestions import Apart, Suggestion
from maillon.sharing.directory.models.vocabulary import (
    KINDS,
    Access,
    Audience,
    Care,
    Category,
    Cost,
    Label,
    Programme,
    Roaming,
    Service,
    Support,
)

__all__ = [
    "KINDS",
    "Access",
    "Apart",
    "Audience",
    "Care",
    "Category",
    "Cost",
    "Label",
    "Mapping",
    "Place",
    "Programme",
    "Resource",
    "Roaming",
    "Service",
    "Suggestion",
    "Support",
    "Theme",
]
