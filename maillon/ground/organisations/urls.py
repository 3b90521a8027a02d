from django.urls import path

from maillon.ground.organisations import forms, views

app_name = "organisations"


def act(address: str, form: type[forms.ActForm], name: str):
    """An act on one organisation, done by its form."""
    return path(f"reseau/<uuid:pk>/{address}/", views.act, {"form": form}, name=name)


urlpatterns = [
    path("agir-pour", views.choose, name="choose"),
    path("reseau/", views.list_, name="list"),
    path("reseau/entrer/", views.enter, name="enter"),
    path("reseau/territoires/", views.territories, name="territories"),
    path("reseau/territoires/<slug:slug>/", views.territory, name="territory"),
    path("reseau/<uuid:pk>/", views.detail, name="detail"),
    act("roles", forms.RolesForm, "reassign"),
    act("sortir", forms.PartForm, "part"),
    act("adherer", forms.AdhereForm, "adhere"),
    act("adhesions/<uuid:membership>/finir", forms.EndMembershipForm, "end_membership"),
    act("sites/ouvrir", forms.SiteForm, "open_site"),
    act("capacite", forms.CapacityForm, "declare_capacity"),
    act("qualites/noter", forms.QualityForm, "record_quality"),
    act("qualites/deposer", forms.HandInForm, "hand_in_quality"),
    act("qualites/<uuid:quality>/lire", forms.ReadQualityForm, "read_quality"),
    path("reseau/<uuid:pk>/qualites/<uuid:quality>/preuve/<uuid:file>", views.quality_proof, name="quality_proof"),
    act("qualites/<uuid:quality>/finir", forms.EndQualityForm, "end_quality"),
    act("membres/inviter", forms.InviteForm, "invite"),
    act("membres/<uuid:member>/roles", forms.MemberForm, "change_roles"),
    act("membres/<uuid:member>/relancer", forms.RemindForm, "remind"),
]
