from django.urls import path

from maillon.matter.refurbishing import views

app_name = "refurbishing"
urlpatterns = [
    path("<uuid:pk>/etabli/", views.panel, name="panel"),
    path("<uuid:pk>/etabli/systeme/", views.install, name="install"),
]
