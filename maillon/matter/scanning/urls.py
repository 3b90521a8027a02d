from django.urls import path

from maillon.matter.scanning import views

app_name = "scanning"
urlpatterns = [
    path("scanner/serie/<str:card>/", views.series, name="series"),
    path("scanner/scans/", views.scan, name="scan"),
    path("scanner/scans/<uuid:pk>/annuler/", views.undo, name="undo"),
]
