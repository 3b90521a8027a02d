from django.urls import path

from maillon.matter.corrections import forms, views

app_name = "corrections"
urlpatterns = [
    path("", views.list_, name="list"),
    path("lot/<uuid:pk>/", views.panel_lot, name="panel_lot"),
    path("lot/<uuid:pk>/rouvrir/", views.lot, {"form": forms.ReopenForm}, name="reopen_lot"),
    path("lot/<uuid:pk>/rectifier/", views.lot, {"form": forms.CorrectForm}, name="correct_lot"),
    path("lot/<uuid:pk>/scinder/", views.lot, {"form": forms.SplitForm}, name="split_lot"),
    path("lot/<uuid:pk>/reunir/", views.lot, {"form": forms.MergeLotsForm}, name="merge_lots"),
    path("appareil/<uuid:pk>/", views.panel_device, name="panel_device"),
    path("appareil/<uuid:pk>/annuler/", views.device, {"form": forms.UndoForm}, name="undo"),
    path("appareil/<uuid:pk>/etiquette/", views.device, {"form": forms.ChooseLabelForm}, name="choose_label"),
    path("appareil/<uuid:pk>/reunir/", views.device, {"form": forms.MergeDevicesForm}, name="merge_devices"),
    path("appareil/<uuid:pk>/rapport/", views.device, {"form": forms.WithdrawReportForm}, name="withdraw_report"),
    path("rapport/<uuid:pk>/", views.tell_apart, name="tell_apart"),
    path("donateur/<uuid:pk>/", views.donors, name="merge_donors"),
    path("organisation/<uuid:pk>/", views.organisations, name="merge_organisations"),
]
