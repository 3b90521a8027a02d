from django.db import migrations

from maillon.common.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        protect("documents_document", ["issuer_id", "kind", "year", "number", "issued_on", "code", "digest"]),
    ]
