from django.urls import path

from maillon.ground.governance import forms, views

app_name = "governance"


def act(address: str, form: type[forms.GroupAct], name: str, of: str = ""):
    """An act on a working group, or on a thing of it, done by its form."""
    return path(f"reseau/{address}/", views.group_act, {"form": form, "of": of}, name=name)


urlpatterns = [
    path("acces/", views.networks, name="networks"),
    path("r/<slug:network>/acces/", views.request_access, name="request_access"),
    path("r/<slug:network>/acces/envoyee/", views.sent_access, name="sent_access"),
    path("acces/suivre/<str:token>/", views.follow_access, name="follow_access"),
    path("acces/suivre/<str:token>/retirer/", views.withdraw_access, name="withdraw_access"),
    path("plateforme/", views.platform, name="platform"),
    path("plateforme/reseaux/ouvrir/", views.start_network, name="start_network"),
    path("plateforme/reseaux/<uuid:pk>/", views.started, name="started"),
    path("reseau/vie/", views.life, name="life"),
    path("reseau/regles/", views.rules, name="rules"),
    path("reseau/regles/changer/", views.change_rules, name="change_rules"),
    path("reseau/acces/", views.access_list, name="access_list"),
    path("reseau/acces/<uuid:pk>/", views.access, name="access"),
    path("reseau/acces/<uuid:pk>/accepter/", views.accept_access, name="accept_access"),
    path("reseau/acces/<uuid:pk>/demander/", views.ask_access, name="ask_access"),
    path("reseau/acces/<uuid:pk>/refuser/", views.refuse_access, name="refuse_access"),
    path("reseau/charte/", views.charter, name="charter"),
    path("reseau/charte/publier/", views.publish_charter, name="publish_charter"),
    path("reseau/charte/<int:version>/", views.charter_version, name="charter_version"),
    path("reseau/adherents/", views.adherents, name="adherents"),
    path("reseau/<uuid:pk>/engagements/", views.panel, name="panel"),
    path("reseau/<uuid:pk>/engagements/charte/", views.note_charter, name="note_charter"),
    path("reseau/<uuid:pk>/engagements/cotisation/", views.note_contribution, name="note_contribution"),
    path("reseau/groupes/", views.groups, name="groups"),
    path("reseau/groupes/ouvrir/", views.open_group, {"form": forms.OpenGroupForm}, name="open_group"),
    path("reseau/groupes/<uuid:pk>/", views.group, name="group"),
    path("reseau/groupes/<uuid:pk>/rejoindre/", views.join_group, name="join_group"),
    act("groupes/<uuid:pk>/changer", forms.ChangeGroupForm, "change_group"),
    act("groupes/<uuid:pk>/fermer", forms.CloseGroupForm, "close_group"),
    act("groupes/<uuid:pk>/faire-entrer", forms.SeatForm, "take_seat"),
    act("groupes/<uuid:pk>/reunions", forms.PlanForm, "plan_meetings"),
    act("groupes/<uuid:pk>/proposer", forms.ProposeForm, "propose"),
    act("groupes/<uuid:pk>/documents", forms.DocumentForm, "add_document"),
    path("reseau/groupes/<uuid:pk>/documents/<uuid:file>", views.group_document, name="group_document"),
    path("reseau/groupes/<uuid:pk>/documents/<uuid:file>/retirer/", views.remove_document, name="remove_document"),
    act("places/<uuid:pk>/quitter", forms.LeaveSeatForm, "leave_seat", "seat"),
    path("reseau/reunions/<uuid:pk>/", views.meeting, name="meeting"),
    path("reseau/reunions/<uuid:pk>.ics", views.meeting_ics, name="meeting_ics"),
    act("reunions/<uuid:pk>/changer", forms.MeetingForm, "change_meeting", "meeting"),
    act("reunions/<uuid:pk>/annuler", forms.CancelMeetingForm, "cancel_meeting", "meeting"),
    act("reunions/<uuid:pk>/compte-rendu", forms.ReportForm, "report_meeting", "meeting"),
    path("reseau/decisions/<uuid:pk>/", views.decision, name="decision"),
    act("decisions/<uuid:pk>/avis", forms.SpeakForm, "speak", "decision"),
    path("reseau/decisions/<uuid:pk>/conclure/", views.settle, name="settle"),
    path("reseau/decisions/<uuid:pk>/retirer/", views.withdraw_decision, name="withdraw_decision"),
    path("agenda/<str:token>.ics", views.calendar, name="calendar"),
    path("reseau/confirmations/", views.recertification, name="recertification"),
    path("reseau/confirmations/ouvrir/", views.open_recertification, name="open_recertification"),
    path("reseau/confirmations/<uuid:pk>/", views.recertify, name="recertify"),
    path("reseau/confirmations/<uuid:pk>/relancer/", views.remind_recertification, name="remind_recertification"),
]
