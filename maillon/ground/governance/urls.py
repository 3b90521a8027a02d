from django.urls import path

from maillon.ground.governance import views

app_name = "governance"
urlpatterns = [
    path("acces/", views.networks, name="networks"),
    path("r/<slug:network>/acces/", views.request_access, name="request_access"),
    path("r/<slug:network>/acces/envoyee/", views.sent_access, name="sent_access"),
    path("acces/suivre/<str:token>/", views.follow_access, name="follow_access"),
    path("acces/suivre/<str:token>/retirer/", views.withdraw_access, name="withdraw_access"),
    path("reseau/vie/", views.life, name="life"),
    path("reseau/regles/", views.rules, name="rules"),
    path("reseau/regles/changer/", views.change_rules, name="change_rules"),
    path("reseau/acces/", views.access_list, name="access_list"),
    path("reseau/acces/<uuid:pk>/", views.access, name="access"),
    path("reseau/acces/<uuid:pk>/accepter/", views.accept_access, name="accept_access"),
    path("reseau/acces/<uuid:pk>/demander/", views.ask_access, name="ask_access"),
    path("reseau/acces/<uuid:pk>/refuser/", views.refuse_access, name="refuse_access"),
    path("reseau/charte/", views.charter, name="charter"),
    path("reseau/charte/publier/", views.publish_charter, name="publish_charter"),
    path("reseau/charte/<int:version>/", views.charter_version, name="charter_version"),
    path("reseau/adherents/", views.adherents, name="adherents"),
    path("reseau/<uuid:pk>/engagements/", views.panel, name="panel"),
    path("reseau/<uuid:pk>/engagements/charte/", views.note_charter, name="note_charter"),
    path("reseau/<uuid:pk>/engagements/cotisation/", views.note_contribution, name="note_contribution"),
    path("reseau/confirmations/", views.recertification, name="recertification"),
    path("reseau/confirmations/ouvrir/", views.open_recertification, name="open_recertification"),
    path("reseau/confirmations/<uuid:pk>/", views.recertify, name="recertify"),
    path("reseau/confirmations/<uuid:pk>/relancer/", views.remind_recertification, name="remind_recertification"),
]
