"""Coral's collections (users, stories, comments) as `mongoexport` writes them: JSON lines."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from articles.models import Comment
from moderation.services.transfer.archives import lines
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    Record,
    Unreadable,
    moment,
    needed,
    plain_text,
    text_of,
)

STATUS = {
    "NONE": Comment.Status.PUBLISHED,
    "APPROVED": Comment.Status.PUBLISHED,
    "PREMOD": Comment.Status.HELD,
    "SYSTEM_WITHHELD": Comment.Status.HELD,
    "REJECTED": Comment.Status.REMOVED,
}


def read(file: IO[bytes]) -> Iterator[Record]:
    """Users, stories and comments, in whichever order the file has them."""
    for line in lines.objects(file):
        if isinstance(line, Unreadable):
            yield line
            continue
        number, row = line
        try:
            yield _record(row)
        except BadRecord as error:
            yield Unreadable(f"line {number}", str(error))


def _record(row: dict[str, Any]) -> Record:
    if "storyID" in row:
        return _comment(row)
    if "url" in row:
        return _story(row)
    if "username" in row or "email" in row:
        return ArchivedAuthor(
            id=needed(row.get("id"), "id"),
            name=str(row.get("username") or "Anonymous"),
            email=str(row.get("email") or ""),
        )
    raise BadRecord("it is neither a user nor a story nor a comment")


def _story(row: dict[str, Any]) -> ArchivedArticle:
    metadata = row.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return ArchivedArticle(
        id=needed(row.get("id"), "id"),
        title=str(metadata.get("title") or row["url"]),
        slug=str(row["url"]).partition("?")[0].rstrip("/").rpartition("/")[2],
        body=plain_text(text_of(metadata.get("description"))),
        published_at=_moment(metadata.get("publishedAt") or row.get("createdAt")),
    )


def _comment(row: dict[str, Any]) -> ArchivedComment:
    status = str(row.get("status"))
    if status not in STATUS:
        raise BadRecord(f"its status {status!r} is not known")
    return ArchivedComment(
        id=needed(row.get("id"), "id"),
        article=needed(row.get("storyID"), "storyID"),
        author=ArchivedAuthor(str(row.get("authorID") or "anonymous"), ""),
        text=plain_text(text_of(_body(row))),
        posted_at=_moment(row.get("createdAt")),
        status=STATUS[status],
        parent=str(row.get("parentID") or ""),
    )


def _body(row: dict[str, Any]) -> Any:
    """The text of the last revision."""
    revisions = row.get("revisions")
    if isinstance(revisions, list) and revisions and isinstance(revisions[-1], dict):
        return revisions[-1].get("body")
    return row.get("body")


def _moment(value: Any) -> datetime:
    """A date as text, or as MongoDB's extended JSON writes it."""
    if isinstance(value, dict):
        value = value.get("$date")
    if isinstance(value, dict):
        value = value.get("$numberLong")
        try:
            value = datetime.fromtimestamp(int(str(value)) / 1000, UTC).isoformat()
        except (ValueError, OverflowError, OSError) as error:
            raise BadRecord("its date is out of range") from error
    return moment(value)
