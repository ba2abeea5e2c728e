"""Exports and erases the personal data of an author."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles import account_names, reacting, row_ids
from articles.models import Author, Comment
from moderation.models import (
    Appeal,
    AuthorRecord,
    Block,
    Decision,
    EventKind,
    Finding,
    InternalNote,
    LegalReport,
    Notice,
    Origin,
    Report,
    ReviewItem,
    SpamCheck,
    TextChange,
    Trust,
)
from moderation.services.events import recording
from moderation.services.events.recording import Happening

ERASED_NAME = "Erased author"
CHUNK = 1000
ERASED_SOURCE = "erased:"
OF_PAPER = "paper:"

COMMENT = (
    "id",
    "article__title",
    "parent_id",
    "posted_as",
    "text",
    "status",
    "posted_at",
    "edited_at",
)
DECISION = ("id", "comment_id", "action", "clause__quote", "decided_at")
NOTICE = ("id", "kind", "comment_id", "clause__quote", "evidence", "explanation", "created_at")
APPEAL = ("id", "notice_id", "text", "status", "answer", "lodged_at", "decided_at")
REPORT = ("id", "comment_id", "clause__quote", "note", "reported_at")
LEGAL_REPORT = (
    "id",
    "comment_id",
    "name",
    "email",
    "explanation",
    "objection",
    "status",
    "reported_at",
)
NOTIFICATION = ("id", "comment_id", "created_at", "seen_at", "emailed_at")
REACTION = ("id", "comment_id", "reacted_at")
TEXT_CHANGE = ("id", "decision_id", "original", "words")
SPAM_CHECK = (
    "comment_id",
    "answer",
    "taught",
    "user_ip",
    "user_agent",
    "referrer",
    "asked_at",
)
TRUST = ("id", "level", "reason", "until", "set_at")
NOTE = ("id", "comment_id", "text", "written_at")
BLOCK = ("id", "reason", "until", "blocked_at", "lifted_at")


def export(author: Author) -> Iterator[dict[str, Any]]:
    """Everything stored about `author`, as rows whose kind is in `what`."""
    yield {
        "what": "author",
        "name": author.name,
        "email": author.email,
        "email_confirmed_at": author.email_confirmed_at,
        "mailing": author.mailing,
        "language": author.language,
        "account": author.user.get_username() if author.user else None,
        "since": author.created_at,
        "source_id": author.source_id,
        "external_id": author.external_id,
        "given_name": author.given_name,
        "badges": author.badges,
    }
    if record := AuthorRecord.objects.filter(author=author).first():
        yield {"what": "record", "approved": record.approved, "removed": record.removed}
    kept = (
        ("comment", author.comments.all(), COMMENT),
        ("decision", Decision.objects.filter(comment__author=author), DECISION),
        ("text_change", TextChange.objects.filter(decision__comment__author=author), TEXT_CHANGE),
        ("notice", author.notices.all(), NOTICE),
        ("appeal", Appeal.objects.filter(notice__author=author), APPEAL),
        ("report", author.reports_made.all(), REPORT),
        ("legal_report", author.legal_reports_made.all(), LEGAL_REPORT),
        ("reaction", author.reactions.all(), REACTION),
        ("notification", author.notifications.all(), NOTIFICATION),
        ("block", author.blocks.all(), BLOCK),
        ("trust", author.trust.all(), TRUST),
        ("spam_check", SpamCheck.objects.filter(comment__author=author), SPAM_CHECK),
        ("internal note", author.internal_notes.all(), NOTE),
    )
    for what, rows, fields in kept:
        for row in rows.order_by("pk").values(*fields).iterator(CHUNK):
            yield {"what": what, **row}


@transaction.atomic
def erase(author: Author) -> int:
    """Erase the author's personal data, and return how many comments lost their text.

    Comments become empty and removed, so that replies keep their place.
    Decisions stay.  Imported data does not return with another import.  A block
    in force keeps its hashes until it ends.  Nobody can post as this author any
    more; the same reader becomes a new author.  The account, if any, is not
    deleted.
    """
    author = Author.objects.select_for_update(of=("self",), no_key=True).get(pk=author.pk)
    comments = Comment.objects.filter(author=author)
    _wait_for_writers(comments)
    Notice.objects.filter(author=author).update(evidence=[], explanation="", recipient_key="")
    Appeal.objects.filter(notice__author=author).update(text="", answer="")
    Report.objects.filter(author=author).update(note="", author=None)
    LegalReport.objects.filter(author=author).update(
        name="", email="", explanation="", objection="", author=None
    )
    Block.objects.filter(author=author).exclude(pk__in=Block.objects.in_force()).update(
        email_key="", network_key=""
    )
    Trust.objects.filter(author=author).update(reason="")
    InternalNote.objects.filter(author=author).delete()
    emptied = _empty(comments)
    _hide_sources(Author.objects.filter(pk=author.pk))
    author.email_proofs.all().delete()
    author.notifications.all().delete()
    reacting.take_all_back(author=author)
    Author.objects.filter(pk=author.pk).update(
        name=ERASED_NAME,
        given_name="",
        email="",
        email_confirmed_at=None,
        language="",
        badges=[],
        user=None,
        external_id=None,
        erased_at=timezone.now(),
    )
    author.paper_names.all().delete()
    if author.user:
        account_names.claim(author.user)
    return emptied


@transaction.atomic
def erase_comment(comment: Comment) -> None:
    """Erase one comment: its text, what was found in it, and what was written about it.

    It becomes empty and removed, so that replies keep their place.  Decisions stay.
    """
    Comment.objects.select_for_update().get(pk=comment.pk)
    Notice.objects.filter(comment=comment).update(evidence=[], explanation="")
    Appeal.objects.filter(notice__comment=comment).update(text="", answer="")
    _empty(Comment.objects.filter(pk=comment.pk))


def _empty(comments: QuerySet[Comment]) -> int:
    """Take the text from `comments` and from what refers to it; return how many they are."""
    Finding.objects.filter(comment__in=comments).update(evidence=[])
    Report.objects.filter(comment__in=comments).update(note="")
    LegalReport.objects.filter(comment__in=comments).update(explanation="", objection="")
    Origin.objects.filter(comment__in=comments).delete()
    SpamCheck.objects.filter(comment__in=comments).delete()
    TextChange.objects.filter(decision__comment__in=comments).update(
        original="", before="", after="", words=[]
    )
    InternalNote.objects.filter(comment__in=comments).delete()
    ReviewItem.objects.open().filter(comment__in=comments).update(
        status=ReviewItem.Status.CLOSED, closed_at=timezone.now()
    )
    recording.record(
        Happening(EventKind.COMMENT_ERASED, pk)
        for pk in comments.order_by("pk").values_list("pk", flat=True)
    )
    number = comments.update(
        posted_as="",
        text="",
        redacted_at=None,
        status=Comment.Status.REMOVED,
        featured_at=None,
        submission=None,
    )
    _hide_sources(comments)
    return number


def _wait_for_writers(comments: QuerySet[Comment]) -> None:
    """Lock the comments, so that nothing about them is stored between here and their end.

    What judges one stores findings while it holds its lock, and refers to the author in notices:
    so the author's lock, taken before, must not block that.
    """
    list(comments.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def erased_id(source_id: str) -> str:
    """The keyed hash that replaces a source id after erasure.

    It does not identify anybody, but lets another import recognise erased rows.
    """
    digest = salted_hmac("moderation.erased", source_id, algorithm="sha256").hexdigest()
    return f"{ERASED_SOURCE}{digest}"


def _hide_sources(rows: QuerySet[Any]) -> None:
    imported = rows.exclude(source_id=None).exclude(source_id__startswith=ERASED_SOURCE)
    for pk, source_id in list(imported.values_list("pk", "source_id")):
        rows.filter(pk=pk).update(source_id=erased_id(source_id))


def found(name_or_email: str) -> list[Author]:
    """The authors that a request for data may be about; `paper:ID` means the paper's own id."""
    asked = name_or_email.strip()
    if not asked:
        return []
    posted_as = Comment.objects.exclude(posted_as="").filter(posted_as=asked)
    named = Q(name=asked) | Q(email__iexact=asked) | Q(pk__in=posted_as.values("author"))
    if asked.startswith(OF_PAPER):
        named |= Q(external_id=asked.removeprefix(OF_PAPER))
    if (pk := row_ids.read(asked)) is not None:
        named |= Q(pk=pk)
    return list(Author.objects.filter(named).order_by("pk"))
