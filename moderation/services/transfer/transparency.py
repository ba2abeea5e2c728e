"""Exports statements of reasons and decisions as tables.

Statements have the field names and values of the EU's DSA Transparency
Database, which forbids personal data: they contain no names and no text of a
comment.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from moderation.classifiers.base import Attribute
from moderation.models import Decision, Notice
from moderation.services.readers import rule_links
from moderation.services.readers.standing import heading

CHUNK = 1000
Row = dict[str, Any]

VISIBILITY = {
    Notice.Kind.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Notice.Kind.HELD: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Notice.Kind.REDACTED: "DECISION_VISIBILITY_OTHER",
}
AUTOMATED_DECISION = {
    Notice.Automation.FULLY: "AUTOMATED_DECISION_FULLY",
    Notice.Automation.PARTIALLY: "AUTOMATED_DECISION_PARTIALLY",
    Notice.Automation.NOT: "AUTOMATED_DECISION_NOT_AUTOMATED",
}
CATEGORY = {
    Attribute.THREAT: "STATEMENT_CATEGORY_VIOLENCE",
    Attribute.IDENTITY_ATTACK: "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    Attribute.PERSONAL_ATTACK: "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
}
OTHER_CATEGORY = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


def statements(*, since: datetime, until: datetime) -> Iterator[Row]:
    """Statements of reasons given from `since` to before `until`, oldest first."""
    notices = Notice.objects.filter(
        created_at__gte=since, created_at__lt=until, kind__in=[*VISIBILITY, Notice.Kind.BLOCKED]
    ).select_related("comment", "clause__version", "policy_version", "block")
    notices = notices.prefetch_related("comment__reports", "comment__legal_reports")
    for notice in notices.order_by("pk").iterator(CHUNK):
        yield _statement(notice)


def decisions(*, since: datetime, until: datetime) -> Iterator[Row]:
    """Every decision from `since` to before `until`, oldest first."""
    made = Decision.objects.filter(decided_at__gte=since, decided_at__lt=until)
    related = made.select_related("clause", "policy_version", "moderator", "release")
    for decision in related.order_by("pk").iterator(CHUNK):
        yield {
            "id": decision.pk,
            "decided_at": decision.decided_at.isoformat(),
            "comment": decision.comment_id,
            "action": decision.action,
            "status_before": decision.status_before,
            "status_after": decision.status_after,
            "clause": decision.clause.quote if decision.clause else "",
            "policy_version": decision.policy_version.number if decision.policy_version else "",
            "moderator": decision.moderator.get_username() if decision.moderator else "",
            "release": decision.release.name if decision.release else "",
            "undoes": decision.undoes_id or "",
            "note": decision.note,
        }


def _statement(notice: Notice) -> Row:
    blocked = notice.kind == Notice.Kind.BLOCKED
    ground = notice.clause.quote if notice.clause else "The discussion policy"
    return {
        "puid": f"notice-{notice.pk}",
        "decision_visibility": VISIBILITY.get(Notice.Kind(notice.kind), ""),
        "decision_visibility_other": _other(notice),
        "decision_account": _account(notice) if blocked else "",
        "account_type": "ACCOUNT_TYPE_PRIVATE" if blocked else "",
        "end_date_account_restriction": _day(notice.block.until) if notice.block else "",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": _policy_url(notice),
        "incompatible_content_ground": ground,
        "incompatible_content_explanation": f"A reader's comment breaks this rule: “{ground}”.",
        "incompatible_content_illegal": "No",
        "category": _category(notice),
        "content_type": "CONTENT_TYPE_TEXT",
        "content_date": _day(notice.comment.posted_at) if notice.comment else "",
        "application_date": _day(notice.created_at),
        "decision_facts": _facts(notice),
        "source_type": _source(notice),
        "automated_detection": "Yes" if notice.automated_detection else "No",
        "automated_decision": AUTOMATED_DECISION[Notice.Automation(notice.automation)],
    }


def _other(notice: Notice) -> str:
    """What a decision about visibility is that the database has no value for."""
    return "Words were removed" if notice.kind == Notice.Kind.REDACTED else ""


def _account(notice: Notice) -> str:
    for_good = notice.block is None or notice.block.until is None
    return "DECISION_ACCOUNT_TERMINATED" if for_good else "DECISION_ACCOUNT_SUSPENDED"


def _policy_url(notice: Notice) -> str:
    if notice.clause:
        return _absolute(rule_links.path(notice.clause))
    version = notice.policy_version
    if version is None:
        return _absolute(reverse("discussion:policy"))
    return _absolute(rule_links.version_path(version))


def _absolute(path: str) -> str:
    return urljoin(str(settings.SITE_URL), path)


def _category(notice: Notice) -> str:
    attribute = notice.clause.attribute if notice.clause else ""
    return CATEGORY.get(Attribute(attribute), OTHER_CATEGORY) if attribute else OTHER_CATEGORY


def _facts(notice: Notice) -> str:
    found = "The classifier pointed it out" if notice.automated_detection else "A person found it"
    return f"{heading(notice.kind)}. {found}. {notice.get_automation_display()}."


def _source(notice: Notice) -> str:
    if notice.comment and any(
        report.reported_at <= notice.created_at for report in notice.comment.legal_reports.all()
    ):
        return "SOURCE_ARTICLE_16"
    reported = notice.comment and any(
        report.reported_at <= notice.created_at for report in notice.comment.reports.all()
    )
    return "SOURCE_TYPE_OTHER_NOTIFICATION" if reported else "SOURCE_VOLUNTARY"


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
