"""A clause has any number of rules, each with its own verdict, and shares its attribute.

The four columns of before become rules. The way back keeps the rules that have such a column.
"""

from django.db import migrations, models

import moderation.models.clause_rules

FIELDS = (
    ("words_to_hold", {"kind": "words", "verdict": "hold"}, "entries"),
    ("words_to_queue", {"kind": "words", "verdict": "queue"}, "entries"),
    ("links_to_hold", {"kind": "links", "verdict": "hold"}, "limit"),
    ("repeats_to_hold", {"kind": "repeats", "verdict": "hold"}, "limit"),
)


def is_given(value):
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def to_rules(apps, schema_editor):
    for clause in apps.get_model("moderation", "Clause").objects.all():
        clause.rules = [
            {**rule, content: value}
            for name, rule, content in FIELDS
            if is_given(value := getattr(clause, name))
        ]
        if clause.rules:
            clause.save(update_fields=["rules"])


def to_columns(apps, schema_editor):
    for clause in apps.get_model("moderation", "Clause").objects.exclude(rules=[]):
        for name, rule, content in FIELDS:
            for stored in clause.rules:
                if rule.items() <= stored.items():
                    setattr(clause, name, stored[content])
        clause.save()


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_run_summaries")]

    operations = [
        migrations.AddField(
            "clause",
            "rules",
            models.JSONField(
                blank=True,
                default=list,
                help_text="What breaks it without a classifier: kind, verdict, and entries or a "
                "limit.",
                validators=[moderation.models.clause_rules.validate_rules],
            ),
        ),
        migrations.RunPython(to_rules, to_columns),
        migrations.RemoveConstraint("clause", "an_attribute_has_one_clause_per_version"),
        *(migrations.RemoveField("clause", name) for name, *_ in FIELDS),
        migrations.AlterField(
            "finding",
            "reason",
            models.CharField(
                choices=[
                    ("clause", "Breaks a clause"),
                    ("not_scored", "Not scored"),
                    ("no_policy", "No policy to judge by"),
                    ("words", "Has a listed word"),
                    ("pattern", "Matches a pattern"),
                    ("listed_name", "Has a listed name"),
                    ("capitals", "Is written in capitals"),
                    ("new_account", "The account is new"),
                    ("links", "Has many links"),
                    ("address", "Has an address"),
                    ("violence", "Calls for violence"),
                    ("repeated", "Was posted before"),
                    ("premoderated", "Every comment here is read first"),
                    ("new_author", "The author is new"),
                    ("recent_record", "Much of the author's was removed lately"),
                    ("near_block", "New, from where an author was just blocked"),
                    ("blocked_address", "Gives the e-mail address of a blocked author"),
                    ("withheld", "Was withheld before the import"),
                ],
                default="clause",
                max_length=20,
            ),
        ),
    ]
