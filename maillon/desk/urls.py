from django.urls import path

from maillon.common.views import communes
from maillon.desk import views
from maillon.desk.components import components
from maillon.desk.documents import document

app_name = "desk"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("r/<slug:network>/", views.network_home, name="network"),
    path("r/<slug:network>/argumentaire/", views.pitch, name="pitch"),
    path("r/<slug:network>/argumentaire.pdf", views.pitch_pdf, name="pitch_pdf"),
    path("argumentaire/introduction/", views.revise_pitch, name="revise_pitch"),
    path("reseau/<uuid:pk>/chiffres/", views.own_figures, name="own_figures"),
    path("depart/<uuid:pk>/", views.depart, name="depart"),
    path("courriers/", views.letters, name="letters"),
    path("courriers/choisir/", views.choose_letters, name="choose_letters"),
    path("courriers/ne-plus-recevoir/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("courriers/<uuid:pk>/reessayer/", views.send_again, name="send_again"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("a-faire/", views.home, name="home"),
    path("mise-en-route/", views.opening, name="opening"),
    path("scanner/", views.scan, name="scan"),
    path("en-attente/", views.waiting, name="waiting"),
    path("en-attente/qui", views.who, name="who"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("chercher", views.search, name="search"),
    path("d/<str:label>", views.passport, name="passport"),
    path("d/<str:label>/photos/<uuid:file>", views.passport_photo, name="passport_photo"),
    path("documents/<uuid:pk>.pdf", document, name="document"),
    path("previsions/", views.forecast, name="forecast"),
    path("exporter/", views.exports, name="exports"),
    path("exporter/<slug:key>.<slug:format>", views.export, name="export"),
    path("sante", views.health, name="health"),
    path("communes", communes, name="communes"),
    path("composants", components, name="components"),
]
