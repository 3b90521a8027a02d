from django.db import models


class Role(models.TextChoices):
    """What a person does for her organisation in a network."""

    COORDINATOR = "animateur", "Animation du réseau"
    MANAGER = "gestionnaire", "Gestion de l’organisation"
    DONOR = "donateur", "Don de matériel"
    LOGISTICIAN = "logisticien", "Logistique"
    DRIVER = "chauffeur", "Conduite des tournées"
    TECHNICIAN = "technicien", "Atelier"
    VOLUNTEER = "benevole", "Bénévolat d’atelier"
    EMPLOYEE = "salarie", "Salariat en insertion"
    SUPERVISOR = "encadrant", "Encadrement d’atelier"
    PRESCRIBER = "accompagnant", "Accompagnement des personnes"
    MEDIATOR = "partenaire", "Médiation numérique"
    DISTRIBUTOR = "distributeur", "Remise du matériel"
    FUNDER = "financeur", "Financement"
    ADMINISTRATOR = "administrateur", "Administration du réseau"


WORKSHOP = frozenset({Role.TECHNICIAN, Role.VOLUNTEER, Role.EMPLOYEE, Role.SUPERVISOR})
