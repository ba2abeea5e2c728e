"""PostgreSQL finds authors by the beginning of a name or an address, in any case, by an index."""

from django.db import migrations

INDEXES = {
    "author_name_begins": "articles_author (UPPER(name::text) text_pattern_ops)",
    "author_email_begins": "articles_author (UPPER(email::text) text_pattern_ops)",
    "comment_other_name_begins": (
        "articles_comment (UPPER(posted_as::text) text_pattern_ops) WHERE posted_as <> ''"
    ),
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, columns in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {columns}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_erased_stay_removed")]

    operations = [migrations.RunPython(create, drop)]
