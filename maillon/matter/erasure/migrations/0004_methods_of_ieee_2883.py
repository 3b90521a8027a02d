"""What each technique may claim on each kind of medium (IEEE 2883-2022; NIST SP 800-88r2 since 26 September 2025)."""

import datetime

from django.db import migrations

IEEE, NIST_2 = datetime.date(2022, 8, 17), datetime.date(2025, 9, 26)
SOURCE = "IEEE 2883-2022 ; NIST SP 800-88 révision 2 (26 septembre 2025) ; ANSSI, Recommandations pour le reconditionnement (octobre 2023)"
NIST_1 = "NIST SP 800-88 révision 1, retirée le 26 septembre 2025 : la démagnétisation ne compte plus comme destruction"
SPINNING = "Un écrasement n’atteint pas les secteurs que le disque a réalloués : ce résultat n’est pas une purge."
FLASH = "Un écrasement n’atteint pas les cellules que la mémoire flash garde en réserve : ce résultat n’est pas une purge."
SIMPLE = "Le mode simple de cette commande peut laisser les secteurs réalloués : ce résultat n’est pas une purge."
RESERVE = "Cette commande peut laisser les cellules gardées en réserve : ce résultat n’est pas une purge."
KEY = "Vaut si toutes les données étaient chiffrées par cette clé."
PHONE = "Vaut si la mémoire était chiffrée ; le compte du précédent détenteur doit aussi être délié."

LINES = [
    *[(kind, technique, "destroy", "") for kind in ("hdd", "ssd", "nvme", "emmc", "unknown") for technique in ("shred", "crush", "melt")],
    ("hdd", "overwrite", "clear", SPINNING),
    ("hdd", "secure_erase", "clear", SIMPLE),
    ("hdd", "secure_erase_plus", "purge", ""),
    ("hdd", "sanitize_overwrite", "purge", ""),
    ("hdd", "sanitize_crypto", "purge", KEY),
    ("hdd", "crypto_erase", "purge", KEY),
    ("ssd", "overwrite", "clear", FLASH),
    ("ssd", "secure_erase", "clear", RESERVE),
    ("ssd", "secure_erase_plus", "clear", RESERVE),
    ("ssd", "sanitize_overwrite", "clear", FLASH),
    ("ssd", "sanitize_block", "purge", ""),
    ("ssd", "sanitize_crypto", "purge", KEY),
    ("ssd", "crypto_erase", "purge", KEY),
    ("nvme", "overwrite", "clear", FLASH),
    ("nvme", "sanitize_overwrite", "clear", FLASH),
    ("nvme", "format_user", "clear", RESERVE),
    ("nvme", "format_crypto", "purge", KEY),
    ("nvme", "sanitize_block", "purge", ""),
    ("nvme", "sanitize_crypto", "purge", KEY),
    ("nvme", "crypto_erase", "purge", KEY),
    ("emmc", "overwrite", "clear", FLASH),
    ("emmc", "reset_encrypted", "purge", PHONE),
    ("unknown", "overwrite", "clear", FLASH),
]


def fill(apps, editor):
    method = apps.get_model("erasure", "Method")
    method.objects.bulk_create(
        method(kind=kind, technique=technique, level=level, caution=caution, starts_on=IEEE, source=SOURCE)
        for kind, technique, level, caution in LINES
    )
    method.objects.create(
        kind="hdd",
        technique="degauss",
        level="destroy",
        starts_on=IEEE,
        ends_on=NIST_2 - datetime.timedelta(days=1),
        source=NIST_1,
    )
    erasures = apps.get_model("erasure", "Erasure").objects.filter(verdict="destroyed")
    erasures.update(technique="shred", origin="proof")


def empty(apps, editor):
    apps.get_model("erasure", "Method").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("erasure", "0003_methods_rechecks_and_rules")]

    operations = [migrations.RunPython(fill, empty)]
