import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0014_scores_trust_the_lock")]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Which system uses it.", max_length=80, unique=True
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("revoked", "Revoked")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("calls_per_minute", models.PositiveIntegerField(default=600)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"verbose_name": "API key", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="SuggestedScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "attribute",
                    models.CharField(help_text="As the client named it.", max_length=80),
                ),
                (
                    "value",
                    models.FloatField(
                        help_text="For the whole text; empty for spans only.", null=True
                    ),
                ),
                (
                    "spans",
                    models.JSONField(
                        default=list,
                        help_text="[begin, end, value] of each span, in UTF-16 code units.",
                    ),
                ),
                ("community", models.CharField(blank=True, max_length=500)),
                ("client_token", models.CharField(blank=True, max_length=500)),
                ("received_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="moderation.apikey",
                    ),
                ),
            ],
            options={"ordering": ["-received_at", "-id"]},
        ),
    ]
