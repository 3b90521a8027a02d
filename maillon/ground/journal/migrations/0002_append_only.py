from django.db import migrations

from maillon.common.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        protect("journal_entry"),
        protect("journal_seal"),
    ]
