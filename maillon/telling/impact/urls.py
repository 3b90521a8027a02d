from django.urls import path

from maillon.telling.impact import views

app_name = "impact"
urlpatterns = [
    path("chiffres/", views.report, name="report"),
    path("chiffres/rapport.<str:format>", views.download, name="download"),
    path("chiffres/<slug:key>/", views.records, name="records"),
    path("r/<slug:network>/impact/", views.public_page, name="public"),
]
