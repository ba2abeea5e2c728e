"""What the models cannot say: entries of the audit log are appended, never edited."""

from django.db import migrations

CREATE = {
    "postgresql": """
        CREATE FUNCTION staff_refuse_audit_change() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION 'Entries of the audit log are appended, never edited';
        END;
        $$ LANGUAGE plpgsql;
        CREATE TRIGGER audit_entries_are_append_only
        BEFORE UPDATE ON staff_auditentry
        FOR EACH ROW EXECUTE FUNCTION staff_refuse_audit_change();
    """,
    "sqlite": """
        CREATE TRIGGER audit_entries_are_append_only
        BEFORE UPDATE ON staff_auditentry
        BEGIN
            SELECT RAISE(ABORT, 'Entries of the audit log are appended, never edited');
        END;
    """,
}
DROP = {
    "postgresql": """
        DROP TRIGGER audit_entries_are_append_only ON staff_auditentry;
        DROP FUNCTION staff_refuse_audit_change();
    """,
    "sqlite": "DROP TRIGGER audit_entries_are_append_only;",
}


def create(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_audit_log")]

    operations = [migrations.RunPython(create, drop)]
