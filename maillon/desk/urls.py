from django.urls import path

from maillon.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.public_page, name="public"),
    path("a-faire/", views.home, name="home"),
    path("scanner/", views.scan, name="scan"),
    path("sante", views.health, name="health"),
]
