from django.db import migrations

from maillon.common.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_published_texts")]

    operations = [protect("agreements_agreementtext"), protect("agreements_approval")]
