from typing import Any

from django.core.management.base import BaseCommand

from articles import limits
from articles.bearer import signed_out
from moderation.services.connections.akismet import spam_checks
from moderation.services.readers import origins
from staff import audit, sessions


class Command(BaseCommand):
    help = (
        "Delete the hashed networks of comments older than 30 days, expired rate limits, "
        "and entries of the audit log older than AUDIT_LOG_DAYS."
    )

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Deleted: {origins.forget_old()}")
        spam_checks.forget_old()
        limits.forget_old()
        signed_out.forget_old()
        audit.forget_old()
        sessions.forget_old()
