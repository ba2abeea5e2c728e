"""Runs used to publish comments without a text whose author was erased: take them back."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remove_erased(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    comments = apps.get_model("articles", "Comment").objects
    comments.filter(text="", author__erased_at__isnull=False).exclude(status="removed").update(
        status="removed"
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_external_ids")]

    operations = [migrations.RunPython(remove_erased, migrations.RunPython.noop, elidable=True)]
