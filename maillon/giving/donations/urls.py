from django.urls import path

from maillon.giving.donations import views

app_name = "donations"
urlpatterns = [
    path("r/<slug:network>/donner/", views.offer, name="offer"),
    path("dons/suivre/<str:token>/", views.follow, name="follow"),
    path("dons/suivre/<str:token>/retirer/", views.withdraw, name="withdraw"),
    path("dons/", views.list_, name="list"),
    path("dons/<uuid:pk>/", views.detail, name="detail"),
    path("dons/<uuid:pk>/accepter/", views.accept, name="accept"),
    path("dons/<uuid:pk>/demander/", views.ask, name="ask"),
    path("dons/<uuid:pk>/refuser/", views.refuse, name="refuse"),
    path("dons/<uuid:pk>/recevoir/", views.receive, name="receive"),
]
