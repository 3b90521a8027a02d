from django.urls import path

from maillon.sharing.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.list_, name="list"),
    path("nouvelle/", views.ask, name="ask"),
    path("nouvelle/brouillon/", views.draft, name="draft"),
    path("nouvelle/recommencer/", views.forget_draft, name="forget_draft"),
    path("nouvelle/quand/", views.estimate, name="estimate"),
    path("information/", views.notice, name="notice"),
    path("attribuer/", views.plan, name="plan"),
    # The same page under a name that the page of a ready device, which stands lower, may link to.
    path("attribuer/", views.plan, name="panel_plan"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/repondre/", views.reply, name="reply"),
    path("<uuid:pk>/annuler/", views.cancel, name="cancel"),
    path("<uuid:pk>/demander/", views.question, name="question"),
    path("<uuid:pk>/refuser/", views.refuse, name="refuse"),
    path("<uuid:pk>/seance/", views.enrol, name="enrol"),
    path("<uuid:pk>/personne/", views.correct, name="correct"),
    path("<uuid:pk>/personne/effacer/", views.anonymise, name="anonymise"),
    path("<uuid:pk>/objets/<uuid:item>/reserver/<uuid:device>/", views.reserve, name="reserve"),
    path("<uuid:pk>/objets/<uuid:item>/liberer/", views.release, name="release"),
    path("<uuid:pk>/objets/<uuid:item>/retirer/", views.drop, name="drop"),
]
