from django.urls import path

from maillon.matter.devices import views
from maillon.matter.devices.views.acts import ACTS

FRENCH = {
    "identify": "rapport",
    "reweigh": "peser",
    "relabel": "etiquette",
    "place": "ranger",
    "attest": "sans-disque",
    "recycle": "recycler",
    "lose": "perdu",
}

app_name = "devices"
urlpatterns = [
    path("", views.list_, name="list"),
    path("etiquettes/", views.panel_labels, name="panel_labels"),
    path("etiquettes/planche.pdf", views.labels_pdf, name="labels_pdf"),
    path("etiquettes/nouvelles/", views.new_labels, name="new_labels"),
    path("lot/<uuid:pk>/", views.panel_lot, name="panel_lot"),
    path("lot/<uuid:pk>/entrer/", views.take_in, name="take_in"),
    path("lot/<uuid:pk>/serie/", views.take_in_series, name="take_in_series"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/trier/", views.sort, name="sort"),
    path("<uuid:pk>/photos/", views.panel_photos, name="panel_photos"),
    path("<uuid:pk>/photos/<uuid:file>/", views.photo, name="photo"),
    path("<uuid:pk>/photos/<uuid:file>/detruire/", views.remove_photo, name="remove_photo"),
    path("<uuid:pk>/refuses/<uuid:refused>/", views.refused_file, name="refused_file"),
    path("<uuid:pk>/refuses/<uuid:refused>/jeter/", views.discard_refused, name="discard_refused"),
    path("<uuid:pk>/retrouve/", views.find, name="find"),
    *(path(f"<uuid:pk>/{FRENCH[verb]}/", views.act, {"verb": verb}, name=verb) for verb in ACTS),
]
