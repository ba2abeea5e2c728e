"""The index that full-text search uses on PostgreSQL; other databases go without."""

from django.db import migrations

CREATE = """
    CREATE INDEX comment_words ON articles_comment
    USING gin (to_tsvector('simple'::regconfig, COALESCE(text, '')))
"""


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX comment_words")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0007_saved_views_and_preferences"), ("articles", "0002_featured_comments")]

    operations = [migrations.RunPython(create_index, drop_index)]
