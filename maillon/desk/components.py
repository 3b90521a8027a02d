"""Every component of the pages, once, with invented records: shown in the demonstration only."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillon.common.errors import Refused
from maillon.common.forms import CommuneField, Form, Hinted, MassField, Quantity, Ticks, refuse
from maillon.common.icons import ICONS
from maillon.ground.organisations.access import public

STATES = {
    "Appareil": [
        ("Annoncé", "soon"),
        ("Reçu", "run"),
        ("Trié", "run"),
        ("À effacer", "wait"),
        ("Effacé", "ok"),
        ("En réparation", "run"),
        ("Prêt", "ok"),
        ("Réservé", "kept"),
        ("Remis", "out"),
        ("Vendu", "out"),
        ("Prêté", "out"),
        ("Revenu", "wait"),
        ("Démonté", "end"),
        ("Recyclé", "end"),
        ("Perdu", "stop"),
    ],
    "Demande": [
        ("Brouillon", "soon"),
        ("En attente", "wait"),
        ("Précision demandée", "wait"),
        ("Proposition faite", "run"),
        ("Matériel réservé", "kept"),
        ("Rendez-vous pris", "kept"),
        ("Remise faite", "out"),
        ("Refusée", "stop"),
        ("Expirée", "end"),
    ],
    "Lot": [
        ("Offert", "soon"),
        ("Accepté", "run"),
        ("En route", "wait"),
        ("Reçu et pesé", "run"),
        ("Écart à expliquer", "stop"),
        ("En tri", "run"),
        ("Bilan rendu", "out"),
    ],
}
COLOURS = [
    ("#0b5d51", "Agir", "7,8 sur blanc"),
    ("#c77700", "Attendre", "marques seulement"),
    ("#b3261e", "Bloquer", "6,5 sur blanc"),
    ("#1c2733", "Encre", "14,3 sur papier"),
    ("#faf8f4", "Papier", "le sol"),
    ("#f1ede4", "Creux", "les apartés"),
]
NAVIGATION = {
    "Animatrice": [
        ("À faire", 9, "home"),
        ("Offres", 4, "gift"),
        ("Lots", 0, "box"),
        ("Stock", 0, "laptop"),
        ("Demandes", 61, "people"),
        ("Chiffres", 0, "chart"),
    ],
    "Atelier": [("À faire", 12, "home"), ("Scanner", 0, "scan"), ("Appareils", 0, "laptop"), ("Lots", 0, "box")],
    "Prescripteur": [("À faire", 2, "home"), ("Demander", 0, "file"), ("Mes demandes", 7, "list")],
}
FACTS = [
    {
        "title": "Reçu et pesé, 1,78 kg",
        "text": "lot 2026-064, sans écart",
        "when": "29 avril, 17 h 05",
        "who": "Awa Diallo",
    },
    {"title": "Trié : à réemployer", "when": "4 mai", "who": "Inès Caradec"},
    {"title": "Disque 1 : effacement refusé", "text": "secteurs illisibles", "when": "11 mai", "look": "cut"},
    {"title": "Disque 2 effacé et vérifié", "when": "12 mai", "who": "certificat C-2026-0418"},
    {"title": "À remettre en état", "when": "depuis 2 jours", "look": "now", "badge": "Effacé", "badge_look": "ok"},
    {"title": "Prêt", "look": "next"},
]
STEPS = [
    {"label": "Vous", "state": "done"},
    {"label": "Le matériel", "state": "now"},
    {"label": "Le lieu et les dates", "state": ""},
    {"label": "Relire et envoyer", "state": ""},
]
STATS = [
    {"number": "88,3", "unit": "t", "label": "collectées, pesées à l’arrivée", "url": "#k12", "link": "171 lots"},
    {"number": "7 000", "label": "équipements remis, vendus ou prêtés", "url": "#k12", "link": "Les remises"},
    {"number": "3 à 4", "unit": "semaines", "label": "pour un portable courant", "note": "Estimé cette nuit"},
]
COLUMNS = [{"label": "Catégorie"}, {"label": "Prêts", "number": True}, {"label": "Masse", "number": True}]
ROWS = [("Portables", 7, "14,2 kg"), ("Fixes", 19, "148,0 kg")]
FOOT = ("Ensemble", 26, "162,2 kg")
DETAILS = [
    ("Machine", "Lenovo ThinkPad T480"),
    ("Processeur", "Intel Core i5-8350U, 4 cœurs"),
    ("Mémoire", "8 Go"),
    ("Écran", ""),
    ("Masse", "1,78 kg, mesurée"),
]
USES = [
    ("light", Hinted("Occasionnel", "quelques heures par semaine")),
    ("daily", Hinted("Courant", "tous les jours, plusieurs pages ouvertes")),
    ("demanding", Hinted("Avancé", "images, logiciels de métier")),
]
NEEDS = [("carry", "Doit pouvoir le transporter"), ("screen", "Grand écran"), ("camera", "Besoin d’une caméra")]


class SampleForm(Form):
    """One field of each kind."""

    siret = forms.CharField(label="SIRET", help_text="14 chiffres, sur vos factures.")
    commune = CommuneField(help_text="Le nom ou le code postal.")
    laptops = forms.IntegerField(label="Ordinateurs portables", widget=Quantity, min_value=0)
    mass = MassField(label="Masse pesée")
    wanted_on = forms.DateField(label="Date souhaitée")
    age = forms.ChoiceField(label="Âge de la plupart", choices=[("", "---------"), ("4", "4 à 6 ans")], required=False)
    use = forms.ChoiceField(label="Son usage", choices=USES, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(label="À prendre en compte", choices=NEEDS, widget=Ticks, required=False)
    remark = forms.CharField(label="Remarque", widget=forms.Textarea, required=False)
    inventory = forms.FileField(label="Une liste", help_text="CSV, XLSX ou ODS, 20 Mo au plus.", required=False)
    attested = forms.BooleanField(label="J’ai vérifié que la personne remplit les conditions du réseau.")


def sample_form() -> SampleForm:
    """The form as it comes back with its errors."""
    form = SampleForm(
        {"siret": "2107 4081 0000 1", "commune": "Saint-Denis", "laptops": "12", "mass": "2,14", "use": "daily"}
    )
    sentence = "Il manque un chiffre : un SIRET en a 14."
    refuse(form, Refused(sentence, field="siret"))
    return form


def sample_queue() -> list[dict]:
    """What waits, the most urgent first."""
    now = timezone.now()
    return [
        {
            "since": now - timedelta(days=12, hours=1),
            "level": "block",
            "title": "Lot 2026-081 : 4 appareils manquent",
            "text": "Annoncés par Transports Kerdoncuff, non reçus",
            "url": "#k6",
            "label": "Expliquer l’écart",
        },
        {
            "since": now - timedelta(days=8, hours=1),
            "level": "late",
            "title": "Demande d’accès de la Mission locale",
            "text": "En retard sur l’engagement de 5 jours",
            "url": "#k6",
            "label": "Répondre",
        },
        {
            "since": now - timedelta(hours=5, minutes=2),
            "title": "Convention à signer",
            "text": "30 postes fixes, régime collectivité (L3212-3)",
            "url": "#k6",
            "label": "Relire",
        },
    ]


@public
def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    samples = {
        "colours": COLOURS,
        "icons": ICONS,
        "navigation": NAVIGATION,
        "states": STATES,
        "queue": sample_queue(),
        "facts": FACTS,
        "steps": STEPS,
        "stats": STATS,
        "columns": COLUMNS,
        "rows": ROWS,
        "foot": FOOT,
        "details": DETAILS,
        "form": sample_form(),
        "page": Paginator(range(1234), 50).get_page(request.GET.get("page")),
        "lines": ["OGO · portable", "En panne ? Scannez-moi."],
    }
    return render(request, "desk/components.html", samples)
