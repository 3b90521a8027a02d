from django.urls import path

from maillon.matter.erasure import views

app_name = "erasure"
urlpatterns = [
    path("<uuid:pk>/effacement/", views.panel, name="panel"),
    path("<uuid:pk>/effacement/<uuid:medium>/detruire/", views.destroy, name="destroy"),
    path("<uuid:pk>/effacement/certifier/", views.certify, name="certify"),
]
