"""What the models cannot say: a trigger, and an index and a storage setting of PostgreSQL.

Decisions are appended, never edited. Full-text search has its index. Vacuum does not
give back the pages at the end of the scores: it would lock the table against everybody,
posting included, and the next run fills the pages again anyway.
"""

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
        CREATE INDEX comment_words ON articles_comment
        USING gin (to_tsvector('simple'::regconfig, COALESCE(text, '')));
        ALTER TABLE moderation_score SET (vacuum_truncate = off);
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
        ALTER TABLE moderation_score RESET (vacuum_truncate);
        DROP INDEX comment_words;
        DROP TRIGGER decisions_are_append_only ON moderation_decision;
        DROP FUNCTION moderation_refuse_decision_change();
    """,
    "sqlite": "DROP TRIGGER decisions_are_append_only;",
}


def create(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial"), ("articles", "0001_initial")]

    # A database of the chain before 0.1.0 has all three already.
    replaces = [
        ("moderation", "0002_decisions_are_append_only"),
        ("moderation", "0008_search_index"),
        ("moderation", "0013_scores_keep_their_pages"),
    ]

    operations = [migrations.RunPython(create, drop)]
