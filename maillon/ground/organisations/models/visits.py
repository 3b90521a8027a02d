from django.conf import settings
from django.db import models

from maillon.common.models import Record
from maillon.ground.organisations.models.networks import Network


class Visits(models.Model):
    """How many times people signed in to a network on a day: a number, and nothing of who, from where or with what."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="visits")
    on = models.DateField("le")
    count = models.PositiveIntegerField("connexions", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "on"], name="organisations_visits_day")]
        ordering = ["-on"]
        verbose_name = "fréquentation"

    def __str__(self) -> str:
        return f"{self.count} connexions le {self.on:%d/%m/%Y}"


class SignIn(Record):
    """That an account signed in to a network in a year, the first day it did; `is_first` when it never had before.

    One row a year says that the account lives, not what the person does.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="sign_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    year = models.PositiveSmallIntegerField("année")
    first_on = models.DateField("la première fois le")
    is_first = models.BooleanField("jamais venu avant", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "user", "year"], name="organisations_signin_year"),
        ]
        indexes = [models.Index(fields=["network", "first_on"], name="organisations_signin_first")]
        ordering = ["-first_on"]
        verbose_name = "connexion de l’année"

    def __str__(self) -> str:
        return f"{self.user_id} en {self.year}"
