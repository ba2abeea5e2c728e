"""Articles are found by the canonical address of their page at the paper."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import articles.canonical


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of several articles with one address and no id, the oldest is found by it."""
    articles_with_page = apps.get_model("articles", "Article").objects.exclude(url="").order_by("pk")
    taken = set()
    for article in articles_with_page.only("url", "external_id").iterator():
        key = articles.canonical.key(article.url)
        if article.external_id is None and key in taken:
            continue
        if article.external_id is None:
            taken.add(key)
        articles_with_page.filter(pk=article.pk).update(canonical_key=key)


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_readers_of_the_paper")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="canonical_key",
            field=articles.canonical.CanonicalKeyField(
                blank=True,
                db_index=True,
                editable=False,
                help_text="Hash of the address, the same for all its spellings.",
                max_length=64,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("external_id", None), models.Q(("canonical_key", ""), _negated=True)
                ),
                fields=("canonical_key",),
                name="an_address_without_an_id_is_one_article",
                violation_error_message="There is an article with this address.",
            ),
        ),
    ]
