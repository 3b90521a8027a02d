from django.urls import path

from maillon.giving.groups import views

app_name = "groups"
urlpatterns = [
    path("groupes/", views.groups, name="groups"),
    path("groupes/mien/", views.mine, name="mine"),
    path("groupes/<uuid:pk>/", views.group, name="group"),
    path("groupes/<uuid:pk>/suivi.<str:format>", views.table, name="table"),
    path("groupes/<uuid:pk>/rattacher/", views.join_group, name="join_group"),
    path("groupes/services/<uuid:pk>/finir/", views.leave_group, name="leave_group"),
]
