from django.urls import path

from maillon.sharing.directory import views

app_name = "directory"
urlpatterns = [
    path("r/<slug:network>/lieux/", views.search, name="search"),
    path("r/<slug:network>/lieux/carte.json", views.map_data, name="map_data"),
    path("r/<slug:network>/lieux/<uuid:pk>/", views.place, name="place"),
    path("r/<slug:network>/lieux/<uuid:pk>/proposer/", views.suggest, name="suggest"),
    path("r/<slug:network>/sites-utiles/", views.resources, name="resources"),
    path("r/<slug:network>/orienter/", views.orient, name="orient"),
    path("r/<slug:network>/lieux.csv", views.standard_csv, name="standard_csv"),
    path("r/<slug:network>/lieux.json", views.standard_json, name="standard_json"),
    path("r/<slug:network>/data-inclusion.json", views.data_inclusion, name="data_inclusion"),
    path("annuaire/", views.list_, name="list"),
    path("annuaire/nouveau/", views.enter, name="enter"),
    path("annuaire/importer/", views.bring, name="bring"),
    path("annuaire/propositions/", views.suggestions, name="suggestions"),
    path("annuaire/propositions/<uuid:pk>/", views.judge, name="judge"),
    path("annuaire/doublons/", views.duplicates, name="duplicates"),
    path("annuaire/sites-utiles/", views.keep_resources, name="keep_resources"),
    path("annuaire/sites-utiles/nouveau/", views.recommend, name="recommend"),
    path("annuaire/sites-utiles/<uuid:pk>/", views.reword, name="reword"),
    path("annuaire/sites-utiles/<uuid:pk>/verifier/", views.verify, name="verify"),
    path("annuaire/sites-utiles/<uuid:pk>/retirer/", views.withdraw, name="withdraw"),
    path("annuaire/sites-utiles/<uuid:pk>/remettre/", views.restore, name="restore"),
    path("annuaire/<uuid:pk>/", views.correct, name="correct"),
    path("annuaire/<uuid:pk>/confirmer/", views.confirm, name="confirm"),
    path("annuaire/<uuid:pk>/fermer/", views.close, name="close"),
    path("annuaire/<uuid:pk>/rouvrir/", views.reopen, name="reopen"),
    path("annuaire/<uuid:pk>/reunir/<uuid:other>/", views.merge, name="merge"),
    path("annuaire/<uuid:pk>/distinguer/<uuid:other>/", views.tell_apart, name="tell_apart"),
    path("annuaire/<uuid:pk>/separer/", views.split, name="split"),
]
