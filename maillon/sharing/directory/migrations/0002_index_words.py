from django.db import migrations

from maillon.common.trigrams import index


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [index('directory_place', 'words')]
