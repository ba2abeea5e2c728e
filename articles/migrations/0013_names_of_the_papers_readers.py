"""Names of the paper's readers are theirs, those of readers who came before too."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles import names


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    paper_name = apps.get_model("articles", "PaperName")
    readers = apps.get_model("articles", "Author").objects.exclude(external_id=None)
    for author in readers.only("name").iterator():
        paper_name.objects.bulk_create(
            paper_name(key=key, author=author) for key in sorted(names.keys(author.name))
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_article_language")]

    operations = [
        migrations.CreateModel(
            name="PaperName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=600)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_names",
                        to="articles.author",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "author"),
                        name="a_reader_of_the_paper_has_a_name_once",
                        violation_error_message="This reader has this name already.",
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
