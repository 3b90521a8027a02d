from django.db import migrations

SOURCE = "encombrement d’un meuble démonté ou empilé pour le transport, à corriger par chaque réseau"
VOLUMES = [("chair", 150), ("desk", 300), ("cabinet", 450), ("shelf", 250)]


def enter(apps, editor):
    Bulk = apps.get_model("rounds", "Bulk")
    Bulk.objects.bulk_create([Bulk(category_id=slug, volume_l=litres, source=SOURCE) for slug, litres in VOLUMES])


def remove(apps, editor):
    apps.get_model("rounds", "Bulk").objects.filter(category_id__in=[slug for slug, _ in VOLUMES]).delete()


class Migration(migrations.Migration):
    dependencies = [("rounds", "0003_seals"), ("ledger", "0010_furniture")]

    operations = [migrations.RunPython(enter, remove)]
