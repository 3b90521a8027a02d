from maillon.giving.agreements.models.frames import Frame, Reminder
from maillon.giving.agreements.models.texts import FRAME, KINDS, AgreementText, Approval

__all__ = ["FRAME", "KINDS", "AgreementText", "Approval", "Frame", "Reminder"]
