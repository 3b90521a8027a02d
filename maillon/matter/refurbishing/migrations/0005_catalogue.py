import datetime

from django.db import migrations

LAPTOP, SCREENED = ("laptop",), ("laptop", "tablet", "smartphone", "monitor")
HELD = ("laptop", "tablet", "smartphone")
COMPUTERS = ("laptop", "desktop", "tablet", "smartphone", "server")
PRINTERS = ("printer", "multifunction")
ALL = ("laptop", "desktop", "monitor", "tablet", "smartphone", "server", *PRINTERS, "projector", "network")
# slug, what, how, categories, blocking, icon, what the report says of it; in the order of the bench.
CHECKS = [
    ("power", "S’allume et s’éteint", "Trois démarrages à la suite, sans message d’erreur.", ALL, True, "power", ""),
    ("account", "Ni compte ni verrou de l’ancien propriétaire", "Ni compte Apple, Google ou gestion d’entreprise, ni mot de passe du BIOS.", COMPUTERS, True, "lock", ""),
    ("memory", "Mémoire reconnue", "Le système voit toute la mémoire. Le test de mémoire passe.", ("laptop", "desktop", "server"), True, "settings", "memory"),
    ("storage", "Disque sain", "Le disque est vu. Son état (SMART) est bon.", ("laptop", "desktop", "server"), True, "disk", "storage"),
    ("display", "Affichage", "Écran blanc, noir, rouge : pas de tache ni de ligne.", (*SCREENED, "projector"), True, "screen", ""),
    ("video", "Sortie vidéo", "Un écran branché montre l’image.", ("laptop", "desktop"), True, "screen", ""),
    ("hinges", "Charnières et coque", "L’écran tient ouvert. Rien ne craque, rien ne bouge.", LAPTOP, True, "laptop", ""),
    ("stand", "Pied et réglages", "Le pied tient l’écran. Les boutons répondent.", ("monitor",), True, "screen", ""),
    ("keyboard", "Clavier", "Chaque touche, accents et chiffres compris.", LAPTOP, True, "keyboard", ""),
    ("pointer", "Pavé tactile ou écran tactile", "Pointer, cliquer, faire défiler.", HELD, True, "edit", ""),
    ("buttons", "Boutons", "Volume, marche, accueil : chacun répond.", ("tablet", "smartphone"), True, "smartphone", ""),
    ("ports", "Prises USB et vidéo", "Une clé est lue sur chaque prise.", ("laptop", "desktop", "server"), True, "cable", ""),
    ("inputs", "Entrées vidéo", "Chaque prise montre l’image : HDMI, VGA, DisplayPort.", ("monitor", "projector"), True, "cable", ""),
    ("charging", "Prise de charge", "Le chargeur tient, la charge commence.", HELD, True, "power", ""),
    ("battery", "Batterie", "Elle tient une heure, débranchée.", HELD, True, "power", "battery"),
    ("wifi", "Wi-Fi", "Une page s’ouvre par le Wi-Fi.", HELD, True, "wifi", ""),
    ("network", "Réseau par câble", "Une page s’ouvre par le câble.", ("desktop", "server", "network"), True, "network", ""),
    ("phone", "Appels et carte SIM", "Un appel passe dans les deux sens.", ("smartphone",), True, "call", ""),
    ("sound", "Son et micro", "On s’entend dans un enregistrement.", HELD, False, "sound", ""),
    ("jack", "Prise casque", "Le son sort dans un casque.", ("laptop", "desktop"), False, "sound", ""),
    ("camera", "Caméra", "On se voit.", HELD, False, "camera", ""),
    ("bluetooth", "Bluetooth", "Un casque ou une souris s’y attache.", HELD, False, "wifi", ""),
    ("drive", "Lecteur de disques", "Un CD ou un DVD est lu.", ("laptop", "desktop"), False, "disk", ""),
    ("heat", "Chauffe et ventilateur", "Dix minutes de vidéo : il ne s’arrête pas, il ne hurle pas.", ("laptop", "desktop", "server", "projector"), True, "warning", ""),
    ("print", "Imprime une page", "Page de test lisible.", PRINTERS, True, "printer", ""),
    ("scan", "Numérise une page", "La page lue est nette.", ("multifunction",), True, "scan", ""),
    ("lamp", "Lampe", "L’image est claire. Noter les heures de la lampe.", ("projector",), True, "eye", ""),
    ("reset", "Réglages d’usine", "Mot de passe et réglages de l’ancien propriétaire effacés.", ("network",), True, "undo", ""),
    ("clean", "Nettoyé, sans autocollant ni inventaire", "Coque, clavier, grilles ; étiquettes de l’ancien propriétaire retirées.", ALL, True, "recycle", ""),
]
# Those of 0002, as they were.
FORMER = {
    "display": (SCREENED, 2), "keyboard": (LAPTOP, 3), "pointer": (HELD, 4), "network": (COMPUTERS, 5), "sound": (HELD, 6),
    "camera": (HELD, 7), "ports": (("laptop", "desktop", "server"), 8), "battery": (HELD, 9), "account": (COMPUTERS, 10),
    "clean": (ALL, 11), "print": (PRINTERS, 12), "power": (ALL, 1),
}
FORMER_WORDS = {
    "network": ("Réseau", "Une page s’ouvre par le wifi, ou par le câble."),
    "battery": ("Batterie et charge", "Charge, et tient une heure."),
}
EVERYWHERE = {"without_memory": 6, "cosmetic": {"fine": 0, "worn": 0, "marked": -1, "damaged": -2}, "usages": {"courant": "b", "avance": "premium"}}
RULES = [
    (
        2,
        datetime.date(2023, 1, 1),
        "Emmaüs Connect, recondapi, 2023. Aspect, mémoires eMMC et matériel sans mémoire : réglages de Maillon",
        {
            "cpu": [[0, -8], [1200, 1], [2500, 2], [4000, 3], [6000, 4]],
            "ram_gb": [[0, -8], [4, 1], [5, 2], [8, 3], [16, 4]],
            "hdd_gb": [[0, -8], [160, 1], [256, 2]],
            "ssd_gb": [[0, -8], [64, 1], [128, 2], [200, 3], [500, 4]],
            "nvme_gb": [[0, -8], [64, 2], [128, 3], [200, 4]],
            "emmc_gb": [[0, -8], [64, 1], [128, 2], [200, 3], [500, 4]],
            "tolerance_pct": 0,
            "storage_sum": True,
            "storage_most": 4,
            "caps": [
                {"storage": "ssd", "cpu_below": 2500, "system": "", "most": 7},
                {"storage": "nvme", "cpu_below": 2500, "system": "", "most": 7},
                {"storage": "hdd", "cpu_below": 2500, "system": "", "most": 5},
            ],
            "grades": {"c": 4, "b": 6, "a": 8, "premium": 11},
            "unfit_below": 2,
            **EVERYWHERE,
        },
    ),
    (
        3,
        datetime.date(2025, 9, 1),
        "Emmaüs Connect, audit-linux, 2025-2026. Aspect, mémoires eMMC et matériel sans mémoire : réglages de Maillon",
        {
            "cpu": [[0, 0], [2000, 1], [3500, 2], [5000, 3], [7000, 4]],
            "ram_gb": [[0, 0], [4, 1], [5, 2], [8, 3], [16, 4]],
            "hdd_gb": [[0, 0], [160, 1], [257, 2]],
            "ssd_gb": [[0, 0], [64, 1], [128, 2], [200, 3], [500, 4]],
            "nvme_gb": [[0, 1], [64, 2], [128, 3], [200, 4], [500, 5]],
            "emmc_gb": [[0, 0], [64, 1], [128, 2], [200, 3], [500, 4]],
            "tolerance_pct": 6,
            "storage_sum": True,
            "storage_most": None,
            "caps": [
                {"storage": "hdd", "cpu_below": 2500, "system": "", "most": 5},
                {"storage": "ssd", "cpu_below": 2500, "system": "", "most": 7},
                {"storage": "nvme", "cpu_below": 2500, "system": "", "most": 7},
                {"storage": "hdd", "cpu_below": None, "system": "", "most": 7},
                {"storage": "", "cpu_below": None, "system": "Windows 10", "most": 7},
            ],
            "grades": {"c": 4, "b": 6, "a": 8, "premium": 11},
            "unfit_below": None,
            **EVERYWHERE,
        },
    ),
]
MINT, UBUNTU, DEBIAN = "linuxmint.com, calendrier des versions", "ubuntu.com, cycle de vie", "wiki.debian.org/LTS"
MICROSOFT = "learn.microsoft.com/lifecycle"
# name, free, maintained until, offered, source; as read on READ_ON.
SYSTEMS = [
    ("Linux Mint 22", True, datetime.date(2029, 4, 30), True, MINT),
    ("Linux Mint 21", True, datetime.date(2027, 4, 30), False, MINT),
    ("Linux Mint 20", True, datetime.date(2025, 4, 30), False, MINT),
    ("Debian 13", True, datetime.date(2030, 6, 30), True, DEBIAN),
    ("Debian 12", True, datetime.date(2028, 6, 30), True, DEBIAN),
    ("Debian 11", True, datetime.date(2026, 8, 31), False, DEBIAN),
    ("Ubuntu 24.04 LTS", True, datetime.date(2029, 5, 31), True, UBUNTU),
    ("Ubuntu 22.04 LTS", True, datetime.date(2027, 6, 1), False, UBUNTU),
    ("Ubuntu 20.04 LTS", True, datetime.date(2025, 5, 31), False, UBUNTU),
    ("Xubuntu 24.04 LTS", True, datetime.date(2027, 4, 30), True, "xubuntu.org"),
    ("Lubuntu 24.04 LTS", True, datetime.date(2027, 4, 30), True, "lubuntu.me"),
    ("Windows 11 25H2", False, datetime.date(2027, 10, 12), False, MICROSOFT),
    ("Windows 11 24H2", False, datetime.date(2026, 10, 13), False, MICROSOFT),
    ("Windows 10", False, datetime.date(2025, 10, 14), False, MICROSOFT),
    ("Windows 8.1", False, datetime.date(2023, 1, 10), False, MICROSOFT),
    ("Windows 7", False, datetime.date(2020, 1, 14), False, MICROSOFT),
]
READ_ON = datetime.date(2026, 11, 1)
SKILLS = [
    ("receive", "Recevoir du matériel, le compter et le peser", "Réception", "scale"),
    ("label", "Étiqueter et suivre un appareil par son code", "Réception", "label"),
    ("sort", "Trier : réemploi, pièces ou recyclage", "Réception", "box"),
    ("lift", "Porter et ranger sans se blesser", "Sécurité", "person"),
    ("electric", "Travailler hors tension, se protéger de l’électricité statique", "Sécurité", "power"),
    ("open", "Ouvrir et refermer un ordinateur", "Matériel", "wrench"),
    ("memory", "Ajouter ou changer de la mémoire, un disque", "Matériel", "disk"),
    ("screen", "Changer un écran ou un clavier", "Matériel", "laptop"),
    ("clean", "Nettoyer un appareil, dedans et dehors", "Matériel", "recycle"),
    ("erase", "Effacer un disque et joindre sa preuve", "Données", "lock"),
    ("destroy", "Retirer et détruire un disque en panne", "Données", "bin"),
    ("install", "Installer un système libre", "Logiciel", "download"),
    ("diagnose", "Trouver une panne par essais", "Logiciel", "search"),
    ("test", "Tester chaque fonction et noter l’état", "Qualité", "list"),
    ("review", "Contrôler le travail d’un collègue", "Qualité", "eye"),
    ("explain", "Expliquer une prise en main à une personne", "Accueil", "people"),
    ("team", "Travailler en équipe, prévenir quand on ne sait pas", "Accueil", "handover"),
]


def enter(apps, editor):
    Check = apps.get_model("refurbishing", "Check")
    for rank, (slug, name, how, categories, blocking, icon, fact) in enumerate(CHECKS, start=1):
        told = {"name": name, "how": how, "blocking": blocking, "rank": rank, "icon": icon, "fact": fact}
        check, _ = Check.objects.update_or_create(slug=slug, defaults=told)
        check.categories.set(categories)
    Rule = apps.get_model("refurbishing", "GradingRule")
    for rule in Rule.objects.filter(thresholds__has_key="ram_mib"):
        rule.thresholds = _new_shape(rule.thresholds)
        rule.save(update_fields=["thresholds"])
    for version, starts_on, source, thresholds in RULES:
        Rule.objects.create(network=None, version=version, starts_on=starts_on, source=source, thresholds=thresholds)
    System = apps.get_model("refurbishing", "System")
    for name, free, until, offered, source in SYSTEMS:
        System.objects.create(name=name, free=free, until=until, offered=offered, source=source, noted_on=READ_ON)
    Skill = apps.get_model("refurbishing", "Skill")
    for rank, (slug, name, domain, icon) in enumerate(SKILLS, start=1):
        Skill.objects.create(slug=slug, name=name, domain=domain, icon=icon, rank=rank)


def _new_shape(old):
    """The same table in the words of the present one: whole gigabytes, the best medium alone, no processor, no cap."""
    kept = {key: old[key] for key in ("without_memory", "cosmetic", "grades", "usages")}
    media = {f"{kind}_gb": [[-(-least // 10**9), points] for least, points in steps] for kind, steps in old["storage_bytes"].items()}
    ram = [[-(-least // 1024), points] for least, points in old["ram_mib"]]
    return {"ram_gb": ram, **media, "cpu": [], "tolerance_pct": 0, "storage_sum": False, "storage_most": None, "caps": [], "unfit_below": None, "former": old, **kept}


def remove(apps, editor):
    apps.get_model("refurbishing", "Skill").objects.filter(slug__in=[row[0] for row in SKILLS]).delete()
    apps.get_model("refurbishing", "System").objects.filter(network=None).delete()
    Rule = apps.get_model("refurbishing", "GradingRule")
    Rule.objects.filter(network=None, version__in=[2, 3]).delete()
    for rule in Rule.objects.filter(thresholds__has_key="former"):
        rule.thresholds = rule.thresholds["former"]
        rule.save(update_fields=["thresholds"])
    Check = apps.get_model("refurbishing", "Check")
    Check.objects.exclude(slug__in=FORMER).delete()
    for slug, (categories, rank) in FORMER.items():
        check = Check.objects.get(slug=slug)
        check.rank, check.icon, check.fact = rank, "check", ""
        check.name, check.how = FORMER_WORDS.get(slug, (check.name, check.how))
        check.save()
        check.categories.set(categories)


class Migration(migrations.Migration):
    dependencies = [("refurbishing", "0004_bench_and_team")]

    operations = [migrations.RunPython(enter, remove)]
