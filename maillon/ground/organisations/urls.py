from django.urls import path

from maillon.ground.organisations import views

app_name = "organisations"
urlpatterns = [
    path("reseau/", views.list_, name="list"),
]
