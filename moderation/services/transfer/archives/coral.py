"""Coral's collections (users, stories, comments) as `mongoexport` writes them: JSON lines."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any

from articles.models import Comment
from moderation.services.transfer.archives import lines
from moderation.services.transfer.archives.entities import decoded
from moderation.services.transfer.archives.html import plain_text
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    Changed,
    LeftOut,
    Record,
    Unreadable,
)
from moderation.services.transfer.archives.values import (
    InFuture,
    first_moment,
    moment,
    needed,
    text_of,
)

STATUS = {
    "NONE": Comment.Status.PUBLISHED,
    "APPROVED": Comment.Status.PUBLISHED,
    "PREMOD": Comment.Status.HELD,
    "SYSTEM_WITHHELD": Comment.Status.HELD,
    "REJECTED": Comment.Status.REMOVED,
}
OF_A_USER = ("username", "email", "profiles", "role", "deletedAt")
WRAPPED = ("$oid", "$numberLong", "$numberInt", "$symbol")
SANCTIONS = {"ban": "banned", "suspension": "suspended"}

Row = Mapping[str, Any]


def read(file: IO[bytes]) -> Iterator[Record]:
    """Read users, stories and comments of one tenant, in any order."""
    tenant = ""
    for line in lines.objects(file):
        if isinstance(line, Unreadable):
            yield line
            continue
        number, row = line[0], _plain(line[1])
        try:
            own = text_of(row, "tenantID")
            tenant = tenant or own
            if own and own != tenant:
                yield _of_another_tenant(number, own)
            else:
                yield from _records(row)
        except BadRecord as error:
            yield Unreadable(f"line {number}", str(error))


def _plain(row: Row) -> Row:
    """`row` without the wrappers of MongoDB's extended JSON around ids and numbers."""
    return {field: _unwrapped(value) for field, value in row.items()}


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        (kind, inner), *_ = value.items()
        return inner if kind in WRAPPED else value
    return value


def _of_another_tenant(number: int, tenant: str) -> LeftOut:
    why = f"it is of the tenant {tenant}: import tenants one by one, each with its own --source"
    return LeftOut(f"line {number}", why, "record of another tenant")


def _records(row: Row) -> Iterator[Record]:
    if "storyID" in row:
        yield _comment(row)
    elif "url" in row:
        yield _story(row)
    elif any(field in row for field in OF_A_USER) or isinstance(row.get("status"), dict):
        user = _user(row)
        yield user
        yield from _sanctions(user, row)
    else:
        raise BadRecord("it is neither a user nor a story nor a comment")


def _user(row: Row) -> ArchivedAuthor:
    """A user; one without a name is a deleted account."""
    return ArchivedAuthor(
        id=_author_id(needed(row, "id")),
        name=decoded(text_of(row, "username")),
        email=text_of(row, "email").strip(),
    )


def _author_id(own: str) -> str:
    return f"account {own}"


def _sanctions(user: ArchivedAuthor, row: Row) -> Iterator[Changed]:
    status = _object(row, "status")
    for sanction, word in SANCTIONS.items():
        found = _object(status, sanction)
        if found.get("active") or found.get("siteIDs"):
            why = f"“{user.name}” was {word} at the source: block them at the desk if need be"
            yield Changed(f"user {row['id']}", why, f"authors {word} at the source")


def _story(row: Row) -> ArchivedArticle:
    metadata = _object(row, "metadata")
    address = text_of(row, "url")
    return ArchivedArticle(
        id=needed(row, "id"),
        title=decoded(text_of(metadata, "title")).strip() or address or "Untitled",
        slug=address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2],
        body=plain_text(text_of(metadata, "description")),
        published_at=first_moment(
            _date_text(date) for date in (metadata.get("publishedAt"), row.get("createdAt")) if date
        ),
        closed=_is_closed(row),
        url=address.strip(),
    )


def _is_closed(row: Row) -> bool:
    """Whether commenting is closed; a closing date in the future does not count yet."""
    settings = _object(row, "settings")
    if row.get("isArchived") or row.get("isArchiving"):
        return True
    if _object(settings, "disableCommenting").get("enabled"):
        return True
    if not row.get("closedAt"):
        return False
    try:
        moment(_date_text(row["closedAt"]))
    except InFuture:
        return False
    except BadRecord:
        return True
    return True


def _comment(row: Row) -> ArchivedComment:
    status = text_of(row, "status")
    if status not in STATUS:
        raise BadRecord(f"its status {status[:40]!r} is not known")
    own, author = needed(row, "id"), text_of(row, "authorID").strip()
    return ArchivedComment(
        id=own,
        article=needed(row, "storyID"),
        author=ArchivedAuthor(_author_id(author) if author else f"comment {own}", ""),
        text=_text(row),
        posted_at=moment(_date_text(row.get("createdAt"))),
        status=Comment.Status.REMOVED if row.get("deletedAt") else STATUS[status],
        parent=text_of(row, "parentID").strip(),
        withheld=status == "SYSTEM_WITHHELD",
    )


def _text(row: Row) -> str:
    """The last revision, followed by the URL of its image or video."""
    revisions = row.get("revisions")
    last = revisions[-1] if isinstance(revisions, list) and revisions else row
    if not isinstance(last, dict):
        raise BadRecord("its last revision is not an object")
    shown = text_of(_object(last, "media"), "url")
    return "\n".join(filter(None, (plain_text(text_of(last, "body")), shown)))


def _object(row: Row, field: str) -> Row:
    found = row.get(field)
    return found if isinstance(found, dict) else {}


def _date_text(value: Any) -> str:
    """A date as text; MongoDB's extended JSON may have milliseconds instead."""
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    inner = value.get("$date")
    if isinstance(inner, dict):
        inner = inner.get("$numberLong")
    elif isinstance(inner, str):
        return inner
    try:
        return datetime.fromtimestamp(int(str(inner)) / 1000, UTC).isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise BadRecord("its date is out of range") from error
