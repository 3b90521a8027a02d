from django.urls import path

from maillon.giving.donations import views

app_name = "donations"
urlpatterns = [
    path("r/<slug:network>/donner/", views.offer, name="offer"),
    path("r/<slug:network>/donner/brouillon/", views.draft, name="draft"),
    path("r/<slug:network>/donner/brouillon/<str:token>/", views.resume, name="resume"),
    path("dons/suivre/<str:token>/", views.follow, name="follow"),
    path("dons/suivre/<str:token>/retirer/", views.withdraw, name="withdraw"),
    path("dons/suivre/<str:token>/consignes/", views.read_guidance, name="read_guidance"),
    path("dons/suivre/<str:token>/jour/", views.agree, name="agree"),
    path("dons/suivre/<str:token>/convention.pdf", views.agreement, name="agreement"),
    path("dons/suivre/<str:token>/convention/", views.consent, name="consent"),
    path("dons/suivre/<str:token>/photo/<uuid:file>/", views.own_photo, name="own_photo"),
    path("dons/consignes/", views.guidance, name="guidance"),
    path("dons/consignes/<str:key>/<str:kind>/", views.revise_guidance, name="revise_guidance"),
    path("dons/", views.list_, name="list"),
    path("dons/<uuid:pk>/", views.detail, name="detail"),
    path("dons/<uuid:pk>/liste/", views.announced, name="announced"),
    path("dons/<uuid:pk>/photo/<uuid:file>/", views.photo, name="photo"),
    path("dons/<uuid:pk>/convention/<uuid:file>/", views.signed, name="signed"),
    path("dons/<uuid:pk>/accepter/", views.accept, name="accept"),
    path("dons/<uuid:pk>/demander/", views.ask, name="ask"),
    path("dons/<uuid:pk>/refuser/", views.refuse, name="refuse"),
    path("dons/<uuid:pk>/confier/", views.assign, name="assign"),
    path("dons/<uuid:pk>/proposer/", views.propose, name="propose"),
    path("dons/<uuid:pk>/recevoir/", views.receive, name="receive"),
]
