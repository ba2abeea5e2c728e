import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from moderation.management import policy_files
from moderation.matching import entries
from moderation.models import Clause
from moderation.models.clause import THRESHOLDS
from moderation.models.clause_rules import Rule
from moderation.services.policy import checking, documents
from moderation.services.policy.checking import Checked
from moderation.services.policy.document_parts import DocumentError


class Command(BaseCommand):
    help = "Print the clauses of a policy's text, or check a policy document. Stores nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a text, or what export_policy writes (.json)")
        parser.add_argument("--json", action="store_true", help="print JSON for other programs")

    def handle(self, *, file: str, **options: Any) -> None:
        checked = _check(file)
        if options["json"]:
            self.stdout.write(json.dumps(_data(checked), indent=2, ensure_ascii=False))
        else:
            self._print(checked)
        if checked.problems:
            raise CommandError("\n".join(f"{file}: {problem}" for problem in checked.problems))

    def _print(self, checked: Checked) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        if checked.clauses:
            console.print(_table(checked.clauses))
        if checked.unread:
            console.print("Not a clause yet; add one at the desk if it is a rule:", markup=False)
        for sentence in checked.unread:
            console.print(f"- {sentence}", markup=False)
        if checked.unchecked:
            console.print(checked.unchecked, markup=False)


def _check(file: str) -> Checked:
    """Raises CommandError where the file cannot be read."""
    if file.startswith(policy_files.SHIPPED):
        return checking.check_document(policy_files.document(file))
    content = policy_files.content(file)
    try:
        if file.endswith(".json") or content.lstrip().startswith(b"{"):
            return checking.check_document(documents.loads(content))
        return checking.check_text(documents.decoded(content))
    except DocumentError as error:
        return Checked([], problems=[str(error)])


def _table(clauses: Sequence[Clause]) -> Table:
    table = Table("Rule, as quoted", "Detected by", "Review at", "Hide at", "Remove at")
    for clause in clauses:
        thresholds = [getattr(clause, name) if clause.attribute else None for name in THRESHOLDS]
        shown = ("" if at is None else f"{at:.0%}" for at in thresholds)
        table.add_row(escape(clause.quote), escape(_detected_by(clause)), *shown)
    return table


def _detected_by(clause: Clause) -> str:
    """What can tell that a comment breaks a clause."""
    measured = [clause.measured.label] if clause.attribute else []
    return ", ".join([*measured, *map(_rule, clause.own_rules)]) or "moderators only"


def _rule(rule: Rule) -> str:
    if rule.limit is not None:
        return f"{rule.kind.label} {rule.limit}: {rule.verdict}"
    number = len(entries.lines(rule.entries))
    told = f"{number}, {rule.language}" if rule.language else str(number)
    return f"{rule.kind.label} ({told}): {rule.verdict}"


def _data(checked: Checked) -> dict[str, Any]:
    return {
        "clauses": [documents.ClauseEntry.of(clause).data() for clause in checked.clauses],
        "unread": list(checked.unread),
        "problems": list(checked.problems),
        "unchecked": checked.unchecked,
    }
