"""Invented people, organisations, addresses and numbers, none of which can be someone's.

Family names are made of two words; addresses end in `.example` (RFC 2606); telephone numbers are of the ranges kept for
fiction (Arcep, décision 2018-0881: 02 61 91, 04 65 71, 06 39 98…); SIREN begin with 0, which Insee gives to nobody.
"""

import datetime
from collections.abc import Iterable
from random import Random

from maillon.common.text import fold


def words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


GIVEN = words(
    "Adama Agathe Aïcha Alban Aline Amadou Anouk Armel Awa Bastien Béatrice Bilal Camille Céline Chloé Dalila Damien Denise "
    "Élise Émile Énora Fatou Félix Flora Gaël Georges Gwenn Hamid Hélène Hugo Ilyes Inès Ismaël Jade Jeanne Joël Judith "
    "Karim Katell Khadija Léa Léonie Louis Lucas Maël Maïwenn Malika Manon Marcel Marius Mina Moussa Nadia Naïm Nolwenn "
    "Odile Omar Pauline Paulette Quentin Rachid Renée Rokia Rose Samir Sarah Simone Solène Tanguy Théo Tiphaine Victor "
    "Yann Yasmine Yvonne Zoé"
)
FIRST = words(
    "Clair Bel Haut Vert Franc Doux Brun Mille Trois Cinq Sept Long Beau Blanc Roux Fier Vif Grand Petit Bon Vieux Joli "
    "Rond Fin Chante Porte Passe Sème Cueille Tourne"
)
SECOND = words(
    "moineau ruisseau caillou buisson plume sarrasin chardon grillon noisette roseau hibou merle lanterne galet sillon "
    "mousse pinson fontaine sentier bruyère genêt tilleul coquille marmite velours lucarne talus vague"
)
OF = words(
    "du Ressac|des Ajoncs|du Cormoran|de la Lande rousse|du Vieux Four|des Trois Chênes|de l’Échauguette|du Sémaphore|"
    "des Genêts|de la Marelle|du Petit Phare|de la Passerelle|du Colibri|de l’Écluse|des Hirondelles|du Chemin creux|"
    "de la Grange bleue|du Tilleul|des Quatre Vents|de la Tour ronde|du Moulin blanc|des Cent Sources|de la Clairière|"
    "du Merle|de l’Estran|des Coquelicots|du Vallon|de la Haute Rive|du Grand Pré|des Mésanges|de la Goélette|de l’Aubépine|"
    "du Galet|des Bruyères|de la Boussole|du Figuier|de la Garrigue|du Campanile|des Oliviers|de la Restanque|du Mistral|"
    "de la Pinède|du Cabanon|des Cigales|de la Falaise|du Bocage|des Pommiers|de la Valleuse|du Haut Clos|des Peupliers",
    "|",
)
KINDS = {
    "company": "Transports|Conserverie|Imprimerie|Cabinet comptable|Laiterie|Menuiserie|Bureau d’études|Assurances|"
    "Pépinières|Clinique|Chantier naval|Minoterie|Papeterie|Biscuiterie|Fonderie|Blanchisserie|Agence|Étude notariale",
    "state": "Inspection régionale|Service départemental|Sous-préfecture|Direction régionale|Trésorerie|Tribunal|"
    "Rectorat|Observatoire public",
    "authority": "Communauté de communes|Syndicat des eaux|Commune nouvelle|Agglomération|Syndicat mixte|Pays",
    "public": "Lycée|Centre hospitalier|Université|Office de l’habitat|Collège|Port|Chambre des métiers|Institut",
    "ess": "Coopérative|Mutuelle|Fondation|Régie de quartier|Foyer rural|Banque solidaire|Ludothèque|Épicerie sociale",
    "association": "Association|Club informatique|Cercle|Amicale|Maison de quartier|Comité d’entraide|École de devoirs|"
    "Collectif|Atelier",
    "prescriber": "CCAS|Mission locale|Centre social|Espace de vie sociale|Maison des solidarités|Service social|"
    "Foyer d’accueil|Point emploi",
    "partner": "Centre social|CCAS|Médiathèque|Association d’entraide|Mission locale|Espace numérique|Maison des aînés|"
    "Foyer de jeunes|Accueil de jour|Épicerie sociale|Club informatique|Maison de services",
    "insertion": "Chantier d’insertion|Entreprise d’insertion|Jardin d’insertion|Régie|Atelier d’insertion",
}


def luhn(digits: str) -> str:
    """The digit that makes this number valid by Luhn's formula."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


class Names:
    """Draws names, each organisation's once.

    `landline`: the six digits of a range kept for fiction; `series`: two digits, a network's own, in every SIREN.
    """

    def __init__(self, random: Random, landline: str, series: str, taken: Iterable[str] = ()):
        self.random = random
        self.landline = landline
        self.series = series
        self.taken = set(taken)
        self.mailboxes: set[str] = set()
        self.sirens = 0

    def person(self) -> tuple[str, str]:
        """A given name and a family name."""
        choose = self.random.choice
        return choose(GIVEN), choose(FIRST) + choose(SECOND)

    def organisation(self, kind: str) -> str:
        while True:
            name = f"{self.random.choice(words(KINDS[kind], '|'))} {self.random.choice(OF)}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def siret(self) -> str:
        self.sirens += 1
        siren = f"0{self.series}{self.sirens * 7:05d}"
        siren += luhn(siren)
        return siren + "0001" + luhn(siren + "0001")

    def phone(self) -> str:
        return f"+33{self.landline[1:]}{self.random.randrange(10_000):04d}"

    def mobile(self) -> str:
        return f"+3363998{self.random.randrange(10_000):04d}"

    def mailbox(self, name: str, domain: str) -> str:
        """`prenom.nom@domaine.example`, never the same twice."""
        base = ".".join("".join(sign for sign in word if sign.isalnum()) for word in fold(name).split())
        address, rank = f"{base}@{domain}", 1
        while address in self.mailboxes:
            rank += 1
            address = f"{base}{rank}@{domain}"
        self.mailboxes.add(address)
        return address

    def birthday(self, year: int) -> datetime.date:
        """Of someone from 17 to 88 years old in that year."""
        age = min(88, max(17, round(self.random.gauss(43, 17))))
        return datetime.date(year - age, 1, 1) + datetime.timedelta(days=self.random.randrange(365))


def domain(name: str) -> str:
    """The e-mail domain of an organisation: its name, then `.example`."""
    words = "-".join("".join(sign if sign.isalnum() else " " for sign in fold(name)).split())
    return f"{words[:40].strip('-')}.example"
