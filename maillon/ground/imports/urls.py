from django.urls import path

from maillon.ground.imports import views

# What they bring in and who writes it, `kinds` and `later`, are given by whoever includes these addresses.
app_name = "imports"
urlpatterns = [
    path("<slug:kind>/", views.send, name="send"),
    path("<slug:kind>/modele.xlsx", views.model, name="model"),
    path("<slug:kind>/<uuid:pk>/colonnes/", views.columns, name="columns"),
    path("<slug:kind>/<uuid:pk>/verifier/", views.check, name="check"),
    path("<slug:kind>/<uuid:pk>/accepter/", views.accept, name="accept"),
    path("<slug:kind>/<uuid:pk>/suivre/", views.follow, name="follow"),
    path("<slug:kind>/<uuid:pk>/a-corriger.csv", views.faults, {"format": "csv"}, name="faults"),
    path("<slug:kind>/<uuid:pk>/a-corriger.xlsx", views.faults, {"format": "xlsx"}, name="faults_xlsx"),
    path("<slug:kind>/<uuid:pk>/abandonner/", views.abandon, name="abandon"),
    path("<slug:kind>/<uuid:pk>/annuler/", views.undo, name="undo"),
]
