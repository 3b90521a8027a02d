from django.urls import path

from maillon.giving.donations import views

app_name = "donations"
urlpatterns = [
    path("dons/", views.list_, name="list"),
    path("r/<slug:network>/donner/", views.offer, name="offer"),
    path("dons/suivre/<str:token>/", views.follow, name="follow"),
]
