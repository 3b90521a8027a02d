"""The edition of Impact CO2 before 18 November 2025, and the bounds of what is published elsewhere."""

import datetime

from django.db import migrations

NEWER = datetime.date(2025, 11, 18)
# No older edition is known here: the former one stands for everything before.
SINCE = datetime.date(2020, 1, 1)
ADEME = "ADEME, Impact CO2, édition d’avant le 18 novembre 2025 : fabrication et distribution"
FORMER = {
    "laptop": 170_300,
    "desktop": 204_850,
    "monitor": 65_890,
    "tablet": 56_300,
    "smartphone": 83_000,
    "projector": 40_520,
}
BOAVIZTA = "Boavizta, 2023 : déclarations des fabricants, du 10e au 90e centile"
LOWEST_TO_HIGHEST = "Boavizta, 2023, et les deux éditions d’Impact CO2 : de la plus basse à la plus haute"
# Of manufacture, in grams: the least, the most, and who publishes them.
BOUNDS = {
    "laptop": (132_000, 317_000, BOAVIZTA),
    "desktop": (185_000, 413_000, BOAVIZTA),
    "monitor": (64_700, 333_000, "BoaviztAPI, archétype, et Boavizta, 2023, médiane des fabricants"),
    "tablet": (56_300, 83_930, LOWEST_TO_HIGHEST),
    "smartphone": (53_000, 84_000, LOWEST_TO_HIGHEST),
}


def enter(apps, editor):
    CarbonFactor = apps.get_model("ledger", "CarbonFactor")
    for slug, grams in FORMER.items():
        CarbonFactor.objects.create(
            category_id=slug,
            method="manufacture",
            co2e_g=grams,
            starts_on=SINCE,
            ends_on=NEWER - datetime.timedelta(days=1),
            source=ADEME,
        )
    for slug, (low, high, source) in BOUNDS.items():
        CarbonFactor.objects.filter(category=slug, method="manufacture", starts_on__in=(SINCE, NEWER)).update(
            low_g=low, high_g=high, bounds_source=source
        )


def remove(apps, editor):
    CarbonFactor = apps.get_model("ledger", "CarbonFactor")
    CarbonFactor.objects.filter(starts_on=SINCE, source=ADEME).delete()
    CarbonFactor.objects.update(low_g=None, high_g=None, bounds_source="")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_factor_bounds")]

    operations = [migrations.RunPython(enter, remove)]
