from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("devices", "0008_withdrawn_reports")]

    operations = [
        migrations.AddIndex(
            model_name="medium", index=models.Index(fields=["serial"], name="devices_medium_serial")
        ),
    ]
