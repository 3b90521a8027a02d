from django.urls import path

from maillon.giving.rounds import views

app_name = "rounds"
urlpatterns = [
    path("tournees/", views.list_, name="list"),
    path("tournees/calculer/", views.ask, name="ask"),
    path("tournees/calculs/<uuid:plan>/", views.plan, name="plan"),
    path("tournees/calculs/<uuid:plan>/garder/", views.keep, name="keep"),
    path("tournees/vehicules/", views.fleet, name="fleet"),
    path("tournees/vehicules/<uuid:vehicle>/retirer/", views.withdraw_vehicle, name="withdraw_vehicle"),
    path("tournees/contenants/", views.containers, name="containers"),
    path("tournees/contenants/<uuid:container>/retirer/", views.withdraw_container, name="withdraw_container"),
    path("tournees/usages/", views.practice, name="practice"),
    path("tournees/enlevements/<uuid:offer>/", views.prepare, name="prepare"),
    path("tournees/<uuid:pk>/", views.detail, name="detail"),
    path("tournees/<uuid:pk>/feuille/", views.sheet, name="sheet"),
    path("tournees/<uuid:pk>/deplacer/", views.move, name="move"),
    path("tournees/<uuid:pk>/defaire/", views.undo, name="undo"),
    path("tournees/<uuid:pk>/chauffeur/", views.assign, name="assign"),
    path("tournees/<uuid:pk>/envoyer/", views.send, name="send"),
    path("tournees/<uuid:pk>/reprendre/", views.recall, name="recall"),
    path("tournees/<uuid:pk>/annuler/", views.cancel, name="cancel"),
    path("tournees/<uuid:pk>/terminer/", views.finish, name="finish"),
    path("ma-tournee/", views.mine, name="mine"),
    path("arrets/<uuid:stop>/", views.stop, name="stop"),
    path("arrets/<uuid:stop>/arriver/", views.arrive, name="arrive"),
    path("arrets/<uuid:stop>/charger/", views.collect, name="collect"),
    path("arrets/<uuid:stop>/non-fait/", views.miss, name="miss"),
    path("arrets/<uuid:stop>/refaire/", views.resume, name="resume"),
    path("arrets/<uuid:stop>/photos/<uuid:photo>/", views.photo, name="photo"),
    path("depots/", views.door, name="door"),
    path("depots/<uuid:offer>/", views.bring, name="bring"),
    path("bons/<str:note>/", views.note, name="note"),
]
