"""Plain CSV and JSON lines: what `export_comments` writes, and what any script can.

Columns of a comment: id, article, article_title, parent, author, author_id,
email, text, posted_at, status (published, held or removed).  JSON lines may
also have articles, with `"what": "article"`: id, title, slug, body,
published_at.
"""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
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
    text_of,
)

NEEDED = ("id", "article", "author", "text", "posted_at")


def read_json_lines(file: IO[bytes]) -> Iterator[Record]:
    for line in lines.objects(file):
        if isinstance(line, Unreadable):
            yield line
            continue
        number, row = line
        yield from _records(row, f"line {number}")


def read_csv(file: IO[bytes]) -> Iterator[Record]:
    """Rows of a CSV whose first line names the columns."""
    with TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="") as text:
        rows = csv.DictReader(text, strict=True)
        try:
            missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
        except csv.Error as error:
            missing = [str(error)]
        if missing:
            yield Unreadable("line 1", f"these columns are missing: {', '.join(missing)}")
            return
        yield from _rows(rows)


def _rows(rows: "csv.DictReader[str]") -> Iterator[Record]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable(f"line {rows.reader.line_num}", f"it is not CSV: {error}")
            continue
        yield from _records(row, f"line {rows.line_num}")


def _records(row: dict[str, Any], where: str) -> Iterator[Record]:
    try:
        if row.get("what", "comment") == "article":
            yield _article(row)
            return
        if row.get("article_title"):
            title = str(row["article_title"])
            yield ArchivedArticle(id=needed(row.get("article"), "article"), title=title)
        yield _comment(row)
    except BadRecord as error:
        yield Unreadable(where, str(error))


def _article(row: dict[str, Any]) -> ArchivedArticle:
    return ArchivedArticle(
        id=needed(row.get("id"), "id"),
        title=needed(row.get("title"), "title"),
        slug=str(row.get("slug") or ""),
        body=text_of(row.get("body")),
        published_at=moment(row["published_at"]) if row.get("published_at") else None,
    )


def _comment(row: dict[str, Any]) -> ArchivedComment:
    status = str(row.get("status") or Comment.Status.PUBLISHED)
    if status not in Comment.Status.values:
        raise BadRecord(f"its status {status!r} is none of {', '.join(Comment.Status.values)}")
    name = needed(row.get("author"), "author")
    author_id = str(row.get("author_id") or row.get("email") or name)
    return ArchivedComment(
        id=needed(row.get("id"), "id"),
        article=needed(row.get("article"), "article"),
        author=ArchivedAuthor(author_id, name, str(row.get("email") or "")),
        text=text_of(row.get("text")),
        posted_at=moment(row.get("posted_at")),
        status=Comment.Status(status),
        parent=str(row.get("parent") or ""),
    )
