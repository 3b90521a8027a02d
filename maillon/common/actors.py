"""Who acts, when it is not a member: the platform itself, the public, the holder of a signed link."""

import uuid
from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What the journal remembers of whoever acts. `organisations.Member` is the usual one."""

    @property
    def actor_kind(self) -> str: ...

    @property
    def actor_id(self) -> uuid.UUID | None: ...

    @property
    def actor_organisation_id(self) -> uuid.UUID | None: ...

    @property
    def actor_label(self) -> str: ...


@dataclass(frozen=True)
class Platform:
    """The software itself: clock work, imports, commands typed by the operator."""

    actor_kind: str = "platform"
    actor_id: uuid.UUID | None = None
    actor_organisation_id: uuid.UUID | None = None
    actor_label: str = "Maillon"


@dataclass(frozen=True)
class Public:
    """Anyone, without an account."""

    actor_kind: str = "public"
    actor_id: uuid.UUID | None = None
    actor_organisation_id: uuid.UUID | None = None
    actor_label: str = "Le public"


@dataclass(frozen=True)
class Bearer:
    """Whoever holds a signed link: it allows one purpose, on one object, until it expires."""

    purpose: str
    actor_id: uuid.UUID
    actor_kind: str = "bearer"
    actor_organisation_id: uuid.UUID | None = None
    actor_label: str = "Porteur d’un lien"


PLATFORM = Platform()
PUBLIC = Public()
