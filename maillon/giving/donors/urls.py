from django.urls import path

from maillon.giving.donors import views

app_name = "donors"
urlpatterns = [
    path("donateurs/", views.list_, name="list"),
    path("donateurs/<uuid:pk>/envoyer-lien/", views.send_link, name="send_link"),
    path("recus/", views.receipts, name="receipts"),
    path("recus/<uuid:pk>/etablir/", views.issue_receipt, name="issue_receipt"),
    path("recus/<uuid:pk>/ecarter/", views.refuse_value, name="refuse_value"),
    path("recus/<uuid:pk>/annuler/", views.cancel_receipt, name="cancel_receipt"),
    path("recus/<uuid:pk>/piece/<uuid:file>/", views.valuation_paper, name="valuation_paper"),
    path("recus/declaration.<str:format>", views.receipts_table, name="receipts_table"),
    path("donateur/", views.mine, name="mine"),
    path("donateur/<str:key>/", views.space, name="space"),
    path("donateur/<str:key>/documents/", views.documents, name="documents"),
    path("donateur/<str:key>/documents/<uuid:pk>.pdf", views.document, name="document"),
    path("donateur/<str:key>/lots/<uuid:pk>/", views.lot, name="lot"),
    path("donateur/<str:key>/lots/<uuid:pk>/bilan.<str:format>", views.lot_table, name="lot_table"),
    path("donateur/<str:key>/lots/<uuid:pk>/reception.<str:format>", views.reception_table, name="reception_table"),
    path("donateur/<str:key>/lots/<uuid:pk>/etablir/", views.establish_lot, name="establish_lot"),
    path("donateur/<str:key>/lots/<uuid:pk>/valeur/", views.declare_value, name="declare_value"),
    path("donateur/<str:key>/previsions/", views.plans, name="plans"),
    path("donateur/<str:key>/previsions/<uuid:pk>/", views.change_plan, name="change_plan"),
    path("donateur/<str:key>/previsions/<uuid:pk>/retirer/", views.withdraw_plan, name="withdraw_plan"),
    path("donateur/<str:key>/citer/", views.quote, name="quote"),
    path("donateur/<str:key>/citer/retirer/", views.withdraw_quotation, name="withdraw_quotation"),
    path("r/<slug:network>/donateurs/<uuid:pk>/", views.quotation, name="quotation"),
    path("donateur/<str:key>/<int:year>/", views.year, name="year"),
    path("donateur/<str:key>/<int:year>/bilan.<str:format>", views.year_table, name="year_table"),
    path("donateur/<str:key>/<int:year>/etablir/", views.establish_year, name="establish_year"),
    path("donateur/<str:key>/<int:year>/dater/", views.date_devices, name="date_devices"),
]
