from django.urls import path

from maillon.sharing.handovers import views

app_name = "handovers"
urlpatterns = [
    path("demandes/<uuid:need>/rendez-vous/", views.plan, name="plan"),
    path("demandes/<uuid:need>/remise/", views.panel, name="panel"),
    path("remises/", views.list_, name="list"),
    path("remises/<uuid:pk>/", views.detail, name="detail"),
    path("remises/<uuid:pk>/remettre/", views.hand_over, name="hand_over"),
    path("remises/<uuid:pk>/annuler/", views.call_off, name="call_off"),
    path("remises/<uuid:pk>/carte/", views.card, name="card"),
    path("remises/<uuid:pk>/attestation.pdf", views.attestation, name="attestation"),
    path("remises/<uuid:pk>/retour/", views.take_back, name="take_back"),
]
