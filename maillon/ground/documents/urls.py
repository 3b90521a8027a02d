from django.urls import path

from maillon.ground.documents import views

app_name = "documents"
urlpatterns = [
    path("verifier/", views.verify, name="verify"),
    path("verifier/<str:code>", views.verified, name="verified"),
]
