from django.db import migrations

BOAVIZTA = "médiane des masses déclarées, Boavizta environmental-footprint-data 2023"
WEIGHED = "pesées courantes d’atelier, à corriger par chaque réseau"

# slug, name, plural, family, icon, default g, least g, most g, source, holds data, waste code
CATEGORIES = [
    ("laptop", "Ordinateur portable", "Ordinateurs portables", "device", "laptop", 1600, 700, 6000, BOAVIZTA, True, "16 02 14"),
    ("desktop", "Ordinateur fixe", "Ordinateurs fixes", "device", "desktop", 5300, 800, 30000, BOAVIZTA, True, "16 02 14"),
    ("monitor", "Écran", "Écrans", "device", "monitor", 5700, 1500, 25000, BOAVIZTA, False, "16 02 13*"),
    ("tablet", "Tablette", "Tablettes", "device", "tablet", 700, 200, 2500, BOAVIZTA, True, "16 02 14"),
    ("smartphone", "Smartphone", "Smartphones", "device", "phone", 200, 70, 600, BOAVIZTA, True, "16 02 14"),
    ("server", "Serveur", "Serveurs", "device", "server", 22200, 5000, 60000, BOAVIZTA, True, "16 02 14"),
    ("printer", "Imprimante", "Imprimantes", "device", "printer", 7000, 2000, 40000, WEIGHED, False, "16 02 14"),
    ("multifunction", "Imprimante multifonction", "Imprimantes multifonctions", "device", "printer", 9000, 3000, 120000, WEIGHED, True, "16 02 14"),
    ("projector", "Vidéoprojecteur", "Vidéoprojecteurs", "device", "projector", 3000, 500, 15000, WEIGHED, False, "16 02 14"),
    ("network", "Équipement réseau", "Équipements réseau", "device", "network", 1500, 100, 20000, WEIGHED, True, "16 02 14"),
    ("keyboard", "Clavier", "Claviers", "accessory", "keyboard", 600, 200, 2000, WEIGHED, False, "16 02 14"),
    ("mouse", "Souris", "Souris", "accessory", "mouse", 90, 30, 300, WEIGHED, False, "16 02 14"),
    ("charger", "Chargeur", "Chargeurs", "accessory", "charger", 400, 50, 1500, WEIGHED, False, "16 02 14"),
    ("dock", "Station d’accueil", "Stations d’accueil", "accessory", "dock", 700, 100, 3000, WEIGHED, False, "16 02 14"),
    ("headset", "Casque", "Casques", "accessory", "headset", 200, 30, 800, WEIGHED, False, "16 02 14"),
    ("webcam", "Webcam", "Webcams", "accessory", "camera", 150, 30, 600, WEIGHED, False, "16 02 14"),
    ("bag", "Sacoche", "Sacoches", "accessory", "box", 700, 100, 2500, WEIGHED, False, "16 02 14"),
    ("cable", "Câble", "Câbles", "accessory", "charger", 150, 10, 1000, WEIGHED, False, "16 02 16"),
]


def enter(apps, editor):
    Category = apps.get_model("ledger", "Category")
    Category.objects.bulk_create(
        [
            Category(
                slug=slug,
                name=name,
                plural=plural,
                family=family,
                icon=icon,
                default_mass_g=mass,
                least_mass_g=least,
                most_mass_g=most,
                mass_source=source,
                holds_data=holds_data,
                waste_code=waste_code,
                rank=rank,
            )
            for rank, (
                slug, name, plural, family, icon, mass, least, most, source, holds_data, waste_code
            ) in enumerate(CATEGORIES, start=1)
        ]
    )


def remove(apps, editor):
    apps.get_model("ledger", "Category").objects.filter(slug__in=[row[0] for row in CATEGORIES]).delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunPython(enter, remove)]
