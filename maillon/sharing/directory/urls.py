from django.urls import path

from maillon.sharing.directory import views

app_name = "directory"
urlpatterns = [
    path("r/<slug:network>/lieux/", views.search, name="search"),
    path("r/<slug:network>/lieux/<uuid:pk>/", views.place, name="place"),
    path("annuaire/", views.list_, name="list"),
    path("annuaire/nouveau/", views.enter, name="enter"),
    path("annuaire/<uuid:pk>/", views.correct, name="correct"),
    path("annuaire/<uuid:pk>/confirmer/", views.confirm, name="confirm"),
    path("annuaire/<uuid:pk>/fermer/", views.close, name="close"),
    path("annuaire/<uuid:pk>/rouvrir/", views.reopen, name="reopen"),
]
