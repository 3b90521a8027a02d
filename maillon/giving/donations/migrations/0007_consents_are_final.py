from django.db import migrations

from maillon.common.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("donations", "0006_consents")]

    operations = [protect("donations_consent")]
