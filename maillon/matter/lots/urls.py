from django.urls import path

from maillon.matter.lots import views

app_name = "lots"
urlpatterns = [
    path("", views.list_, name="list"),
]
