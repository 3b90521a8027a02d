import datetime

from django.db import migrations

COMPUTERS = ("laptop", "desktop", "tablet", "smartphone", "server")
SCREENED = ("laptop", "tablet", "smartphone", "monitor")
ALL = ("laptop", "desktop", "monitor", "tablet", "smartphone", "server", "printer", "multifunction", "projector", "network")
# slug, what, how, categories, blocking
CHECKS = [
    ("power", "S’allume et s’éteint", "Trois démarrages à la suite, sans message d’erreur.", ALL, True),
    ("display", "Affichage", "Écran blanc, noir, rouge : pas de tache ni de ligne.", SCREENED, True),
    ("keyboard", "Clavier", "Chaque touche, accents et chiffres compris.", ("laptop",), True),
    ("pointer", "Pavé tactile ou écran tactile", "Pointer, cliquer, faire défiler.", ("laptop", "tablet", "smartphone"), True),
    ("network", "Réseau", "Une page s’ouvre par le wifi, ou par le câble.", COMPUTERS, True),
    ("sound", "Son et micro", "On s’entend dans un enregistrement.", ("laptop", "tablet", "smartphone"), False),
    ("camera", "Caméra", "On se voit.", ("laptop", "tablet", "smartphone"), False),
    ("ports", "Prises USB et vidéo", "Une clé est lue sur chaque prise.", ("laptop", "desktop", "server"), True),
    ("battery", "Batterie et charge", "Charge, et tient une heure.", ("laptop", "tablet", "smartphone"), True),
    ("account", "Ni compte ni verrou de l’ancien propriétaire", "Ni compte Apple, Google ou gestion d’entreprise, ni mot de passe du BIOS.", COMPUTERS, True),
    ("clean", "Nettoyé, sans autocollant ni inventaire", "Coque, clavier, grilles ; étiquettes de l’ancien propriétaire retirées.", ALL, True),
    ("print", "Imprime une page", "Page de test lisible.", ("printer", "multifunction"), True),
]
GB = 1_000_000_000
# Memory in MiB and storage in bytes: [least, points], after the thresholds that Emmaüs Connect publishes for audit-linux
# (memory 4, 5, 8, 16 GB; disk 160 and 257 GB; SSD 64, 128, 200 and 500 GB), without its processor table.
THRESHOLDS = {
    "ram_mib": [[0, 0], [3840, 1], [7680, 3], [15360, 4]],
    "storage_bytes": {
        "hdd": [[0, 0], [150 * GB, 1], [240 * GB, 2]],
        "ssd": [[0, 0], [60 * GB, 1], [120 * GB, 2], [190 * GB, 3], [470 * GB, 4]],
        "nvme": [[0, 0], [60 * GB, 2], [120 * GB, 3], [190 * GB, 4], [470 * GB, 5]],
        "emmc": [[0, 0], [28 * GB, 1], [60 * GB, 2]],
    },
    "without_memory": 5,
    "cosmetic": {"fine": 3, "worn": 2, "marked": 1, "damaged": 0},
    "grades": {"c": 3, "b": 5, "a": 7, "premium": 10},
    "usages": {"courant": "b", "avance": "premium"},
}


def enter(apps, editor):
    Check = apps.get_model("refurbishing", "Check")
    for rank, (slug, name, how, categories, blocking) in enumerate(CHECKS, start=1):
        check = Check.objects.create(slug=slug, name=name, how=how, blocking=blocking, rank=rank)
        check.categories.set(categories)
    apps.get_model("refurbishing", "GradingRule").objects.create(
        network=None,
        version=1,
        starts_on=datetime.date(2020, 1, 1),
        thresholds=THRESHOLDS,
        source="Seuils de mémoire et de stockage publiés par Emmaüs Connect (audit-linux), sans la table des processeurs",
    )


def remove(apps, editor):
    apps.get_model("refurbishing", "Check").objects.filter(slug__in=[row[0] for row in CHECKS]).delete()
    apps.get_model("refurbishing", "GradingRule").objects.filter(network=None, version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("refurbishing", "0001_initial"), ("ledger", "0003_categories")]

    operations = [migrations.RunPython(enter, remove)]
