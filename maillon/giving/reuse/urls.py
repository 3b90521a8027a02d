from django.urls import path

from maillon.giving.reuse import views

app_name = "reuse"
urlpatterns = [
    path("r/<slug:network>/donner/interne/", views.offer, name="offer"),
    path("reemploi/", views.list_, name="list"),
    path("reemploi/<str:key>/", views.lead, name="lead"),
    path("reemploi/<str:key>/prevenir/", views.announce, name="announce"),
    path("reemploi/<str:key>/donner/", views.pass_on, name="pass_on"),
    path("reemploi/<str:key>/retirer/", views.withdraw, name="withdraw"),
    path("reemploi/<str:key>/prendre/", views.take, name="take"),
    path("reemploi/<str:key>/prendre/<uuid:pk>/rendre/", views.give_back, name="give_back"),
]
