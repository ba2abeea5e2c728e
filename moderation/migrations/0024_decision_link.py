"""Chain the log of decisions by hashes: the table, and the triggers that write it.

SQLite has one writer at a time, so a decision's link is written at once.

PostgreSQL has many, and whoever writes the next link must keep the others from it until the
transaction ends.  If that happened where decisions are stored, moderators would wait for each other's
whole transactions, and for ever where one of them then needs a row of the other's.  So links are
numbered last of all: a first deferred trigger stores the link when the transaction is committed, and
the deferred trigger of that runs after all other checks, foreign keys included.
"""

import django.db.models.deletion
from django.db import migrations, models

from moderation.models.decision_digest import DIGEST

LOCK = 0x_C0_31_7F  # any number that nothing else in the database locks

CREATE = {
    "postgresql": f"""
        CREATE FUNCTION moderation_store_link() RETURNS trigger AS $$
        BEGIN
            INSERT INTO moderation_decisionlink (decision_id, digest, hash)
            VALUES (NEW.id, {DIGEST["postgresql"].format(row="NEW")}, '');
            RETURN NULL;
        END;
        $$ LANGUAGE plpgsql;

        CREATE FUNCTION moderation_number_link() RETURNS trigger AS $$
        DECLARE
            former record;
            next bigint;
        BEGIN
            PERFORM pg_advisory_xact_lock({LOCK});
            SELECT number, hash INTO former FROM moderation_decisionlink
            WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1;
            next := coalesce(former.number, 0) + 1;
            UPDATE moderation_decisionlink
            SET number = next,
                hash = encode(sha256(convert_to(
                    concat(next, '|', former.hash, '|', NEW.digest), 'UTF8')), 'hex')
            WHERE decision_id = NEW.decision_id;
            RETURN NULL;
        END;
        $$ LANGUAGE plpgsql;

        CREATE CONSTRAINT TRIGGER decisions_are_linked
        AFTER INSERT ON moderation_decision DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION moderation_store_link();
        CREATE CONSTRAINT TRIGGER links_are_numbered
        AFTER INSERT ON moderation_decisionlink DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.number IS NULL) EXECUTE FUNCTION moderation_number_link();
    """,
    "sqlite": f"""
        CREATE TRIGGER decisions_are_linked AFTER INSERT ON moderation_decision
        BEGIN
            INSERT INTO moderation_decisionlink (decision_id, number, digest, hash)
            SELECT NEW.id, next, digest, SHA256(next || '|' || former || '|' || digest)
            FROM (
                SELECT
                    coalesce((SELECT max(number) FROM moderation_decisionlink), 0) + 1 AS next,
                    coalesce((
                        SELECT hash FROM moderation_decisionlink ORDER BY number DESC LIMIT 1
                    ), '') AS former,
                    {DIGEST["sqlite"].format(row="NEW")} AS digest
            );
        END;
    """,
}
DROP = {
    "postgresql": """
        DROP TRIGGER decisions_are_linked ON moderation_decision;
        DROP TRIGGER links_are_numbered ON moderation_decisionlink;
        DROP FUNCTION moderation_number_link();
        DROP FUNCTION moderation_store_link();
    """,
    "sqlite": "DROP TRIGGER decisions_are_linked;",
}


def create(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0023_wordpress")]

    operations = [
        migrations.CreateModel(
            name="DecisionLink",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="link",
                        serialize=False,
                        to="moderation.decision",
                    ),
                ),
                ("number", models.BigIntegerField(null=True, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunPython(create, drop),
    ]
