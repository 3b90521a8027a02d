from django.db import migrations

from maillon.common.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_originals_and_revocations")]

    operations = [protect("documents_original"), protect("documents_revocation")]
