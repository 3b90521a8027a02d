from django.urls import path

from maillon.sharing.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.list_, name="list"),
    path("nouvelle/", views.ask, name="ask"),
    path("<uuid:pk>/", views.detail, name="detail"),
]
