from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from moderation.management import policy_files
from moderation.models import Policy
from moderation.services.policy import importing
from moderation.services.policy.documents import PolicyDocument
from moderation.services.policy.importing import DraftHasWork, Imported
from moderation.services.policy.publishable import NotPublishable

SHOWN_OF_AN_EXAMPLE = 100


class Command(BaseCommand):
    help = "Import a discussion policy as the draft of the next version, or publish it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help="what export_policy writes, or a shipped policy such as shipped:usual.en"
        )
        parser.add_argument(
            "--article", metavar="SLUG", help="make it the policy of this article alone"
        )
        parser.add_argument(
            "--publish", action="store_true", help="put it in force, with its settings"
        )
        parser.add_argument(
            "--replace-draft", action="store_true", help="even if the draft has other changes"
        )

    @transaction.atomic
    def handle(self, *, file: str, article: str | None, **options: Any) -> None:
        document = policy_files.document(file)
        own = policy_files.article(article) if article is not None else None
        policy, _ = Policy.objects.get_or_create(article=own, section="")
        bring = importing.publish_from if options["publish"] else importing.draft_from
        try:
            done = bring(policy=policy, document=document, replace_draft=options["replace_draft"])
        except DraftHasWork as error:
            raise CommandError(
                f"{error} Publish it at the desk, keep it with `export_policy --draft`, or add "
                "--replace-draft to lose it. Nothing was imported."
            ) from error
        except NotPublishable as error:
            raise CommandError(_reasons(error)) from error
        policy.refresh_from_db()
        for line in _told(policy, document, done):
            self.stdout.write(line)


def _reasons(refused: NotPublishable) -> str:
    examples = [
        f"  {example.get_expectation_display()}: {example.text[:SHOWN_OF_AN_EXAMPLE]}"
        for example in refused.failing
    ]
    return "\n".join([f"Not published: {refused} Nothing was imported.", *examples])


def _told(policy: Policy, document: PolicyDocument, done: Imported) -> list[str]:
    lines = [_about_version(policy, done)]
    if done.examples_changed:
        lines.append(f"The policy has {policy.examples.count()} examples now.")
    if done.settings_changed:
        lines.append("The settings of pre-moderation were changed.")
    elif importing.settings_to_change(policy, document):
        lines.append(
            "Its settings of pre-moderation apply at once, so a draft leaves them as they are: "
            "set them at the desk, or import it with --publish."
        )
    if left_out := importing.settings_left_out(policy, document):
        lines.append(f"Only the site's policy has {', '.join(left_out)}: left out.")
    return lines


def _about_version(policy: Policy, done: Imported) -> str:
    number = done.version.number
    if done.version.published_at is None:
        state = "is" if done.version_is_new else "was already"
        return f"{policy}: it {state} the draft of version {number}. Publish it at the desk."
    if done.version_is_new:
        return (
            f"{policy}: version {number} is in force for new comments. "
            "The next rescore judges the older ones by it."
        )
    nothing = " Nothing was changed." if done.changed_nothing else ""
    return f"{policy}: version {number}, which is in force, says the same already.{nothing}"
