from django.urls import path

from maillon.demo import views

app_name = "demo"
urlpatterns = [
    path("demo", views.index, name="index"),
    path("demo/entrer", views.enter, name="enter"),
    path("demo/courrier", views.mailbox, name="mailbox"),
    path("demo/courrier/genres", views.kinds, name="kinds"),
    path("demo/courrier/<uuid:pk>", views.message, name="message"),
]
