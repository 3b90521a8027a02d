from django.urls import path

from maillon.sharing.directory import views

app_name = "directory"
urlpatterns = [
    path("r/<slug:network>/lieux/", views.search, name="search"),
    path("r/<slug:network>/lieux/<uuid:pk>/", views.place, name="place"),
    path("r/<slug:network>/orienter/", views.orient, name="orient"),
    path("r/<slug:network>/lieux.csv", views.standard_csv, name="standard_csv"),
    path("r/<slug:network>/lieux.json", views.standard_json, name="standard_json"),
    path("r/<slug:network>/data-inclusion.json", views.data_inclusion, name="data_inclusion"),
    path("annuaire/", views.list_, name="list"),
    path("annuaire/nouveau/", views.enter, name="enter"),
    path("annuaire/importer/", views.bring, name="bring"),
    path("annuaire/<uuid:pk>/", views.correct, name="correct"),
    path("annuaire/<uuid:pk>/confirmer/", views.confirm, name="confirm"),
    path("annuaire/<uuid:pk>/fermer/", views.close, name="close"),
    path("annuaire/<uuid:pk>/rouvrir/", views.reopen, name="reopen"),
]
