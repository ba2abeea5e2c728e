"""Bringing an archive in: each thing once, however often it is run and in whatever order it is.

A run that is killed is simply run again: what is there already is passed
over by its source id.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.expressions import RawSQL

from articles.models import Comment
from articles.names import NAMELESS
from articles.text import storable
from moderation.models import Decision, Finding, Verdict
from moderation.services.decisions import deciding
from moderation.services.judging import scoring
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    Record,
    Unreadable,
)
from moderation.services.transfer.arrivals import Arrivals, name_fault

BATCH_SIZE = 500
IMPORTER = "import"

_ANCESTORS = """
    WITH RECURSIVE path(id, parent_id) AS (
        SELECT id, parent_id FROM articles_comment WHERE id = %s
        UNION
        SELECT above.id, above.parent_id FROM articles_comment above
        JOIN path ON above.id = path.parent_id
    )
    SELECT id FROM path
"""


@dataclass
class Report:
    """What an import came to: numbers by what they count, and what could not be read."""

    counts: Counter[str] = field(default_factory=Counter)
    unreadable: Callable[[Unreadable], None] = lambda _: None

    def refuse(self, where: str, why: str) -> None:
        self.counts["unreadable"] += 1
        self.unreadable(Unreadable(where, why))

    def tell_of_name(self, comment: ArchivedComment) -> None:
        """Name a comment whose author's name is none, unless there was no name at all."""
        if comment.author.name and (fault := name_fault(comment.author)):
            self.counts["names replaced"] += 1
            why = f"shown as by {NAMELESS}. {fault}"
            self.unreadable(Unreadable(f"comment {comment.id}", why))


def import_archive(
    read: Callable[[], Iterator[Record]],
    *,
    source: str,
    unreadable: Callable[[Unreadable], None] = lambda _: None,
) -> Report:
    """Store what `read` yields, score its comments, and report.

    `source` keeps the ids of different sites apart.  `read` is called a
    second time where answers stand before what they answer.  A comment that
    was shown or removed at the source stays so, as decided there.
    """
    report = Report(unreadable=unreadable)
    late = 0
    for batch in _batches(read()):
        late += _store(batch, source, report)
    if late:
        _link_late(read(), source, report)
    return report


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    walking = iter(records)
    while batch := list(islice(walking, BATCH_SIZE)):
        yield batch


@transaction.atomic
def _store(batch: list[Record], source: str, report: Report) -> int:
    """Store a batch as a whole, and return how many of its comments answer unknown ones."""
    for record in batch:
        if isinstance(record, Unreadable):
            report.refuse(record.where, record.why)
    arrivals = Arrivals(source)
    articles = arrivals.articles([r for r in batch if isinstance(r, ArchivedArticle)])
    report.counts["articles"] += articles
    comments = [r for r in batch if isinstance(r, ArchivedComment)]
    named = [r for r in batch if isinstance(r, ArchivedAuthor)]
    authors = arrivals.authors([*named, *(comment.author for comment in comments)])
    unknown = arrivals.unknown(comments)
    report.counts["comments already there"] += len(comments) - len(unknown)
    stored = _create(unknown, arrivals, authors, report)
    report.counts["comments"] += len(stored)
    late = _link(stored, arrivals, report)
    outcomes = scoring.judge(list(stored.values()))
    _hold_for_names(outcomes, stored.values(), report)
    _keep_as_decided(list(stored.values()))
    scoring.file(outcomes)
    return late


Stored = dict[ArchivedComment, Comment]


def _create(
    archived: list[ArchivedComment], arrivals: Arrivals, authors: dict[str, int], report: Report
) -> Stored:
    articles = arrivals.article_ids(comment.article for comment in archived)
    stored: Stored = {}
    for comment in archived:
        if comment.article not in articles:
            report.refuse(f"comment {comment.id}", f"its article {comment.article} is missing")
            continue
        report.tell_of_name(comment)
        stored[comment] = Comment(
            article_id=articles[comment.article],
            author_id=authors[comment.author.id],
            text=storable(comment.text),
            status=comment.status,
            posted_at=comment.posted_at,
            source_id=arrivals.source_id(comment.id),
        )
    Comment.objects.bulk_create(stored.values())
    return stored


def _link(stored: Stored, arrivals: Arrivals, report: Report) -> int:
    """Give the new comments what they answer, and return how many answer what is not there yet."""
    parents = arrivals.comments(archived.parent for archived in stored if archived.parent)
    linked: dict[int, int] = {}
    late = 0
    for archived, comment in stored.items():
        if not archived.parent:
            continue
        if (parent := parents.get(archived.parent)) is None:
            late += 1
        elif why := _refusal(comment, parent, _walk(parent.pk, linked)):
            report.refuse(f"comment {archived.id}", why)
        else:
            linked[comment.pk] = parent.pk
            comment.parent_id = parent.pk
    Comment.objects.bulk_update([c for c in stored.values() if c.parent_id], ["parent"])
    return late


def _link_late(records: Iterable[Record], source: str, report: Report) -> None:
    """Link the answers that stood before what they answer."""
    for batch in _batches(records):
        archived = [r for r in batch if isinstance(r, ArchivedComment) and r.parent]
        arrivals = Arrivals(source)
        comments = arrivals.comments(comment.id for comment in archived)
        parents = arrivals.comments(comment.parent for comment in archived)
        for answer in archived:
            comment = comments.get(answer.id)
            if comment and comment.parent_id is None:
                _link_one(answer, comment, parents.get(answer.parent), report)


def _link_one(
    answer: ArchivedComment, comment: Comment, parent: Comment | None, report: Report
) -> None:
    if parent is None:
        report.refuse(f"comment {answer.id}", f"it answers {answer.parent}, which is missing")
        return
    above = Comment.objects.filter(pk__in=RawSQL(_ANCESTORS, [parent.pk]))  # noqa: S611 -- fixed
    if why := _refusal(comment, parent, above.values_list("pk", flat=True)):
        report.refuse(f"comment {answer.id}", why)
        return
    Comment.objects.filter(pk=comment.pk).update(parent=parent)


def _refusal(comment: Comment, parent: Comment, above_parent: Iterable[int]) -> str:
    """Why `comment` cannot answer `parent`; it is kept, as a comment of its own."""
    if parent.article_id != comment.article_id:
        return "it answers a comment under another article"
    if comment.pk in above_parent:
        return "it answers itself in a circle"
    return ""


def _walk(start: int, linked: dict[int, int]) -> Iterator[int]:
    """`start` and what stands above it, as far as it was linked in this batch."""
    at: int | None = start
    while at is not None:
        yield at
        at = linked.get(at)


def _hold_for_names(
    outcomes: Iterable[scoring.Outcome], stored: Iterable[Comment], report: Report
) -> None:
    """Hold shown comments whose names the policy holds: it is the text that was approved."""
    held = {
        outcome.comment.pk
        for outcome in outcomes
        for finding in outcome.findings
        if finding.part == Finding.Part.NAME and finding.verdict == Verdict.HOLD
    }
    hidden = [c for c in stored if c.pk in held and c.status == Comment.Status.PUBLISHED]
    for comment in hidden:
        comment.status = Comment.Status.HELD
    Comment.objects.bulk_update(hidden, ["status"])
    if hidden:
        report.counts["comments held for their names"] += len(hidden)


def _keep_as_decided(comments: list[Comment]) -> None:
    """Record what was shown or removed at the source as decided there, so that it stays."""
    importer, _ = User.objects.get_or_create(username=IMPORTER, defaults={"is_active": False})
    actions = {
        Comment.Status.PUBLISHED: Decision.Action.APPROVE,
        Comment.Status.REMOVED: Decision.Action.REMOVE,
    }
    decisions = Decision.objects.bulk_create(
        Decision(
            comment=comment,
            action=actions[Comment.Status(comment.status)],
            note="Decided before the import.",
            moderator=importer,
            status_before=comment.status,
            status_after=comment.status,
            decided_at=comment.posted_at,
        )
        for comment in comments
        if comment.status in actions
    )
    deciding.count(decisions, +1)
