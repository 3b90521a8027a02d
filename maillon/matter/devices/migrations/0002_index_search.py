from django.db import migrations

from maillon.common.trigrams import index


class Migration(migrations.Migration):

    dependencies = [
        ('devices', '0001_initial'),
    ]

    operations = [index('devices_device', 'search')]
