from django.urls import path

from maillon.sharing.accompaniment import views

app_name = "accompaniment"
urlpatterns = [
    path("", views.list_, name="list"),
    path("nouvelle/", views.plan, name="plan"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/presences/", views.note_attendance, name="note_attendance"),
    path("<uuid:pk>/feuille/", views.sheet, name="sheet"),
    path("<uuid:pk>/inscrire/", views.enrol, name="enrol"),
    path("<uuid:pk>/annuler/", views.cancel, name="cancel"),
    path("<uuid:pk>/places/<uuid:enrolment>/rendre/", views.withdraw, name="withdraw"),
]
