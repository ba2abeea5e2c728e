"""Plain CSV and JSON lines, as `export_comments` and other scripts write them.

Columns of a comment: id, article, article_title, parent, author, author_id,
email, text, posted_at, status (published, held or removed).  JSON lines may
also have articles, with `"what": "article"`: id, title, slug, body,
published_at, commenting (open or closed).
"""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from articles.models import Article, Comment
from articles.text import storable
from moderation.services.transfer.archives import lines, tabular
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    LeftOut,
    Record,
    Unreadable,
)
from moderation.services.transfer.archives.values import moment, needed, text_of

PUBLIC = ("", "public", "publish", "published")
NEEDED = ("id", "article", "author", "text", "posted_at")


def read_json_lines(file: IO[bytes]) -> Iterator[Record]:
    yield from _records(lines.objects(file))


def read_csv(file: IO[bytes]) -> Iterator[Record]:
    """Rows of a CSV whose first line names the columns."""
    yield from _records(tabular.rows(file, NEEDED))


def _records(found: Iterator[Any]) -> Iterator[Record]:
    hidden: set[str] = set()
    for one in found:
        if isinstance(one, Unreadable):
            yield one
            continue
        number, row = one
        try:
            yield from _read(row, hidden)
        except BadRecord as error:
            yield Unreadable(f"line {number}", str(error))


def _read(row: Mapping[str, Any], hidden: set[str]) -> Iterator[Record]:
    """The record in `row`; ids of articles that were not public are added to `hidden`."""
    what = text_of(row, "what") or "comment"
    if what not in ("article", "comment"):
        raise BadRecord(f"it is neither an article nor a comment but {what[:40]!r}")
    if what == "article":
        yield _article(row, hidden)
        return
    comment = _comment(row)
    if comment.article in hidden:
        why = f"its article {comment.article} was not public"
        yield LeftOut(f"comment {comment.id}", why, "comment under an article that was not public")
        return
    if title := text_of(row, "article_title"):
        yield ArchivedArticle(id=comment.article, title=title)
    yield comment


def _article(row: Mapping[str, Any], hidden: set[str]) -> ArchivedArticle | LeftOut:
    status = text_of(row, "status").strip()
    if status.casefold() not in PUBLIC:
        own = needed(row, "id")
        hidden.add(own)
        why = f"its status is “{status[:40]}”"
        return LeftOut(f"article {own}", why, "article that was not public")
    commenting = _choice(row, "commenting", Article.Commenting.OPEN, Article.Commenting.values)
    return ArchivedArticle(
        id=needed(row, "id"),
        title=needed(row, "title"),
        slug=text_of(row, "slug"),
        body=text_of(row, "body"),
        published_at=moment(row["published_at"]) if row.get("published_at") else None,
        closed=commenting == Article.Commenting.CLOSED,
        url=text_of(row, "url").strip(),
    )


def _comment(row: Mapping[str, Any]) -> ArchivedComment:
    status = _choice(row, "status", Comment.Status.PUBLISHED, Comment.Status.values)
    email = text_of(row, "email").strip()
    name = needed(row, "author")
    return ArchivedComment(
        id=needed(row, "id"),
        article=needed(row, "article"),
        author=ArchivedAuthor(_author_id(row, email, name), name, email),
        text=text_of(row, "text"),
        posted_at=moment(row.get("posted_at")),
        status=Comment.Status(status),
        parent=text_of(row, "parent").strip(),
    )


def _author_id(row: Mapping[str, Any], email: str, name: str) -> str:
    """The author's id: from the row's id, else the e-mail address, else the name."""
    if own := text_of(row, "author_id").strip():
        return f"id {own}"
    return f"mail {storable(email).casefold()}" if email else f"name {name}"


def _choice(row: Mapping[str, Any], field: str, default: str, choices: list[str]) -> str:
    value = text_of(row, field).strip().casefold() or default
    if value not in choices:
        raise BadRecord(f"its {field} {value[:40]!r} is none of {', '.join(choices)}")
    return value
