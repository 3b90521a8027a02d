"""The words of the national standard *lieux de médiation numérique*, v1.0.2; its labels, with typographic apostrophes.

Source: schema.json of LaMednum/standard-mediation-num, v1.0.2 (Licence Ouverte 2.0).
"""

from django.db import models


class Category(models.TextChoices):
    """What part a place plays for the network: the five families of partners."""

    CARERS = "aidants", "Aidants numériques"
    MEDIATION = "mediation", "Médiation"
    TRAINING = "formation", "Formation"
    CONNECTION = "connexion", "Connexion"
    REFURBISHERS = "reconditionneurs", "Reconditionneurs"


class Service(models.TextChoices):
    FORMALITIES = "demarches", "Aide aux démarches administratives"
    EVERYDAY = "quotidien", "Maîtrise des outils numériques du quotidien"
    EMPLOYMENT = "emploi", "Insertion professionnelle via le numérique"
    SAFETY = "securite", "Utilisation sécurisée du numérique"
    PARENTING = "parentalite", "Parentalité et éducation avec le numérique"
    LEISURE = "loisirs", "Loisirs et créations numériques"
    CULTURE = "culture", "Compréhension du monde numérique"
    ACCESS = "acces", "Accès internet et matériel informatique"
    EQUIPMENT = "equipement", "Acquisition de matériel informatique à prix solidaire"


class Audience(models.TextChoices):
    YOUNG = "jeunes", "Jeunes"
    STUDENTS = "etudiants", "Étudiants"
    FAMILIES = "familles", "Familles et/ou enfants"
    SENIORS = "seniors", "Seniors"
    WOMEN = "femmes", "Femmes"


class Care(models.TextChoices):
    DEAFNESS = "surdite", "Surdité"
    MOTOR = "moteurs", "Handicaps moteurs"
    MENTAL = "mentaux", "Handicaps mentaux"
    ILLITERACY = "illettrisme", "Illettrisme"
    ENGLISH = "anglais", "Langues étrangères (anglais)"
    LANGUAGES = "langues", "Langues étrangères (autres)"
    SIGHT = "visuelle", "Déficience visuelle"


class Cost(models.TextChoices):
    FREE = "gratuit", "Gratuit"
    CONDITIONAL = "condition", "Gratuit sous condition"
    PAID = "payant", "Payant"


class Roaming(models.TextChoices):
    ROAMING = "itinerant", "Itinérant"
    FIXED = "fixe", "Fixe"


class Access(models.TextChoices):
    VISIT = "presenter", "Se présenter"
    CALL = "telephoner", "Téléphoner"
    WRITE = "courriel", "Contacter par mail"
    BOOK = "rdv", "Prendre un RDV en ligne"
    CLOSED = "sans_public", "Ce lieu n’accueille pas de public"
    REFER = "prescription", "Envoyer un mail avec une fiche de prescription"


class Support(models.TextChoices):
    ALONE = "autonomie", "En autonomie"
    INDIVIDUAL = "individuel", "Accompagnement individuel"
    WORKSHOP = "atelier", "Dans un atelier collectif"
    REMOTE = "distance", "À distance"


class Programme(models.TextChoices):
    AIDANTS_CONNECT = "aidants_connect", "Aidants Connect"
    LIBRARIES = "bibliotheques", "Bibliothèques numérique de référence"
    PIX = "pix", "Certification PIX"
    ADVISERS = "conseillers", "Conseillers numériques"
    EMMAUS = "emmaus", "Emmaüs Connect"
    FRANCE_SERVICES = "france_services", "France Services"
    SCHOOL = "grande_ecole", "Grande école du numérique"
    RED_CROSS = "croix_rouge", "La Croix Rouge"
    CAF = "caf", "Point d’accès numérique CAF"
    PROMENEURS = "promeneurs", "Promeneurs du net"
    RELAY = "relais", "Relais numérique (Emmaüs Connect)"


class Label(models.TextChoices):
    HEALTH = "sante", "Formé à « Mon Espace Santé »"
    DUPLEX = "duplex", "Formé à « DUPLEX » (illettrisme)"
    ARNIA = "arnia", "Arnia/MedNum BFC (Bourgogne-Franche-Comté)"
    REUSE = "reemploi", "Collectif ressources et acteurs réemploi (Normandie)"
    ETAPES = "etapes", "Étapes numériques (La Poste)"
    FABRIQUES = "fabriques", "Fabriques de Territoire"
    ECLAIREURS = "eclaireurs", "Les Éclaireurs du numérique (Drôme)"
    MES_PAPIERS = "mes_papiers", "Mes Papiers (Métropole de Lyon)"
    ORDI = "ordi", "ORDI 3.0"
    SUD_LABS = "sud_labs", "SUD LABS (PACA)"


KINDS = {
    "ACI": "Atelier ou chantier d’insertion",
    "AI": "Association intermédiaire",
    "ASSO": "Association",
    "BIB": "Bibliothèque, médiathèque",
    "CCAS": "Centre communal d’action sociale",
    "CD": "Conseil départemental",
    "CS": "Centre social",
    "CSC": "Centre socioculturel",
    "EI": "Entreprise d’insertion",
    "EPN": "Espace public numérique",
    "ESS": "Économie sociale et solidaire",
    "FABLAB": "Fablab",
    "MDS": "Maison départementale des solidarités",
    "ML": "Mission locale",
    "MQ": "Maison de quartier",
    "MUNI": "Mairie",
    "RESSOURCERIE": "Ressourcerie",
    "RFS": "Réseau France Services",
    "TIERS_LIEUX": "Tiers-lieu",
    "UDAF": "Union départementale des associations familiales",
}
"""How the codes of the standard's `typologie` are told; the standard leaves the list open."""
