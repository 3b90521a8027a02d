from django.urls import path

from maillon.demo import views

app_name = "demo"
urlpatterns = [
    path("demo", views.index, name="index"),
]
