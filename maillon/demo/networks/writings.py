"""What each network publishes in its own words: a page, news, sheets, one of them being rewritten."""

import datetime

from maillon.demo.book.book import Book
from maillon.demo.networks.agenda import instant
from maillon.demo.networks.scene import PRESENT
from maillon.ground.organisations.models import Member
from maillon.telling.pages.models import Text, Version

DAY = datetime.timedelta(days=1)
# How many days ago, kind, address, title, in one sentence, then each version; the last of several waits to be published.
WRITTEN: tuple[tuple[int, str, str, str, str, tuple[str, ...]], ...] = (
    (
        200,
        "page",
        "qui-sommes-nous",
        "Qui sommes-nous ?",
        "Des structures qui se sont mises ensemble pour que le matériel serve deux fois.",
        (
            "## Ce que nous faisons\n\nNous **collectons** le matériel informatique dont plus personne ne se sert, nous "
            "l’**effaçons**, nous le **remettons en état**, puis nous le confions avec quelqu’un pour aider à s’en servir.\n\n"
            "## Comment nous décidons\n\n- une rencontre chaque mois, ouverte à tous les membres ;\n- des groupes de travail ;\n"
            "- un bilan publié chaque année.\n\nCette page est fictive, comme toutes celles de la démonstration.",
        ),
    ),
    (
        21,
        "actualite",
        "journee-portes-ouvertes",
        "Portes ouvertes à l’atelier",
        "Venez voir comment un ordinateur est effacé, réparé, puis remis.",
        ("Samedi, de 10 h à 17 h, l’atelier s’ouvre à tous.\n\n1. La visite commence toutes les heures.\n2. Apportez ce qui dort "
         "chez vous : il sera pesé devant vous.",),
    ),
    (
        6,
        "actualite",
        "nouveaux-lieux",
        "De nouveaux lieux dans l’annuaire",
        "Des accueils de plus pour être aidé près de chez soi.",
        ("Trois communes de plus ont un lieu où l’on peut **se connecter** et **être aidé**.\n\nUn horaire a changé ? Chaque page "
         "de l’annuaire a un lien pour le dire.",),
    ),
    (
        150,
        "fiche",
        "reperer-une-personne-en-difficulte",
        "Repérer une personne en difficulté avec le numérique",
        "Cinq signes, trois questions à poser, à qui l’adresser.",
        (
            "## Cinq signes\n\n1. Elle vient avec ses papiers et demande « de faire à sa place ».\n2. Elle n’a pas d’adresse "
            "e-mail, ou ne sait plus l’ouvrir.\n3. Elle manque des rendez-vous donnés en ligne.\n4. Son téléphone est plein, ou "
            "trop vieux.\n5. Elle dit « je n’y comprends rien » et change de sujet.\n\n## Trois questions\n\n- Avec quoi "
            "allez-vous sur internet ?\n- Qui vous aide d’habitude ?\n- Qu’aimeriez-vous savoir faire ?",
            "## Cinq signes\n\n1. Elle vient avec ses papiers et demande « de faire à sa place ».\n2. Elle n’a pas d’adresse "
            "e-mail, ou ne sait plus l’ouvrir.\n3. Elle manque des rendez-vous donnés en ligne.\n4. Son téléphone est plein, ou "
            "trop vieux.\n5. Elle dit « je n’y comprends rien » et change de sujet.\n\n## Quatre questions\n\n- Avec quoi "
            "allez-vous sur internet ?\n- Qui vous aide d’habitude ?\n- Qu’aimeriez-vous savoir faire ?\n- Préférez-vous "
            "apprendre seul, ou à plusieurs ?",
        ),
    ),
    (
        90,
        "fiche",
        "premier-ordinateur",
        "Votre premier ordinateur : la première heure",
        "À donner le jour de la remise, à relire chez soi.",
        ("## L’allumer, l’éteindre\n\nLe bouton, le mot de passe, puis le menu pour éteindre.\n\n## Se connecter\n\nLe nom de votre "
         "box et sa clé sont sous la box.\n\n## Demander de l’aide\n\nLe QR de l’étiquette dit qui appeler.",),
    ),
)  # fmt: skip


def write(book: Book, by: Member, at: datetime.datetime) -> None:
    """Up to the evening before today, as `pages.begin`, `publish` and `revise`."""
    for days, kind, slug, title, summary, bodies in WRITTEN:
        then = max(instant(PRESENT, 18), at - days * DAY)
        text = book.enter(Text, then, network=by.network, kind=kind, slug=slug, first_published_at=then)
        for rank, body in enumerate(bodies):
            made = book.enter(
                Version,
                min(at, then + 30 * rank * DAY),
                text=text,
                number=rank + 1,
                title=title,
                summary=summary,
                body=body,
                author=by,
            )
            if rank == 0:
                text.published, text.published_id = made, made.pk
                book.record("pages.publish", text, by=by, at=then, version=1)
