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
from django.db.models import Max

from articles import names
from articles.models import Author, Comment
from articles.text import has_something_to_read, storable
from moderation.models import Decision, Finding, Verdict
from moderation.services.decisions import deciding
from moderation.services.judging import scoring
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence import storing
from moderation.services.transfer import arrivals as arriving
from moderation.services.transfer import linking
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    Changed,
    LeftOut,
    Record,
    Remark,
    Unreadable,
)
from moderation.services.transfer.arrivals import Arrivals

BATCH_SIZE = 500
IMPORTER = "import"

WITHOUT_TEXT = "comment without a text"
REPEATED = "repeated comment"
WITH_ITS_ARTICLE = "import that first, or give its title with the comment"
BY_ERASED = "comment by an erased author"
UNLINKED = "answers that stand on their own"
CUT = "names and titles cut off"
RENAMED = "names replaced"


@dataclass
class Report:
    """What an import came to: numbers by what they count, and what there is to remark."""

    counts: Counter[str] = field(default_factory=Counter)
    told: Callable[[Remark], None] = lambda _: None
    found_articles: bool = False
    missed_articles: bool = False

    def tell(self, remark: Remark) -> None:
        self.counts[label(remark)] += 1
        self.told(remark)

    def refuse(self, own_id: str, why: str) -> None:
        self.tell(Unreadable(f"comment {own_id}", why))

    def leave_alone(self, own_id: str, why: str) -> None:
        self.tell(Changed(f"comment {own_id}", why, UNLINKED))


def label(remark: Remark) -> str:
    """What a remark is counted as."""
    return f"left out, {remark.kind}" if isinstance(remark, LeftOut) else remark.kind


def import_archive(
    read: Callable[[], Iterator[Record]],
    *,
    source: str,
    told: Callable[[Remark], None] = lambda _: None,
) -> Report:
    """Store what `read` yields, score its comments, and report.

    `source` keeps the ids of different sites apart.  `read` is called again
    where comments stand before their article or before what they answer.  A
    comment that was shown or removed at the source stays so, as decided there.
    """
    run = _Run(Arrivals(source), Report(told=told), _newest())
    for batch in _batches(read()):
        run.store(batch)
    if run.homeless:
        run.newest = _newest()
        for batch in _batches(read()):
            run.store_late(batch)
    if run.unlinked:
        for batch in _batches(read()):
            run.link_late(batch)
    return run.report


def _newest() -> int:
    return Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    walking = iter(records)
    while batch := list(islice(walking, BATCH_SIZE)):
        yield batch


@dataclass
class _Run:
    """One import.  Comments younger than `newest` came with this reading of the archive."""

    arrivals: Arrivals
    report: Report
    newest: int
    homeless: int = 0
    unlinked: int = 0
    refused: set[str] = field(default_factory=set)

    @transaction.atomic
    def store(self, batch: list[Record]) -> None:
        """Store a batch as a whole."""
        articles, authors, comments = self._sorted(batch)
        self.report.counts["articles"] += self.arrivals.articles(articles)
        homes = self.arrivals.article_ids(comment.article for comment in comments)
        self.report.found_articles |= bool(articles or homes)
        at_home = [c for c in comments if self.arrivals.source_id(c.article) in homes]
        self.homeless += len(comments) - len(at_home)
        unknown, there = self._unknown(at_home)
        self.report.counts["comments already there"] += there
        self._store_comments(unknown, homes, authors)

    @transaction.atomic
    def store_late(self, batch: list[Record]) -> None:
        """Store the comments that stood before their article; refuse those without one."""
        comments = [r for r in batch if isinstance(r, ArchivedComment) and not _is_empty(r)]
        missing, _ = self._unknown(comments)
        homes = self.arrivals.article_ids(comment.article for comment in missing)
        at_home = []
        for comment in missing:
            if self.arrivals.source_id(comment.article) in homes:
                at_home.append(comment)
            else:
                self.report.missed_articles = True
                missing_article = f"its article {comment.article} is missing"
                self.report.refuse(comment.id, f"{missing_article}: {WITH_ITS_ARTICLE}")
        self._store_comments(at_home, homes, [])

    @transaction.atomic
    def link_late(self, batch: list[Record]) -> None:
        """Link the answers that stood before what they answer."""
        answers = [r for r in batch if isinstance(r, ArchivedComment) and r.parent]
        answers = [answer for answer in answers if answer.id not in self.refused]
        for own_id, why in linking.link_late(answers, self.arrivals):
            self.report.leave_alone(own_id, why)

    def _sorted(
        self, batch: list[Record]
    ) -> tuple[list[ArchivedArticle], list[ArchivedAuthor], list[ArchivedComment]]:
        """The batch by what it consists of; its remarks, and those it gives rise to, are told."""
        articles, authors, comments = [], [], []
        for record in batch:
            if isinstance(record, ArchivedArticle):
                articles.append(record)
                self._tell_if_cut(f"article {record.id}", record.title, arriving.LONGEST_TITLE)
            elif isinstance(record, ArchivedAuthor):
                authors.append(record)
            elif isinstance(record, Remark):
                self.report.tell(record)
            elif _is_empty(record):
                place = f"comment {record.id}"
                self.report.tell(LeftOut(place, "it has no text", WITHOUT_TEXT))
            else:
                comments.append(record)
        return articles, authors, comments

    def _tell_if_cut(self, place: str, text: str, longest: int) -> None:
        if arriving.is_cut(text, longest):
            why = f"only {longest} characters of “{text[:longest]}” are kept"
            self.report.tell(Changed(place, why, CUT))

    def _tell_of_name(self, place: str, author: ArchivedAuthor) -> None:
        """Name a comment whose author's name is none, unless there was no name at all."""
        self._tell_if_cut(place, author.name, names.LONGEST)
        if author.name and (fault := arriving.name_fault(author)):
            self.report.tell(Changed(place, f"shown as by {names.NAMELESS}. {fault}", RENAMED))

    def _unknown(self, comments: list[ArchivedComment]) -> tuple[list[ArchivedComment], int]:
        """Those that are not there yet, and how many were there before; repetitions are told."""
        known = self.arrivals.comments(comment.id for comment in comments)
        seen: set[str] = set()
        unknown = []
        there = 0
        for comment in comments:
            own = self.arrivals.source_id(comment.id)
            if own in known and known[own].pk <= self.newest:
                there += 1
                self.unlinked += bool(comment.parent) and known[own].parent_id is None
            elif own in known or own in seen:
                why = "its id came before: the first comment of it is kept"
                self.report.tell(LeftOut(f"comment {comment.id}", why, REPEATED))
            else:
                unknown.append(comment)
            seen.add(own)
        return unknown, there

    def _store_comments(
        self,
        archived: list[ArchivedComment],
        homes: dict[str, int],
        named: list[ArchivedAuthor],
    ) -> None:
        archived = self._without_erased(archived)
        authors = self.arrivals.authors([*named, *(comment.author for comment in archived)])
        stored = [(one, self._comment(one, homes, authors)) for one in archived]
        comments = [comment for _, comment in stored]
        Comment.objects.bulk_create(comments)
        self.report.counts["comments"] += len(comments)
        late, refused = linking.link(stored, self.arrivals)
        self.unlinked += late
        for one, why in refused:
            self.refused.add(one.id)
            self.report.leave_alone(one.id, why)
        _keep_withheld([comment for one, comment in stored if one.withheld])
        outcomes = scoring.judge(comments)
        if held := _hold_for_names(outcomes, comments):
            self.report.counts["comments held for their names"] += held
        _keep_as_decided(comments)
        storing.store(outcomes)

    def _without_erased(self, archived: list[ArchivedComment]) -> list[ArchivedComment]:
        """Leave out what the erased wrote that was not here when they were erased."""
        erased = self.arrivals.erased(comment.author.id for comment in archived)
        for comment in archived:
            if comment.author.id in erased:
                why = "its author was erased on this site"
                self.report.tell(LeftOut(f"comment {comment.id}", why, BY_ERASED))
        return [comment for comment in archived if comment.author.id not in erased]

    def _comment(
        self,
        archived: ArchivedComment,
        homes: dict[str, int],
        authors: dict[str, Author],
    ) -> Comment:
        author = authors[self.arrivals.source_id(archived.author.id)]
        place = f"comment {archived.id}"
        self._tell_of_name(place, archived.author)
        return Comment(
            article_id=homes[self.arrivals.source_id(archived.article)],
            author_id=author.pk,
            posted_as=arriving.posted_as(archived, author),
            text=storable(archived.text),
            status=archived.status,
            posted_at=archived.posted_at,
            source_id=self.arrivals.source_id(archived.id),
        )


def _is_empty(comment: ArchivedComment) -> bool:
    """Whether there is nothing to read, and nothing that was removed either."""
    removed = comment.status == Comment.Status.REMOVED
    return not removed and not has_something_to_read(comment.text)


def _keep_withheld(comments: list[Comment]) -> None:
    """Record that the source withheld `comments`: they wait for a person whatever they score."""
    Finding.objects.bulk_create(
        Finding(comment=comment, reason=Finding.Reason.WITHHELD, verdict=Verdict.HOLD)
        for comment in comments
        if comment.status == Comment.Status.HELD
    )


def _hold_for_names(outcomes: Iterable[Outcome], stored: Iterable[Comment]) -> int:
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
    return len(hidden)


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
