from django.urls import path, re_path

from maillon.matter.arrivals import api, views

app_name = "arrivals"
urlpatterns = [
    path("arrivees/", views.list_, name="list"),
    path("arrivees/attente/", views.panel, name="panel"),
    path("arrivees/agents/", views.tokens, name="tokens"),
    path("arrivees/agents/<uuid:token>/revoquer/", views.revoke, name="revoke"),
    path("arrivees/<uuid:pk>/joindre/<uuid:device>/", views.attach, name="attach"),
    path("arrivees/<uuid:pk>/ecarter/", views.dismiss, name="dismiss"),
    path("arrivees/<uuid:pk>/remettre/", views.restore, name="restore"),
    path("arrivees/<str:reference>/", views.detail, name="detail"),
    re_path(r"^inventory/?$", api.inventory, name="inventory"),
    path("inventory/<str:secret>", api.inventory, name="inventory_by_address"),
    path("sonde.py", api.probe, name="probe"),
]
