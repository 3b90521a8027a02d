from django.urls import path

from maillon.matter.devices import views

app_name = "devices"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<uuid:pk>/", views.detail, name="detail"),
]
