import datetime

from django.db import migrations

DECREE = "Décret 2022-1413 du 7 novembre 2022"
SINCE = datetime.date(2022, 11, 10)
# Euros, all taxes included, in working order with charger, disk, system and battery; a desktop with screen, keyboard, mouse.
CEILINGS = {
    "laptop": 180,
    "desktop": 150,
    "tablet": 100,
    "smartphone": 100,
    "monitor": 30,
    "printer": 30,
    "multifunction": 170,
}


def enter(apps, editor):
    Ceiling = apps.get_model("lots", "Ceiling")
    Ceiling.objects.bulk_create(
        [
            Ceiling(category_id=category, amount_cents=euros * 100, starts_on=SINCE, source=DECREE)
            for category, euros in CEILINGS.items()
        ]
    )


def remove(apps, editor):
    apps.get_model("lots", "Ceiling").objects.filter(source=DECREE).delete()


class Migration(migrations.Migration):
    dependencies = [("lots", "0001_initial"), ("ledger", "0003_categories")]

    operations = [migrations.RunPython(enter, remove)]
