from django.urls import path

from maillon.sharing.accompaniment import views

app_name = "accompaniment"
urlpatterns = [
    path("", views.list_, name="list"),
]
