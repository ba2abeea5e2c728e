"""Databases of the chain before 0.1.0 call the summary of a run its tally."""

from django.db import migrations

TABLES = ("moderation_rescoringrun", "moderation_rescoringchunk")


def rename(apps, schema_editor):
    connection = schema_editor.connection
    for table in TABLES:
        with connection.cursor() as cursor:
            columns = {c.name for c in connection.introspection.get_table_description(cursor, table)}
        if "tally" in columns:
            schema_editor.execute(f"ALTER TABLE {table} RENAME COLUMN tally TO summary")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_database_rules")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
