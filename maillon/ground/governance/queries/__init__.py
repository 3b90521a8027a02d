from maillon.ground.governance.queries.access import (
    bearer_of,
    candidates,
    coordinators,
    follow_path,
    follow_url,
    has_account,
    in_order,
    managers_of,
    told_access,
)

__all__ = [
    "bearer_of",
    "candidates",
    "coordinators",
    "follow_path",
    "follow_url",
    "has_account",
    "in_order",
    "managers_of",
    "told_access",
]
