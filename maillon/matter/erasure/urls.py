from django.urls import path

from maillon.matter.erasure import views
from maillon.matter.erasure.forms import MEDIUM_ACTS

app_name = "erasure"
urlpatterns = [
    path("effacement/certificats/", views.list_, name="list"),
    path("effacement/certificats/<uuid:pk>/revoquer/", views.revoke, name="revoke"),
    path("effacement/lots/<uuid:pk>/", views.panel_lot, name="panel_lot"),
    path("effacement/lots/<uuid:pk>/certifier/", views.certify_lot, name="certify_lot"),
    path("effacement/lots/<uuid:pk>/certificats.zip", views.lot_zip, name="lot_zip"),
    path("effacement/methodes/", views.methods, name="methods"),
    path("effacement/regles/", views.set_rules, name="set_rules"),
    path("effacement/regles/dispenser/", views.waive, name="waive"),
    path("effacement/regles/dispenses/<uuid:waiver>/finir/", views.end_waiver, name="end_waiver"),
    path("effacement/relectures/", views.rechecks, name="rechecks"),
    path("effacement/relectures/<uuid:recheck>/", views.recheck, name="recheck"),
    path("effacement/journaux/<uuid:held>/attester/", views.attest_log, name="attest_log"),
    path("effacement/journaux/<uuid:held>/joindre/<uuid:device>/", views.give_log, name="give_log"),
    path("effacement/journaux/<uuid:held>/ecarter/", views.dismiss_log, name="dismiss_log"),
    path("appareils/<uuid:pk>/effacement/", views.panel, name="panel"),
    path("appareils/<uuid:pk>/effacement/certifier/", views.certify, name="certify"),
    path("appareils/<uuid:pk>/refuses/<uuid:refused>/reessayer/", views.retry, name="retry"),
    path("appareils/<uuid:pk>/effacement/ajouter/", views.add_medium, name="add_medium"),
    path("appareils/<uuid:pk>/effacement/<uuid:medium>/remettre/", views.put_back, name="put_back"),
    *(
        path(
            f"appareils/<uuid:pk>/effacement/<uuid:medium>/{address}/",
            views.medium_act,
            {"form": form},
            name=name,
        )
        for name, (address, form) in MEDIUM_ACTS.items()
    ),
]
