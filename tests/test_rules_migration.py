"""The lists and limits of clauses in a database of 0.1.0 become rules, and come back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_policy_version, rule

BEFORE, AFTER = ("moderation", "0003_run_summaries"), ("moderation", "0004_clause_rules")


def migrate_to(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    executor.loader.build_graph()
    return executor.loader.project_state([target]).apps.get_model("moderation", "Clause")


def migrate_to_newest():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_lists_and_limits_become_rules_and_come_back():
    make_policy_version()
    clauses = migrate_to(BEFORE).objects.order_by("position")
    clauses.filter(position=0).update(words_to_hold="heck\ndarn", words_to_queue="drat")
    clauses.filter(position=1).update(links_to_hold=3, repeats_to_hold=2)
    try:
        migrated = migrate_to(AFTER).objects.order_by("position")
        assert list(migrated.values_list("rules", flat=True)) == [
            [rule("words", "heck\ndarn"), rule("words", "drat", "queue")],
            [rule("links", 3), rule("repeats", 2)],
        ]
        columns = ("words_to_hold", "words_to_queue", "links_to_hold", "repeats_to_hold")
        back = migrate_to(BEFORE).objects.order_by("position").values_list(*columns)
        assert list(back) == [("heck\ndarn", "drat", None, None), ("", "", 3, 2)]
    finally:
        migrate_to_newest()
