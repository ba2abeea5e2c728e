"""Whoever scores or deletes a comment holds its lock: scores need no check of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0013_scores_keep_their_pages")]

    operations = [
        migrations.AlterField(
            model_name="score",
            name="comment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="scores",
                to="articles.comment",
            ),
        ),
    ]
