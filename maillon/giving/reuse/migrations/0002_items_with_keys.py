import django.db.models.deletion
import django.utils.timezone
import maillon.common.models
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lines whose key is made with them, as that of every record. Nothing was ever proposed before."""

    dependencies = [("reuse", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Take"),
        migrations.DeleteModel(name="Item"),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.UUIDField(default=maillon.common.models.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("units", models.PositiveIntegerField(verbose_name="nombre")),
                ("category", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.category")),
                ("proposal", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="reuse.proposal")),
            ],
            options={
                "verbose_name": "objet proposé en interne",
                "ordering": ["category__rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "category"), name="reuse_item_category"),
                    models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="reuse_item_units"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Take",
            fields=[
                ("id", models.UUIDField(default=maillon.common.models.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("units", models.PositiveIntegerField(verbose_name="nombre")),
                ("name", models.CharField(max_length=120, verbose_name="pris par")),
                ("given_back_at", models.DateTimeField(null=True, verbose_name="rendu le")),
                ("invitee", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="taken", to="reuse.invitee")),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="taken", to="reuse.item")),
            ],
            options={
                "verbose_name": "prise en réemploi interne",
                "ordering": ["created_at"],
                "constraints": [models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="reuse_take_units")],
            },
        ),
    ]
