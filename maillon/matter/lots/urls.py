from django.urls import path

from maillon.matter.lots import views

app_name = "lots"
urlpatterns = [
    path("", views.list_, name="list"),
    path("recevoir/", views.receive, name="receive"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/accessoires/", views.accessories, name="accessories"),
    path("<uuid:pk>/clore/", views.close, name="close"),
]
