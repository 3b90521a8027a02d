import datetime

from django.db import migrations

ADEME = "ADEME, Impact CO2, novembre 2025 : fabrication et distribution"
STUDY = "ADEME, étude des équipements reconditionnés, 2022 : par année d’usage"

# category, method, grams of CO2 equivalent spared by one unit, first day, source
FACTORS = [
    ("laptop", "manufacture", 182_300, datetime.date(2025, 11, 18), ADEME),
    ("desktop", "manufacture", 204_850, datetime.date(2025, 11, 18), ADEME),
    ("monitor", "manufacture", 65_890, datetime.date(2025, 11, 18), ADEME),
    ("tablet", "manufacture", 83_930, datetime.date(2025, 11, 18), ADEME),
    ("smartphone", "manufacture", 79_270, datetime.date(2025, 11, 18), ADEME),
    ("projector", "manufacture", 40_520, datetime.date(2025, 11, 18), ADEME),
    ("laptop", "year_of_use", 27_000, datetime.date(2022, 9, 1), STUDY),
    ("desktop", "year_of_use", 42_000, datetime.date(2022, 9, 1), STUDY),
    ("smartphone", "year_of_use", 24_600, datetime.date(2022, 9, 1), STUDY),
]


def enter(apps, editor):
    CarbonFactor = apps.get_model("ledger", "CarbonFactor")
    CarbonFactor.objects.bulk_create(
        [
            CarbonFactor(category_id=slug, method=method, co2e_g=grams, starts_on=day, source=source)
            for slug, method, grams, day, source in FACTORS
        ]
    )


def remove(apps, editor):
    apps.get_model("ledger", "CarbonFactor").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_carbon_factors")]

    operations = [migrations.RunPython(enter, remove)]
