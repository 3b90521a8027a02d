from django.urls import path

from maillon.matter.refurbishing import views

app_name = "refurbishing"
urlpatterns = [
    path("appareils/<uuid:pk>/etabli/", views.panel, name="panel"),
    path("appareils/<uuid:pk>/etabli/systeme/", views.install, name="install"),
    path("appareils/<uuid:pk>/etabli/processeur/", views.score, name="score"),
    path("appareils/<uuid:pk>/etabli/pas-a-pas/", views.guide, name="guide"),
    path("appareils/<uuid:pk>/etabli/pas-a-pas/<slug:check>/", views.step, name="step"),
    path("appareils/<uuid:pk>/etabli/conclure/", views.conclude, name="conclude"),
    path("appareils/<uuid:pk>/etabli/controle/", views.review, name="review"),
    path("appareils/<uuid:pk>/etabli/prendre/", views.take, name="take"),
    path("appareils/<uuid:pk>/etabli/rendre/", views.give_back, name="give_back"),
    path("appareils/<uuid:pk>/etabli/confier/", views.give, name="give"),
    path("atelier/", views.workshop, name="workshop"),
    path("atelier/mur", views.wall, name="wall"),
    path("atelier/postes/", views.benches, name="benches"),
    path("atelier/postes/ouvrir/", views.open_bench, name="open_bench"),
    path("atelier/postes/<uuid:pk>/fermer/", views.close_bench, name="close_bench"),
    path("atelier/heures/", views.hours, name="hours"),
    path("atelier/heures.csv", views.export_hours, name="export_hours"),
    path("atelier/heures/<uuid:pk>/", views.change_hours, name="change_hours"),
    path("atelier/heures/<uuid:pk>/retirer/", views.remove_hours, name="remove_hours"),
    path("atelier/equipe/", views.people, name="people"),
    path("atelier/equipe/<uuid:pk>/", views.person, name="person"),
    path("atelier/equipe/<uuid:pk>/<slug:skill>/", views.skill, name="skill"),
    path("atelier/grades/", views.rules, name="rules"),
    path("atelier/grades/nouvelle/", views.new_rule, name="new_rule"),
    path("atelier/grades/<uuid:pk>/", views.rule, name="rule"),
    path("atelier/grades/controle/", views.second_check, name="second_check"),
    path("atelier/processeurs/", views.scores, name="scores"),
    path("atelier/systemes/", views.systems, name="systems"),
    path("atelier/systemes/noter/", views.system, name="system"),
]
