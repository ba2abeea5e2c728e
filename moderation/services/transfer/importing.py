"""Imports an archive in batches, whatever the order of its records.

An interrupted import is simply run again: records that are stored already are
recognised by their source ids and skipped.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Max

from articles import names
from articles.models import Author, Comment
from articles.text import has_something_to_read, storable
from moderation.services.judging import scoring
from moderation.services.judging.persistence import storing
from moderation.services.transfer import arrivals as arriving
from moderation.services.transfer import linking, source_decisions
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    Changed,
    LeftOut,
    Record,
    Remark,
)
from moderation.services.transfer.arrivals import Arrivals
from moderation.services.transfer.import_summary import ImportSummary

BATCH_SIZE = 500

WITHOUT_TEXT = "comment without a text"
REPEATED = "repeated comment"
WITH_ITS_ARTICLE = "import that first, or give its title with the comment"
BY_ERASED = "comment by an erased author"
CUT = "names and titles cut off"
RENAMED = "names replaced"


def import_archive(
    read: Callable[[], Iterator[Record]],
    *,
    source: str,
    on_remark: Callable[[Remark], None] = lambda _: None,
) -> ImportSummary:
    """Store and score what `read` yields.

    `source` keeps the ids of different sites apart.  `read` is called again if
    comments come before their article or before the comment they answer.  A
    comment that was published or removed at the source stays so.
    """
    run = _Run(Arrivals(source), ImportSummary(on_remark=on_remark), _newest())
    for batch in _batches(read()):
        run.store(batch)
    if run.without_article:
        run.newest = _newest()
        for batch in _batches(read()):
            run.store_late(batch)
    if run.unlinked:
        for batch in _batches(read()):
            run.link_late(batch)
    return run.summary


def _newest() -> int:
    return Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch


@dataclass
class _Run:
    """One import.  Comments with ids above `newest` were stored by this pass over the archive."""

    arrivals: Arrivals
    summary: ImportSummary
    newest: int
    without_article: int = 0
    unlinked: int = 0
    refused: set[str] = field(default_factory=set)

    @transaction.atomic
    def store(self, batch: list[Record]) -> None:
        """Store a batch in one transaction."""
        articles, authors, comments = self._sorted(batch)
        self.summary.counts["articles"] += self.arrivals.articles(articles)
        article_ids = self.arrivals.article_ids(comment.article for comment in comments)
        self.summary.found_articles |= bool(articles or article_ids)
        placed = [c for c in comments if self.arrivals.source_id(c.article) in article_ids]
        self.without_article += len(comments) - len(placed)
        unknown, there = self._unknown(placed)
        self.summary.counts["comments already there"] += there
        self._store_comments(unknown, article_ids, authors)

    @transaction.atomic
    def store_late(self, batch: list[Record]) -> None:
        """Store comments that came before their article; report those whose article is missing."""
        comments = [r for r in batch if isinstance(r, ArchivedComment) and not _is_empty(r)]
        missing, _ = self._unknown(comments)
        article_ids = self.arrivals.article_ids(comment.article for comment in missing)
        placed = []
        for comment in missing:
            if self.arrivals.source_id(comment.article) in article_ids:
                placed.append(comment)
            else:
                self.summary.missed_articles = True
                missing_article = f"its article {comment.article} is missing"
                self.summary.add_unreadable(comment.id, f"{missing_article}: {WITH_ITS_ARTICLE}")
        self._store_comments(placed, article_ids, [])

    @transaction.atomic
    def link_late(self, batch: list[Record]) -> None:
        """Link answers that came before the comment they answer."""
        answers = [r for r in batch if isinstance(r, ArchivedComment) and r.parent]
        answers = [answer for answer in answers if answer.id not in self.refused]
        for own_id, why in linking.link_late(answers, self.arrivals):
            self.summary.add_unlinked(own_id, why)

    def _sorted(
        self, batch: list[Record]
    ) -> tuple[list[ArchivedArticle], list[ArchivedAuthor], list[ArchivedComment]]:
        """Sort a batch by kind of record; remarks go to the summary."""
        articles, authors, comments = [], [], []
        for record in batch:
            if isinstance(record, ArchivedArticle):
                articles.append(record)
                self._report_if_cut(f"article {record.id}", record.title, arriving.LONGEST_TITLE)
            elif isinstance(record, ArchivedAuthor):
                authors.append(record)
            elif isinstance(record, Remark):
                self.summary.add(record)
            elif _is_empty(record):
                place = f"comment {record.id}"
                self.summary.add(LeftOut(place, "it has no text", WITHOUT_TEXT))
            else:
                comments.append(record)
        return articles, authors, comments

    def _report_if_cut(self, place: str, text: str, longest: int) -> None:
        if arriving.is_cut(text, longest):
            why = f"only {longest} characters of “{text[:longest]}” are kept"
            self.summary.add(Changed(place, why, CUT))

    def _report_name(self, place: str, author: ArchivedAuthor) -> None:
        """Report a name that is not used as it is.  A missing name is not reported."""
        self._report_if_cut(place, author.name, names.LONGEST)
        if author.name and (fault := arriving.name_fault(author)):
            self.summary.add(Changed(place, f"shown as by {names.NAMELESS}. {fault}", RENAMED))

    def _unknown(self, comments: list[ArchivedComment]) -> tuple[list[ArchivedComment], int]:
        """New comments, and the number of those stored before; repeated ids are reported."""
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
                self.summary.add(LeftOut(f"comment {comment.id}", why, REPEATED))
            else:
                unknown.append(comment)
            seen.add(own)
        return unknown, there

    def _store_comments(
        self,
        archived: list[ArchivedComment],
        article_ids: dict[str, int],
        named: list[ArchivedAuthor],
    ) -> None:
        archived = self._without_erased(archived)
        authors = self.arrivals.authors([*named, *(comment.author for comment in archived)])
        stored = [(one, self._comment(one, article_ids, authors)) for one in archived]
        comments = [comment for _, comment in stored]
        Comment.objects.bulk_create(comments)
        self.summary.counts["comments"] += len(comments)
        late, refused = linking.link(stored, self.arrivals)
        self.unlinked += late
        for one, why in refused:
            self.refused.add(one.id)
            self.summary.add_unlinked(one.id, why)
        source_decisions.keep_withheld(comment for one, comment in stored if one.withheld)
        outcomes = scoring.judge(comments, in_bulk=True)
        if held := source_decisions.hold_for_names(outcomes, comments):
            self.summary.counts["comments held for their names"] += held
        source_decisions.record_decisions(comments)
        storing.store(outcomes)

    def _without_erased(self, archived: list[ArchivedComment]) -> list[ArchivedComment]:
        """Leave out new comments by authors who were erased on this site."""
        erased = self.arrivals.erased(comment.author.id for comment in archived)
        for comment in archived:
            if comment.author.id in erased:
                why = "its author was erased on this site"
                self.summary.add(LeftOut(f"comment {comment.id}", why, BY_ERASED))
        return [comment for comment in archived if comment.author.id not in erased]

    def _comment(
        self,
        archived: ArchivedComment,
        article_ids: dict[str, int],
        authors: dict[str, Author],
    ) -> Comment:
        author = authors[self.arrivals.source_id(archived.author.id)]
        place = f"comment {archived.id}"
        self._report_name(place, archived.author)
        return Comment(
            article_id=article_ids[self.arrivals.source_id(archived.article)],
            author_id=author.pk,
            posted_as=arriving.posted_as(archived.author, author),
            text=storable(archived.text),
            status=archived.status,
            posted_at=archived.posted_at,
            source_id=self.arrivals.source_id(archived.id),
        )


def _is_empty(comment: ArchivedComment) -> bool:
    """Whether there is nothing to read.  A removed comment may be empty."""
    removed = comment.status == Comment.Status.REMOVED
    return not removed and not has_something_to_read(comment.text)
