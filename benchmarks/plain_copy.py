"""A plain COPY of all comments out and into another table: the least that storing them takes."""

import tempfile
from typing import IO, Any

from django.db import connection

from benchmarks.stopwatch import Spent, Stopwatch


def copy(_: int) -> Spent:
    """COPY the comments out, and into a table with the same indexes and references.

    But for the search index: rescoring does not write that either.
    """
    keys = ("article_id", "articles_article"), ("author_id", "articles_author")
    with connection.cursor() as cursor, tempfile.TemporaryFile("w+") as rows:
        cursor.execute("CREATE TABLE twin (LIKE articles_comment INCLUDING ALL)")
        for column, table in (*keys, ("parent_id", "articles_comment")):
            cursor.execute(f"ALTER TABLE twin ADD FOREIGN KEY ({column}) REFERENCES {table}")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'twin' AND indexdef ~ 'gin'"
        )
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")
        spent = _copy_out_and_in(cursor, rows)
        cursor.execute("DROP TABLE twin")
        return spent


def bare_copy(_: int) -> Spent:
    """The same into a table with neither indexes nor references."""
    with connection.cursor() as cursor, tempfile.TemporaryFile("w+") as rows:
        cursor.execute("CREATE TABLE twin (LIKE articles_comment)")
        spent = _copy_out_and_in(cursor, rows)
        cursor.execute("DROP TABLE twin")
        return spent


def _copy_out_and_in(cursor: Any, rows: IO[str]) -> Spent:
    watch = Stopwatch()
    cursor.copy_expert("COPY articles_comment TO STDOUT", rows)
    rows.seek(0)
    cursor.copy_expert("COPY twin FROM STDIN", rows)
    return watch.read()
