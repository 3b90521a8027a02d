from django.urls import path

from maillon.giving.receptions import views

app_name = "receptions"
urlpatterns = [
    path("<uuid:pk>/reception/", views.panel_lot, name="panel_lot"),
    path("<uuid:pk>/reception/peser/", views.weigh, name="weigh"),
    path("<uuid:pk>/reception/scelles/", views.look_at_seals, name="look_at_seals"),
    path("<uuid:pk>/reception/pointer/", views.point, name="point"),
    path("<uuid:pk>/reception/journaux/", views.take_logs, name="take_logs"),
    path("<uuid:pk>/reception/conclure/", views.conclude, name="conclude"),
    path("<uuid:pk>/reception/reception.<str:format>", views.export, name="export"),
]
