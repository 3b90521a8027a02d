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
    path("messages-recus/", views.enquiries, name="enquiries"),
    path("messages-recus/<uuid:pk>/repondu/", views.settle, name="settle"),
    path("messages-recus/<uuid:pk>/laisser-passer/", views.let_through, name="let_through"),
    path("messages-recus/<uuid:pk>/supprimer/", views.remove, name="remove"),
]
