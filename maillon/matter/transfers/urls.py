from django.urls import path

from maillon.matter.transfers import views

app_name = "transfers"
urlpatterns = [
    path("", views.list_, name="list"),
    path("nouveau/", views.open_transfer, name="open_transfer"),
    path("conventions/", views.agreements, name="agreements"),
    path("conventions/<uuid:pk>/finir/", views.end_agreement, name="end_agreement"),
    path("conventions/<uuid:pk>/<uuid:file>/", views.agreement_file, name="agreement_file"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/ajouter/", views.add_many, name="add_many"),
    path("<uuid:pk>/retirer/<uuid:device>/", views.take_off, name="take_off"),
    path("<uuid:pk>/vrac/", views.count, name="count"),
    path("<uuid:pk>/envoyer/", views.send, name="send"),
    path("<uuid:pk>/rappeler/", views.call_back, name="call_back"),
    path("<uuid:pk>/abandonner/", views.cancel, name="cancel"),
    path("<uuid:pk>/recevoir/", views.finish, name="finish"),
    path("<uuid:pk>/regler/", views.settle, name="settle"),
    path("<uuid:pk>/transfert.<str:format>", views.export, name="export"),
]
