from django.urls import path

from maillon.matter.scanning import views

app_name = "scanning"
urlpatterns = [
    path("scanner/serie/<str:card>/", views.series, name="series"),
    path("scanner/scans/", views.scan, name="scan"),
    path("scanner/scans/<uuid:pk>/annuler/", views.undo, name="undo"),
    path("scanner/cartes/", views.cards, name="cards"),
    path("scanner/cartes/planche.pdf", views.cards_pdf, name="cards_pdf"),
    path("scanner/emplacements/", views.places, name="places"),
    path("scanner/emplacements/ouvrir/", views.open_places, name="open_places"),
    path("scanner/emplacements/etiquettes.pdf", views.places_pdf, name="places_pdf"),
    path("scanner/emplacements/<uuid:pk>/", views.place, name="place"),
    path("scanner/emplacements/<uuid:pk>/renommer/", views.rename, name="rename"),
    path("scanner/emplacements/<uuid:pk>/supprimer/", views.close, name="close"),
    path("scanner/emplacements/<uuid:pk>/inventaire/", views.take_stock, name="take_stock"),
    path("e/<str:code>", views.place_by_code, name="place_by_code"),
    path("scanner/inventaires/", views.stocktakes, name="stocktakes"),
    path("scanner/inventaires/<uuid:pk>/", views.stocktake, name="stocktake"),
    path("scanner/inventaires/<uuid:pk>/clore/", views.close_stocktake, name="close_stocktake"),
    path("scanner/inventaires/<uuid:pk>/ecarts.<str:format>", views.export_stocktake, name="export_stocktake"),
]
