"""Every address of the site; each app names its own."""

from django.conf import settings
from django.urls import include, path

from config.later import Later
from maillon.desk.jobs import KINDS, later

urlpatterns = [
    path("", include("maillon.desk.urls")),
    path("compte/", include("allauth.account.urls")),
    path("", include("maillon.ground.organisations.urls")),
    path("", include("maillon.ground.governance.urls")),
    path("", include("maillon.ground.documents.urls")),
    path("", include("maillon.giving.agreements.urls")),
    path("", include("maillon.giving.donations.urls")),
    path("", include("maillon.giving.rounds.urls")),
    path("lots/", include("maillon.giving.receptions.urls")),
    path("", include("maillon.giving.donors.urls")),
    path("", include("maillon.giving.groups.urls")),
    path("", include("maillon.giving.reuse.urls")),
    path("lots/", include("maillon.matter.lots.urls")),
    path("appareils/", include("maillon.matter.devices.urls")),
    path("", include("maillon.matter.erasure.urls")),
    path("", include("maillon.matter.refurbishing.urls")),
    path("", include("maillon.matter.arrivals.urls")),
    path("", include("maillon.matter.scanning.urls")),
    path("transferts/", include("maillon.matter.transfers.urls")),
    path("corriger/", include("maillon.matter.corrections.urls")),
    path("demandes/", include("maillon.sharing.needs.urls")),
    path("seances/", include("maillon.sharing.accompaniment.urls")),
    path("", include("maillon.sharing.directory.urls")),
    path("", include("maillon.sharing.handovers.urls")),
    path("", include("maillon.telling.impact.urls")),
    path("", include("maillon.telling.pages.urls")),
    path("importer/", include("maillon.ground.imports.urls"), {"kinds": KINDS, "later": later}),
    Later("api/v1/", "maillon.desk.api", app_name="ninja", namespace="api-v1"),
]
if settings.DEMO:
    urlpatterns.append(path("", include("maillon.demo.urls")))
