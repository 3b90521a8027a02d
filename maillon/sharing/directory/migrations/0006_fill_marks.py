"""What a search by criteria reads, for the places that are there already."""

from django.db import migrations

MARKED = ("services", "audiences", "costs", "care", "categories")


def fill(apps, editor):
    Place = apps.get_model("directory", "Place")
    places = Place.objects.filter(marks="").only("pk", *MARKED)
    batch = []
    for place in places.iterator(2000):
        place.marks = " ".join(["", *(f"{field}={value}" for field in MARKED for value in getattr(place, field)), ""])
        batch.append(place)
        if len(batch) == 500:
            Place.objects.bulk_update(batch, ["marks"])
            batch = []
    Place.objects.bulk_update(batch, ["marks"])


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_index_searches'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
