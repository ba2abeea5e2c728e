"""An archive's records, how they are brought in, and what answers what afterwards."""

from datetime import UTC, datetime

from articles.models import Comment
from moderation.services.transfer import importing
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
)

ANI = ArchivedAuthor("ani", "Ani", "ani@example.org")
ARTICLE = ArchivedArticle("7", "A summit", "a-summit")
PUBLISHED, HELD, REMOVED = Comment.Status
NOON = datetime(2019, 5, 4, 12, tzinfo=UTC)


def comment(own_id, text="Hello.", **fields):
    defaults = {"article": "7", "author": ANI, "posted_at": NOON, "status": PUBLISHED}
    return ArchivedComment(id=own_id, text=text, **{**defaults, **fields})


def bring(*records, source="test"):
    refused = []
    summary = importing.import_archive(
        lambda: iter(records), source=source, on_remark=refused.append
    )
    return summary.counts, [f"{found.where}: {found.why}" for found in refused]


def parents():
    return {
        c.source_id: c.parent.source_id if c.parent else None
        for c in Comment.objects.select_related("parent")
    }
