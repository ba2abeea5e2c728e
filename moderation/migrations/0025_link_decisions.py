"""Link the decisions that were made before there was a chain, the oldest first.

In short transactions, so that a site that runs meanwhile goes on deciding: what it decides then is
linked between these.  If this is interrupted, `migrate` goes on where it stopped.
"""

import hashlib

from django.db import migrations, transaction

from moderation.models.decision_digest import DIGEST

AT_ONCE = 2000
LOCK = 0x_C0_31_7F  # of the trigger that numbers links

UNLINKED = """
    SELECT decision.id, {digest} FROM moderation_decision decision
    LEFT JOIN moderation_decisionlink link ON link.decision_id = decision.id
    WHERE link.decision_id IS NULL AND decision.id > %s ORDER BY decision.id LIMIT %s
"""
LAST = "SELECT number, hash FROM moderation_decisionlink WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"


def link_all(apps, schema_editor):
    Link = apps.get_model("moderation", "DecisionLink")
    seen = 0
    while rows := _link_some(Link, schema_editor.connection, seen):
        seen = rows[-1][0]


def _link_some(Link, connection, seen):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        digest = DIGEST[connection.vendor].format(row="decision")
        cursor.execute(UNLINKED.format(digest=digest), [seen, AT_ONCE])
        rows = cursor.fetchall()
        cursor.execute(LAST)
        number, former = cursor.fetchone() or (0, "")
        links = []
        for number, (decision, digest) in enumerate(rows, start=number + 1):
            former = hashlib.sha256(f"{number}|{former}|{digest}".encode()).hexdigest()
            links.append(Link(decision_id=decision, number=number, digest=digest, hash=former))
        Link.objects.using(connection.alias).bulk_create(links)
    return rows


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("moderation", "0024_decision_link")]

    operations = [migrations.RunPython(link_all, migrations.RunPython.noop)]
