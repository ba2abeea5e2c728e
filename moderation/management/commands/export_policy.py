from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from moderation.management import policy_files
from moderation.management.export_command import ExportCommand
from moderation.models import Policy, PolicyVersion
from moderation.services.policy import documents, drafting


class Command(ExportCommand):
    help = "Export a discussion policy as JSON, for import_policy and for version control."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version prints that of Django.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--article", metavar="SLUG", help="the policy of this article (default: the site's)"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--draft", action="store_true", help="the draft of the next version")
        which.add_argument(
            "--version",
            type=int,
            dest="number",
            metavar="N",
            help="a published version (default: the one in force)",
        )
        parser.add_argument("--output", type=Path, help="file to write (default: standard output)")

    def handle(self, **options: Any) -> None:
        policy = policy_files.policy_of(options["article"])
        if options["draft"]:
            version = _draft(policy)
        elif options["number"] is not None:
            version = _numbered(policy, options["number"])
        else:
            version = _in_force(policy)
        self.write([documents.dumps(documents.document_of(version))], options["output"])


def _draft(policy: Policy) -> PolicyVersion:
    draft = drafting.unpublished(policy)
    if draft is None:
        raise CommandError("There is no draft. Leave out --draft for the version in force.")
    return draft


def _numbered(policy: Policy, number: int) -> PolicyVersion:
    published = policy.versions.filter(published_at__isnull=False)
    version = published.filter(number=number).first()
    if version is None:
        known = ", ".join(str(one) for one in published.values_list("number", flat=True))
        raise CommandError(
            f"There is no published version {number}. "
            + (f"Choose one of: {known}." if known else "None is published: use --draft.")
        )
    return version


def _in_force(policy: Policy) -> PolicyVersion:
    version = drafting.published(policy)
    if version is None:
        raise CommandError("No version is in force. Publish one at the desk, or use --draft.")
    return version
