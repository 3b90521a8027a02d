from django.db import migrations

SOURCE = "masses courantes de mobilier de bureau, à corriger par chaque réseau"

# slug, name, plural, default g, least g, most g
FURNITURE = [
    ("chair", "Chaise ou siège", "Chaises et sièges", 10_000, 2_500, 35_000),
    ("desk", "Bureau ou table", "Bureaux et tables", 35_000, 5_000, 120_000),
    ("cabinet", "Armoire ou caisson", "Armoires et caissons", 40_000, 5_000, 200_000),
    ("shelf", "Étagère", "Étagères", 25_000, 3_000, 120_000),
]


def enter(apps, editor):
    Category = apps.get_model("ledger", "Category")
    Category.objects.bulk_create(
        [
            Category(
                slug=slug,
                name=name,
                plural=plural,
                family="furniture",
                icon="box",
                default_mass_g=mass,
                least_mass_g=least,
                most_mass_g=most,
                mass_source=SOURCE,
                holds_data=False,
                waste_code="20 03 07",
                rank=rank,
            )
            for rank, (slug, name, plural, mass, least, most) in enumerate(FURNITURE, start=60)
        ]
    )


def remove(apps, editor):
    apps.get_model("ledger", "Category").objects.filter(slug__in=[row[0] for row in FURNITURE]).delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_earlier_edition")]

    operations = [migrations.RunPython(enter, remove)]
