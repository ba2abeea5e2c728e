from django.db import migrations

CREATE = {
    "postgresql": """
        CREATE FUNCTION moderation_refuse_decision_change() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION 'Decisions are appended, never edited';
        END;
        $$ LANGUAGE plpgsql;
        CREATE TRIGGER decisions_are_append_only
        BEFORE UPDATE ON moderation_decision
        FOR EACH ROW EXECUTE FUNCTION moderation_refuse_decision_change();
    """,
    "sqlite": """
        CREATE TRIGGER decisions_are_append_only
        BEFORE UPDATE ON moderation_decision
        BEGIN
            SELECT RAISE(ABORT, 'Decisions are appended, never edited');
        END;
    """,
}
DROP = {
    "postgresql": """
        DROP TRIGGER decisions_are_append_only ON moderation_decision;
        DROP FUNCTION moderation_refuse_decision_change();
    """,
    "sqlite": "DROP TRIGGER decisions_are_append_only;",
}


def create_trigger(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop_trigger(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunPython(create_trigger, drop_trigger)]
