from django.urls import path

from maillon.sharing.handovers import views

app_name = "handovers"
urlpatterns = [
    path("", views.list_, name="list"),
]
