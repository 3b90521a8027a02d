import datetime

from django.db import migrations

DECREE = "Décret 2023-266 du 12 avril 2023 (loi 2021-1485, art. 16)"
# Screens over 100 cm² and what holds one, small IT and telecommunication equipment: categories 2 and 6 of the waste equipment code.
CATEGORIES = ["laptop", "desktop", "monitor", "tablet", "smartphone", "printer", "multifunction", "projector", "network"]
TARGETS = [
    (25, datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)),
    (35, datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)),
    (50, datetime.date(2025, 1, 1), None),
]


def enter(apps, editor):
    apps.get_model("donors", "ReuseTarget").objects.bulk_create(
        apps.get_model("donors", "ReuseTarget")(
            percent=percent, oldest_years=10, categories=CATEGORIES, starts_on=first, ends_on=last, source=DECREE
        )
        for percent, first, last in TARGETS
    )


def remove(apps, editor):
    apps.get_model("donors", "ReuseTarget").objects.filter(source=DECREE).delete()


class Migration(migrations.Migration):
    dependencies = [("donors", "0001_initial")]

    operations = [migrations.RunPython(enter, remove)]
