from django.urls import path

from maillon.telling.pages import views

app_name = "pages"


def legal(address: str, name: str):
    """A legal page, of the server and of each network."""
    return [
        path(f"{address}/", views.legal, {"name": name}, name=name),
        path(f"r/<slug:network>/{address}/", views.legal, {"name": name}, name=f"{name}_of"),
    ]


urlpatterns = [
    *legal("mentions-legales", "mentions"),
    *legal("donnees-personnelles", "donnees"),
    *legal("accessibilite", "accessibilite"),
    path("r/<slug:network>/contact/", views.contact, name="contact"),
    path("r/<slug:network>/actualites/", views.news, name="news"),
    path("r/<slug:network>/fiches/", views.sheets, name="sheets"),
    path("r/<slug:network>/pages/<slug:slug>/", views.text, name="text"),
    path("r/<slug:network>/images/<uuid:pk>/<uuid:file>", views.picture, name="picture"),
    path("r/<slug:network>/logo", views.logo, name="logo"),
    path("textes/", views.texts, name="texts"),
    path("textes/apparence/", views.look, name="look"),
    path("textes/nouveau/", views.begin, name="begin"),
    path("textes/<uuid:pk>/", views.revise, name="revise"),
    path("textes/<uuid:pk>/versions/", views.versions, name="versions"),
    path("textes/<uuid:pk>/versions/<int:number>/reprendre/", views.restore, name="restore"),
    path("textes/<uuid:pk>/publier/", views.publish, name="publish"),
    path("textes/<uuid:pk>/retirer/", views.unpublish, name="unpublish"),
    path("textes/<uuid:pk>/images/", views.illustrate, name="illustrate"),
    path("textes/<uuid:pk>/images/<uuid:file>/supprimer/", views.drop_picture, name="drop_picture"),
    path("messages-recus/", views.enquiries, name="enquiries"),
    path("messages-recus/<uuid:pk>/repondu/", views.settle, name="settle"),
    path("messages-recus/<uuid:pk>/laisser-passer/", views.let_through, name="let_through"),
    path("messages-recus/<uuid:pk>/supprimer/", views.remove, name="remove"),
]
