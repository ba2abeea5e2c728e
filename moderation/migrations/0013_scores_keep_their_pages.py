"""Vacuum leaves the pages at the end of the scores to the next run.

To give them back it would lock the whole table against everybody, posting
included; a run that follows the deletion of a former release's scores fills
them again anyway.
"""

from django.db import migrations


def keep_pages(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE moderation_score SET (vacuum_truncate = off)")


def return_pages(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE moderation_score RESET (vacuum_truncate)")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0012_second_opinion")]

    operations = [migrations.RunPython(keep_pages, return_pages)]
