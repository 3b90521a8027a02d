from maillon.ground.governance.models.access import AccessRequest

__all__ = ["AccessRequest"]
