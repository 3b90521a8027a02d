from django.db import migrations

SOURCE = "encombrement d’un objet emballé pour le transport, à corriger par chaque réseau"

# Category, litres.
VOLUMES = [
    ("laptop", 8), ("desktop", 45), ("monitor", 60), ("tablet", 3), ("smartphone", 1), ("server", 90),
    ("printer", 80), ("multifunction", 250), ("projector", 15), ("network", 15),
    ("keyboard", 4), ("mouse", 1), ("charger", 2), ("dock", 3), ("headset", 4), ("webcam", 1), ("bag", 6), ("cable", 1),
]  # fmt: skip


def enter(apps, editor):
    known = set(apps.get_model("ledger", "Category").objects.values_list("pk", flat=True))
    Bulk = apps.get_model("rounds", "Bulk")
    Bulk.objects.bulk_create(
        [Bulk(category_id=slug, volume_l=litres, source=SOURCE) for slug, litres in VOLUMES if slug in known]
    )


def remove(apps, editor):
    apps.get_model("rounds", "Bulk").objects.filter(category_id__in=[slug for slug, _ in VOLUMES]).delete()


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]

    operations = [migrations.RunPython(enter, remove)]
