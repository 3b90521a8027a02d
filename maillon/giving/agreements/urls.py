from django.urls import path

from maillon.giving.agreements import views

app_name = "agreements"
urlpatterns = [
    path("conventions/", views.frames, name="frames"),
    path("conventions/nouvelle/", views.bind, name="bind"),
    path("conventions/<uuid:pk>/", views.frame, name="frame"),
    path("conventions/<uuid:pk>/renouveler/", views.renew, name="renew"),
    path("conventions/<uuid:pk>/joindre/", views.join_paper, name="join_paper"),
    path("conventions/<uuid:pk>/finir/", views.end, name="end"),
    path("conventions/<uuid:pk>/original/<uuid:file>/", views.paper, name="paper"),
    path("conventions/modeles/", views.texts, name="texts"),
    path("conventions/modeles/versions/<uuid:pk>/", views.version, name="version"),
    path("conventions/modeles/<slug:kind>/", views.text, name="text"),
    path("conventions/modeles/<slug:kind>/modifier/", views.write_text, name="write_text"),
    path("conventions/modeles/<slug:kind>/reprendre/", views.restore_text, name="restore_text"),
    path("conventions/modeles/<slug:kind>/valider/", views.approve_text, name="approve_text"),
]
